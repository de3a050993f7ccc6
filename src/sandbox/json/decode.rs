//! Decodes a body into the fields of one request type, as Go's `ShouldBindJSON` does.
//!
//! Keys match without regard to case, the last duplicate wins, unknown keys are skipped, `null`
//! leaves a text as it is, and a type error does not stop the decoding: the first one is reported
//! when the value has been read to its end (contract §1, §3, §13).

use super::text::{fold, text};
use super::walk::{Kind, Walk};
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

    /// In Go `null` empties what can be nil, and leaves the rest as it is.
    fn set_null(&mut self) {
        match self {
            Self::Text(_) | Self::Moment => {}
            Self::OptionalText(target) => **target = None,
            Self::Names(target) => **target = NameList::default(),
            Self::OptionalCount(target) => **target = None,
            Self::OptionalFlag(target) => **target = None,
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
    let mut decoder = Decoder { walk: Walk::new(value), go_type, first_error: None };
    match decoder.walk.kind() {
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

/// One decoding on its way.
struct Decoder<'a> {
    walk: Walk<'a>,
    go_type: &'a str,
    first_error: Option<String>,
}

impl Decoder<'_> {
    fn object(&mut self, fields: &mut [(&'static str, Slot<'_>)]) -> Result<(), String> {
        self.walk.pass();
        while self.walk.next_entry(b'}') {
            let key = text(self.walk.skip());
            self.walk.skip_space();
            self.walk.pass();
            self.walk.skip_space();
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
                    self.walk.skip();
                }
            }
        }
        Ok(())
    }

    fn field(&mut self, name: &str, slot: &mut Slot<'_>) -> Result<(), String> {
        match (slot, self.walk.kind()) {
            (slot, Kind::Null) => {
                self.walk.skip();
                slot.set_null();
            }
            (Slot::Text(target), Kind::String) => **target = text(self.walk.skip()),
            (Slot::OptionalText(target), Kind::String) => **target = Some(text(self.walk.skip())),
            (Slot::Names(target), Kind::Array) => self.names(name, target),
            (Slot::OptionalCount(target), Kind::Number) => {
                let digits = String::from_utf8_lossy(self.walk.skip());
                match digits.parse() {
                    Ok(count) => **target = Some(count),
                    Err(_) => self.mismatch(&format!("number {digits}"), name, "int"),
                }
            }
            (Slot::OptionalFlag(target), Kind::Bool) => {
                **target = Some(self.walk.skip() == b"true");
            }
            // The moment's own error ends the decoding, whatever was found before it.
            (Slot::Moment, _) => moment(self.walk.skip())?,
            (slot, kind) => {
                let wanted = slot.go_type();
                self.walk.skip();
                self.mismatch(kind.word(), name, wanted);
            }
        }
        Ok(())
    }

    fn names(&mut self, name: &str, list: &mut NameList) {
        self.walk.pass();
        let mut count = 0;
        while self.walk.next_entry(b']') {
            if count == list.elements.len() {
                list.elements.push(String::new());
            }
            let kind = self.walk.kind();
            let raw = self.walk.skip();
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
}

/// A moment is read from the raw bytes between its quotes: Go does not undo escapes here.
fn moment(raw: &[u8]) -> Result<(), String> {
    match raw {
        [b'"', inner @ .., b'"'] => rfc3339::nanoseconds(inner).map(|_| ()),
        _ => Err("Time.UnmarshalJSON: input is not a JSON string".into()),
    }
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
