//! The lines of a card, by type.

use super::{Kind, Label, Part, has_place, secrets, sh_quoted};
use crate::domain::{
    credential::Credential,
    host::{self, PublicHost},
    redacted_text::{RedactedText, is_secret},
    secret::Secret,
};

/// Lays out the lines in the order in which a person uses them.
pub fn of(credential: &Credential, kind: Kind, public: Option<&PublicHost>) -> Vec<Part> {
    let mut maker = Maker { credential, public, secrets: secrets(credential), parts: Vec::new() };
    if !has_place(credential) {
        maker.value(Label::SecretKey, credential.secret_key.as_ref());
        maker.rest();
        return maker.parts;
    }
    match kind {
        Kind::Postgres => {
            maker.text(Label::ConnectionString, credential.connection_string.as_ref());
            maker.place();
            maker.plain(Label::Database, credential.database_name.as_deref());
            maker.value(Label::UserName, credential.username.as_ref());
            maker.value(Label::Password, credential.password.as_ref());
        }
        Kind::Ssh => {
            maker.ssh();
            maker.place();
            maker.value(Label::UserName, credential.username.as_ref());
            maker.value(Label::Password, credential.password.as_ref());
        }
        Kind::Rdp => {
            maker.place();
            maker.value(Label::UserName, credential.username.as_ref());
            maker.value(Label::Password, credential.password.as_ref());
            maker.text(Label::Command, credential.command.as_ref());
        }
        Kind::AwsSsm => {
            maker.text(Label::StartSession, credential.connection_string.as_ref());
            maker.endpoint();
            maker.value(Label::AccessKeyId, credential.aws_access_key_id.as_ref());
            maker.value(Label::SecretAccessKey, credential.aws_secret_access_key.as_ref());
        }
        Kind::HttpProxy | Kind::Kubernetes | Kind::ClaudeCode => {
            maker.http(kind);
            maker.place();
            maker.value(Label::ProxyToken, credential.proxy_token.as_ref());
        }
        Kind::Other => maker.everything(),
    }
    maker.rest();
    maker.parts
}

struct Maker<'a> {
    credential: &'a Credential,
    public: Option<&'a PublicHost>,
    secrets: Vec<&'a Secret>,
    parts: Vec<Part>,
}

impl Maker<'_> {
    fn push(&mut self, label: Label, redacted_text: RedactedText, is_substituted: bool) {
        self.parts.push(Part { label, redacted_text, is_substituted, original: None });
    }

    fn plain(&mut self, label: Label, text: Option<&str>) {
        if let Some(text) = text {
            self.push(label, RedactedText::plain(text), false);
        }
    }

    /// A value that may be a secret or a placeholder.
    fn value(&mut self, label: Label, value: Option<&Secret>) {
        if let Some(value) = value {
            let redacted_text = match is_secret(value) {
                true => RedactedText::hidden(value),
                false => RedactedText::plain(value.expose()),
            };
            self.push(label, redacted_text, false);
        }
    }

    /// A longer text with secrets in it, and a host.
    fn text(&mut self, label: Label, text: Option<&Secret>) {
        if let Some(text) = text {
            let (redacted_text, is_substituted) = self.hiding(text);
            self.push(label, redacted_text, is_substituted);
        }
    }

    fn hiding(&self, text: &Secret) -> (RedactedText, bool) {
        match self.public.filter(|_| host::find(text.expose()).is_some()) {
            Some(public) => {
                let text = Secret::new(host::replace(text.expose(), public));
                (RedactedText::hiding(text.expose(), &self.secrets), true)
            }
            None => (RedactedText::hiding(text.expose(), &self.secrets), false),
        }
    }

    /// The host as a workload uses it, and whether it is the public one.
    fn host(&self) -> Option<(String, bool)> {
        let told = self.credential.hostname.as_deref()?;
        Some(match self.public {
            Some(public) => (public.as_str().to_owned(), true),
            None => (told.to_owned(), false),
        })
    }

    /// The port; the gateway cuts an IPv6 address at the wrong colon (G9).
    fn port(&self) -> Option<&str> {
        let told = self.credential.port.as_deref()?;
        told.rsplit(':').next().filter(|port| !port.is_empty())
    }

    fn place(&mut self) {
        if let Some((host, is_substituted)) = self.host() {
            self.push(Label::Host, RedactedText::plain(host), is_substituted);
        }
        let port = self.port().map(str::to_owned);
        self.plain(Label::Port, port.as_deref());
    }

    fn endpoint(&mut self) {
        let Some(url) = self.credential.endpoint_url.as_deref() else { return };
        match self.public {
            Some(public) => {
                self.push(
                    Label::EndpointUrl,
                    RedactedText::plain(host::replace(url, public)),
                    true,
                );
            }
            None => self.push(Label::EndpointUrl, RedactedText::plain(url), false),
        }
    }

    /// The command put right: the proxy goes by the password, and ignores the user name (G8). The
    /// secret goes through the environment, where other users of the machine do not see it.
    fn ssh(&mut self) {
        let Some(original) = self.credential.command.as_ref() else { return };
        let original = RedactedText::hiding(original.expose(), &self.secrets);
        let (Some((host, is_substituted)), Some(port), Some(password)) =
            (self.host(), self.port(), self.credential.password.as_ref())
        else {
            return self.push(Label::Command, original, false);
        };
        let user = match self.credential.username.as_ref().filter(|user| !is_secret(user)) {
            Some(user) => user.expose(),
            None => "hoop",
        };
        // It stands in a shell: only what is a host, a port and a name in every letter goes in.
        let is_name = |text: &str| {
            !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
        };
        let is_port = port.chars().all(|it| it.is_ascii_digit());
        let is_host = PublicHost::parse(&host).is_ok_and(|parsed| parsed.as_str() == host);
        if !is_host || !is_port || !is_name(user) {
            return self.push(Label::Command, original, false);
        }
        let redacted_text = RedactedText::plain("SSHPASS=")
            .and_hidden(Secret::new(sh_quoted(password.expose())))
            .and(format!(" sshpass -e ssh {user}@{host} -p {port}"));
        let original = Some(original);
        self.parts.push(Part { label: Label::Command, redacted_text, is_substituted, original });
    }

    /// The command of the HTTP kinds is JSON with two commands in it (contract §7).
    fn http(&mut self, kind: Kind) {
        let Some(links) = self.credential.links.as_ref() else {
            return self.text(Label::Command, self.credential.command.as_ref());
        };
        self.text(Label::Curl, Some(&links.curl));
        // Only secrets of this kind sign in by the path (G25).
        let is_for_browsers = kind == Kind::HttpProxy
            && self
                .credential
                .proxy_token
                .as_ref()
                .is_some_and(|token| token.expose().starts_with("httpproxy-"));
        if is_for_browsers {
            self.text(Label::Browser, links.browser.as_ref());
        }
    }

    fn everything(&mut self) {
        let credential = self.credential;
        self.place();
        self.endpoint();
        self.plain(Label::Database, credential.database_name.as_deref());
        self.value(Label::UserName, credential.username.as_ref());
        self.value(Label::Password, credential.password.as_ref());
        self.value(Label::ProxyToken, credential.proxy_token.as_ref());
        self.value(Label::AccessKeyId, credential.aws_access_key_id.as_ref());
        self.value(Label::SecretAccessKey, credential.aws_secret_access_key.as_ref());
        self.text(Label::ConnectionString, credential.connection_string.as_ref());
        self.text(Label::Command, credential.command.as_ref());
    }

    /// The secret itself, where no line above says it: AWS does not use it (contract §7).
    fn rest(&mut self) {
        let Some(secret) = self.credential.secret_key.as_ref() else { return };
        let is_said =
            self.parts.iter().any(|part| part.redacted_text == RedactedText::hidden(secret));
        if !is_said && self.credential.aws_access_key_id.is_none() {
            self.push(Label::SecretKey, RedactedText::hidden(secret), false);
        }
    }
}
