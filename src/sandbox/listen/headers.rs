//! The headers of a built console, from the file that its build wrote for hosts of static files.

use std::path::Path;

use hyper::header::{CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue};

/// The name of that file, in the folder of the build.
pub const FILE: &str = "_headers";

/// Headers by path.
#[derive(Debug)]
pub struct HeaderRules(Vec<(String, HeaderMap)>);

impl HeaderRules {
    /// Reads the rules of a build. Its pages may also connect to these origins.
    ///
    /// # Errors
    /// If there is no such file, or it has anything but paths and indented headers.
    pub fn read(directory: &Path, connect_to: &[String]) -> Result<Self, String> {
        let file = directory.join(FILE);
        let text = std::fs::read_to_string(&file).map_err(|error| {
            format!("cannot read {}, which a build of the console has: {error}", file.display())
        })?;
        Self::parse(&text, connect_to).map_err(|wrong| format!("{}: {wrong}", file.display()))
    }

    fn parse(text: &str, connect_to: &[String]) -> Result<Self, String> {
        let mut rules: Vec<(String, HeaderMap)> = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let Some(header) = line.strip_prefix("  ") else {
                rules.push((line.to_owned(), HeaderMap::new()));
                continue;
            };
            let wrong = || format!("{header} is not a header of a path");
            let (name, value) = header.split_once(": ").ok_or_else(wrong)?;
            let name = HeaderName::try_from(name).map_err(|_| wrong())?;
            let value = if name == CONTENT_SECURITY_POLICY {
                widened(value, connect_to)?
            } else {
                value.to_owned()
            };
            let value = HeaderValue::try_from(value).map_err(|_| wrong())?;
            rules.last_mut().ok_or_else(wrong)?.1.insert(name, value);
        }
        Ok(Self(rules))
    }

    /// Sets the headers of a path. A later rule wins.
    pub fn apply(&self, path: &str, headers: &mut HeaderMap) {
        for (pattern, given) in &self.0 {
            let matches = match pattern.strip_suffix('*') {
                Some(folder) => path.starts_with(folder),
                None => path == pattern,
            };
            if matches {
                headers.extend(given.clone());
            }
        }
    }
}

/// A policy with further origins to connect to.
fn widened(policy: &str, connect_to: &[String]) -> Result<String, String> {
    if connect_to.is_empty() {
        return Ok(policy.to_owned());
    }
    let own = "connect-src 'self'";
    if !policy.contains(own) {
        return Err(format!("the policy has no {own} to extend"));
    }
    Ok(policy.replace(own, &format!("{own} {}", connect_to.join(" "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_headers_of_each_rule_that_matches() {
        let text = "/*\n  A: 1\n  B: 1\n\n/\n  C: 1\n/embed/*\n  B: 2\n";
        let rules = HeaderRules::parse(text, &[]).unwrap();
        for (path, expected) in
            [("/", "a1 b1 c1"), ("/embed/x.js", "a1 b2"), ("/index.html", "a1 b1")]
        {
            let mut headers = HeaderMap::new();
            rules.apply(path, &mut headers);
            let mut shown: Vec<String> = headers
                .iter()
                .map(|(name, value)| format!("{name}{}", value.to_str().unwrap()))
                .collect();
            shown.sort();
            assert_eq!(shown.join(" "), expected, "{path}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for text in ["  A: 1\n", "/*\n  A\n", "/*\n  A b: 1\n"] {
            assert!(HeaderRules::parse(text, &[]).is_err(), "{text}");
        }
        let without = "/*\n  Content-Security-Policy: default-src 'none'\n";
        let other = ["https://a.b".to_owned()];
        assert!(HeaderRules::parse(without, &[]).is_ok());
        assert!(HeaderRules::parse(without, &other).is_err(), "nothing would be allowed by it");
    }
}
