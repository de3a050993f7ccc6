//! Quoting for a POSIX shell.

/// The text as one word for `sh`, in single quotes, which leave everything as it stands.
pub fn sh_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The text as one word for `sh`, quoted only where a shell would read it as anything else.
pub fn sh_word(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-._/:@%+,=".contains(it);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => sh_quoted(text),
    }
}
