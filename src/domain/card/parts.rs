//! The lines of a card, by type.

use super::{
    Label, Part, commands,
    sent::{recognized, sent as sent_fields},
};
use crate::domain::{
    access::{Access, Address, Kind, shown},
    credential::Credential,
    redacted_text::RedactedText,
    secret::Secret,
};

/// Lays out the lines in the order of use.
pub fn of(credential: &Credential, kind: Kind, access: &Access) -> Vec<Part> {
    let mut parts = Parts { credential, parts: Vec::new() };
    match access {
        Access::Postgres(it) => {
            let sent = credential.connection_string.as_ref();
            let is_public = it.address.is_public;
            parts.rebuilt(Label::ConnectionString, commands::postgres_uri(it), is_public, sent);
            parts.address(&it.address);
            parts.some(Label::Database, it.database.as_ref().map(|name| shown(name.as_str())));
            parts.push(Label::UserName, it.user.redacted());
            parts.some(Label::Password, it.password.as_ref().map(commands::placeholder));
        }
        Access::Ssh(it) => {
            let sent = credential.command.as_ref();
            parts.rebuilt(Label::Command, commands::ssh(it), it.address.is_public, sent);
            parts.address(&it.address);
            parts.push(Label::UserName, shown(it.user.as_str()));
            parts.push(Label::Password, it.password.redacted());
        }
        Access::Rdp(it) => {
            parts.address(&it.address);
            parts.push(Label::UserName, it.user.redacted());
            parts.push(Label::Password, it.password.redacted());
            let sent = credential.command.as_ref();
            parts.rebuilt(Label::Command, commands::rdp(it), it.address.is_public, sent);
        }
        Access::AwsSsm(it) => {
            let sent = credential.connection_string.as_ref();
            parts.rebuilt(Label::StartSession, commands::start_session(it), it.is_public, sent);
            parts.put(Label::EndpointUrl, it.redacted_endpoint(), it.is_public);
            parts.push(Label::AccessKeyId, it.access_key_id.redacted());
            parts.push(Label::SecretAccessKey, it.secret_access_key.redacted());
        }
        Access::Http(it) => {
            let is_public = it.address.is_public;
            match (commands::curl(it), &credential.command) {
                (Some(curl), _) => {
                    let sent = credential.links.as_ref().map(|links| &links.curl);
                    parts.rebuilt(Label::Curl, curl, is_public, sent);
                }
                (None, Some(command)) => {
                    parts.as_sent(Label::Command, RedactedText::secret(command));
                }
                (None, None) => {}
            }
            if let Some(browser) = commands::browser(it, kind) {
                let sent = credential.links.as_ref().and_then(|links| links.browser.as_ref());
                parts.rebuilt(Label::Browser, browser, is_public, sent);
            }
            parts.address(&it.address);
            parts.push(Label::ProxyToken, it.token.redacted());
        }
        Access::SecretOnly(token) => parts.push(Label::SecretKey, token.redacted()),
        Access::Other(it) => {
            if let Some(public) = &it.public {
                parts.put(Label::Host, RedactedText::sent(public.as_str()), true);
            }
            for (field, value) in &it.values {
                parts.some_label(Label::of(*field), value.redacted());
            }
            for rejected in &it.rejected {
                let text = sent_fields(credential).into_iter().find(|it| it.0 == rejected.field);
                if let (Some(label), Some((_, text))) = (Label::of(rejected.field), text) {
                    parts.as_sent(label, text);
                }
            }
        }
    }
    parts.secret_key();
    parts.parts
}

/// What the gateway sent of a credential that didn't parse.
pub fn as_sent(credential: &Credential) -> Vec<Part> {
    let mut parts = Parts { credential, parts: Vec::new() };
    for (field, text) in sent_fields(credential) {
        if let Some(label) = Label::of(field) {
            parts.as_sent(label, text);
        }
    }
    parts.parts
}

struct Parts<'a> {
    credential: &'a Credential,
    parts: Vec<Part>,
}

impl Parts<'_> {
    fn put(&mut self, label: Label, redacted_text: RedactedText, is_substituted: bool) {
        self.parts.push(Part {
            label,
            redacted_text,
            is_substituted,
            is_gateway_text: false,
            original: None,
        });
    }

    fn push(&mut self, label: Label, text: RedactedText) {
        self.put(label, text, false);
    }

    fn some(&mut self, label: Label, text: Option<RedactedText>) {
        if let Some(text) = text {
            self.push(label, text);
        }
    }

    fn some_label(&mut self, label: Option<Label>, text: RedactedText) {
        if let Some(label) = label {
            self.push(label, text);
        }
    }

    fn as_sent(&mut self, label: Label, text: RedactedText) {
        self.push(label, text);
        if let Some(part) = self.parts.last_mut() {
            part.is_gateway_text = true;
        }
    }

    fn address(&mut self, address: &Address) {
        self.put(Label::Host, address.redacted_host(), address.is_public);
        self.push(Label::Port, RedactedText::sent(address.port.to_string()));
    }

    /// A text rebuilt from fields, with the gateway's version beside it where they differ.
    fn rebuilt(
        &mut self,
        label: Label,
        text: RedactedText,
        is_substituted: bool,
        sent: Option<&Secret>,
    ) {
        let differs = |sent: &&Secret| text.reveal() != **sent;
        let original = sent.filter(differs).map(|sent| recognized(self.credential, sent));
        self.put(label, text, is_substituted);
        if let Some(part) = self.parts.last_mut() {
            part.original = original;
        }
    }

    /// The secret itself, where no line above contains it; AWS doesn't use it (contract §7).
    fn secret_key(&mut self) {
        let Some(secret) = self.credential.secret_key.as_ref() else { return };
        let secret_key = RedactedText::secret(secret);
        let is_said = self.parts.iter().any(|part| part.redacted_text == secret_key);
        if !is_said && self.credential.aws_access_key_id.is_none() {
            self.push(Label::SecretKey, secret_key);
        }
    }
}
