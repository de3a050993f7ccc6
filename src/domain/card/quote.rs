//! Quoting for shells.

/// The text as one word for a shell, in single quotes, so that the shell changes nothing.
///
/// Quotes and backslashes are escaped outside the quotes: only fish interprets a backslash inside
/// them, and all shells agree outside.
pub fn sh_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        match character {
            '\'' | '\\' => {
                quoted.push_str(r"'\");
                quoted.push(character);
                quoted.push('\'');
            }
            character => quoted.push(character),
        }
    }
    quoted.push('\'');
    quoted
}

/// The text as one word for `sh`, quoted only where needed.
pub fn sh_word(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-._/:@%+,=".contains(it);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => sh_quoted(text),
    }
}
