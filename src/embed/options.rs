//! What a page sets on the element.

use serde::Deserialize;

/// The element's attributes and plain properties. Everything but the identity is optional, and a
/// key that is not known is refused, so that a typo does not pass unseen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Options {
    /// The address of the gateway, or `sandbox` for the one in the page. Default: this origin.
    pub gateway: Option<String>,
    /// The name of the identity to edit.
    pub identity: Option<String>,
    /// `key-value`, `any`, or a regular expression.
    pub attribute_policy: Option<String>,
    /// Seconds that a save may take.
    pub timeout: Option<String>,
    /// The host that stands in for the gateway's own in credentials.
    pub public_host: Option<String>,
    /// After how many idle minutes secrets are taken off the page.
    pub idle_minutes: Option<String>,
}
