//! The hosts of a credential, and whether other machines reach them (G9).

use super::{Access, HttpUrl};
use crate::domain::{
    credential::{Credential, CredentialField},
    host::{self, Host, HostFlag},
};

impl Access {
    /// Every host in it: the proxy's, or that of its endpoint, and the one in the gateway's commands.
    pub fn hosts(&self) -> Vec<Host> {
        match self {
            Self::Postgres(it) => vec![it.address.host.clone()],
            Self::Ssh(it) => vec![it.address.host.clone()],
            Self::Rdp(it) => vec![it.address.host.clone()],
            Self::AwsSsm(it) => vec![it.endpoint.host.clone()],
            Self::Http(it) => {
                let origin = it.origin.as_ref().map(|origin| origin.host.clone());
                [it.address.host.clone()].into_iter().chain(origin).collect()
            }
            Self::SecretOnly(_) => Vec::new(),
            Self::Other(it) => {
                let values = it.values.iter();
                values.filter_map(|(field, value)| host_in(*field, value.expose())).collect()
            }
        }
    }
}

/// The host in a field of a credential whose type isn't known.
pub fn host_in(field: CredentialField, value: &str) -> Option<Host> {
    match field {
        CredentialField::Hostname => Host::parse(value).ok(),
        CredentialField::EndpointUrl => HttpUrl::parse(value).ok().map(|url| url.host),
        _ => None,
    }
}

/// Why other machines can't reach a host that the gateway reported for a credential, if they can't.
pub fn host_flag(credential: &Credential) -> Option<HostFlag> {
    let told = credential.hostname.as_deref().and_then(host::flag);
    // Others have no host but that one, and parsing thousands takes longer than a frame.
    let has_more = credential.endpoint_url.is_some() || credential.links.is_some();
    if told.is_some() || !has_more {
        return told;
    }
    Access::of(credential, None).ok()?.hosts().iter().find_map(Host::flag)
}
