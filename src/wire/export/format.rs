//! The formats, and what each is for.

use super::{ExportNote, LeftOutReason};
use crate::domain::{
    access::{Access, Kind},
    credential::Credential,
};

/// A format in which credentials are exported.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ExportFormat {
    /// `.env`, as dotenv libraries and Docker Compose read it.
    DotEnv,
    /// `export` lines for any POSIX shell.
    Shell,
    /// `docker run --env-file`, which has no quoting.
    DockerEnv,
    /// What clients need, under the gateway's names, as JSON.
    Json,
    /// One row for each credential, under the gateway's names.
    Csv,
    /// A manifest for `kubectl apply --server-side`.
    KubernetesSecret,
    /// An `*.auto.tfvars` file.
    Terraform,
    /// A `postgres://` URI for libpq and others.
    PostgresUri,
    /// Lines for `~/.pgpass`.
    PgPass,
    /// Sections for `pg_service.conf`.
    PgService,
    /// `Host` blocks for `ssh -F`.
    SshConfig,
    /// A remote desktop file, without the password, which no other machine could read.
    Rdp,
    /// Sections for `~/.aws/config`.
    AwsProfile,
    /// One command.
    Curl,
    /// A file for `KUBECONFIG`.
    Kubeconfig,
    /// A JSON file of settings for Claude Code.
    ClaudeSettings,
}

/// The use of a format.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ExportGroup {
    /// Variables in the environment of a process.
    Environment,
    /// Records for a program or a spreadsheet.
    Data,
    /// Definitions for a platform.
    Platform,
    /// Settings of the client of one proxy.
    Client,
}

impl ExportGroup {
    /// In the order on screen.
    pub const ALL: [Self; 4] = [Self::Environment, Self::Data, Self::Platform, Self::Client];
}

impl ExportFormat {
    /// In the order on screen; formats of a group are adjacent.
    pub const ALL: [Self; 16] = [
        Self::DotEnv,
        Self::Shell,
        Self::DockerEnv,
        Self::Json,
        Self::Csv,
        Self::KubernetesSecret,
        Self::Terraform,
        Self::PostgresUri,
        Self::PgPass,
        Self::PgService,
        Self::SshConfig,
        Self::Rdp,
        Self::AwsProfile,
        Self::Curl,
        Self::Kubeconfig,
        Self::ClaudeSettings,
    ];

    /// The group that it belongs to.
    pub fn group(self) -> ExportGroup {
        match self {
            Self::DotEnv | Self::Shell | Self::DockerEnv => ExportGroup::Environment,
            Self::Json | Self::Csv => ExportGroup::Data,
            Self::KubernetesSecret | Self::Terraform => ExportGroup::Platform,
            _ => ExportGroup::Client,
        }
    }

    /// Whether it can hold credentials of this type.
    pub fn is_for(self, kind: Kind) -> bool {
        match self {
            Self::PostgresUri | Self::PgPass | Self::PgService => kind == Kind::Postgres,
            Self::SshConfig => kind == Kind::Ssh,
            Self::Rdp => kind == Kind::Rdp,
            Self::AwsProfile => kind == Kind::AwsSsm,
            Self::Curl => {
                matches!(kind, Kind::HttpProxy | Kind::Kubernetes | Kind::ClaudeCode)
            }
            Self::Kubeconfig => kind == Kind::Kubernetes,
            Self::ClaudeSettings => kind == Kind::ClaudeCode,
            _ => true,
        }
    }

    /// Whether it can hold the credential, as far as its type and what the gateway sent of it go. An
    /// invalid field counts for nothing: no format can hold it.
    pub fn may_hold(self, credential: &Credential) -> bool {
        self.is_for(Kind::of(credential))
            && Access::of(credential, None).map_or(true, |it| self.refusal(&it).is_none())
    }

    /// Why it can't hold a credential of its types, if it can't.
    pub(super) fn refusal(self, access: &Access) -> Option<LeftOutReason> {
        let is_general = self.is_for(Kind::Other);
        match access {
            Access::SecretOnly(_) if !is_general => Some(LeftOutReason::SecretOnly),
            Access::Http(it) if !is_general && it.origin.is_none() => {
                Some(LeftOutReason::NoAddress)
            }
            _ => None,
        }
    }

    /// Whether a file holds only one credential.
    pub(super) fn holds_one(self) -> bool {
        matches!(self, Self::Rdp | Self::ClaudeSettings)
    }

    /// Whether each credential needs a distinct name in it.
    pub(super) fn has_names(self) -> bool {
        !matches!(
            self,
            Self::Json
                | Self::Csv
                | Self::PostgresUri
                | Self::PgPass
                | Self::Rdp
                | Self::Curl
                | Self::ClaudeSettings
        )
    }

    /// What users of the format have to know, whatever the credentials.
    pub(super) fn notes(self) -> &'static [ExportNote] {
        use ExportNote::{
            AboveOthers, Declare, HoldsSecrets, HostKeyUnknown, OwnerOnly, PasswordApart, Region,
            Spreadsheet, SshPass,
        };
        match self {
            Self::Terraform => &[Declare, HoldsSecrets],
            Self::Csv => &[Spreadsheet, HoldsSecrets],
            Self::PgPass => &[OwnerOnly],
            Self::SshConfig => &[AboveOthers, SshPass, HostKeyUnknown, HoldsSecrets],
            Self::Rdp => &[PasswordApart, HoldsSecrets],
            Self::AwsProfile => &[Region, HoldsSecrets],
            _ => &[HoldsSecrets],
        }
    }

    pub(super) fn file_name(self, stem: &str) -> String {
        match self {
            Self::DotEnv => format!("{stem}.env"),
            Self::Shell => format!("{stem}-credentials.sh"),
            Self::DockerEnv => format!("{stem}.docker.env"),
            Self::Json => format!("{stem}-credentials.json"),
            Self::Csv => format!("{stem}-credentials.csv"),
            Self::KubernetesSecret => format!("{stem}-secret.yaml"),
            Self::Terraform => format!("{stem}.auto.tfvars"),
            Self::PostgresUri => format!("{stem}-postgres.txt"),
            Self::PgPass => format!("{stem}.pgpass"),
            Self::PgService => format!("{stem}-pg_service.conf"),
            Self::SshConfig => format!("{stem}-ssh_config"),
            Self::Rdp => format!("{stem}.rdp"),
            Self::AwsProfile => format!("{stem}-aws_config"),
            Self::Curl => format!("{stem}-curl.sh"),
            Self::Kubeconfig => format!("{stem}-kubeconfig.yaml"),
            Self::ClaudeSettings => format!("{stem}-claude-settings.json"),
        }
    }

    /// The media type of a download. Browsers add `.txt` to a `text/plain` file without a known
    /// ending, and keep the name of a file without a known type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Json | Self::ClaudeSettings => "application/json",
            Self::Csv => "text/csv",
            _ => "application/octet-stream",
        }
    }
}
