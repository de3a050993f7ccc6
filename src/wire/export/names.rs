//! Names for files, secrets and variables: distinct for each identity and connection, and the same
//! for every export.
//!
//! Readable names collide once shortened to what a format allows: `Backend.Prod` and
//! `backend_prod`, `a-b` and `a.b`, all names in Cyrillic. So each name ends with a short
//! fingerprint of its source.

use sha2::{Digest, Sha256};

use super::Scope;
use crate::domain::{
    access::holds_secret_of, collect::sort, credential::Credential, identity::Identity,
};

/// The longest readable part of a name, in characters. Two parts with fingerprints stay below
/// Kubernetes' limit of 253 and file systems' of 255.
pub const LONGEST: usize = 60;

/// A fingerprint of texts in their order: the first 64 bits of their SHA-256, as 16 hexadecimal
/// digits.
///
/// Names and ids are chosen by others, who would find another text with a given 32-bit fingerprint in
/// seconds, and with it replace a file or a Kubernetes Secret that isn't theirs.
pub fn fingerprint(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        // No UTF-8 text has this byte, so it separates the texts.
        hash.update(text);
        hash.update([0xff]);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The name of an export without its ending: the identity's name and a fingerprint of name and id, and
/// for a part of its credentials what is in it. A name that holds one of the secrets isn't in it.
pub fn stem(
    identity: &Identity,
    is_name_secret: bool,
    scope: Scope,
    credentials: &[&Credential],
) -> String {
    let readable = |name: &str, is_secret: bool, otherwise: &str| match is_secret {
        true => otherwise.to_owned(),
        false => slug(name, otherwise),
    };
    let name = identity.name.as_str();
    let stem = format!(
        "{}-{}",
        readable(name, is_name_secret, "identity"),
        fingerprint(&["identity", &identity.id, name])
    );
    if scope == Scope::All {
        return stem;
    }
    // A connection with two credentials in it is in the fingerprint twice.
    let mut names: Vec<&str> = credentials.iter().map(|it| it.connection_name.as_str()).collect();
    sort(&mut names, |left, right| left.cmp(right));
    names.insert(0, "part");
    match names.as_slice() {
        ["part", name] => {
            let is_secret = credentials.iter().any(|it| holds_secret_of(name, it));
            let readable = readable(name, is_secret, "connection");
            format!("{stem}-{readable}-{}", fingerprint(&names))
        }
        names => format!("{stem}-part-{}", fingerprint(names)),
    }
}

/// What tells the credential of an identity for a connection from every other. It outlives a rename of
/// the identity, so that variables keep their names.
pub fn credential_id(identity: &Identity, connection_name: &str) -> String {
    fingerprint(&["credential", &identity.id, connection_name])
}

/// The prefix of a credential's variables: `HOOP_PG_MAIN_3F9A1C0782B4D5E6`.
///
/// They have a first word of their own because programs take whole families of variables by theirs,
/// and a connection can have any name: `ssh` sends `LC_*` to every server, and bundlers put `VITE_*`
/// and `REACT_APP_*` into public files.
pub fn prefix(connection_name: &str, id: &str) -> String {
    let fits = |character: char| match character.is_ascii_alphanumeric() {
        true => character.to_ascii_uppercase(),
        false => '_',
    };
    let name: String = connection_name.chars().take(LONGEST).map(fits).collect();
    format!("HOOP_{name}_{}", id.to_ascii_uppercase())
}

/// A readable name by the strictest rule, Kubernetes' (RFC 1123): lower-case letters, digits and
/// hyphens, with a letter or digit at both ends.
fn slug(name: &str, otherwise: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        if slug.len() == LONGEST {
            break;
        }
        match character {
            character if character.is_ascii_alphanumeric() => {
                slug.push(character.to_ascii_lowercase());
            }
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    match slug.trim_end_matches('-') {
        "" => otherwise.to_owned(),
        slug => slug.to_owned(),
    }
}
