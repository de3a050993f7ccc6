//! What a page can set; everything has a default.

use crate::{
    domain::attribute::AttributePolicy,
    gateway::{call::Deadlines, loaded::Loaded},
    ui::browser::pattern,
};

/// The configuration of one page.
#[derive(Clone, Default)]
pub struct PageOptions {
    /// What a newly typed attribute must look like.
    pub policy: AttributePolicy,
    pub deadlines: Deadlines,
    /// The sandbox, where the page comes with one.
    pub sandbox: Option<Loaded>,
}

/// A setting that is not understood.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BadOption {
    pub name: &'static str,
    pub expected: &'static str,
}

impl PageOptions {
    /// Reads the settings as a page writes them, absent ones as `None`.
    ///
    /// - `policy`: `key-value` (default), `any`, or a regular expression.
    /// - `timeout`: seconds that a save may take; reading may take half of it.
    pub fn read(policy: Option<&str>, timeout: Option<&str>) -> Result<Self, BadOption> {
        let policy = match policy.map(str::trim) {
            None | Some("" | "key-value") => AttributePolicy::KeyValue,
            Some("any") => AttributePolicy::Any,
            Some(source) => {
                AttributePolicy::Pattern(pattern::compile(source).ok_or(BadOption {
                    name: "attribute-policy",
                    expected: "key-value, any, or a regular expression",
                })?)
            }
        };
        let deadlines = match timeout.map(str::trim) {
            None | Some("") => Deadlines::default(),
            Some(text) => match text.parse::<u32>() {
                Ok(seconds @ 1..=3600) => Deadlines { read: seconds * 500, write: seconds * 1000 },
                _ => {
                    return Err(BadOption {
                        name: "timeout",
                        expected: "a number of seconds from 1 to 3600",
                    });
                }
            },
        };
        Ok(Self { policy, deadlines, sandbox: None })
    }
}
