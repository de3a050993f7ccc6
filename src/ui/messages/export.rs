//! The words for exporting credentials.

use super::{
    credential,
    plan::{count, list},
};
use crate::{
    domain::{
        access::{Rejected, ValueError},
        credential::CredentialField,
        invisible::{is_invisible, visible},
        outgoing::Found,
    },
    wire::export::{ExportFormat, ExportGroup, ExportNote, LeftOut, LeftOutReason},
};

pub const fn group(group: ExportGroup) -> &'static str {
    match group {
        ExportGroup::Environment => "Environment variables",
        ExportGroup::Data => "Data",
        ExportGroup::Platform => "Platforms",
        ExportGroup::Client => "Clients",
    }
}

pub const fn format(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::DotEnv => ".env file",
        ExportFormat::Json => "JSON",
        ExportFormat::Csv => "CSV",
        ExportFormat::Shell => "Shell exports",
        ExportFormat::KubernetesSecret => "Kubernetes Secret",
        ExportFormat::DockerEnv => "Docker env file",
        ExportFormat::Terraform => "Terraform variables",
        ExportFormat::PostgresUri => "Connection URI",
        ExportFormat::PgPass => "~/.pgpass",
        ExportFormat::PgService => "pg_service.conf",
        ExportFormat::SshConfig => "ssh config",
        ExportFormat::Rdp => "Remote desktop file",
        ExportFormat::AwsProfile => "AWS profile",
        ExportFormat::Curl => "curl",
        ExportFormat::Kubeconfig => "kubeconfig",
        ExportFormat::ClaudeSettings => "Claude Code settings",
    }
}

/// How to use it.
pub const fn usage(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::DotEnv => "For dotenv libraries and Docker Compose.",
        ExportFormat::Json => {
            "What clients need, under the gateway’s names. Commands and links are rebuilt from it."
        }
        ExportFormat::Csv => {
            "One row for each credential: what clients need, under the gateway’s names."
        }
        ExportFormat::Shell => "Load it with “. ./FILE” in any POSIX shell.",
        ExportFormat::KubernetesSecret => {
            "Apply it with “kubectl apply --server-side -f FILE”. Otherwise kubectl copies the \
             secrets into an annotation."
        }
        ExportFormat::DockerEnv => "For “docker run --env-file FILE”.",
        ExportFormat::Terraform => "Terraform loads *.auto.tfvars from its working directory.",
        ExportFormat::PostgresUri => "For libpq and other clients that take a postgres:// URI.",
        ExportFormat::PgPass => {
            "Add it to ~/.pgpass. The user name is the secret, so pass that as well."
        }
        ExportFormat::PgService => {
            "Run “psql service=NAME” with PGSERVICEFILE=FILE, or add it to ~/.pg_service.conf."
        }
        ExportFormat::SshConfig => {
            "Use it alone with “ssh -F FILE”, or put it at the top of ~/.ssh/config."
        }
        ExportFormat::Rdp => "Open it with a remote desktop client.",
        ExportFormat::AwsProfile => {
            "Add it to ~/.aws/config, then run “aws --profile NAME ssm start-session --target …”."
        }
        ExportFormat::Curl => "A request through the proxy.",
        ExportFormat::Kubeconfig => "Use it with KUBECONFIG=FILE.",
        ExportFormat::ClaudeSettings => "Add it to ~/.claude/settings.json.",
    }
}

/// Which credentials have a host that only the gateway's machine can reach (G9).
pub fn unreachable(notes: &[ExportNote]) -> Option<String> {
    notes.iter().find_map(|note| match note {
        ExportNote::Unreachable { hosts, connection_names } => Some(format!(
            "{} can’t be reached from other machines (used for {}). Set a public host.",
            count(*hosts, "host"),
            list(connection_names)
        )),
        _ => None,
    })
}

/// What else to know of an export; `None` for what [`unreachable`] says.
pub fn note(note: &ExportNote) -> Option<String> {
    Some(match note {
        ExportNote::Unreachable { .. } => return None,
        ExportNote::SharedNames => {
            "The identity has another credential for one of these connections. Its exports have the \
             same names, so the last one replaces the others. Both credentials work."
                .to_owned()
        }
        ExportNote::OwnerOnly => {
            "Run “chmod 600 FILE”: libpq ignores a password file that other users can read.".to_owned()
        }
        ExportNote::HoldsSecrets => {
            "The file contains secrets. Run “chmod 600 FILE” so that other users can’t read it."
                .to_owned()
        }
        ExportNote::AboveOthers => {
            "ssh uses the first value it finds, so an earlier “Host *” in ~/.ssh/config would win."
                .to_owned()
        }
        ExportNote::SshPass => {
            "ssh can’t read a password from a file. Use the sshpass command above each host."
                .to_owned()
        }
        ExportNote::HostKeyUnknown => HOST_KEY_UNKNOWN.to_owned(),
        ExportNote::PasswordApart => {
            "A remote desktop file can’t hold a portable password. Copy it from the credential \
             when the client asks."
                .to_owned()
        }
        ExportNote::Region => {
            "The AWS tools need a region, which the gateway doesn’t report: add “region = …”."
                .to_owned()
        }
        ExportNote::TokenNeedsHttps { connection_name } => format!(
            "{connection_name}: kubectl sends tokens over https only, and the gateway reports an \
             http address."
        ),
        ExportNote::Declare => {
            "Declare each variable with “sensitive = true”, so that plans don’t print it."
                .to_owned()
        }
        ExportNote::Spreadsheet => {
            "Values that a spreadsheet would run as a formula or change to a number or date are \
             left out. Other formats have them."
                .to_owned()
        }
        ExportNote::Utf8 => {
            "Excel garbles letters such as “ü” when you double-click this file. Import it with Data > \
             From Text/CSV and file origin 65001 (UTF-8)."
                .to_owned()
        }
    })
}

/// Above the reasons why credentials aren't in an export.
pub fn left_out_heading(credentials: usize) -> String {
    format!("Left out: {}.", count(credentials, "credential"))
}

/// Above the values that are missing of credentials that are in it.
pub fn values_left_out_heading(credentials: usize) -> String {
    format!("Values left out of {}.", count(credentials, "credential"))
}

/// Why a credential, or a value of one, isn't in an export.
pub fn left_out(left_out: &LeftOut) -> String {
    let LeftOut { connection_name, reason } = left_out;
    let why = match reason {
        LeftOutReason::OtherType => "not for this type of connection.".to_owned(),
        LeftOutReason::SecretOnly => "the gateway reports nothing but its secret.".to_owned(),
        LeftOutReason::Empty => "the gateway sent no values for it.".to_owned(),
        LeftOutReason::Rejected(rejected) => self::rejected(*rejected),
        LeftOutReason::ConnectionName => {
            "the connection’s name has characters that names can’t have.".to_owned()
        }
        LeftOutReason::SecretInName => "the connection’s name contains its secret.".to_owned(),
        LeftOutReason::NoAddress => {
            "the gateway’s command doesn’t contain the proxy’s address.".to_owned()
        }
        LeftOutReason::Duplicate => {
            "another credential for this connection is included. Both work.".to_owned()
        }
        LeftOutReason::OneOnly => "the file holds one credential.".to_owned(),
        LeftOutReason::Unwritable { name } => {
            format!("{name} has characters that this format can’t hold.")
        }
        LeftOutReason::SecretTooLarge => {
            "a Kubernetes Secret can’t hold more. Export it separately.".to_owned()
        }
        LeftOutReason::LineTooLong => {
            "one of its lines would be longer than clients of this format read.".to_owned()
        }
        LeftOutReason::Spreadsheet { column } => {
            format!("a spreadsheet would run or change its {column}.")
        }
    };
    format!("{}: {why}", visible(connection_name.as_str()))
}

/// Why `sshpass` fails without a message, and what to do first.
pub const HOST_KEY_UNKNOWN: &str = "Connect once with plain ssh and accept the host key first: while \
     it’s unknown, sshpass exits with status 6 and prints nothing.";

/// Why a field is invalid. No character of a secret is quoted, except an invisible one.
pub fn rejected(rejected: Rejected) -> String {
    let Rejected { field, error } = rejected;
    let name = credential::gateway_name(field);
    let is_text = matches!(field, CredentialField::Command | CredentialField::ConnectionString);
    match error {
        ValueError::Missing => format!("the gateway sent no {name}."),
        ValueError::HostCut => {
            "the gateway cut its IPv6 host in two. Set a public host to replace it.".to_owned()
        }
        ValueError::HoldsSecret => format!("its {name} contains a secret."),
        ValueError::TooLong { limit } => {
            format!("its {name} has more than {limit} characters.")
        }
        ValueError::Character(it) if is_invisible(it.character) => format!(
            "its {name} has U+{:04X} at character {}.",
            u32::from(it.character),
            it.position
        ),
        _ if is_text => format!("its {name} isn’t in a known form. Copy it from the credential."),
        ValueError::Character(_) | ValueError::Shape => {
            format!("its {name} has characters that this field can’t have.")
        }
        ValueError::Host(error) => format!("its {name} isn’t a host: {error}."),
    }
}

/// Said once the browser was asked to download; whether the file was stored is never known.
pub fn download_started(file_name: &str) -> String {
    format!("Download started: {file_name}. It contains secrets.")
}

/// The organization's policy (G28).
pub const COPYING_DISABLED: &str =
    "Your organization disabled copying, so you can’t copy or download credentials here.";

/// Announced while a long export is read.
pub const PREPARING: &str = "Preparing the export…";

pub const DOWNLOAD_REFUSED: &str = "The browser refused the download. Copy the text instead.";

/// What the gate asks before a text with invisible characters is copied or downloaded.
pub fn hidden_characters(found: &[Found]) -> String {
    let total: usize = found.iter().map(|it| it.count).sum();
    let some = found.iter().take(5).map(|it| {
        let name = match it.character {
            '\n' => "line break".to_owned(),
            '\r' => "carriage return".to_owned(),
            '\t' => "tab".to_owned(),
            character => format!("U+{:04X}", u32::from(character)),
        };
        if it.count == 1 { name } else { format!("{name} ×{}", it.count) }
    });
    let more = if found.len() > 5 { ", …" } else { "" };
    format!(
        "The gateway sent {total} characters that you can’t see: {}{more}. In a terminal they can \
         run a command or hide one.",
        some.collect::<Vec<_>>().join(", ")
    )
    .replace("sent 1 characters that", "sent 1 character that")
}
