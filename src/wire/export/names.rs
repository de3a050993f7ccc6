//! Names that a form takes, made of names that somebody else chose.

use std::collections::BTreeSet;

/// Names of variables that do not meet, whatever the connections are called.
///
/// `a-b` and `a.b` would both begin `A_B`; and `db` with `SECRET_ACCESS_KEY` would meet `db_secret`
/// with `ACCESS_KEY`. So each connection gets a beginning under which none of its names is taken.
#[derive(Default)]
pub struct Variables(BTreeSet<String>);

impl Variables {
    /// The names of one connection's variables, in capitals: `PROD_POSTGRES_HOST`.
    pub fn of(&mut self, connection_name: &str, endings: &[&str]) -> Vec<String> {
        let first = prefix(connection_name);
        let numbered = (2..).map(|number: u32| format!("{first}_{number}"));
        let names = |prefix: String| {
            endings.iter().map(|ending| format!("{prefix}_{ending}")).collect::<Vec<_>>()
        };
        let free = std::iter::once(first.clone())
            .chain(numbered)
            .map(names)
            .find(|names| !names.iter().any(|name| self.0.contains(name)))
            .expect("there is always a higher number");
        self.0.extend(free.iter().cloned());
        free
    }
}

/// Capitals, digits and underscores; not a digit first, which no shell takes.
fn prefix(connection_name: &str) -> String {
    let fits = |character: char| match character.is_ascii_alphanumeric() {
        true => character.to_ascii_uppercase(),
        false => '_',
    };
    let name: String = connection_name.chars().map(fits).collect();
    if name.starts_with(|first: char| first.is_ascii_uppercase()) {
        name
    } else {
        format!("CONNECTION_{name}")
    }
}

/// A name for files and for Kubernetes, whose rule (RFC 1123) is the strictest: small letters,
/// digits and hyphens, a letter or digit at both ends, 253 characters at most.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        if slug.len() == 200 {
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
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "identity".to_owned() } else { slug.to_owned() }
}
