//! What a page sets on the element.

use serde::Deserialize;

/// The element's attributes, by their property names, as `element.js` reads them. An unknown key is
/// refused, so that the two files can't drift apart.
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
    /// The accessible name of the editor.
    pub label: Option<String>,
    /// `off` sends writes without a receipt (contract §15).
    pub receipts: Option<String>,
    /// Shows the identity without its form.
    pub readonly: bool,
    /// Less space around everything.
    pub compact: bool,
    /// A save needs a reason.
    pub require_reason: bool,
    /// The page set `getToken`.
    pub has_get_token: bool,
}
