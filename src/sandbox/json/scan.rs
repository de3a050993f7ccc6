//! Finds the first JSON value in a body, and words a syntax error as Go does.
//!
//! A body is scanned completely before any of it is decoded, so a syntax error anywhere in the
//! value wins over every type error. What follows the value is never looked at (contract §1).

/// Nesting that Go refuses to go beyond.
const MAX_DEPTH: usize = 10_000;

/// What may come next.
#[derive(Clone, Copy)]
enum State {
    /// A value.
    Value,
    /// A value, or the end of the empty array that just began.
    ValueOrEnd,
    /// An object key.
    Key,
    /// An object key, or the end of the empty object that just began.
    KeyOrEnd,
    /// The colon after a key.
    Colon,
    /// A comma or the end of the innermost object or array.
    After,
}

/// The bytes of the first value, or Go's words for why there is none.
pub fn first_value(body: &[u8]) -> Result<&[u8], String> {
    let mut scan = Scan { body, at: 0 };
    scan.skip_space();
    if scan.peek().is_none() {
        return Err("EOF".into());
    }
    let start = scan.at;
    scan.value()?;
    Ok(&body[start..scan.at])
}

struct Scan<'a> {
    body: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    /// One value. The nesting is kept in a list rather than on the stack: ten thousand open
    /// brackets are a legal body.
    fn value(&mut self) -> Result<(), String> {
        let mut open: Vec<u8> = Vec::new();
        let mut state = State::Value;
        loop {
            self.skip_space();
            let byte = self.need()?;
            state = match (state, byte) {
                (State::ValueOrEnd, b']') | (State::KeyOrEnd, b'}') => {
                    self.at += 1;
                    open.pop();
                    State::After
                }
                (State::Value | State::ValueOrEnd, b'{' | b'[') => {
                    self.at += 1;
                    open.push(byte);
                    if open.len() > MAX_DEPTH {
                        return Err("exceeded max depth".into());
                    }
                    if byte == b'{' { State::KeyOrEnd } else { State::ValueOrEnd }
                }
                (State::Value | State::ValueOrEnd, _) => {
                    self.scalar(byte)?;
                    State::After
                }
                (State::Key | State::KeyOrEnd, b'"') => {
                    self.string()?;
                    State::Colon
                }
                (State::Key | State::KeyOrEnd, _) => {
                    return Err(self.unexpected("looking for beginning of object key string"));
                }
                (State::Colon, b':') => {
                    self.at += 1;
                    State::Value
                }
                (State::Colon, _) => return Err(self.unexpected("after object key")),
                (State::After, _) => match (open.last(), byte) {
                    (Some(b'{'), b',') => {
                        self.at += 1;
                        State::Key
                    }
                    (Some(b'['), b',') => {
                        self.at += 1;
                        State::Value
                    }
                    (Some(b'{'), b'}') | (Some(b'['), b']') => {
                        self.at += 1;
                        open.pop();
                        State::After
                    }
                    (Some(b'{'), _) => return Err(self.unexpected("after object key:value pair")),
                    _ => return Err(self.unexpected("after array element")),
                },
            };
            if open.is_empty() {
                return Ok(());
            }
        }
    }

    fn scalar(&mut self, first: u8) -> Result<(), String> {
        match first {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            b'n' => self.literal("null"),
            _ => Err(self.unexpected("looking for beginning of value")),
        }
    }

    fn string(&mut self) -> Result<(), String> {
        self.at += 1;
        loop {
            match self.need()? {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => {
                    self.at += 1;
                    self.escape()?;
                }
                0..=0x1f => return Err(self.unexpected("in string literal")),
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Result<(), String> {
        match self.need()? {
            b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"' => self.at += 1,
            b'u' => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.need()?.is_ascii_hexdigit() {
                        return Err(self.unexpected("in \\u hexadecimal character escape"));
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.unexpected("in string escape code")),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), String> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.need()? {
            b'0' => self.at += 1,
            b'1'..=b'9' => self.digits(),
            _ => return Err(self.unexpected("in numeric literal")),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if !self.need()?.is_ascii_digit() {
                return Err(self.unexpected("after decimal point in numeric literal"));
            }
            self.digits();
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.need()?, b'+' | b'-') {
                self.at += 1;
            }
            if !self.need()?.is_ascii_digit() {
                return Err(self.unexpected("in exponent of numeric literal"));
            }
            self.digits();
        }
        Ok(())
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    fn literal(&mut self, word: &str) -> Result<(), String> {
        self.at += 1;
        for expected in word.bytes().skip(1) {
            if self.need()? != expected {
                let context = format!("in literal {word} (expecting '{}')", char::from(expected));
                return Err(self.unexpected(&context));
            }
            self.at += 1;
        }
        Ok(())
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.body.get(self.at).copied()
    }

    fn need(&self) -> Result<u8, String> {
        self.peek().ok_or_else(|| "unexpected EOF".into())
    }

    /// Go names the byte, not the character: a byte of `ü` reads `'Ã'`.
    fn unexpected(&self, context: &str) -> String {
        let byte = self.body[self.at];
        let shown = match byte {
            b'\'' => "\\'".into(),
            b'\\' => "\\\\".into(),
            0x07 => "\\a".into(),
            0x08 => "\\b".into(),
            0x09 => "\\t".into(),
            0x0a => "\\n".into(),
            0x0b => "\\v".into(),
            0x0c => "\\f".into(),
            0x0d => "\\r".into(),
            0x00..=0x1f | 0x7f => format!("\\x{byte:02x}"),
            0x80..=0xa0 | 0xad => format!("\\u{byte:04x}"),
            _ => char::from(byte).to_string(),
        };
        format!("invalid character '{shown}' {context}")
    }
}

#[cfg(test)]
mod tests {
    use super::first_value;

    #[track_caller]
    fn check(body: &str, expected: Result<&str, &str>) {
        let found = first_value(body.as_bytes());
        let found = match &found {
            Ok(bytes) => Ok(std::str::from_utf8(bytes).unwrap()),
            Err(message) => Err(message.as_str()),
        };
        assert_eq!(found, expected, "{body:?}");
    }

    #[test]
    fn the_first_value_ends_where_it_ends() {
        check(" {\"a\":[1,{}]} trailing", Ok("{\"a\":[1,{}]}"));
        check("[] ]", Ok("[]"));
        check("-1.5e+7x", Ok("-1.5e+7"));
        check("nullnull", Ok("null"));
        check("01", Ok("0"));
    }

    #[test]
    fn syntax_errors_read_as_go_words_them() {
        check("", Err("EOF"));
        check(" \n", Err("EOF"));
        check("{", Err("unexpected EOF"));
        check("[1", Err("unexpected EOF"));
        check("x", Err("invalid character 'x' looking for beginning of value"));
        check("{x", Err("invalid character 'x' looking for beginning of object key string"));
        check("{\"a\",", Err("invalid character ',' after object key"));
        check("{\"a\":1;", Err("invalid character ';' after object key:value pair"));
        check("[1 2]", Err("invalid character '2' after array element"));
        check("[1,]", Err("invalid character ']' looking for beginning of value"));
        check(
            "{\"a\":1,}",
            Err("invalid character '}' looking for beginning of object key string"),
        );
        check("\"a\nb\"", Err("invalid character '\\n' in string literal"));
        check("\"\\x\"", Err("invalid character 'x' in string escape code"));
        check("\"\\u12g4\"", Err("invalid character 'g' in \\u hexadecimal character escape"));
        check("tru3", Err("invalid character '3' in literal true (expecting 'e')"));
        check("-a", Err("invalid character 'a' in numeric literal"));
        check("1.a", Err("invalid character 'a' after decimal point in numeric literal"));
        check("1ea", Err("invalid character 'a' in exponent of numeric literal"));
        check("ü", Err("invalid character 'Ã' looking for beginning of value"));
        check("'", Err("invalid character '\\'' looking for beginning of value"));
    }

    #[test]
    fn nesting_has_go_s_limit_and_needs_no_stack() {
        let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(first_value(deep(10_000).as_bytes()).is_ok());
        assert_eq!(first_value(deep(10_001).as_bytes()), Err("exceeded max depth".into()));
    }
}
