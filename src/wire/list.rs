//! A JSON list that is read in parts, so that none of them takes long.
//!
//! An element is read at once, and has a limit for that.

use serde::de::DeserializeOwned;
use serde_json::Deserializer;

use super::json::Unreadable;

/// How many bytes a part has, about: its last element can make it longer. Decoding one takes some
/// milliseconds; the pauses between smaller ones would add up.
pub const PART_BYTES: usize = 384 << 10;

/// The longest element, in bytes: an identity with 9,500 connections of the longest names has 2.4 MB.
pub const LONGEST_ELEMENT: usize = 4 << 20;

/// Reads a list to its end, part by part.
pub fn read_whole<T>(
    body: &[u8],
    read_more: impl Fn(&mut Elements<'_>) -> Result<Vec<T>, Unreadable>,
) -> Result<Vec<T>, Unreadable> {
    let mut list = Elements::of(body);
    let mut all = Vec::new();
    while list.is_left() {
        all.extend(read_more(&mut list)?);
    }
    Ok(all)
}

/// What is still to be read of a list. A `null` is an empty one (G14).
pub struct Elements<'a> {
    body: &'a [u8],
    /// Where the rest begins.
    at: usize,
    next: Next,
    is_too_long: bool,
}

/// What comes next in a list.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Next {
    /// The list itself.
    Start,
    /// An element, or the end of an empty list.
    FirstElement,
    Element,
    /// A comma or the end.
    Comma,
    Nothing,
}

impl<'a> Elements<'a> {
    /// The elements of the list that is the whole `body`.
    pub const fn of(body: &'a [u8]) -> Self {
        Self { body, at: 0, next: Next::Start, is_too_long: false }
    }

    /// Whether there may be more to read.
    pub fn is_left(&self) -> bool {
        self.next != Next::Nothing
    }

    /// Whether the last error was an element longer than [`LONGEST_ELEMENT`].
    pub const fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// Reads further elements, each as a `B`.
    ///
    /// # Errors
    ///
    /// With the place of what isn't part of a list of `expected`. Nothing can be read after that.
    pub fn read_part<B, T>(&mut self, expected: &'static str) -> Result<Vec<T>, Unreadable>
    where
        B: DeserializeOwned,
        T: From<B>,
    {
        let mut part = Vec::new();
        let end = self.at + PART_BYTES;
        while self.is_left() && self.at < end {
            if self.is_element_next().map_err(|at| self.unreadable(expected, at, (1, 1)))? {
                let longest = self.body.len().min(self.at + LONGEST_ELEMENT);
                let text = &self.body[self.at..longest];
                let mut rest = Deserializer::from_slice(text).into_iter::<B>();
                match rest.next() {
                    Some(Ok(element)) => part.push(element.into()),
                    Some(Err(error)) => {
                        self.is_too_long = error.is_eof() && longest < self.body.len();
                        let place = (error.line(), error.column());
                        return Err(self.unreadable(expected, self.at, place));
                    }
                    None => return Err(self.unreadable(expected, self.at, (1, 1))),
                }
                self.at += rest.byte_offset();
                self.next = Next::Comma;
            }
        }
        Ok(part)
    }

    /// Moves on to the next element or past the end; `false` is the end. What is neither is an error
    /// at its place.
    fn is_element_next(&mut self) -> Result<bool, usize> {
        loop {
            let rest = &self.body[self.at..];
            let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
            let space = rest.iter().take_while(is_space).count();
            self.at += space;
            let rest = &rest[space..];
            let (length, next) = match (self.next, rest.first()) {
                (Next::Start, Some(b'[')) => (1, Next::FirstElement),
                (Next::Start, _) if rest.starts_with(b"null") => (4, Next::Nothing),
                (Next::FirstElement | Next::Comma, Some(b']')) => (1, Next::Nothing),
                (Next::Comma, Some(b',')) => (1, Next::Element),
                (Next::FirstElement | Next::Element, _) => return Ok(true),
                (Next::Nothing, None) => return Ok(false),
                (Next::Start | Next::Comma | Next::Nothing, _) => return Err(self.at),
            };
            self.at += length;
            self.next = next;
        }
    }

    /// An error at a place that is counted from `at`; line and column begin with 1.
    fn unreadable(
        &self,
        expected: &'static str,
        at: usize,
        (line, column): (usize, usize),
    ) -> Unreadable {
        let before = &self.body[..at];
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        let of_line = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        let column = if line == 1 { of_line + column } else { column };
        Unreadable { expected, line: lines + line, column }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::Index};
    use serde_json::Value;

    use super::{Elements, PART_BYTES, Unreadable, read_whole};

    fn read(body: &str) -> Result<Vec<Value>, Unreadable> {
        read_whole(body.as_bytes(), |list| list.read_part::<Value, Value>("a list"))
    }

    #[test]
    fn the_parts_together_are_the_list() {
        let element = |index: usize| format!(r#"{{"a":"],[\"{index}\\\\","b":[1,{{"c":","}}]}}"#);
        let all: Vec<String> = (0..20_000).map(element).collect();
        let body = format!(" [{}]\n", all.join(" ,\n"));
        let mut list = Elements::of(body.as_bytes());
        let (mut parts, mut read) = (0, Vec::new());
        while list.is_left() {
            let before = list.at;
            read.extend(list.read_part::<Value, Value>("a list").expect("a list"));
            assert!(list.at - before < PART_BYTES + 100);
            parts += 1;
        }
        assert!(parts > 2);
        let whole: Vec<Value> = serde_json::from_str(&body).expect("a list");
        assert!(read == whole);
    }

    #[test]
    fn an_error_has_its_place() {
        for (body, place) in [
            ("{}", (1, 1)),
            ("", (1, 1)),
            ("[1,\n 2,\n x]", (3, 2)),
            ("[1 2]", (1, 4)),
            ("[1]\n]", (2, 1)),
        ] {
            let error = read(body).expect_err(body);
            assert_eq!((error.line, error.column), place, "{body}");
        }
    }

    proptest! {
        /// What isn't a list is refused, and what is one is read, as `serde_json` does.
        #[test]
        fn it_reads_what_serde_reads(
            elements in vec(r#"null|true|-1|"a,]"|\{\}|\{"b":[1,\[\]]\}"#, 0..5),
            spaces in "[ \n\t\r]{0,2}",
            place in any::<Index>(),
            inserted in prop_oneof![Just(""), Just(","), Just("]"), Just("x"), Just("\u{c}"), Just("\"")],
            is_removing in any::<bool>(),
        ) {
            let comma = format!("{spaces},{spaces}");
            let mut body = format!("{spaces}[{spaces}{}{spaces}]{spaces}", elements.join(&comma));
            let place = place.index(body.len());
            body.replace_range(place..place + usize::from(is_removing), inserted);
            let whole: Option<Option<Vec<Value>>> = serde_json::from_str(&body).ok();
            prop_assert_eq!(read(&body).ok(), whole.map(Option::unwrap_or_default));
        }
    }
}
