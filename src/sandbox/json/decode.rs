//! Decodes a body into the fields of one request type, as Go's `ShouldBindJSON` does.
//!
//! Keys match without regard to case, the last duplicate wins, unknown keys are skipped, `null`
//! leaves a text as it is, and a type error does not stop the decoding: the first one is reported
//! when the value has been read to its end (contract §1, §3, §13).

use super::{rfc3339, scan};

/// Where one field of a request goes.
pub enum Slot<'a> {
    /// A string.
    Text(&'a mut String),
    /// A string that may be missing or null.
    OptionalText(&'a mut Option<String>),
    /// A list of strings that may be missing or null.
    Names(&'a mut NameList),
    /// A number that may be missing or null.
    OptionalCount(&'a mut Option<i64>),
    /// A truth value that may be missing or null.
    OptionalFlag(&'a mut Option<bool>),
    /// A moment: checked, then ignored (contract §3).
    Moment,
}

impl Slot<'_> {
    const fn go_type(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::OptionalText(_) => "string",
            Self::Names(_) => "[]string",
            Self::OptionalCount(_) => "int",
            Self::OptionalFlag(_) => "bool",
            Self::Moment => "time.Time",
        }
    }
}

/// A Go slice of strings: `None` is nil.
///
/// When a key comes twice, Go decodes the second array over the elements of the first, and a
/// `null` element leaves what was there. The elements past the end are therefore kept.
#[derive(Default)]
pub struct NameList {
    elements: Vec<String>,
    len: Option<usize>,
}

impl NameList {
    /// The names, or `None` where the body had no array.
    pub fn into_names(self) -> Option<Vec<String>> {
        let Self { mut elements, len } = self;
        len.map(|len| {
            elements.truncate(len);
            elements
        })
    }
}

/// Decodes the first value of `body` into `fields`; the error is the message of the 400.
pub fn decode(
    body: &[u8],
    go_type: &str,
    fields: &mut [(&'static str, Slot<'_>)],
) -> Result<(), String> {
    let value = scan::first_value(body)?;
    let mut decoder = Decoder { bytes: value, at: 0, go_type, first_error: None };
    match decoder.kind() {
        Kind::Object => decoder.object(fields)?,
        Kind::Null => {}
        other => {
            return Err(format!(
                "json: cannot unmarshal {} into Go value of type openapi.{go_type}",
                other.word()
            ));
        }
    }
    decoder.first_error.map_or(Ok(()), Err)
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "bool",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// Walks over bytes that the scan has found to be one JSON value.
struct Decoder<'a> {
    bytes: &'a [u8],
    at: usize,
    go_type: &'a str,
    first_error: Option<String>,
}

impl<'a> Decoder<'a> {
    fn object(&mut self, fields: &mut [(&'static str, Slot<'_>)]) -> Result<(), String> {
        self.at += 1;
        while self.next_entry(b'}') {
            let key = text(self.skip());
            self.skip_space();
            self.at += 1;
            self.skip_space();
            let exact = fields.iter().position(|(name, _)| *name == key);
            let found = exact.or_else(|| {
                let folded = fold(&key);
                fields.iter().position(|(name, _)| fold(name) == folded)
            });
            match found {
                Some(index) => {
                    let (name, slot) = &mut fields[index];
                    self.field(name, slot)?;
                }
                None => {
                    self.skip();
                }
            }
        }
        Ok(())
    }

    fn field(&mut self, name: &str, slot: &mut Slot<'_>) -> Result<(), String> {
        let kind = self.kind();
        match (slot, kind) {
            (Slot::Text(_), Kind::Null) => {
                self.skip();
            }
            (Slot::OptionalText(target), Kind::Null) => {
                self.skip();
                **target = None;
            }
            (Slot::Text(target), Kind::String) => **target = text(self.skip()),
            (Slot::OptionalText(target), Kind::String) => **target = Some(text(self.skip())),
            (Slot::Names(target), Kind::Null) => {
                self.skip();
                **target = NameList::default();
            }
            (Slot::Names(target), Kind::Array) => self.names(name, target),
            (Slot::OptionalCount(target), Kind::Null) => {
                self.skip();
                **target = None;
            }
            (Slot::OptionalCount(target), Kind::Number) => {
                let digits = String::from_utf8_lossy(self.skip());
                match digits.parse() {
                    Ok(count) => **target = Some(count),
                    Err(_) => self.mismatch(&format!("number {digits}"), name, "int"),
                }
            }
            (Slot::OptionalFlag(target), Kind::Null) => {
                self.skip();
                **target = None;
            }
            (Slot::OptionalFlag(target), Kind::Bool) => **target = Some(self.skip() == b"true"),
            (Slot::Moment, Kind::Null) => {
                self.skip();
            }
            // The moment's own error ends the decoding, whatever was found before it.
            (Slot::Moment, _) => moment(self.skip())?,
            (slot, kind) => {
                let wanted = slot.go_type();
                self.skip();
                self.mismatch(kind.word(), name, wanted);
            }
        }
        Ok(())
    }

    fn names(&mut self, name: &str, list: &mut NameList) {
        self.at += 1;
        let mut count = 0;
        while self.next_entry(b']') {
            if count == list.elements.len() {
                list.elements.push(String::new());
            }
            let kind = self.kind();
            let raw = self.skip();
            match kind {
                Kind::String => list.elements[count] = text(raw),
                Kind::Null => {}
                other => self.mismatch(other.word(), name, "string"),
            }
            count += 1;
        }
        if count == 0 {
            list.elements.clear();
        }
        list.len = Some(count);
    }

    fn mismatch(&mut self, found: &str, field: &str, wanted: &str) {
        if self.first_error.is_none() {
            self.first_error = Some(format!(
                "json: cannot unmarshal {found} into Go struct field {}.{field} of type {wanted}",
                self.go_type
            ));
        }
    }

    /// Moves to the next entry of an object or array, or past its closing bracket.
    fn next_entry(&mut self, close: u8) -> bool {
        self.skip_space();
        match self.bytes.get(self.at) {
            Some(b',') => {
                self.at += 1;
                self.skip_space();
                true
            }
            Some(&byte) if byte != close => true,
            _ => {
                self.at += 1;
                false
            }
        }
    }

    fn kind(&self) -> Kind {
        match self.bytes.get(self.at) {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::String,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'n') => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// Passes one value and returns its bytes.
    fn skip(&mut self) -> &'a [u8] {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => self.skip_string(),
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(b',' | b':' | b' ' | b'\t' | b'\r' | b'\n') if depth > 0 => {
                    self.at += 1;
                    continue;
                }
                Some(_) => self.skip_word(),
                None => break,
            }
            if depth == 0 {
                break;
            }
        }
        &self.bytes[start..self.at]
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
    }

    fn skip_word(&mut self) {
        let ends =
            |byte: &u8| matches!(byte, b',' | b':' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n');
        self.at += 1;
        while self.bytes.get(self.at).is_some_and(|byte| !ends(byte)) {
            self.at += 1;
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }
}

/// A moment is read from the raw bytes between its quotes: Go does not undo escapes here.
fn moment(raw: &[u8]) -> Result<(), String> {
    match raw {
        [b'"', inner @ .., b'"'] => rfc3339::nanoseconds(inner).map(|_| ()),
        _ => Err("Time.UnmarshalJSON: input is not a JSON string".into()),
    }
}

/// Undoes the escapes of a quoted string. Bytes and surrogates that make no character become
/// U+FFFD, one for each byte.
fn text(quoted: &[u8]) -> String {
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
fn fold(key: &str) -> String {
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
    use super::{NameList, Slot, decode};

    #[derive(Debug, Default, PartialEq)]
    struct Read {
        name: String,
        names: Option<Vec<String>>,
    }

    fn read(body: &[u8]) -> Result<Read, String> {
        let mut name = String::new();
        let mut names = NameList::default();
        decode(
            body,
            "MachineIdentity",
            &mut [
                ("name", Slot::Text(&mut name)),
                ("connection_names", Slot::Names(&mut names)),
                ("created_at", Slot::Moment),
            ],
        )?;
        Ok(Read { name, names: names.into_names() })
    }

    #[track_caller]
    fn check(body: &str, name: &str, names: Option<&[&str]>) {
        let names = names.map(|names| names.iter().map(ToString::to_string).collect());
        assert_eq!(read(body.as_bytes()), Ok(Read { name: name.into(), names }), "{body}");
    }

    #[track_caller]
    fn refuse(body: &str, message: &str) {
        assert_eq!(read(body.as_bytes()), Err(message.into()), "{body}");
    }

    #[test]
    fn keys_and_duplicates_bind_as_in_go() {
        check("{\"NAME\":\"a\",\"name\":\"b\"}", "b", None);
        check("{\"name\":\"a\",\"Name\":\"b\"}", "b", None);
        check("{\"connection_name\u{17f}\":[\"a\"]}", "", Some(&["a"]));
        check("{\"name\":\"a\",\"name\":null}", "a", None);
        check("{\"other\":{\"name\":[\"x\"]},\"name\":\"a\"} tail", "a", None);
        check("null", "", None);
    }

    #[test]
    fn lists_bind_as_in_go() {
        check("{\"connection_names\":null}", "", None);
        check("{\"connection_names\":[]}", "", Some(&[]));
        check("{\"connection_names\":[\"a\",null,\"b\"]}", "", Some(&["a", "", "b"]));
        let twice = "{\"connection_names\":[\"a\",\"b\"],\"connection_names\":[null]}";
        check(twice, "", Some(&["a"]));
        let thrice = "{\"connection_names\":[\"a\",\"b\"],\"connection_names\":[\"x\"],\
                      \"connection_names\":[null,null]}";
        check(thrice, "", Some(&["x", "b"]));
    }

    #[test]
    fn characters_bind_as_in_go() {
        check(r#"{"name":"\u00fc\ud83d\ude00\/\n"}"#, "ü😀/\n", None);
        check(r#"{"name":"\ud83dx\ud83d"}"#, "\u{fffd}x\u{fffd}", None);
        let broken = read(b"{\"name\":\"a\xe2\x82z\"}").unwrap();
        assert_eq!(broken.name, "a\u{fffd}\u{fffd}z");
    }

    #[test]
    fn refusals_read_as_in_the_contract() {
        let json = "json: cannot unmarshal";
        refuse("[]", &format!("{json} array into Go value of type openapi.MachineIdentity"));
        refuse(
            "{\"name\":1}",
            &format!("{json} number into Go struct field MachineIdentity.name of type string"),
        );
        refuse(
            "{\"connection_names\":\"pg\"}",
            &format!(
                "{json} string into Go struct field MachineIdentity.connection_names of type []string"
            ),
        );
        refuse(
            "{\"connection_names\":[1],\"name\":true}",
            &format!(
                "{json} number into Go struct field MachineIdentity.connection_names of type string"
            ),
        );
        refuse(
            "{\"name\":1,\"created_at\":\"nope\"}",
            "parsing time \"nope\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"nope\" as \"2006\"",
        );
        refuse("{\"created_at\":1}", "Time.UnmarshalJSON: input is not a JSON string");
    }
}
