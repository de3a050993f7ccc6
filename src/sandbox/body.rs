//! Reading request bodies and writing answers as the gateway does (contract §1, §13).

use serde_json::{Map, Value};

use super::{engine::Reply, world};
use crate::wire::exchange::RawResponse;

/// The body of a POST or PUT of an identity.
pub struct IdentityBody {
    pub name: String,
    pub description: String,
    /// `None` for a missing list or `null`, which the gateway takes for an order (G1).
    pub connection_names: Option<Vec<String>>,
    pub attributes: Vec<String>,
}

/// Reads it, or gives the gateway's message for why not.
pub fn read_identity(body: &[u8]) -> Result<IdentityBody, String> {
    let object = read_object(body, "MachineIdentity")?;
    let text = |key: &str| text(&object, "MachineIdentity", key);
    let list = |key: &str| list(&object, "MachineIdentity", key);
    let read = IdentityBody {
        name: text("name")?,
        description: text("description")?,
        connection_names: list("connection_names")?,
        attributes: list("attributes")?.unwrap_or_default(),
    };
    for key in ["created_at", "updated_at"] {
        let time = text(key)?;
        if !time.is_empty() && !is_time(&time) {
            return Err(format!(
                "parsing time \"{time}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \
                 \"{time}\" as \"2006\""
            ));
        }
    }
    if read.name.is_empty() {
        return Err(required("MachineIdentity", "Name"));
    }
    Ok(read)
}

/// The message for a required field that is empty.
pub fn required(schema: &str, field: &str) -> String {
    format!(
        "Key: '{schema}.{field}' Error:Field validation for '{field}' failed on the 'required' tag"
    )
}

/// The first JSON value of the body; what follows it is ignored, and `null` is an empty object.
pub fn read_object(body: &[u8], schema: &str) -> Result<Map<String, Value>, String> {
    let mut values = serde_json::Deserializer::from_slice(body).into_iter::<Value>();
    match values.next() {
        None => Err("EOF".to_owned()),
        Some(Ok(Value::Object(object))) => Ok(object),
        Some(Ok(Value::Null)) => Ok(Map::new()),
        Some(Ok(other)) => Err(format!(
            "json: cannot unmarshal {} into Go value of type openapi.{schema}",
            kind(&other)
        )),
        Some(Err(error)) if error.is_eof() => Err("unexpected EOF".to_owned()),
        Some(Err(_)) => Err("invalid character looking for beginning of value".to_owned()),
    }
}

/// A text field; missing and `null` are empty.
pub fn text(object: &Map<String, Value>, schema: &str, key: &str) -> Result<String, String> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) => Err(mismatch(other, schema, key, "string")),
    }
}

/// A list of texts; `None` when it is missing or `null`. A `null` inside is an empty text
/// (contract §3).
pub fn list(
    object: &Map<String, Value>,
    schema: &str,
    key: &str,
) -> Result<Option<Vec<String>>, String> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(items)) => items
            .iter()
            .map(|item| match item {
                Value::Null => Ok(String::new()),
                Value::String(text) => Ok(text.clone()),
                other => Err(mismatch(other, schema, key, "string")),
            })
            .collect::<Result<_, _>>()
            .map(Some),
        Some(other) => Err(mismatch(other, schema, key, "[]string")),
    }
}

fn mismatch(value: &Value, schema: &str, key: &str, wanted: &str) -> String {
    format!(
        "json: cannot unmarshal {} into Go struct field {schema}.{key} of type {wanted}",
        kind(value)
    )
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 20 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[10] == b'T'
}

/// An answer in JSON, with `<`, `>` and `&` escaped as Go escapes them (contract §1).
pub fn json(status: u16, value: &Value) -> Reply {
    let text =
        value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    answer(status, "application/json; charset=utf-8", text)
}

/// The gateway's error body.
pub fn message(status: u16, text: impl Into<String>) -> Reply {
    json(status, &serde_json::json!({ "message": text.into() }))
}

pub fn answer(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Reply {
    let headers = vec![("Content-Type".to_owned(), kind.to_owned())];
    Reply::Answer(RawResponse { status, headers, body: body.into() })
}

/// A timestamp of the database.
pub fn time(micros: u64) -> Value {
    Value::from(world::rfc3339(micros))
}
