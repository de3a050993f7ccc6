//! Strings between their quotes, and keys without their case.

/// Undoes the escapes of a quoted string. Bytes and surrogates that make no character become
/// U+FFFD, one for each byte.
pub fn text(quoted: &[u8]) -> String {
    let inner = &quoted[1..quoted.len().max(2) - 1];
    let mut decoded: Vec<u8> = Vec::with_capacity(inner.len());
    let mut push = |character: char| {
        decoded.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    };
    let mut rest = inner;
    while !rest.is_empty() {
        rest = match rest {
            [b'\\', b'u', tail @ ..] => {
                let (character, tail) = escaped(tail);
                push(character);
                tail
            }
            [b'\\', escape, tail @ ..] => {
                push(match escape {
                    b'b' => '\u{8}',
                    b'f' => '\u{c}',
                    b'n' => '\n',
                    b'r' => '\r',
                    b't' => '\t',
                    other => char::from(*other),
                });
                tail
            }
            _ => {
                let run = rest.iter().position(|&byte| byte == b'\\').unwrap_or(rest.len()).max(1);
                let (plain, tail) = rest.split_at(run);
                push_plain(plain, &mut push);
                tail
            }
        };
    }
    String::from_utf8(decoded).unwrap_or_default()
}

fn push_plain(mut bytes: &[u8], push: &mut impl FnMut(char)) {
    while !bytes.is_empty() {
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        };
        valid.chars().for_each(&mut *push);
        bytes = &bytes[valid.len()..];
        if !bytes.is_empty() {
            push('\u{fffd}');
            bytes = &bytes[1..];
        }
    }
}

/// The character of `\uXXXX`, joined with the surrogate after it where the two are a pair.
fn escaped(tail: &[u8]) -> (char, &[u8]) {
    let (first, tail) = hex(tail);
    if let (0xd800..=0xdbff, [b'\\', b'u', after @ ..]) = (first, tail) {
        let (second, after) = hex(after);
        if (0xdc00..=0xdfff).contains(&second) {
            let joined = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return (char::from_u32(joined).unwrap_or('\u{fffd}'), after);
        }
    }
    (char::from_u32(first).unwrap_or('\u{fffd}'), tail)
}

fn hex(bytes: &[u8]) -> (u32, &[u8]) {
    let (digits, rest) = bytes.split_at(bytes.len().min(4));
    let value = digits
        .iter()
        .fold(0, |value, &digit| value * 16 + char::from(digit).to_digit(16).unwrap_or(0));
    (value, rest)
}

/// Go's key folding: ASCII case, and the two characters that fold into ASCII letters.
pub fn fold(key: &str) -> String {
    key.chars()
        .map(|character| match character {
            '\u{17f}' => 'S',
            '\u{212a}' => 'K',
            other => other.to_ascii_uppercase(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{fold, text};

    #[test]
    fn characters_are_read_as_in_go() {
        assert_eq!(text(br#""\u00fc\ud83d\ude00\/\n""#), "ü😀/\n");
        assert_eq!(text(br#""\ud83dx\ud83d""#), "\u{fffd}x\u{fffd}");
        assert_eq!(text(br#""\ud83d\u0041""#), "\u{fffd}A");
        assert_eq!(text(b"\"a\xe2\x82z\""), "a\u{fffd}\u{fffd}z");
        assert_eq!(text(b"\"\""), "");
    }

    #[test]
    fn keys_fold_as_in_go() {
        assert_eq!(fold("Connection_name\u{17f}"), fold("connection_names"));
        assert_eq!(fold("\u{212a}ey"), "KEY");
        assert_ne!(fold("ä"), fold("Ä"));
    }
}
