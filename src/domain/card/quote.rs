//! Quoting for a POSIX shell.

/// The text as one word for `sh`, in single quotes, which leave everything as it stands.
pub fn sh_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
