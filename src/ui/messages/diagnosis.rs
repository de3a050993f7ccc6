//! What a diagnosis found, and what to do about it.

use super::failure::{During, Message, failure};
use crate::gateway::diagnosis::Finding;

pub const LOOKING: &str = "Finding out why…";

/// The finding as a title and its fix; `page` and `gateway` are origins.
pub fn finding(finding: &Finding, page: &str, gateway: &str) -> Message {
    let (title, advice) = match finding {
        Finding::Answer(error) => return failure(During::SigningIn, error),
        Finding::Answers => ("The gateway answers now.", "Try again.".to_owned()),
        Finding::Offline => ("You’re offline.", "Connect to a network, then try again.".to_owned()),
        Finding::MixedContent => (
            "The browser blocked an unencrypted request.",
            format!(
                "This page uses https, so browsers block http requests from it. Use the gateway’s \
                 https:// URL, or put TLS in front of {gateway}."
            ),
        ),
        Finding::BlockedByPolicy => (
            "This page’s policy blocks the gateway.",
            format!("Add {gateway} to connect-src in the page’s Content-Security-Policy."),
        ),
        Finding::LocalNetworkDenied => (
            "The browser blocked access to your local network.",
            "Allow local network access for this site in the browser’s site settings, then reload."
                .to_owned(),
        ),
        Finding::NoCors => (
            "A server answered, but this page may not read the answer.",
            format!(
                "A proxy, its login page or a redirect answered without CORS headers. Open {gateway} \
                 in a new tab and sign in there, check the path of the URL, or let the proxy send \
                 Access-Control-Allow-Origin for {page}."
            ),
        ),
        Finding::Nothing => (
            "Nothing answers at this URL.",
            format!(
                "Check the host and port of {gateway}, and your VPN. Check that the gateway runs and \
                 its certificate is valid. If it doesn’t use TLS, the URL starts with http://."
            ),
        ),
    };
    Message { title: title.to_owned(), advice, gateway_message: None }
}
