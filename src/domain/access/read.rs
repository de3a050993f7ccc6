//! Parsing a credential by its type.

use std::ptr;

use super::{
    Access, Address, AwsSsm, DatabaseName, Http, HttpUrl, Kind, Other, PLACEHOLDER, Port, Postgres,
    Rdp, Rejected, SecretText, Ssh, SslMode, Token, UserName, ValueError, holds_secret, secrets,
};
use crate::domain::{
    credential::{Credential, CredentialField as Field},
    host::{self, Host, HostFlag, PublicHost},
    secret::Secret,
};

pub fn read(credential: &Credential, public: Option<&PublicHost>) -> Result<Access, Rejected> {
    let reader = Reader { credential, public, secrets: secrets(credential) };
    let kind = Kind::of(credential);
    let has_place = credential.hostname.is_some() || credential.endpoint_url.is_some();
    if kind == Kind::Other {
        return Ok(Access::Other(reader.other()));
    }
    if !has_place {
        let secret = reader.token(Field::SecretKey, credential.secret_key.as_ref())?;
        return Ok(Access::SecretOnly(secret));
    }
    Ok(match kind {
        Kind::Postgres => Access::Postgres(Postgres {
            address: reader.address()?,
            database: reader.database()?,
            user: reader.token(Field::Username, credential.username.as_ref())?,
            password: reader.password()?,
            ssl_mode: reader.ssl_mode(),
        }),
        Kind::Ssh => Access::Ssh(Ssh {
            address: reader.address()?,
            user: reader.user_name()?,
            password: reader.token(Field::Password, credential.password.as_ref())?,
        }),
        Kind::Rdp => Access::Rdp(Rdp {
            address: reader.address()?,
            user: reader.token(Field::Username, credential.username.as_ref())?,
            password: reader.token(Field::Password, credential.password.as_ref())?,
        }),
        Kind::AwsSsm => Access::AwsSsm(AwsSsm {
            endpoint: reader.endpoint()?,
            is_public: public.is_some(),
            access_key_id: reader
                .token(Field::AwsAccessKeyId, credential.aws_access_key_id.as_ref())?,
            secret_access_key: reader
                .token(Field::AwsSecretAccessKey, credential.aws_secret_access_key.as_ref())?,
        }),
        Kind::HttpProxy | Kind::Kubernetes | Kind::ClaudeCode => Access::Http(Http {
            address: reader.address()?,
            origin: reader.origin(),
            token: reader.token(Field::ProxyToken, credential.proxy_token.as_ref())?,
        }),
        Kind::Other => Access::Other(reader.other()),
    })
}

/// The address in the gateway's commands, to judge and not to show: it may hold a secret.
pub fn origin(credential: &Credential) -> Option<HttpUrl> {
    Reader { credential, public: None, secrets: Vec::new() }.origin()
}

struct Reader<'a> {
    credential: &'a Credential,
    public: Option<&'a PublicHost>,
    secrets: Vec<&'a Secret>,
}

impl Reader<'_> {
    /// A text from a field that isn't secret; it must not contain a secret.
    fn open<T>(
        &self,
        field: Field,
        text: Option<&str>,
        parse: impl Fn(&str) -> Result<T, ValueError>,
    ) -> Result<T, Rejected> {
        let parsed = match text {
            None => Err(ValueError::Missing),
            // Parsed first: what doesn't parse may be of any length.
            Some(text) => parse(text).and_then(|parsed| match holds_secret(text, &self.secrets) {
                true => Err(ValueError::HoldsSecret),
                false => Ok(parsed),
            }),
        };
        parsed.map_err(|error| Rejected { field, error })
    }

    fn token(&self, field: Field, secret: Option<&Secret>) -> Result<Token, Rejected> {
        let parsed = secret.ok_or(ValueError::Missing).and_then(Token::parse);
        parsed.map_err(|error| Rejected { field, error })
    }

    fn address(&self) -> Result<Address, Rejected> {
        let told = self.credential.hostname.as_deref();
        let is_cut = told.is_some_and(|host| host::flag(host) == Some(HostFlag::Cut));
        let host = match self.public {
            Some(public) => public.host().clone(),
            None if is_cut => {
                return Err(Rejected { field: Field::Hostname, error: ValueError::HostCut });
            }
            None => self
                .open(Field::Hostname, told, |text| Host::parse(text).map_err(ValueError::Host))?,
        };
        let port = self.credential.port.as_deref();
        // The gateway cuts `[::]:15432` at its first colon and leaves `:]:15432` (G9).
        let port = match port {
            Some(port) if is_cut => port.rsplit(':').next(),
            port => port,
        };
        let port = self.open(Field::Port, port, Port::parse)?;
        Ok(Address { host, port, is_public: self.public.is_some() })
    }

    fn database(&self) -> Result<Option<DatabaseName>, Rejected> {
        let name = self.credential.database_name.as_deref();
        let parsed =
            name.map(|name| self.open(Field::DatabaseName, Some(name), DatabaseName::parse));
        parsed.transpose()
    }

    fn user_name(&self) -> Result<UserName, Rejected> {
        let sent = self.credential.username.as_ref();
        let name = sent.map_or(PLACEHOLDER, Secret::expose);
        // The secret goes in the password; a user name would show on a command line.
        let is_other = |secret: &&Secret| sent.is_none_or(|sent| !ptr::eq(*secret, sent));
        let others: Vec<&Secret> = self.secrets.iter().copied().filter(is_other).collect();
        let parsed = UserName::parse(name).and_then(|parsed| match holds_secret(name, &others) {
            true => Err(ValueError::HoldsSecret),
            false => Ok(parsed),
        });
        parsed.map_err(|error| Rejected { field: Field::Username, error })
    }

    fn password(&self) -> Result<Option<SecretText>, Rejected> {
        let parsed = self.credential.password.as_ref().map(SecretText::parse).transpose();
        parsed.map_err(|error| Rejected { field: Field::Password, error })
    }

    /// Only the end of the gateway's connection string says whether its proxy uses TLS (contract
    /// §7).
    fn ssl_mode(&self) -> Option<SslMode> {
        let told = self.credential.connection_string.as_ref()?.expose();
        SslMode::parse(told.rsplit_once("?sslmode=")?.1)
    }

    fn endpoint(&self) -> Result<HttpUrl, Rejected> {
        let told = self.credential.endpoint_url.as_deref();
        let url = self.open(Field::EndpointUrl, told, HttpUrl::parse)?;
        Ok(self.public.map_or(url.clone(), |public| url.at(public.host())))
    }

    /// The one origin that all addresses in the gateway's commands share.
    fn origin(&self) -> Option<HttpUrl> {
        let links = self.credential.links.as_ref()?;
        let browser = links.browser.as_ref().map(Secret::expose).unwrap_or_default();
        let mut found = None;
        for text in [links.curl.expose(), browser] {
            for (start, _) in text.match_indices("http") {
                let Some(url) = self.origin_at(&text[start..]) else { continue };
                if found.as_ref().is_some_and(|found| *found != url) {
                    return None;
                }
                found = Some(url);
            }
        }
        let url = found?;
        Some(self.public.map_or(url.clone(), |public| url.at(public.host())))
    }

    fn origin_at(&self, text: &str) -> Option<HttpUrl> {
        let scheme = ["http://", "https://"].into_iter().find(|scheme| text.starts_with(scheme))?;
        let is_end = |it: char| it.is_whitespace() || "/'\"".contains(it);
        let authority = text[scheme.len()..].split(is_end).next()?;
        let origin = &text[..scheme.len() + authority.len()];
        self.open(Field::Command, Some(origin), HttpUrl::parse).ok()
    }

    fn other(&self) -> Other {
        let it = self.credential;
        let plain = |text: &Option<String>| text.as_deref().map(Secret::new);
        let fields = [
            (Field::Hostname, plain(&it.hostname).filter(|_| self.public.is_none())),
            (Field::Port, plain(&it.port)),
            (Field::EndpointUrl, plain(&it.endpoint_url)),
            (Field::DatabaseName, plain(&it.database_name)),
            (Field::Username, it.username.clone()),
            (Field::Password, it.password.clone()),
            (Field::ProxyToken, it.proxy_token.clone()),
            (Field::AwsAccessKeyId, it.aws_access_key_id.clone()),
            (Field::AwsSecretAccessKey, it.aws_secret_access_key.clone()),
            (Field::SecretKey, it.secret_key.clone()),
        ];
        let (mut values, mut rejected) = (Vec::new(), Vec::new());
        let has = |values: &[(Field, SecretText)], value: &SecretText| {
            values.iter().any(|(_, known)| known == value)
        };
        for (field, value) in fields {
            match value.as_ref().map(SecretText::parse) {
                None => {}
                // Repeats a value above, as for every known type.
                Some(Ok(value)) if field == Field::SecretKey && has(&values, &value) => {}
                Some(Ok(value)) => values.push((field, value)),
                Some(Err(error)) => rejected.push(Rejected { field, error }),
            }
        }
        let texts = [
            (Field::ConnectionString, it.connection_string.is_some()),
            (Field::Command, it.command.is_some()),
        ];
        let texts = texts.into_iter().filter(|(_, is_sent)| *is_sent);
        rejected.extend(texts.map(|(field, _)| Rejected { field, error: ValueError::Shape }));
        let public = self.public.filter(|_| it.hostname.is_some());
        Other { values, public: public.map(|public| public.host().clone()), rejected }
    }
}
