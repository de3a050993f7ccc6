//! Request bodies, bound to fields like Go's `ShouldBindJSON` (contract §1, §3, §13).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::moment::nanoseconds;

/// The fields of one request. Each accessor removes its field; [`Body::finish`] reports the first
/// field with a wrong type.
pub struct Body {
    go_type: &'static str,
    fields: Map<String, Value>,
    refusal: Option<String>,
}

impl Body {
    /// Reads the first value of a body; trailing bytes are ignored. `null` has no fields.
    ///
    /// # Errors
    /// The message of the 400, for a body that is not JSON or not an object.
    pub fn read(bytes: &[u8], go_type: &'static str) -> Result<Self, String> {
        let fields = match parse(bytes)? {
            Value::Object(fields) => fields,
            Value::Null => Map::new(),
            other => {
                return Err(format!(
                    "json: cannot unmarshal {} into Go value of type openapi.{go_type}",
                    kind(&other)
                ));
            }
        };
        Ok(Self { go_type, fields, refusal: None })
    }

    /// A string, empty when missing or null.
    pub fn text(&mut self, name: &str) -> String {
        self.optional_text(name).unwrap_or_default()
    }

    /// A string.
    pub fn optional_text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text),
            other => self.mismatch(&other, name, "string"),
        }
    }

    /// A list of strings; `null` inside it is an empty string (contract §3).
    pub fn names(&mut self, name: &str) -> Option<Vec<String>> {
        let entries = match self.take(name)? {
            Value::Array(entries) => entries,
            other => return self.mismatch(&other, name, "[]string"),
        };
        let mut names = Vec::with_capacity(entries.len());
        for entry in entries {
            names.push(match entry {
                Value::String(text) => text,
                Value::Null => String::new(),
                other => self.mismatch(&other, name, "string")?,
            });
        }
        Some(names)
    }

    /// A non-negative number.
    pub fn count(&mut self, name: &str) -> Option<u32> {
        let value = self.take(name)?;
        match value.as_u64().and_then(|count| u32::try_from(count).ok()) {
            Some(count) => Some(count),
            None => self.mismatch(&value, name, "uint32"),
        }
    }

    /// A boolean.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        match self.take(name)? {
            Value::Bool(flag) => Some(flag),
            other => self.mismatch(&other, name, "bool"),
        }
    }

    /// A moment, checked and then ignored (contract §3). Its refusal precedes others.
    pub fn moment(&mut self, name: &str) {
        match self.take(name) {
            None => {}
            Some(Value::String(text)) => {
                if let Err(refusal) = nanoseconds(text.as_bytes()) {
                    self.refusal = Some(refusal);
                }
            }
            Some(_) => {
                self.refusal = Some("Time.UnmarshalJSON: input is not a JSON string".into());
            }
        }
    }

    /// Finishes reading. Ignores unknown fields, unless the gateway is set to reject them.
    ///
    /// # Errors
    /// The message of the 400.
    pub fn finish(self, rejects_unknown: bool) -> Result<(), String> {
        match (self.refusal, self.fields.keys().next()) {
            (Some(refusal), _) => Err(refusal),
            (None, Some(name)) if rejects_unknown => Err(format!("json: unknown field {name:?}")),
            _ => Ok(()),
        }
    }

    /// Go prefers the exact key, then one that differs in case. Null counts as missing.
    fn take(&mut self, name: &str) -> Option<Value> {
        let exact = self.fields.remove(name);
        let value = exact.or_else(|| {
            let key = self.fields.keys().find(|key| key.eq_ignore_ascii_case(name))?.clone();
            self.fields.remove(&key)
        });
        value.filter(|value| !value.is_null())
    }

    fn mismatch<T>(&mut self, found: &Value, name: &str, wanted: &str) -> Option<T> {
        let refusal = format!(
            "json: cannot unmarshal {} into Go struct field {}.{name} of type {wanted}",
            kind(found),
            self.go_type
        );
        self.refusal.get_or_insert(refusal);
        None
    }
}

/// The first value of a body, or Go's refusal.
pub fn parse(bytes: &[u8]) -> Result<Value, String> {
    if bytes.trim_ascii().is_empty() {
        return Err("EOF".into());
    }
    let text = String::from_utf8_lossy(bytes);
    let mut reader = serde_json::Deserializer::from_str(&text);
    Value::deserialize(&mut reader).map_err(|error| {
        if error.is_eof() {
            return "unexpected EOF".into();
        }
        let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
        match line.as_bytes().get(error.column().saturating_sub(1)) {
            Some(byte) => {
                format!("invalid character {:?} looking for beginning of value", char::from(*byte))
            }
            None => "invalid character in string literal".into(),
        }
    })
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::Body;

    type Fields = (String, Option<Vec<String>>);

    fn read(body: &str) -> Result<Fields, String> {
        let mut body = Body::read(body.as_bytes(), "MachineIdentity")?;
        let fields = (body.text("name"), body.names("connection_names"));
        body.moment("created_at");
        body.finish(false)?;
        Ok(fields)
    }

    #[test]
    fn fields_bind_as_in_go() {
        let names = |names: &[&str]| Some(names.iter().map(ToString::to_string).collect());
        for (body, name, listed) in [
            (r#"{"NAME":"a","name":"b"}"#, "b", None),
            (r#"{"Name":"b","other":{"name":[1]}} tail"#, "b", None),
            ("null", "", None),
            (r#"{"connection_names":null}"#, "", None),
            (r#"{"connection_names":["a",null]}"#, "", names(&["a", ""])),
        ] {
            assert_eq!(read(body), Ok((name.to_owned(), listed)), "{body}");
        }
    }

    #[test]
    fn refusals_read_as_in_the_contract() {
        let field = "json: cannot unmarshal {} into Go struct field MachineIdentity.";
        let typed = |kind: &str, rest: &str| field.replace("{}", kind) + rest;
        for (body, message) in [
            ("", "EOF".to_owned()),
            ("{", "unexpected EOF".to_owned()),
            ("x", "invalid character 'x' looking for beginning of value".to_owned()),
            (
                "[]",
                "json: cannot unmarshal array into Go value of type openapi.MachineIdentity".into(),
            ),
            (r#"{"name":1}"#, typed("number", "name of type string")),
            (r#"{"connection_names":"pg"}"#, typed("string", "connection_names of type []string")),
            (r#"{"connection_names":[1]}"#, typed("number", "connection_names of type string")),
            (
                r#"{"name":1,"created_at":"nope"}"#,
                "parsing time \"nope\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"nope\" as \
                 \"2006\""
                    .into(),
            ),
            (r#"{"created_at":1}"#, "Time.UnmarshalJSON: input is not a JSON string".into()),
        ] {
            assert_eq!(read(body), Err(message), "{body}");
        }
    }

    #[test]
    fn unknown_fields_are_refused_only_where_asked() {
        let unknown = || Body::read(br#"{"editor_request":"x"}"#, "MachineIdentity").unwrap();
        assert_eq!(unknown().finish(false), Ok(()));
        let refusal = Err("json: unknown field \"editor_request\"".to_owned());
        assert_eq!(unknown().finish(true), refusal);
    }
}
