//! JSON in Go's spelling. serde reads and writes it; only what serde can't express is written here:
//! the wording of refusals, case-insensitive keys, and moments (contract §1, §13).

mod body;
mod moment;

use serde::Serialize;

pub use body::Body;
pub use moment::{day_or_instant, instant, nanoseconds};

/// Serializes a value as Go's `encoding/json` spells it.
///
/// `<`, `>`, `&` and the two line separators of JavaScript occur in JSON only inside strings, so
/// escaping them afterwards changes nothing else.
pub fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    let text = serde_json::to_string(value).expect("the sandbox's values have text keys");
    let mut spelled = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                spelled.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            other => spelled.push(other),
        }
    }
    spelled.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::to_bytes;

    #[test]
    fn texts_are_escaped_as_go_escapes_them() {
        let written = to_bytes(&["\"\\\u{1}\n\u{8}\u{7f}<>&\u{2028}ü"]);
        let expected =
            r#"["\"\\\u0001\n\b"#.to_owned() + "\u{7f}" + r#"\u003c\u003e\u0026\u2028ü"]"#;
        assert_eq!(String::from_utf8(written), Ok(expected));
    }
}
