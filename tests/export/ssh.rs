//! The configuration file of OpenSSH, read by `ssh -G`.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use machine_identity_editor::{
    domain::secret::Secret,
    wire::export::{ExportFormat, ExportNote},
};

use crate::{
    readers::{Bench, output, program},
    sample::{SSH, credential, export, text},
};

/// The settings that ssh uses for a host.
fn ssh(arguments: &[&str], bench: &Bench) -> Option<BTreeMap<String, String>> {
    let mut command = Command::new(program(&["ssh"])?);
    command.args(arguments).env("HOME", bench.folder.path());
    let read = String::from_utf8(output(&mut command)).expect("it is text");
    let pairs = read.lines().filter_map(|line| line.split_once(' '));
    Some(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

#[test]
fn ssh_reads_its_config_and_no_injected_setting() {
    let bench = Bench::new();
    let empty = bench.file("empty", "");
    let empty = empty.to_str().expect("it is text");
    let Some(default) = ssh(&["-G", "-F", empty, "x"], &bench) else { return };
    let (chunks, mut count) = bench.exports(ExportFormat::SshConfig);
    for chunk in &chunks {
        let config = bench.file("config", &chunk.text());
        let mut values = 0;
        let mut aliases = BTreeSet::new();
        for line in chunk.text().lines() {
            let Some(alias) = line.strip_prefix("Host ") else {
                let own = ["", "# ", "    HostName ", "    Port ", "    User "];
                let is_own = own.iter().any(|own| match own.is_empty() {
                    true => line.is_empty(),
                    false => line.starts_with(own),
                });
                let fixed =
                    ["    PreferredAuthentications password", "    PubkeyAuthentication no"];
                assert!(is_own || fixed.contains(&line), "{line:?}");
                values += usize::from(is_own && line.starts_with(' '));
                continue;
            };
            assert!(aliases.insert(alias.to_owned()), "{alias} twice");
        }
        assert_eq!(aliases.len(), chunk.export.carried);
        for alias in &aliases {
            let it = chunk.credential(alias);
            let read = ssh(&["-G", "-F", config.to_str().expect("text"), alias], &bench);
            let read = read.expect("ssh is there");
            assert_eq!(Some(&read["hostname"]), it.hostname.as_ref());
            assert_eq!(Some(&read["port"]), it.port.as_ref());
            assert_eq!(read["user"], it.username.as_ref().map_or("hoop", Secret::expose));
            let changed: Vec<&String> =
                read.keys().filter(|name| read.get(*name) != default.get(*name)).collect();
            let expected = [
                "host",
                "hostname",
                "port",
                "preferredauthentications",
                "pubkeyauthentication",
                "user",
            ];
            let surplus: Vec<_> = changed
                .iter()
                .filter(|it| {
                    !expected.contains(&it.as_str()) && **it != "kbdinteractiveauthentication"
                })
                .collect();
            assert!(surplus.is_empty(), "{surplus:?}");
        }
        count.add(chunk, values);
    }
    bench.assert_nothing_ran();
    count.say("its line rule and by ssh -G");
}

/// F4: ssh uses the first value that it finds.
#[test]
fn an_ssh_config_wins_over_the_users_settings_in_the_documented_place() {
    let bench = Bench::new();
    let export = export(ExportFormat::SshConfig, &credential(SSH, "ssh"));
    let own = "Host *\n    User me\n    Port 22\n    HostName elsewhere.example\n";
    let config = text(&export);
    let alias = config.lines().find_map(|line| line.strip_prefix("Host ")).expect("it has one");
    let above = bench.file("above", &format!("{config}{own}"));
    let alone = bench.file(&export.file_name, &config);
    let below = bench.file("below", &format!("{own}{config}"));
    for (file, is_ours) in [(above, true), (alone, true), (below, false)] {
        let file = file.to_str().expect("it is text");
        let Some(read) = ssh(&["-G", "-F", file, alias], &bench) else { return };
        assert_eq!(read["user"] == "hoop", is_ours, "{file}");
        assert_eq!(read["port"] == "12222", is_ours, "{file}");
        assert_eq!(read["hostname"] == "127.0.0.1", is_ours, "{file}");
    }
    assert!(config.starts_with("# ssh uses the first value that it finds."));
    assert!(config.contains(&format!("sshpass -e ssh -F ./{} {alias}\n", export.file_name)));
    // F5: sshpass doesn't report an unknown host key.
    for note in [ExportNote::AboveOthers, ExportNote::HostKeyUnknown] {
        assert!(export.notes.contains(&note), "{note:?}");
    }
}
