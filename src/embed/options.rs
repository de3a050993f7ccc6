//! What a page sets on the element.

use serde::Deserialize;

use crate::ui::options::Settings;

/// The attributes that the program reads, by their property names, as `element.js` sends them. An
/// unknown key is refused, so that the two files can't drift apart.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Options {
    /// The gateway's URL, or `sandbox` for the one in the page. Default: the page's origin.
    pub gateway: Option<String>,
    /// The name of the identity to edit.
    pub identity: Option<String>,
    /// `key-value`, `any`, or a regular expression.
    pub attribute_policy: Option<String>,
    /// Seconds that a save may take.
    pub timeout: Option<String>,
    /// The host that replaces the gateway's own in credentials (G9).
    pub public_host: Option<String>,
    /// Minutes without activity after which secrets leave the page.
    pub idle_minutes: Option<String>,
    /// The level of the editor's heading, 1 to 6. Default: 2, since the page has its own `<h1>`.
    pub heading_level: Option<String>,
    /// A list of what the editor leaves out: `history`, `export`, `sandbox`.
    pub hide: Option<String>,
    /// `off` sends writes without a receipt (contract §15).
    pub receipts: Option<String>,
    /// Shows the identity without its form.
    pub readonly: bool,
    /// A save needs a reason.
    pub require_reason: bool,
    /// The page set `getToken`.
    pub has_get_token: bool,
}

impl Options {
    /// The settings of the editor.
    pub fn settings(&self) -> Settings {
        let this = self.clone();
        Settings {
            attribute_policy: this.attribute_policy,
            timeout: this.timeout,
            public_host: this.public_host,
            idle_minutes: this.idle_minutes,
            receipts: this.receipts,
            hide: this.hide,
            // The page has its own `<h1>`.
            heading_level: this.heading_level.or_else(|| Some("2".to_owned())),
            require_reason: this.require_reason,
            readonly: this.readonly,
        }
    }
}
