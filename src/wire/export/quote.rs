//! How the forms quote. Each function takes any text, and says `None` where its form cannot hold it.

use crate::domain::redacted_text::RedactedText;

/// A text in double quotes for JSON, and for YAML, of whose quoted style JSON's is a part once the
/// characters that YAML calls unprintable are escaped.
pub fn json(redacted_text: RedactedText) -> RedactedText {
    enclosed(redacted_text, "\"", json_inside)
}

/// A string of HCL. `{` is always escaped, so that no piece can open a template with the next.
pub fn hcl(redacted_text: RedactedText) -> Option<RedactedText> {
    let is_fitting = |character: char| !character.is_control() || "\n\r\t".contains(character);
    redacted_text
        .reveal()
        .expose()
        .chars()
        .all(is_fitting)
        .then(|| enclosed(redacted_text, "\"", |text| json_inside(text).replace('{', r"\u007b")))
}

/// A field of CSV (RFC 4180).
pub fn csv(redacted_text: RedactedText) -> RedactedText {
    enclosed(redacted_text, "\"", |text| text.replace('"', "\"\""))
}

/// A value that each common reader of `.env` files understands alike: in single quotes, where they
/// take everything as it stands but differ about backslashes before quotes and backslashes; or in
/// double quotes, where they differ about everything special.
pub fn dot_env(redacted_text: RedactedText) -> Option<RedactedText> {
    let text = redacted_text.reveal();
    let text = text.expose();
    let is_bare =
        |character: char| character.is_ascii_alphanumeric() || "_-./:@".contains(character);
    if !text.is_empty() && text.chars().all(is_bare) {
        return Some(redacted_text);
    }
    if text.chars().any(char::is_control) {
        return None;
    }
    if !text.contains('\'') && !text.contains(r"\\") && !text.ends_with('\\') {
        return Some(enclosed(redacted_text, "'", str::to_owned));
    }
    let is_special = |character: char| "\"\\$`".contains(character);
    (!text.contains(is_special)).then(|| enclosed(redacted_text, "\"", str::to_owned))
}

/// A value to the end of its line, as it stands. Readers cut white space at the end.
pub fn line(redacted_text: RedactedText) -> Option<RedactedText> {
    let text = redacted_text.reveal();
    let text = text.expose();
    let fits = !text.chars().any(char::is_control) && !text.ends_with(char::is_whitespace);
    fits.then_some(redacted_text)
}

/// A field of `.pgpass`: colons and backslashes are escaped, and a line ends it.
pub fn pgpass(redacted_text: RedactedText) -> Option<RedactedText> {
    let text = redacted_text.reveal();
    let fits = !text.expose().chars().any(char::is_control);
    fits.then(|| redacted_text.map(|text| text.replace('\\', r"\\").replace(':', r"\:")))
}

fn enclosed(
    redacted_text: RedactedText,
    quote: &str,
    inside: impl Fn(&str) -> String,
) -> RedactedText {
    RedactedText::plain(quote).and_all(redacted_text.map(inside)).and(quote)
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
