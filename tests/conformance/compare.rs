//! Compares answers with recorded ones, and random values by token.
//!
//! A token in a recording (`pg-secret{1}`, `akia{1}`, `awssecret{1}`) stands for a value of known
//! shape. Within a scenario, equal tokens stand for equal values and different tokens for different
//! values.

use std::collections::BTreeMap;

use machine_identity_editor::sandbox::nanoseconds;
use serde_json::Value;

/// The value of each token of a scenario, and the reverse.
#[derive(Clone, Default)]
pub struct Tokens {
    values: BTreeMap<String, String>,
    tokens: BTreeMap<String, String>,
}

impl Tokens {
    /// Compares two values; the error names the first place where they differ.
    pub fn compare(&mut self, expected: &Value, found: &Value, place: &str) -> Result<(), String> {
        match (expected, found) {
            (Value::String(expected), Value::String(found)) => {
                self.text(expected, found).map_err(|reason| {
                    format!("{place}: expected {expected:?}, found {found:?}{reason}")
                })
            }
            (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
                for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                    self.compare(expected, found, &format!("{place}[{index}]"))?;
                }
                Ok(())
            }
            (Value::Object(expected), Value::Object(found)) => {
                for key in expected.keys().chain(found.keys()) {
                    let inner = format!("{place}.{key}");
                    match (expected.get(key), found.get(key)) {
                        (Some(expected), Some(found)) => self.compare(expected, found, &inner)?,
                        (Some(_), None) => return Err(format!("{inner} is missing")),
                        _ => return Err(format!("{inner} was not recorded")),
                    }
                }
                Ok(())
            }
            _ if expected == found => Ok(()),
            _ => Err(format!("{place}: expected {expected}, found {found}")),
        }
    }

    /// Compares lists of credentials: the first `ordered` in order, the rest in any order.
    pub fn credentials(
        &mut self,
        expected: &[Value],
        found: &[Value],
        ordered: usize,
        place: &str,
    ) -> Result<(), String> {
        if expected.len() != found.len() {
            let names = |list: &[Value]| -> Vec<String> { list.iter().map(name).collect() };
            return Err(format!(
                "{place}: expected {:?}, found {:?}",
                names(expected),
                names(found)
            ));
        }
        let ordered = ordered.min(expected.len());
        for index in 0..ordered {
            let inner = format!("{place}[{index}]");
            self.compare(&expected[index], &found[index], &inner)?;
        }
        let found: Vec<&Value> = found[ordered..].iter().collect();
        self.any_order(&expected[ordered..], &found, place)
    }

    /// Pairs each expected entry with one of the same connection. Two entries may have the same
    /// name (one linked by name, one by id), so a pairing that fails is undone.
    fn any_order(
        &mut self,
        expected: &[Value],
        found: &[&Value],
        place: &str,
    ) -> Result<(), String> {
        let Some((first, rest)) = expected.split_first() else { return Ok(()) };
        let mut error = format!("{place}: {} is missing", name(first));
        for (index, candidate) in found.iter().enumerate() {
            if name(candidate) != name(first) {
                continue;
            }
            let before = self.clone();
            let mut others = found.to_vec();
            others.remove(index);
            let inner = format!("{place}[{}]", name(first));
            match self
                .compare(first, candidate, &inner)
                .and_then(|()| self.any_order(rest, &others, place))
            {
                Ok(()) => return Ok(()),
                Err(reason) => error = reason,
            }
            *self = before;
        }
        Err(error)
    }

    /// Compares a text that may contain tokens; the error says why a value doesn't fit its token.
    fn text(&mut self, expected: &str, found: &str) -> Result<(), String> {
        if expected == "{time}" {
            return match nanoseconds(found.as_bytes()) {
                Ok(_) if found.ends_with('Z') && !found.starts_with("0001-") => Ok(()),
                Ok(_) => Err(": not a moment of now in UTC".into()),
                Err(error) => Err(format!(": {error}")),
            };
        }
        if let Some(length) = whole(expected) {
            if length.is_some_and(|length| found.len() != length) {
                return Err(format!(": {found:?} does not have the shape of {expected}"));
            }
            return self.bind(expected, found);
        }
        let mut rest = found;
        for part in parts(expected) {
            match part {
                Part::Literal(literal) => {
                    rest = rest.strip_prefix(literal).ok_or_else(String::new)?;
                }
                Part::Token { token, shape } => {
                    let value = rest.get(..shape.length()).ok_or_else(String::new)?;
                    if !shape.fits(value) {
                        return Err(format!(": {value:?} does not have the shape of {token}"));
                    }
                    rest = &rest[value.len()..];
                    self.bind(token, value)?;
                }
            }
        }
        if rest.is_empty() { Ok(()) } else { Err(String::new()) }
    }

    fn bind(&mut self, token: &str, value: &str) -> Result<(), String> {
        let known = self.values.entry(token.to_owned()).or_insert_with(|| value.to_owned());
        if known != value {
            return Err(format!(": {token} was {known:?} before"));
        }
        let known = self.tokens.entry(value.to_owned()).or_insert_with(|| token.to_owned());
        if known != token {
            return Err(format!(": the same value was {known} before"));
        }
        Ok(())
    }
}

/// The connection of a credential or of a session.
fn name(entry: &Value) -> String {
    let name = entry.get("connection_name").or_else(|| entry.get("connection"));
    name.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The length, if known, of a random value whose token is the whole text.
fn whole(text: &str) -> Option<Option<usize>> {
    let numbered = |head: &str| {
        let digits = text.strip_prefix(head).and_then(|rest| rest.strip_suffix('}'));
        digits.is_some_and(|digits| !digits.is_empty() && digits.parse::<u32>().is_ok())
    };
    match text {
        "{jwt}" | "{key}" => Some(None),
        "{uuid}" => Some(Some(36)),
        "{digest}" => Some(Some(64)),
        _ if numbered("id{") || numbered("time{") => Some(None),
        _ => None,
    }
}

enum Part<'a> {
    Literal(&'a str),
    Token { token: &'a str, shape: Shape },
}

#[derive(Clone, Copy)]
enum Shape {
    /// What follows the prefix of a secret.
    Secret,
    AccessKeyId,
    SecretAccessKey,
}

impl Shape {
    const fn length(self) -> usize {
        match self {
            Self::Secret => 43,
            Self::AccessKeyId => 30,
            Self::SecretAccessKey => 40,
        }
    }

    fn fits(self, value: &str) -> bool {
        let mut bytes = value.bytes();
        match self {
            Self::Secret => bytes.all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
            Self::AccessKeyId => {
                value.starts_with("AKIA")
                    && bytes.skip(4).all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'))
            }
            Self::SecretAccessKey => bytes.all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')),
        }
    }
}

/// Splits a recorded text at its tokens.
fn parts(text: &str) -> Vec<Part<'_>> {
    const KINDS: [(&str, Shape); 3] = [
        ("awssecret{", Shape::SecretAccessKey),
        ("secret{", Shape::Secret),
        ("akia{", Shape::AccessKeyId),
    ];
    let mut parts = Vec::new();
    let (mut literal, mut at) = (0, 0);
    while at < text.len() {
        let token = KINDS.iter().find_map(|(head, shape)| {
            let digits = text.get(at..)?.strip_prefix(head)?;
            let end = digits.find('}').filter(|end| *end > 0)?;
            digits[..end]
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then_some((head.len() + end + 1, *shape))
        });
        match token {
            Some((length, shape)) => {
                parts.push(Part::Literal(&text[literal..at]));
                parts.push(Part::Token { token: &text[at..at + length], shape });
                at += length;
                literal = at;
            }
            None => at += 1,
        }
    }
    parts.push(Part::Literal(&text[literal..]));
    parts
}
