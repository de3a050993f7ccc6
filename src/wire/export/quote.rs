//! Quoting for the formats. Each function takes one line of visible text and returns `None` where
//! its format can't hold it.

use crate::domain::redacted_text::RedactedText;

/// A text in double quotes for JSON, and for YAML, whose double-quoted style includes JSON's once the
/// characters that YAML calls unprintable are escaped.
pub fn json(text: RedactedText) -> RedactedText {
    enclosed(text, "\"", json_inside)
}

/// A string of HCL. Always escapes `{`, so that adjacent pieces can't form a template.
///
/// Terraform normalizes strings to NFC, so a text that this might change is refused.
pub fn hcl(text: RedactedText) -> Option<RedactedText> {
    let is_fit = text.reveal().expose().chars().all(is_normalized);
    is_fit.then(|| enclosed(text, "\"", |text| json_inside(text).replace('{', r"\u007b")))
}

/// Whether a character stays the same in NFC beside any other such character: Latin, Greek, Cyrillic,
/// kana, Han and Hangul without combining or compatibility characters.
fn is_normalized(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{2ff}'
            | '\u{391}'..='\u{3ce}'
            | '\u{400}'..='\u{482}'
            | '\u{48a}'..='\u{52f}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
    )
}

/// A field of CSV (RFC 4180).
pub fn csv(text: RedactedText) -> RedactedText {
    enclosed(text, "\"", |text| text.replace('"', "\"\""))
}

/// A value that dotenv libraries, Docker Compose and a shell all read alike. Single quotes where
/// possible: most readers change nothing inside, but disagree about a backslash before a quote or
/// backslash. Otherwise double quotes, where they disagree about everything special. Never a dollar
/// sign: python-dotenv and dotenv-expand replace variables even in single quotes.
pub fn dot_env(text: RedactedText) -> Option<RedactedText> {
    let whole = text.reveal();
    let whole = whole.expose();
    let is_bare = |it: char| it.is_ascii_alphanumeric() || "_-./:@".contains(it);
    if !whole.is_empty() && whole.chars().all(is_bare) {
        return Some(text);
    }
    if whole.contains('$') {
        return None;
    }
    if !whole.contains('\'') && !whole.contains(r"\\") && !whole.ends_with('\\') {
        return Some(enclosed(text, "'", str::to_owned));
    }
    // Interactive shells expand an exclamation mark from the history.
    (!whole.contains(['"', '\\', '`', '!'])).then(|| enclosed(text, "\"", str::to_owned))
}

/// A field of `.pgpass`. Escapes colons and backslashes, and an asterisk, which alone matches
/// everything.
pub fn pgpass(text: RedactedText) -> RedactedText {
    text.map(|text| text.replace('\\', r"\\").replace(':', r"\:").replace('*', r"\*"))
}

fn enclosed(text: RedactedText, quote: &str, inside: impl Fn(&str) -> String) -> RedactedText {
    let mut enclosed = RedactedText::own(quote);
    enclosed.append(text.map(inside)).push(quote);
    enclosed
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
