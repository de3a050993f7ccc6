//! The headers of a built console, read from the file that its build wrote for hosts.

use std::{fs, io, path::Path};

use hyper::header::{HeaderName, HeaderValue};

/// The file: a path per line, which may end in `*`, and below it its headers, indented.
const FILE: &str = "_headers";

/// Headers by path.
pub struct HeaderRules(Vec<(String, HeaderName, HeaderValue)>);

impl HeaderRules {
    /// Reads the rules of a build, and lets its pages connect to further origins.
    ///
    /// # Errors
    /// If the build has no such file, or a line of it is no header.
    pub fn read(directory: &Path, connect_to: &[String]) -> io::Result<Self> {
        let path = directory.join(FILE);
        let text = fs::read_to_string(&path).map_err(|error| {
            io::Error::new(error.kind(), format!("{} can't be read: {error}", path.display()))
        })?;
        let own = "connect-src 'self'";
        let origins: String = connect_to.iter().map(|origin| format!(" {origin}")).collect();
        let text = text.replace(own, &format!("{own}{origins}"));
        parse(&text).map(Self).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{} is malformed", path.display()))
        })
    }

    /// The headers of a path.
    pub fn of<'a>(
        &'a self,
        path: &'a str,
    ) -> impl Iterator<Item = (HeaderName, HeaderValue)> + use<'a> {
        let fits = move |pattern: &str| match pattern.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix),
            None => path == pattern,
        };
        let rules = self.0.iter().filter(move |(pattern, ..)| fits(pattern));
        rules.map(|(_, name, value)| (name.clone(), value.clone()))
    }
}

fn parse(text: &str) -> Option<Vec<(String, HeaderName, HeaderValue)>> {
    let mut rules = Vec::new();
    let mut pattern = None;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with('/') {
            pattern = Some(line.trim());
            continue;
        }
        let (name, value) = line.trim().split_once(": ")?;
        rules.push((pattern?.to_owned(), name.parse().ok()?, value.parse().ok()?));
    }
    Some(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_gets_the_headers_of_every_pattern_that_fits() {
        let text = "/*\n  A: 1\n  B: x: y\n/embed/*\n  C: 2\n/\n  D: 3\n";
        let rules = HeaderRules(parse(text).unwrap());
        let of = |path| rules.of(path).map(|(name, _)| name.to_string()).collect::<Vec<_>>();
        assert_eq!(of("/embed/x.js"), ["a", "b", "c"]);
        assert_eq!(of("/"), ["a", "b", "d"]);
        assert!(rules.of("/").any(|(name, value)| name == "b" && value == "x: y"));
        assert!(parse("  A: 1\n").is_none() && parse("/*\n  no header\n").is_none());
    }
}
