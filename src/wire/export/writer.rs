//! Writing an export in steps.

use super::{
    Entry, Export, ExportFormat, ExportNote, LeftOutReason, Report, Scope, clients, names,
    postgres, records, ssh, variables,
};
use crate::domain::{
    access::holds_secret_of, collect::HashedSet, credential::Credential, host::PublicHost,
    identity::Identity, redacted_text::RedactedText, secret::Secret,
};

/// An export whose credentials are read in steps: 9,500 of them take longer than a frame.
pub struct ExportWriter<'a> {
    format: ExportFormat,
    identity: &'a Identity,
    scope: Scope,
    credentials: &'a [&'a Credential],
    public: Option<&'a PublicHost>,
    /// How many credentials were read.
    done: usize,
    /// Those that the format can carry.
    entries: Vec<Entry<'a>>,
    ids: HashedSet<String>,
    report: Report,
}

impl<'a> ExportWriter<'a> {
    /// Starts an export; [`ExportFormat::write`] has the parameters.
    pub fn new(
        format: ExportFormat,
        identity: &'a Identity,
        scope: Scope,
        credentials: &'a [&'a Credential],
        public: Option<&'a PublicHost>,
    ) -> Self {
        Self {
            format,
            identity,
            scope,
            credentials,
            public,
            done: 0,
            entries: Vec::new(),
            ids: HashedSet::default(),
            report: Report { left_out: Vec::new(), notes: Vec::new() },
        }
    }

    /// Reads the next credentials, at most `count`, and returns how many it has read in all.
    pub fn read(&mut self, count: usize) -> usize {
        let next = self.credentials.iter().skip(self.done).take(count);
        for credential in next {
            self.done += 1;
            self.read_one(credential);
        }
        self.done
    }

    fn read_one(&mut self, credential: &'a Credential) {
        let format = self.format;
        match format.entry(self.identity, credential, self.public) {
            Err(reason) => self.report.leave_out(credential, reason),
            Ok(entry) if format.has_names() && !self.ids.insert(entry.id().to_owned()) => {
                self.report.leave_out(credential, LeftOutReason::Duplicate);
            }
            Ok(_) if format.holds_one() && !self.entries.is_empty() => {
                self.report.leave_out(credential, LeftOutReason::OneOnly);
            }
            Ok(entry) => {
                let flag = entry.host().and_then(|host| host.flag());
                if flag.is_some() && self.public.is_none() {
                    let connection_name = credential.connection_name.clone();
                    self.report.notes.push(ExportNote::Host { connection_name });
                }
                self.entries.push(entry);
            }
        }
    }

    /// Writes what was read.
    pub fn finish(self) -> Export {
        let Self { format, identity, scope, credentials, entries, mut report, .. } = self;
        let stem = names::stem(identity, scope, credentials);
        let file_name = format.file_name(&stem);
        let name = identity.name.as_str();
        let name = match credentials.iter().any(|it| holds_secret_of(name, it)) {
            true => RedactedText::secret(&Secret::new(name)),
            false => RedactedText::sent(name),
        };
        let written = match format {
            ExportFormat::DotEnv => variables::dot_env(&entries, &mut report),
            ExportFormat::Shell => variables::shell(&entries, &mut report),
            ExportFormat::DockerEnv => variables::docker_env(&entries, &mut report),
            ExportFormat::Terraform => variables::terraform(&entries, &mut report),
            ExportFormat::KubernetesSecret => {
                variables::kubernetes_secret(&stem, &entries, &mut report)
            }
            ExportFormat::Json => records::json(name, &entries, &mut report),
            ExportFormat::Csv => records::csv(&entries, &mut report),
            ExportFormat::PostgresUri => postgres::uris(&entries),
            ExportFormat::PgPass => postgres::pgpass(&entries, &mut report),
            ExportFormat::PgService => postgres::service_file(&entries, &mut report),
            ExportFormat::SshConfig => ssh::config(&entries, &file_name, &mut report),
            ExportFormat::Rdp => clients::rdp(&entries, &mut report),
            ExportFormat::AwsProfile => clients::aws_profile(&entries, &mut report),
            ExportFormat::Curl => clients::curl(&entries, &mut report),
            ExportFormat::Kubeconfig => clients::kubeconfig(&entries, &mut report),
            ExportFormat::ClaudeSettings => clients::claude_settings(&entries, &mut report),
        };
        let Report { left_out, mut notes } = report;
        if written.carried == 0 {
            notes.clear();
        }
        Export {
            file_name,
            media_type: format.media_type(),
            text: written.text,
            carried: written.carried,
            left_out,
            notes,
        }
    }
}
