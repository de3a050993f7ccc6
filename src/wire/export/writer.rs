//! Writing an export in steps.

use std::{mem, vec};

use super::{
    Entry, Export, ExportFormat, ExportNote, Fitting, LeftOutReason, Report, Scope, Written,
    clients, names, postgres, records, ssh, variables,
};
use crate::domain::{
    access::{Kind, holds_secret_of},
    collect::HashedSet,
    credential::Credential,
    host::PublicHost,
    identity::Identity,
    redacted_text::RedactedText,
    secret::Secret,
};

/// An export that is written in steps: 9,500 credentials take longer than a frame. Every credential is
/// read before the first is written, because names of the export depend on all of them.
pub struct ExportWriter<'a> {
    format: ExportFormat,
    identity: &'a Identity,
    scope: Scope,
    credentials: &'a [&'a Credential],
    public: Option<&'a PublicHost>,
    /// How many credentials were read.
    read: usize,
    /// Whether the identity's name has the secret of a credential in it.
    is_name_secret: bool,
    /// Those that the format can carry, until they are written.
    entries: Vec<Entry<'a>>,
    /// The ids of those.
    ids: HashedSet<String>,
    /// The ids of all that could be read.
    seen: HashedSet<String>,
    fitting: Fitting,
    report: Report,
    /// Once every credential is read.
    writing: Option<Writing<'a>>,
}

/// An export of which every credential was read.
struct Writing<'a> {
    /// The identity's name.
    name: RedactedText,
    stem: String,
    file_name: String,
    /// Those that aren't written yet.
    entries: vec::IntoIter<Entry<'a>>,
    written: Written,
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
            read: 0,
            is_name_secret: false,
            entries: Vec::new(),
            ids: HashedSet::default(),
            seen: HashedSet::default(),
            fitting: Fitting::default(),
            report: Report::default(),
            writing: None,
        }
    }

    /// Reads or writes the next credentials, at most `count`. Returns the export once it has written
    /// the last.
    pub fn advance(&mut self, count: usize) -> Option<Export> {
        if self.read < self.credentials.len() {
            for credential in self.credentials.iter().skip(self.read).take(count) {
                self.read += 1;
                self.read_one(credential);
            }
            return None;
        }
        let Some(writing) = &mut self.writing else {
            self.writing = Some(self.begin_to_write());
            return None;
        };
        for _ in 0..count {
            let Some(entry) = writing.entries.next() else { break };
            let (carried, start) = (writing.written.carried, self.report.left_out.len());
            writing.write(self.format, &entry, &mut self.report);
            let is_carried = writing.written.carried > carried;
            self.report.settle(entry.credential(), start, is_carried);
        }
        if writing.entries.len() > 0 {
            return None;
        }
        self.finish()
    }

    /// How many credentials are done; one that is only read counts half.
    pub fn done(&self) -> usize {
        match &self.writing {
            None => self.read / 2,
            Some(writing) => self.read - writing.entries.len().div_ceil(2),
        }
    }

    fn read_one(&mut self, credential: &'a Credential) {
        let format = self.format;
        self.is_name_secret |= holds_secret_of(self.identity.name.as_str(), credential);
        let read = Entry::new(self.identity, credential, self.public);
        if let Ok(entry) = &read {
            let is_first = self.seen.insert(entry.id().to_owned());
            self.fitting.add(entry, is_first);
        }
        let taken = match read {
            _ if !format.is_for(Kind::of(credential)) => Err(LeftOutReason::OtherType),
            Ok(entry) => format.refusal(entry.access()).map_or(Ok(entry), Err),
            Err(reason) => Err(reason),
        };
        match taken {
            Err(reason) => self.report.leave_out(credential, reason),
            Ok(entry) if format.has_names() && !self.ids.insert(entry.id().to_owned()) => {
                self.report.leave_out(credential, LeftOutReason::Duplicate);
            }
            Ok(_) if format.holds_one() && !self.entries.is_empty() => {
                self.report.leave_out(credential, LeftOutReason::OneOnly);
            }
            Ok(entry) => self.entries.push(entry),
        }
    }

    fn begin_to_write(&mut self) -> Writing<'a> {
        if self.scope == Scope::PartOfTwins {
            self.report.notes.push(ExportNote::SharedNames);
        }
        self.report.notes.extend_from_slice(self.format.notes());
        let name = self.identity.name.as_str();
        let stem = names::stem(self.identity, self.is_name_secret, self.scope, self.credentials);
        Writing {
            name: match self.is_name_secret {
                true => RedactedText::secret(&Secret::new(name)),
                false => RedactedText::sent(name),
            },
            file_name: self.format.file_name(&stem),
            stem,
            entries: mem::take(&mut self.entries).into_iter(),
            written: Written::default(),
        }
    }

    fn finish(&mut self) -> Option<Export> {
        let Writing { file_name, mut written, .. } = self.writing.take()?;
        if self.format == ExportFormat::Json {
            records::json_end(&mut written);
        }
        let Written { sections, carried, .. } = written;
        let mut sections = sections.into_iter();
        let mut text = sections.next().unwrap_or_default();
        sections.for_each(|section| {
            text.append(section);
        });
        let Report {
            incomplete,
            left_out,
            values_left_out,
            mut notes,
            unreachable,
            unreachable_of,
        } = mem::take(&mut self.report);
        if !unreachable.is_empty() && self.public.is_none() {
            let connection_names = unreachable_of.into_iter().collect();
            notes.push(ExportNote::Unreachable { hosts: unreachable.len(), connection_names });
        }
        if carried == 0 {
            notes.clear();
        }
        self.fitting.set(self.format, carried);
        let media_type = self.format.media_type();
        Some(Export {
            fitting: self.fitting,
            file_name,
            media_type,
            text,
            carried,
            incomplete,
            left_out,
            values_left_out,
            notes,
        })
    }
}

impl Writing<'_> {
    fn write(&mut self, format: ExportFormat, entry: &Entry<'_>, report: &mut Report) {
        let Self { name, stem, file_name, written, .. } = self;
        match format {
            ExportFormat::DotEnv => variables::dot_env(entry, written, report),
            ExportFormat::Shell => variables::shell(entry, written, report),
            ExportFormat::DockerEnv => variables::docker_env(entry, written, report),
            ExportFormat::Terraform => variables::terraform(entry, written, report),
            ExportFormat::KubernetesSecret => {
                variables::kubernetes_secret(stem, entry, written, report);
            }
            ExportFormat::Json => records::json(name, entry, written, report),
            ExportFormat::Csv => records::csv(entry, written, report),
            ExportFormat::PostgresUri => postgres::uri(entry, written, report),
            ExportFormat::PgPass => postgres::pgpass(entry, written, report),
            ExportFormat::PgService => postgres::service(entry, written, report),
            ExportFormat::SshConfig => ssh::config(file_name, entry, written, report),
            ExportFormat::Rdp => clients::rdp(entry, written, report),
            ExportFormat::AwsProfile => clients::aws_profile(entry, written, report),
            ExportFormat::Curl => clients::curl(entry, written, report),
            ExportFormat::Kubeconfig => clients::kubeconfig(entry, written, report),
            ExportFormat::ClaudeSettings => clients::claude_settings(entry, written, report),
        }
    }
}
