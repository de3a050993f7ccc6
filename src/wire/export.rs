//! Credentials in the formats that workloads read: files, commands, settings of clients.
//!
//! Every format is written from parsed types ([`Access`]), never from the gateway's text, and quoted by
//! the rule of its readers. What doesn't parse, and what a format can't hold, is left out and reported,
//! never changed. The text is a [`RedactedText`], so that it can be read with its secrets masked before
//! it is copied or downloaded.

use crate::domain::{
    access::{Rejected, ValueError},
    collect::HashedSet,
    connection::ConnectionName,
    credential::{Credential, CredentialField},
    host::{Host, PublicHost},
    identity::Identity,
    redacted_text::RedactedText,
};

mod clients;
mod entry;
mod fitting;
mod format;
mod names;
mod postgres;
mod quote;
mod records;
mod scope;
mod spreadsheet;
mod ssh;
mod value;
mod variables;
mod writer;

use entry::Entry;
pub use fitting::Fitting;
pub use format::{ExportFormat, ExportGroup};
pub use scope::Scope;
use value::Value;
use variables::SecretSize;
pub use writer::ExportWriter;

/// An export. There is no `Debug`: most of it is secret.
pub struct Export {
    /// A file name that every file system accepts. It differs between identities and between parts
    /// of one, and is the same for every export.
    pub file_name: String,
    /// The media type, with its charset where it is text.
    pub media_type: &'static str,
    /// The content, with the secrets marked.
    pub text: RedactedText,
    /// How many credentials are in it.
    pub carried: usize,
    /// How many credentials this format has, and how many each other can have.
    pub fitting: Fitting,
    /// How many of those in it lack a value.
    pub incomplete: usize,
    /// Why the other credentials aren't in it: at least one reason for each.
    pub left_out: Vec<LeftOut>,
    /// Which values of those in it are missing, and why.
    pub values_left_out: Vec<LeftOut>,
    /// Notes on using it.
    pub notes: Vec<ExportNote>,
}

/// A credential that an export leaves out, or a value of one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeftOut {
    /// The connection that the credential opens.
    pub connection_name: ConnectionName,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why something was left out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LeftOutReason {
    /// The format is for another type of credential.
    OtherType,
    /// The gateway sent only the secret (contract §7).
    SecretOnly,
    /// The gateway sent no value that could be written.
    Empty,
    /// A field is invalid, so nothing was written from it.
    Rejected(Rejected),
    /// The connection's name has characters that connection names can't have (contract §8).
    ConnectionName,
    /// The connection's name has the credential's secret in it.
    SecretInName,
    /// The gateway's command has no proxy address (contract §7).
    NoAddress,
    /// Another credential for the same connection is in it.
    Duplicate,
    /// The format holds one credential, and another is in it.
    OneOnly,
    /// The value of this name has characters that the format can't hold.
    Unwritable {
        /// The variable or key.
        name: String,
    },
    /// A Kubernetes Secret with it would be larger than a cluster takes.
    SecretTooLarge,
    /// A line of it would be longer than every reader of the format takes.
    LineTooLong,
    /// A spreadsheet would run or change the value of this column.
    Spreadsheet {
        /// The column's heading.
        column: &'static str,
    },
}

/// A note about an export.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ExportNote {
    /// Hosts in it that other machines can't reach (G9).
    Unreachable {
        /// How many.
        hosts: usize,
        /// The connections whose credentials have them.
        connection_names: Vec<ConnectionName>,
    },
    /// A connection in it has another credential, whose exports have the same names (contract §8).
    SharedNames,
    /// libpq ignores the file while other users can read it.
    OwnerOnly,
    /// Other users can read its secrets until the file's mode is changed.
    HoldsSecrets,
    /// ssh takes the first value that it finds for a setting.
    AboveOthers,
    /// `ssh` reads no password from a file; `sshpass` passes it.
    SshPass,
    /// `sshpass` exits with status 6 and no message while the host key is unknown.
    HostKeyUnknown,
    /// A remote desktop file can't hold a password that works on another machine.
    PasswordApart,
    /// The AWS tools need a region, which the gateway doesn't report.
    Region,
    /// kubectl sends a token only over https, and this URL is http.
    TokenNeedsHttps {
        /// The connection whose address is http.
        connection_name: ConnectionName,
    },
    /// Each variable has to be declared.
    Declare,
    /// Values that a spreadsheet would run as a formula or turn into a number are left out.
    Spreadsheet,
    /// It has letters that Excel reads in another encoding, unless the file is imported as UTF-8.
    Utf8,
}

impl ExportFormat {
    /// Writes credentials of an identity, with the public host in place of the gateway's.
    pub fn write(
        self,
        identity: &Identity,
        scope: Scope,
        credentials: &[&Credential],
        public: Option<&PublicHost>,
    ) -> Export {
        let mut writer = ExportWriter::new(self, identity, scope, credentials, public);
        loop {
            if let Some(export) = writer.advance(usize::MAX) {
                return export;
            }
        }
    }
}

/// What has been written of an export, credential by credential.
#[derive(Default)]
struct Written {
    /// The texts that the export consists of, in their order; most formats write one.
    sections: [RedactedText; 4],
    /// The number of credentials in it.
    carried: usize,
    /// The size of a Kubernetes Secret.
    secret_size: SecretSize,
}

impl Written {
    /// The text of a format that writes one.
    fn text(&mut self) -> &mut RedactedText {
        &mut self.sections[0]
    }
}

/// Collects what happens while a format is written.
#[derive(Default)]
struct Report {
    incomplete: usize,
    left_out: Vec<LeftOut>,
    values_left_out: Vec<LeftOut>,
    notes: Vec<ExportNote>,
    /// The hosts in the export that other machines can't reach (G9).
    unreachable: HashedSet<String>,
    /// The connections whose credentials have them.
    unreachable_of: HashedSet<ConnectionName>,
}

impl Report {
    /// Notes a host that was written.
    fn wrote_host(&mut self, entry: &Entry<'_>, host: &Host) {
        if host.flag().is_some() {
            self.unreachable.insert(host.as_str().to_owned());
            self.unreachable_of.insert(entry.credential().connection_name.clone());
        }
    }

    fn leave_out(&mut self, credential: &Credential, reason: LeftOutReason) {
        let connection_name = credential.connection_name.clone();
        self.left_out.push(LeftOut { connection_name, reason });
    }

    /// Sorts what was reported while a credential was written, from the one at `start` on: of a credential
    /// that is in the export only values are missing.
    fn settle(&mut self, credential: &Credential, start: usize, is_carried: bool) {
        let is_whole = self.left_out.len() == start;
        match (is_carried, is_whole) {
            (true, true) | (false, false) => {}
            (true, false) => {
                self.incomplete += 1;
                self.values_left_out.extend(self.left_out.drain(start..));
            }
            (false, true) => self.leave_out(credential, LeftOutReason::Empty),
        }
    }

    fn reject(&mut self, entry: &Entry<'_>, field: CredentialField, error: ValueError) {
        let reason = LeftOutReason::Rejected(Rejected { field, error });
        self.leave_out(entry.credential(), reason);
    }
}
