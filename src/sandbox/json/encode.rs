//! Writes JSON as Go's `encoding/json` does: fields in the order given, `<`, `>` and `&` escaped.

/// A growing JSON text.
#[derive(Default)]
pub struct Json {
    text: String,
    /// Whether the next entry is the first of its object or array.
    first: bool,
}

impl Json {
    /// An object, its fields written by `fill`.
    pub fn object(fill: impl FnOnce(&mut Self)) -> Vec<u8> {
        let mut json = Self::default();
        json.braced('{', '}', fill);
        json.text.into_bytes()
    }

    /// An array with one entry for each item.
    pub fn array<T>(
        items: impl IntoIterator<Item = T>,
        mut entry: impl FnMut(&mut Self, T),
    ) -> Vec<u8> {
        let mut json = Self::default();
        json.entries(items, &mut entry);
        json.text.into_bytes()
    }

    /// `"key":"value"`.
    pub fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        self.quote(value);
    }

    /// `"key":"value"`, left out when empty: Go's `omitempty`.
    pub fn text_unless_empty(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.text(key, value);
        }
    }

    /// `"key":"value"` or `"key":null`.
    pub fn text_or_null(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.literal(key, "null"),
        }
    }

    /// `"key":true` or `"key":false`.
    pub fn flag(&mut self, key: &str, value: bool) {
        self.literal(key, if value { "true" } else { "false" });
    }

    /// `"key":17`.
    pub fn number(&mut self, key: &str, value: usize) {
        self.literal(key, &value.to_string());
    }

    /// `"key":` and a text that is JSON already.
    pub fn literal(&mut self, key: &str, json: &str) {
        self.key(key);
        self.text.push_str(json);
    }

    /// `"key":["a","b"]`.
    pub fn names<'a>(&mut self, key: &str, names: impl IntoIterator<Item = &'a String>) {
        self.list(key, names, |json, name| json.entry_text(name));
    }

    /// `"key":[…]` with one entry for each item.
    pub fn list<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        mut entry: impl FnMut(&mut Self, T),
    ) {
        self.key(key);
        self.entries(items, &mut entry);
    }

    /// `"key":{…}`.
    pub fn nested(&mut self, key: &str, fill: impl FnOnce(&mut Self)) {
        self.key(key);
        self.braced('{', '}', fill);
    }

    /// An object as an entry of a list.
    pub fn entry(&mut self, fill: impl FnOnce(&mut Self)) {
        self.separate();
        self.braced('{', '}', fill);
    }

    /// A text as an entry of a list.
    pub fn entry_text(&mut self, value: &str) {
        self.separate();
        self.quote(value);
    }

    fn entries<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        entry: &mut impl FnMut(&mut Self, T),
    ) {
        self.braced('[', ']', |json| {
            for item in items {
                entry(json, item);
            }
        });
    }

    fn braced(&mut self, open: char, close: char, fill: impl FnOnce(&mut Self)) {
        self.text.push(open);
        self.first = true;
        fill(self);
        self.text.push(close);
        self.first = false;
    }

    fn key(&mut self, key: &str) {
        self.separate();
        self.quote(key);
        self.text.push(':');
    }

    fn separate(&mut self) {
        if !self.first {
            self.text.push(',');
        }
        self.first = false;
    }

    fn quote(&mut self, value: &str) {
        self.text.push('"');
        for character in value.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '<' | '>' | '&' | '\u{0}'..='\u{1f}' | '\u{2028}' | '\u{2029}' => {
                    self.text.push_str(&format!("\\u{:04x}", u32::from(character)));
                }
                other => self.text.push(other),
            }
        }
        self.text.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn texts_are_escaped_as_go_escapes_them() {
        let written = Json::object(|json| json.text("a<b", "\"\\\u{1}\n\u{7f}<>&\u{2028}ü"));
        let expected =
            r#"{"a\u003cb":"\"\\\u0001\n"#.to_owned() + "\u{7f}" + r#"\u003c\u003e\u0026\u2028ü"}"#;
        assert_eq!(String::from_utf8(written).unwrap(), expected);
    }

    #[test]
    fn nesting_places_every_comma() {
        let written = Json::object(|json| {
            json.list("list", 0..2, |json, index| {
                json.entry(|json| {
                    json.number("n", index);
                    json.names("none", []);
                });
            });
            json.nested("in", |json| json.text_or_null("x", None));
            json.text_unless_empty("left out", "");
            json.flag("last", true);
        });
        let expected =
            r#"{"list":[{"n":0,"none":[]},{"n":1,"none":[]}],"in":{"x":null},"last":true}"#;
        assert_eq!(String::from_utf8(written).unwrap(), expected);
    }
}
