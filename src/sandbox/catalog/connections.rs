//! `/connections` (contract §10).

pub(in crate::sandbox) mod create;
pub(in crate::sandbox) mod delete;
pub(in crate::sandbox) mod get;
pub(in crate::sandbox) mod list;
pub(in crate::sandbox) mod patch;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::sandbox::store::{Connection, Owner, Store};

/// A connection's fields, in the gateway's order.
#[derive(Serialize)]
struct ConnectionView<'a> {
    id: &'a str,
    name: &'a str,
    command: &'a [String],
    resource_name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    subtype: &'a str,
    secret: BTreeMap<&'a str, &'a str>,
    default_database: &'a str,
    agent_id: &'a str,
    status: &'a str,
    reviewers: &'a [String],
    redact_enabled: bool,
    redact_types: &'a [String],
    managed_by: Option<&'a str>,
    tags: [&'a str; 0],
    connection_tags: &'a BTreeMap<String, String>,
    access_mode_runbooks: &'a str,
    access_mode_exec: &'a str,
    access_mode_connect: &'a str,
    access_schema: &'a str,
    guardrail_rules: [&'a str; 0],
    jira_issue_template_id: &'a str,
    force_approve_groups: Option<()>,
    access_max_duration: Option<()>,
    min_review_approvals: Option<()>,
    /// `null` in the bare list and for a single connection, `[]` in a page.
    mandatory_metadata_fields: Option<[&'a str; 0]>,
    attributes: Vec<&'a String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    managed_attributes: Vec<&'a String>,
    effective_features: Option<()>,
}

impl<'a> ConnectionView<'a> {
    /// A connection in a list: its plain attributes, and the managed ones separately.
    fn listed(store: &'a Store, connection: &'a Connection) -> Self {
        let owned_by = |owner: Owner| {
            let names = connection.attributes.iter();
            names
                .filter(|name| store.attribute(name).is_some_and(|found| found.owner == owner))
                .collect()
        };
        Self {
            id: &connection.id,
            name: &connection.name,
            command: &connection.command,
            resource_name: &connection.resource_name,
            kind: &connection.kind,
            subtype: &connection.subtype,
            secret: BTreeMap::new(),
            default_database: "",
            agent_id: &connection.agent_id,
            status: &connection.status,
            reviewers: &connection.reviewers,
            redact_enabled: !connection.redact_types.is_empty(),
            redact_types: &connection.redact_types,
            managed_by: connection.managed_by.as_deref(),
            tags: [],
            connection_tags: &connection.connection_tags,
            access_mode_runbooks: &connection.access_mode_runbooks,
            access_mode_exec: &connection.access_mode_exec,
            access_mode_connect: &connection.access_mode_connect,
            access_schema: &connection.access_schema,
            guardrail_rules: [],
            jira_issue_template_id: "",
            force_approve_groups: None,
            access_max_duration: None,
            min_review_approvals: None,
            mandatory_metadata_fields: None,
            attributes: owned_by(Owner::Organisation),
            managed_attributes: owned_by(Owner::Hoop),
            effective_features: None,
        }
    }

    /// An entry of a page.
    fn paged(store: &'a Store, connection: &'a Connection) -> Self {
        Self { mandatory_metadata_fields: Some([]), ..Self::listed(store, connection) }
    }

    /// A single connection: `attributes` has the managed ones too (contract §10).
    fn single(store: &'a Store, connection: &'a Connection) -> Self {
        let mut view = Self::listed(store, connection);
        view.attributes.extend(&view.managed_attributes);
        view.attributes.sort();
        view
    }
}

/// Whether a text has the form `^A+(?:[-.]?A+){at_least,at_most}$` with `A` = `[a-zA-Z0-9_]`.
///
/// Groups can have any length, so two conditions suffice: enough letters for all required groups,
/// and no more separators than groups.
fn has_name_form(text: &str, at_least: usize, at_most: usize) -> bool {
    let bytes = text.as_bytes();
    let separator = |byte: &u8| matches!(byte, b'-' | b'.');
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    bytes.iter().all(|byte| separator(byte) || letter(byte))
        && bytes.first().is_some_and(letter)
        && bytes.last().is_some_and(letter)
        && !bytes.windows(2).any(|pair| pair.iter().all(separator))
        && bytes.iter().filter(|byte| letter(byte)).count() > at_least
        && bytes.iter().filter(|byte| separator(byte)).count() <= at_most
}

#[cfg(test)]
mod tests {
    use super::has_name_form;

    #[test]
    fn a_connection_name_has_three_letters_and_lonely_separators() {
        for name in ["abc", "a-b-c", "a.b_c", "pg-main", "___"] {
            assert!(has_name_form(name, 2, 253), "{name}");
        }
        for name in ["", "ab", "a-b", "a--bc", "-abc", "abc.", "a b c", "a/bc", "äbc"] {
            assert!(!has_name_form(name, 2, 253), "{name}");
        }
    }
}
