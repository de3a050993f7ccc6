//! Pages and search terms, which both lists share (contract §10).

use serde::Serialize;

use crate::sandbox::http::Target;

/// The requested part of a list.
pub struct Page {
    pub page: usize,
    pub size: usize,
}

impl Page {
    /// Whether the query requests a page.
    pub fn is_asked_for(target: &Target) -> bool {
        !target.query("page").is_empty() || !target.query("page_size").is_empty()
    }

    /// Reads the query; the error is the message of the 422.
    pub fn parse(target: &Target) -> Result<Self, &'static str> {
        let read = |name: &str, default: usize| match target.query(name).as_str() {
            "" => Some(default),
            text => text.parse().ok(),
        };
        let page = read("page", 1).filter(|page| *page >= 1).ok_or("page must be >= 1")?;
        let size = read("page_size", 50)
            .filter(|size| (1..=100).contains(size))
            .ok_or("page_size must be between 1 and 100")?;
        Ok(Self { page, size })
    }

    /// The items on the page.
    pub fn cut<'a, T>(&self, items: &'a [T]) -> &'a [T] {
        let start = (self.page - 1).saturating_mul(self.size).min(items.len());
        &items[start..items.len().min(start + self.size)]
    }

    /// The answer with this page's items.
    pub const fn of<T>(&self, total: usize, data: Vec<T>) -> Paged<T> {
        Paged { pages: Pages { total, page: self.page, size: self.size }, data }
    }
}

/// A page of a list, as the gateway answers it.
#[derive(Serialize)]
pub struct Paged<T> {
    pages: Pages,
    data: Vec<T>,
}

#[derive(Serialize)]
struct Pages {
    total: usize,
    page: usize,
    size: usize,
}

/// SQL's `LIKE`: `%` matches anything, `_` one character, `\` escapes the next one.
pub fn like(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    // Where to continue when a later character fails: one character further after the last `%`.
    let mut retry = None;
    loop {
        let literal = match pattern.get(p) {
            Some('%') => {
                retry = Some((p + 1, t));
                p += 1;
                continue;
            }
            Some('\\') if p + 1 < pattern.len() => Some((pattern[p + 1], 2)),
            Some('_') => None,
            Some(other) => Some((*other, 1)),
            None if t == text.len() => return true,
            None => Some(('\0', 0)),
        };
        let step = match (literal, text.get(t)) {
            (None, Some(_)) => Some(1),
            (Some((wanted, width)), Some(found)) if width > 0 && wanted == *found => Some(width),
            _ => None,
        };
        match (step, retry) {
            (Some(width), _) => {
                p += width;
                t += 1;
            }
            (None, Some((after, from))) if from < text.len() => {
                retry = Some((after, from + 1));
                (p, t) = (after, from + 1);
            }
            (None, _) => return false,
        }
    }
}

/// SQL's `ILIKE '%…%'`.
pub fn contains(text: &str, search: &str) -> bool {
    like(&format!("%{}%", search.to_lowercase()), &text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{contains, like};

    #[test]
    fn like_knows_its_wildcards() {
        assert!(like("prod-%", "prod-postgres"));
        assert!(like("%post%s", "prod-postgres"));
        assert!(like("a_c", "abc"));
        assert!(like("%", ""));
        assert!(like("100\\%", "100%"));
        assert!(!like("100\\%", "100x"));
        assert!(!like("a_c", "ac"));
        assert!(!like("abc", "ABC"));
        assert!(!like("", "a"));
        assert!(!like("%x", "xy"));
    }

    #[test]
    fn a_search_ignores_case() {
        assert!(contains("Prod-Postgres", "POST"));
        assert!(contains("prod", "p_o"));
        assert!(!contains("prod", "q"));
    }
}
