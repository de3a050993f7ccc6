//! What PostgreSQL refuses, in its words.

/// A parameter that contains U+0000 (contract §9).
const NUL: &str = "ERROR: invalid byte sequence for encoding \"UTF8\": 0x00 (SQLSTATE 22021)";

/// The refusal of a second row with the same key.
pub const DUPLICATE: &str = "duplicated key not allowed";

/// Refuses a text that a statement can't carry.
pub fn check_text(text: &str) -> Result<(), String> {
    if text.contains('\0') { Err(NUL.into()) } else { Ok(()) }
}

/// Refuses a text that is longer than its column (contract §9).
pub fn check_length(text: &str, limit: usize) -> Result<(), String> {
    if text.chars().count() > limit {
        return Err(format!(
            "ERROR: value too long for type character varying({limit}) (SQLSTATE 22001)"
        ));
    }
    Ok(())
}

/// A decoded path segment as a statement parameter; some byte sequences aren't valid.
pub fn decoded_text(bytes: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let bad = &bytes[error.valid_up_to()..];
        let announced = match bad[0] {
            0xc0..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf7 => 4,
            _ => 1,
        };
        let shown: Vec<String> =
            bad.iter().take(announced).map(|byte| format!("0x{byte:02x}")).collect();
        format!(
            "ERROR: invalid byte sequence for encoding \"UTF8\": {} (SQLSTATE 22021)",
            shown.join(" ")
        )
    })?;
    check_text(text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::decoded_text;

    #[test]
    fn a_broken_sequence_is_named_byte_by_byte() {
        #[track_caller]
        fn check(bytes: &[u8], shown: &str) {
            let message = decoded_text(bytes).unwrap_err();
            let expected = format!("\"UTF8\": {shown} (SQLSTATE 22021)");
            assert!(message.ends_with(&expected), "{message}");
        }
        check(b"a\0", "0x00");
        check(b"a\xff", "0xff");
        check(b"\xe2\x82", "0xe2 0x82");
        check(b"\xc3(", "0xc3 0x28");
    }
}
