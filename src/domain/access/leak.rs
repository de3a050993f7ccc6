//! Recognizes secrets in fields that shouldn't hold one.

use super::{Kind, PLACEHOLDER};
use crate::domain::{
    credential::{Address, Credential},
    percent::percent_decoded,
    redacted_text::RedactedText,
    secret::Secret,
    typed_secret,
};

/// Every value of a credential that may be a secret: all but the placeholders, and long enough not
/// to match a word by chance.
pub fn secrets(credential: &Credential) -> Vec<&Secret> {
    let is_placeholder = |secret: &&Secret| secret.expose() == PLACEHOLDER;
    let kind = Kind::of(credential);
    let username = credential.username.as_ref();
    let password = credential.password.as_ref();
    [
        credential.secret_key.as_ref(),
        username.filter(|it| !(kind == Kind::Ssh && is_placeholder(it))),
        password.filter(|it| !(kind == Kind::Postgres && is_placeholder(it))),
        credential.proxy_token.as_ref(),
        credential.aws_access_key_id.as_ref(),
        credential.aws_secret_access_key.as_ref(),
    ]
    .into_iter()
    .flatten()
    .filter(|secret| secret.expose().len() >= 4)
    .collect()
}

/// Whether a text contains a secret of the credential, see [`holds_secret`].
pub fn holds_secret_of(text: &str, credential: &Credential) -> bool {
    holds_secret(text, &secrets(credential))
}

/// How many consecutive characters of a secret count as a leak. The longest prefix that all secrets
/// of a type share, `claude-code-`, has 12.
const PART: usize = 16;

/// Whether a text contains one of the secrets or [`PART`] characters of it, in the clear or
/// percent-encoded, in either case.
///
/// Quadratic in the length of the text, so only for parsed values, which are short.
pub fn holds_secret(text: &str, secrets: &[&Secret]) -> bool {
    let mut text = Secret::new(text.to_ascii_lowercase());
    // Decode repeatedly: a value may be encoded twice. Each round leaves fewer percent signs, so
    // this ends.
    loop {
        let holds = |secret: &&Secret| {
            let secret = Secret::new(secret.expose().to_ascii_lowercase());
            let is_part =
                |part: &[u8]| str::from_utf8(part).is_ok_and(|it| secret.expose().contains(it));
            text.expose().contains(secret.expose())
                || text.expose().as_bytes().windows(PART).any(is_part)
        };
        if secrets.iter().any(holds) {
            return true;
        }
        let decoded = Secret::new(percent_decoded(text.expose()).to_ascii_lowercase());
        if decoded == text {
            return false;
        }
        text = decoded;
    }
}

/// Whether a word in a text looks like a secret: as long as the gateway's and not a name, a JWT, a
/// hoop API key, an AWS key.
pub fn looks_secret(text: &str) -> bool {
    let decoded = Secret::new(percent_decoded(text));
    let is_part = |it: char| it.is_ascii_alphanumeric() || "-_".contains(it);
    [text, decoded.expose()].into_iter().any(|text| {
        text.split(|it| !is_part(it)).any(|word| {
            // The gateway's secrets have 40 characters or more (contract §7).
            (word.len() >= 40 && !is_name(word))
                || (word.starts_with("eyJ") && word.len() >= 16)
                || ["hpk_", "xapi-", "AKIA", "ASIA"]
                    .iter()
                    .any(|prefix| word.starts_with(prefix) && word.len() >= 16)
        })
    })
}

/// Whether a long word is a name like those that clouds compose for load balancers
/// (`k8s-hoop-hoopgate-1a2b3c4d5e-0123456789abcdef`): parts of small letters and digits, none of them
/// longer than a UUID without its hyphens.
///
/// The gateway's secrets aren't: one in a billion has no capital, and the 40 digits of an AWS secret
/// are one part (contract §7).
fn is_name(word: &str) -> bool {
    const LONGEST_PART: usize = 32;
    let is_small = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit();
    let is_part = |part: &str| part.len() <= LONGEST_PART && part.bytes().all(is_small);
    word.split(['-', '_']).all(is_part)
}

/// Where a credential is used: each part that holds one of its secrets, or looks like one, left out.
pub fn address_of(credential: &Credential) -> Address {
    let is_shown = |text: &String| !holds_secret_of(text, credential);
    let (hostname, port) = (credential.hostname.clone(), credential.port.clone());
    address(hostname.filter(is_shown), port.filter(is_shown))
}

/// An address: each part that looks like a secret left out.
pub fn address(hostname: Option<String>, port: Option<String>) -> Address {
    let is_shown = |text: &String| !looks_secret(text) && typed_secret::find(text).is_none();
    Address { hostname: hostname.filter(is_shown), port: port.filter(is_shown) }
}

/// A text whose field isn't secret, masked anyway if it looks like a secret.
///
/// For addresses use their own methods: a public host is what the user entered, and never masked.
pub fn shown(text: &str) -> RedactedText {
    match looks_secret(text) {
        true => RedactedText::secret(&Secret::new(text)),
        false => RedactedText::sent(text),
    }
}
