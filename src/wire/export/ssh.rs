//! The configuration file of OpenSSH.

use super::{Entry, Report, Written};
use crate::domain::{
    access::{Access, shown},
    card::sh_quoted,
    secret::Secret,
};

/// Where the blocks have to stand.
const HEAD: &str = "\
    # ssh uses the first value that it finds. Use this file alone (ssh -F), or put it\n\
    # above every other Host and Match in ~/.ssh/config.\n\n";

/// A `Host` block for each credential, under its alias.
///
/// ssh uses the first value for a setting, so an earlier `Host *` would win: the head says where to put
/// the blocks, and the commands read only this file. `ssh` reads no password from a file, so each block
/// has its `sshpass` command above it, as a comment (G8).
pub fn config(file_name: &str, entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let Access::Ssh(it) = entry.access() else { return };
    if written.carried == 0 {
        written.text().push(HEAD);
    }
    let alias = entry.alias();
    written
        .text()
        .push("# SSHPASS=")
        .push_secret(Secret::new(sh_quoted(it.password.expose())))
        .push(format!(" sshpass -e ssh -F ./{file_name} {alias}\nHost {alias}\n    HostName "))
        .append(it.address.redacted_host())
        .push(format!("\n    Port {}\n    User ", it.address.port))
        .append(shown(it.user.as_str()))
        .push("\n    PreferredAuthentications password\n    PubkeyAuthentication no\n\n");
    report.wrote_host(entry, &it.address.host);
    written.carried += 1;
}
