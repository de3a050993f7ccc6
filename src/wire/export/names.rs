//! Names for files, secrets and variables: different for different identities and connections, and the
//! same from export to export.
//!
//! Readable names collide once they are cut down to what a format allows: `Backend.Prod` and
//! `backend_prod`, `a-b` and `a.b`, every name in Cyrillic. So each carries a short fingerprint of what
//! it stands for.

use std::collections::BTreeSet;

use super::Scope;
use crate::domain::{credential::Credential, identity::Identity};

/// The longest readable part of a name, in characters. With two of them and their fingerprints a name
/// stays below the 253 of Kubernetes and the 255 of file systems.
pub const LONGEST: usize = 60;

/// A fingerprint of texts in their order: 64-bit FNV-1a folded to 32 bits, as 8 hexadecimal digits.
pub fn short_id(texts: &[&str]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for text in texts {
        // No text has this byte, so the boundaries between texts count.
        for byte in text.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

/// The name of an export without its ending: the identity's name and the beginning of its id, and for
/// a part of its credentials what is in it.
pub fn stem(identity: &Identity, scope: Scope, credentials: &[&Credential]) -> String {
    let name = slug(identity.name.as_str(), "identity");
    let stem = format!("{name}-{}", identity_id(&identity.id));
    let names: BTreeSet<&str> = credentials.iter().map(|it| it.connection_name.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    match (scope, names.as_slice()) {
        (Scope::All, _) => stem,
        (Scope::Part, [name]) => {
            format!("{stem}-{}-{}", slug(name, "connection"), short_id(&[name]))
        }
        (Scope::Part, names) => format!("{stem}-part-{}", short_id(names)),
    }
}

/// The first group of the identity's UUID, which a reader finds again elsewhere; a fingerprint of an
/// id of any other form.
fn identity_id(id: &str) -> String {
    let first = id.split('-').next().unwrap_or_default();
    let is_group = |it: &str| it.bytes().all(|it| it.is_ascii_digit() || b"abcdef".contains(&it));
    let is_uuid = id.len() == 36 && first.len() == 8 && id.split('-').all(is_group);
    if is_uuid { first.to_owned() } else { short_id(&[id]) }
}

/// The prefix of a credential's variables: `PG_MAIN_3F9A1C07`. A letter stands first, as in every
/// shell.
pub fn prefix(connection_name: &str, id: &str) -> String {
    let fits = |character: char| match character.is_ascii_alphanumeric() {
        true => character.to_ascii_uppercase(),
        false => '_',
    };
    let name: String = connection_name.chars().take(LONGEST).map(fits).collect();
    let first = if name.starts_with(|it: char| it.is_ascii_uppercase()) { "" } else { "C_" };
    format!("{first}{name}_{}", id.to_ascii_uppercase())
}

/// A readable name by the strictest rule, that of Kubernetes (RFC 1123): lower case letters, digits and
/// hyphens, a letter or digit at both ends.
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
