//! Credentials in the forms that workloads read: files, commands, settings of clients.
//!
//! Each form belongs to somebody else, who decides how it is quoted; what a form cannot carry is
//! left out and said to be, never changed. The text is made of [`RedactedText`], so that it can be looked
//! at with its secrets masked before it is copied or downloaded.

use crate::domain::{
    card::{Card, Kind, Label},
    connection::ConnectionName,
    credential::Credential,
    host::{self, HostFlag, PublicHost},
    name::IdentityName,
    redacted_text::RedactedText,
};

mod clients;
mod names;
mod postgres;
mod quote;
mod records;
mod variables;

/// A form in which credentials are handed over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    DotEnv,
    Json,
    Csv,
    Shell,
    KubernetesSecret,
    DockerEnv,
    Terraform,
    PostgresUri,
    PgPass,
    PgService,
    SshConfig,
    Rdp,
    AwsProfile,
    Curl,
    Kubeconfig,
    ClaudeSettings,
}

/// What is handed over. There is no `Debug`: most of it is secret.
pub struct Package {
    /// A name that every file system takes.
    pub file_name: String,
    pub media_type: &'static str,
    pub text: RedactedText,
    /// What the text does not hold, and why.
    pub left_out: Vec<LeftOut>,
    /// What has to be known or done to use it.
    pub remarks: Vec<Remark>,
}

/// Something that a form could not carry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeftOut {
    pub connection_name: ConnectionName,
    pub reason: Reason,
}

/// Why something was left out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Reason {
    /// The form is for another type of credential.
    OtherType,
    /// The gateway told nothing but the secret (contract §7).
    SecretOnly,
    /// The gateway cut an IPv6 address in two; only a public host can take its place (G9).
    HostCut,
    /// The form holds one credential, and another is in it.
    OneOnly,
    /// The value of this name has characters that the form cannot carry.
    Unwritable { name: String },
}

/// Something to know about a package.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Remark {
    /// The host leads nowhere from another machine (G9).
    Host { connection_name: ConnectionName, flag: HostFlag },
    /// Its readers take it only when nobody else may read it.
    OwnerOnly,
    /// `sshpass` hands over the password, which the file of `ssh` cannot hold.
    SshPass,
    /// A remote desktop file can hold no password that another machine could read.
    PasswordApart,
    /// The AWS tools ask for a region, which the gateway does not tell.
    Region,
    /// kubectl sends a token over https only, and this address is http.
    TokenNeedsHttps { connection_name: ConnectionName },
    /// Each variable has to be declared.
    Declare,
}

impl Format {
    /// In the order in which they are offered: those for everything first.
    pub const ALL: [Self; 16] = [
        Self::DotEnv,
        Self::Json,
        Self::Csv,
        Self::Shell,
        Self::KubernetesSecret,
        Self::DockerEnv,
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

    /// Whether it carries credentials of this kind; one that is for everything carries all.
    pub fn is_for(self, kind: Kind) -> bool {
        match self {
            Self::DotEnv
            | Self::Json
            | Self::Csv
            | Self::Shell
            | Self::KubernetesSecret
            | Self::DockerEnv
            | Self::Terraform => true,
            Self::PostgresUri | Self::PgPass | Self::PgService => kind == Kind::Postgres,
            Self::SshConfig => kind == Kind::Ssh,
            Self::Rdp => kind == Kind::Rdp,
            Self::AwsProfile => kind == Kind::AwsSsm,
            Self::Curl => {
                matches!(kind, Kind::HttpProxy | Kind::Kubernetes | Kind::ClaudeCode)
            }
            Self::Kubeconfig => kind == Kind::Kubernetes,
            Self::ClaudeSettings => kind == Kind::ClaudeCode,
        }
    }

    /// Writes the credentials of an identity, with the public host in place of the gateway's.
    pub fn pack(
        self,
        identity: &IdentityName,
        credentials: &[&Credential],
        public: Option<&PublicHost>,
    ) -> Package {
        let mut writer = Writer { left_out: Vec::new(), remarks: Vec::new() };
        let entries = self.entries(credentials, public, &mut writer);
        let text = match self {
            Self::DotEnv => variables::dot_env(&entries, &mut writer),
            Self::Shell => variables::shell(&entries),
            Self::DockerEnv => variables::docker_env(&entries, &mut writer),
            Self::Terraform => variables::terraform(&entries, &mut writer),
            Self::KubernetesSecret => variables::kubernetes_secret(identity, &entries),
            Self::Json => records::json(identity, &entries),
            Self::Csv => records::csv(&entries),
            Self::PostgresUri => postgres::uris(&entries),
            Self::PgPass => postgres::pgpass(&entries, &mut writer),
            Self::PgService => postgres::service_file(&entries, &mut writer),
            Self::SshConfig => clients::ssh_config(&entries, &mut writer),
            Self::Rdp => clients::rdp(&entries, &mut writer),
            Self::AwsProfile => clients::aws_profile(&entries, &mut writer),
            Self::Curl => clients::curl(&entries),
            Self::Kubeconfig => clients::kubeconfig(&entries, &mut writer),
            Self::ClaudeSettings => clients::claude_settings(&entries),
        };
        let slug = names::slug(identity.as_str());
        Package {
            file_name: self.file_name(&slug),
            media_type: self.media_type(),
            text,
            left_out: writer.left_out,
            remarks: writer.remarks,
        }
    }

    /// The credentials that the form can carry.
    fn entries<'a>(
        self,
        credentials: &[&'a Credential],
        public: Option<&PublicHost>,
        writer: &mut Writer,
    ) -> Vec<Entry<'a>> {
        let is_general = self.is_for(Kind::Other);
        let mut entries = Vec::new();
        for credential in credentials {
            let entry = Entry { credential, card: Card::of(credential, public) };
            let flag = credential.hostname.as_deref().and_then(host::flag);
            let flag = flag.filter(|_| public.is_none());
            let reason = if !self.is_for(entry.card.kind) {
                Some(Reason::OtherType)
            } else if is_general {
                None
            } else if entry.host().is_none() && entry.part(Label::EndpointUrl).is_none() {
                Some(Reason::SecretOnly)
            } else if flag == Some(HostFlag::Cut) {
                Some(Reason::HostCut)
            } else if ConnectionName::parse(entry.name()).is_err() {
                // These forms use it as a name of their own.
                Some(Reason::Unwritable { name: "connection_name".to_owned() })
            } else if self.holds_one() && !entries.is_empty() {
                Some(Reason::OneOnly)
            } else {
                None
            };
            match reason {
                Some(reason) => writer.leave_out(credential, reason),
                None => {
                    if let Some(flag) = flag {
                        let connection_name = credential.connection_name.clone();
                        writer.remarks.push(Remark::Host { connection_name, flag });
                    }
                    entries.push(entry);
                }
            }
        }
        entries
    }

    fn holds_one(self) -> bool {
        matches!(self, Self::Rdp | Self::ClaudeSettings)
    }

    fn file_name(self, slug: &str) -> String {
        match self {
            Self::DotEnv => format!("{slug}.env"),
            Self::Json => format!("{slug}-credentials.json"),
            Self::Csv => format!("{slug}-credentials.csv"),
            Self::Shell => format!("{slug}-credentials.sh"),
            Self::KubernetesSecret => format!("{slug}-secret.yaml"),
            Self::DockerEnv => format!("{slug}.docker.env"),
            Self::Terraform => format!("{slug}.auto.tfvars"),
            Self::PostgresUri => format!("{slug}-postgres.txt"),
            Self::PgPass => format!("{slug}.pgpass"),
            Self::PgService => format!("{slug}-pg_service.conf"),
            Self::SshConfig => format!("{slug}-ssh_config"),
            Self::Rdp => format!("{slug}.rdp"),
            Self::AwsProfile => format!("{slug}-aws_config"),
            Self::Curl => format!("{slug}-curl.sh"),
            Self::Kubeconfig => format!("{slug}-kubeconfig.yaml"),
            Self::ClaudeSettings => format!("{slug}-claude-settings.json"),
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Json | Self::ClaudeSettings => "application/json",
            Self::Csv => "text/csv",
            Self::KubernetesSecret | Self::Kubeconfig => "application/yaml",
            _ => "text/plain",
        }
    }
}

/// What comes up while a form is written.
struct Writer {
    left_out: Vec<LeftOut>,
    remarks: Vec<Remark>,
}

impl Writer {
    fn leave_out(&mut self, credential: &Credential, reason: Reason) {
        let connection_name = credential.connection_name.clone();
        self.left_out.push(LeftOut { connection_name, reason });
    }

    fn unwritable(&mut self, entry: &Entry<'_>, name: &str) {
        self.leave_out(entry.credential, Reason::Unwritable { name: name.to_owned() });
    }
}

/// A credential to be written, laid out as on its card.
struct Entry<'a> {
    credential: &'a Credential,
    card: Card,
}

impl Entry<'_> {
    fn name(&self) -> &str {
        self.credential.connection_name.as_str()
    }

    fn part(&self, label: Label) -> Option<&RedactedText> {
        self.card.part(label).map(|part| &part.redacted_text)
    }

    /// A part with nothing secret in it.
    fn plain(&self, label: Label) -> Option<String> {
        self.part(label)
            .filter(|redacted_text| !redacted_text.has_secret())
            .map(RedactedText::masked)
    }

    fn host(&self) -> Option<String> {
        self.word(Label::Host)
    }

    fn port(&self) -> Option<String> {
        self.word(Label::Port)
    }

    /// A part that is one word, as a host and a port are unless the gateway's settings are odd.
    fn word(&self, label: Label) -> Option<String> {
        let is_odd = |character: char| character.is_control() || character.is_whitespace();
        self.plain(label).filter(|text| !text.contains(is_odd))
    }

    /// The host as it stands in an address: an IPv6 one in brackets.
    fn host_in_address(&self) -> Option<String> {
        let host = self.host()?;
        Some(if host.contains(':') { format!("[{host}]") } else { host })
    }

    /// The address of an HTTP proxy, without a slash at its end. The gateway tells its scheme only
    /// inside its commands (contract §7).
    fn origin(&self) -> Option<String> {
        let told = self.part(Label::Curl).or_else(|| self.part(Label::Browser))?.masked();
        let start = told.find("https://").or_else(|| told.find("http://"))?;
        let text = &told[start..];
        let authority = text.find("://")? + "://".len();
        let is_end = |character: char| character.is_whitespace() || "/?#'\"\\".contains(character);
        let end = text[authority..].find(is_end).map_or(text.len(), |end| authority + end);
        Some(text[..end].to_owned())
    }
}
