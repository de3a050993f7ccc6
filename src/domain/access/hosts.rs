//! Whether other machines reach the hosts of a credential (G9).

use super::{HttpUrl, read};
use crate::domain::{
    credential::{Credential, CredentialField},
    host::{self, Host, HostFlag},
};

/// The host in a field of a credential whose type isn't known.
pub fn host_in(field: CredentialField, value: &str) -> Option<Host> {
    match field {
        CredentialField::Hostname => Host::parse(value).ok(),
        CredentialField::EndpointUrl => HttpUrl::parse(value).ok().map(|url| url.host),
        _ => None,
    }
}

/// Why other machines can't reach a host that the gateway reported for a credential, if they can't: its
/// proxy's, that of its endpoint, or the one in its commands.
///
/// Parses no more than the hosts: an export may have thousands of credentials.
pub fn host_flag(credential: &Credential) -> Option<HostFlag> {
    let told = credential.hostname.as_deref().and_then(host::flag);
    let of_endpoint = || HttpUrl::parse(credential.endpoint_url.as_deref()?).ok()?.host.flag();
    told.or_else(of_endpoint).or_else(|| read::origin(credential)?.host.flag())
}
