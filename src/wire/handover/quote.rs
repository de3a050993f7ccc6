//! How the forms quote. Each function takes any text, and says `None` where its form cannot hold it.

use crate::domain::pieces::Pieces;

/// A text in double quotes for JSON, and for YAML, of whose quoted style JSON's is a part once the
/// characters that YAML calls unprintable are escaped.
pub fn json(pieces: Pieces) -> Pieces {
    enclosed(pieces, "\"", json_inside)
}

/// A string of HCL. `{` is always escaped, so that no piece can open a template with the next.
pub fn hcl(pieces: Pieces) -> Option<Pieces> {
    let is_fitting = |character: char| !character.is_control() || "\n\r\t".contains(character);
    pieces
        .reveal()
        .expose()
        .chars()
        .all(is_fitting)
        .then(|| enclosed(pieces, "\"", |text| json_inside(text).replace('{', r"\u007b")))
}

/// A field of CSV (RFC 4180).
pub fn csv(pieces: Pieces) -> Pieces {
    enclosed(pieces, "\"", |text| text.replace('"', "\"\""))
}

/// A value that each common reader of `.env` files understands alike: in single quotes, where they
/// take everything as it stands but differ about backslashes before quotes and backslashes; or in
/// double quotes, where they differ about everything special.
pub fn dot_env(pieces: Pieces) -> Option<Pieces> {
    let text = pieces.reveal();
    let text = text.expose();
    let is_bare =
        |character: char| character.is_ascii_alphanumeric() || "_-./:@".contains(character);
    if !text.is_empty() && text.chars().all(is_bare) {
        return Some(pieces);
    }
    if text.chars().any(char::is_control) {
        return None;
    }
    if !text.contains('\'') && !text.contains(r"\\") && !text.ends_with('\\') {
        return Some(enclosed(pieces, "'", str::to_owned));
    }
    let is_special = |character: char| "\"\\$`".contains(character);
    (!text.contains(is_special)).then(|| enclosed(pieces, "\"", str::to_owned))
}

/// A value to the end of its line, as it stands. Readers cut white space at the end.
pub fn line(pieces: Pieces) -> Option<Pieces> {
    let text = pieces.reveal();
    let text = text.expose();
    let fits = !text.chars().any(char::is_control) && !text.ends_with(char::is_whitespace);
    fits.then_some(pieces)
}

/// A field of `.pgpass`: colons and backslashes are escaped, and a line ends it.
pub fn pgpass(pieces: Pieces) -> Option<Pieces> {
    let text = pieces.reveal();
    let fits = !text.expose().chars().any(char::is_control);
    fits.then(|| pieces.map(|text| text.replace('\\', r"\\").replace(':', r"\:")))
}

fn enclosed(pieces: Pieces, quote: &str, inside: impl Fn(&str) -> String) -> Pieces {
    Pieces::plain(quote).and_all(pieces.map(inside)).and(quote)
}

fn json_inside(text: &str) -> String {
    let quoted = serde_json::to_string(text).expect("a text can always be written");
    let mut inside = String::with_capacity(quoted.len());
    for character in quoted[1..quoted.len() - 1].chars() {
        let is_printable = !matches!(
            character,
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        );
        if is_printable {
            inside.push(character);
        } else {
            inside.push_str(&format!("\\u{:04x}", u32::from(character)));
        }
    }
    inside
}
