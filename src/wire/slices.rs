//! A long JSON list in slices, each a list of its own, so that no slice takes long to read.

/// About how long a slice is, in bytes; its last element can make it longer.
pub const SLICE_BYTES: usize = 128 << 10;

/// The longest slice, in bytes. One that is longer is cut here, in the middle of an element.
pub const LONGEST_SLICE: usize = SLICE_BYTES + (1 << 20);

/// The slices of a JSON list.
///
/// It only looks for where elements end. What isn't JSON comes out in some slice and is refused where
/// that is read.
pub struct Slices<'a> {
    body: &'a [u8],
    /// Where the next element begins.
    at: usize,
}

/// Some elements of the list.
pub struct Slice<'a> {
    /// The elements and the commas between them.
    pub elements: &'a [u8],
    /// Where they begin in the list, in bytes.
    pub start: usize,
}

impl<'a> Slices<'a> {
    /// `None` when the text doesn't begin and end as a list.
    pub fn of(body: &'a [u8]) -> Option<Self> {
        let text = body.trim_ascii();
        let inside = text.strip_prefix(b"[")?.strip_suffix(b"]")?;
        Some(Self { body: inside, at: 0 })
    }
}

impl<'a> Iterator for Slices<'a> {
    type Item = Slice<'a>;

    fn next(&mut self) -> Option<Slice<'a>> {
        let start = self.at;
        if start >= self.body.len() {
            return None;
        }
        let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
        let mut end = self.body.len();
        self.at = end;
        for (index, byte) in self.body[start..].iter().enumerate() {
            if index > LONGEST_SLICE {
                end = start + index;
                self.at = end;
                break;
            }
            match (in_string, byte) {
                (true, _) if is_escaped => is_escaped = false,
                (true, b'\\') => is_escaped = true,
                (true, b'"') => in_string = false,
                (true, _) => {}
                (false, b'"') => in_string = true,
                (false, b'{' | b'[') => depth += 1,
                (false, b'}' | b']') => depth = depth.saturating_sub(1),
                (false, b',') if depth == 0 && index >= SLICE_BYTES => {
                    end = start + index;
                    self.at = end + 1;
                    break;
                }
                (false, _) => {}
            }
        }
        // The bracket before the elements.
        Some(Slice { elements: &self.body[start..end], start: start + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::{SLICE_BYTES, Slices};

    #[test]
    fn slices_together_are_the_list() {
        let element = |index: usize| format!(r#"{{"a":"],[\"{index}\\\\","b":[1,{{"c":","}}]}}"#);
        let all: Vec<String> = (0..20_000).map(element).collect();
        let body = format!(" [{}]\n", all.join(","));
        let slices: Vec<_> = Slices::of(body.as_bytes()).expect("it is a list").collect();
        assert!(slices.len() > 2);
        let mut read = Vec::new();
        for slice in &slices {
            assert!(slice.elements.len() < SLICE_BYTES + 100);
            let text = [b"[", slice.elements, b"]"].concat();
            read.extend(serde_json::from_slice::<Vec<serde_json::Value>>(&text).expect("a list"));
        }
        let whole: Vec<serde_json::Value> = serde_json::from_str(&body).expect("a list");
        assert!(read == whole);
    }

    #[test]
    fn an_empty_list_has_no_slice_and_other_texts_have_none_at_all() {
        assert_eq!(Slices::of(b"[]").map(Iterator::count), Some(0));
        for text in ["null", "{}", "", "["] {
            assert!(Slices::of(text.as_bytes()).is_none(), "{text}");
        }
    }
}
