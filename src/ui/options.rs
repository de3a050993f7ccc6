//! The settings of a page; each has a default.

use crate::{
    domain::{attribute::AttributePolicy, host::PublicHost},
    gateway::call::Deadlines,
    ui::browser::pattern,
};

/// The default number of idle minutes after which secrets leave the page.
const IDLE_MINUTES: u32 = 10;

/// What the editor leaves out.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Hidden {
    /// Stored versions, and restoring them.
    pub history: bool,
    /// Export to files. Single values can still be copied.
    pub export: bool,
    /// The sandbox's drawer.
    pub sandbox: bool,
}

impl Hidden {
    /// Parses a list separated by spaces or commas; `None` for an unknown word.
    fn parse(list: &str) -> Option<Self> {
        let mut hidden = Self::default();
        for word in list.split([' ', ',']).filter(|word| !word.is_empty()) {
            match word {
                "history" => hidden.history = true,
                "export" => hidden.export = true,
                "sandbox" => hidden.sandbox = true,
                _ => return None,
            }
        }
        Some(hidden)
    }
}

/// The configuration of one page.
#[derive(Clone)]
pub struct PageOptions {
    /// The required format of newly typed attributes.
    pub policy: AttributePolicy,
    pub deadlines: Deadlines,
    /// The public host: it replaces the gateway's own in credentials (G9).
    pub public_host: Option<PublicHost>,
    pub idle_minutes: u32,
    /// Whether writes carry a receipt id, which the audit log stores (contract §15).
    pub has_receipts: bool,
    /// Whether a save needs a reason.
    pub require_reason: bool,
    /// Whether the editor is read-only, as for a user who can't write.
    pub is_read_only: bool,
    pub hidden: Hidden,
    /// The level of the editor's main heading, 1 to 6.
    pub heading_level: u8,
}

/// The settings as the page writes them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Settings {
    /// `key-value` (default), `any`, or a regular expression.
    pub attribute_policy: Option<String>,
    /// Seconds that a save may take; reads may take half of that.
    pub timeout: Option<String>,
    /// A host name or an IP address.
    pub public_host: Option<String>,
    /// Minutes.
    pub idle_minutes: Option<String>,
    /// `on` (default) or `off`.
    pub receipts: Option<String>,
    /// A list of `history`, `export` and `sandbox`.
    pub hide: Option<String>,
    /// From 1 (default) to 6.
    pub heading_level: Option<String>,
    pub require_reason: bool,
    pub readonly: bool,
}

impl Settings {
    /// Takes one setting from others; the switches are never invalid.
    pub fn take(&mut self, name: &str, from: Self) {
        match name {
            "attribute-policy" => self.attribute_policy = from.attribute_policy,
            "timeout" => self.timeout = from.timeout,
            "public-host" => self.public_host = from.public_host,
            "idle-minutes" => self.idle_minutes = from.idle_minutes,
            "receipts" => self.receipts = from.receipts,
            "hide" => self.hide = from.hide,
            "heading-level" => self.heading_level = from.heading_level,
            name => unreachable!("{name} is a switch"),
        }
    }
}

/// An invalid setting.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BadOption {
    pub name: &'static str,
    pub expected: String,
}

impl PageOptions {
    /// Parses the settings; absent and empty ones get their defaults.
    pub fn read(settings: &Settings) -> Result<Self, BadOption> {
        let policy = match given(settings.attribute_policy.as_deref()) {
            None | Some("key-value") => AttributePolicy::KeyValue,
            Some("any") => AttributePolicy::Any,
            Some(source) => {
                AttributePolicy::Pattern(pattern::compile(source).map_err(|reason| BadOption {
                    name: "attribute-policy",
                    expected: format!("key-value, any, or a regular expression ({reason})"),
                })?)
            }
        };
        let deadlines = match number(settings.timeout.as_deref(), 3600) {
            Ok(None) => Deadlines::default(),
            Ok(Some(seconds)) => {
                Deadlines { read: seconds * 500, write: seconds * 1000, ..Deadlines::default() }
            }
            Err(()) => {
                let expected = "a number of seconds from 1 to 3600".to_owned();
                return Err(BadOption { name: "timeout", expected });
            }
        };
        let public_host = match given(settings.public_host.as_deref()).map(PublicHost::parse) {
            None => None,
            Some(Ok(host)) => Some(host),
            Some(Err(_)) => {
                let expected = "a host name or an address, without a scheme or a port".to_owned();
                return Err(BadOption { name: "public-host", expected });
            }
        };
        let idle_minutes = number(settings.idle_minutes.as_deref(), 1440).map_err(|()| {
            let expected = "a number of minutes from 1 to 1440".to_owned();
            BadOption { name: "idle-minutes", expected }
        })?;
        let idle_minutes = idle_minutes.unwrap_or(IDLE_MINUTES);
        let has_receipts = match given(settings.receipts.as_deref()) {
            None | Some("on") => true,
            Some("off") => false,
            Some(_) => {
                return Err(BadOption { name: "receipts", expected: "on or off".to_owned() });
            }
        };
        let hide = settings.hide.as_deref().unwrap_or_default();
        let hidden = Hidden::parse(hide).ok_or_else(|| BadOption {
            name: "hide",
            expected: "a list of history, export and sandbox".to_owned(),
        })?;
        let level = number(settings.heading_level.as_deref(), 6).map_err(|()| {
            let expected = "a number from 1 to 6".to_owned();
            BadOption { name: "heading-level", expected }
        })?;
        Ok(Self {
            policy,
            deadlines,
            public_host,
            idle_minutes,
            has_receipts,
            require_reason: settings.require_reason,
            is_read_only: settings.readonly,
            hidden,
            heading_level: level.and_then(|level| level.try_into().ok()).unwrap_or(1),
        })
    }
}

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn number(text: Option<&str>, most: u32) -> Result<Option<u32>, ()> {
    match given(text).map(str::parse) {
        None => Ok(None),
        Some(Ok(number)) if (1..=most).contains(&number) => Ok(Some(number)),
        Some(_) => Err(()),
    }
}
