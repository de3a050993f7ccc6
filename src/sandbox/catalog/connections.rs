//! `/connections` (contract §10).

pub(in crate::sandbox) mod create;
pub(in crate::sandbox) mod delete;
pub(in crate::sandbox) mod get;
pub(in crate::sandbox) mod list;
pub(in crate::sandbox) mod patch;

use crate::sandbox::json::encode::Json;
use crate::sandbox::store::{Connection, Owner, Store};

/// Writes a connection's fields, in the gateway's order. `mandatory` is the one field that differs
/// between a bare list and a page.
fn write(json: &mut Json, store: &Store, connection: &Connection, mandatory: &str) {
    let owned_by = |owner: Owner| {
        connection
            .attributes
            .iter()
            .filter(move |name| store.attribute(name).is_some_and(|found| found.owner == owner))
    };
    json.text("id", &connection.id);
    json.text("name", &connection.name);
    json.names("command", &connection.command);
    json.text("resource_name", &connection.resource_name);
    json.text("type", &connection.kind);
    json.text("subtype", &connection.subtype);
    json.nested("secret", |_| {});
    json.text("default_database", "");
    json.text("agent_id", &connection.agent_id);
    json.text("status", &connection.status);
    json.names("reviewers", &connection.reviewers);
    json.flag("redact_enabled", !connection.redact_types.is_empty());
    json.names("redact_types", &connection.redact_types);
    json.text_or_null("managed_by", connection.managed_by.as_deref());
    json.names("tags", []);
    json.nested("connection_tags", |json| {
        for (key, value) in &connection.connection_tags {
            json.text(key, value);
        }
    });
    json.text("access_mode_runbooks", &connection.access_mode_runbooks);
    json.text("access_mode_exec", &connection.access_mode_exec);
    json.text("access_mode_connect", &connection.access_mode_connect);
    json.text("access_schema", &connection.access_schema);
    json.names("guardrail_rules", []);
    json.text("jira_issue_template_id", "");
    json.literal("force_approve_groups", "null");
    json.literal("access_max_duration", "null");
    json.literal("min_review_approvals", "null");
    json.literal("mandatory_metadata_fields", mandatory);
    json.names("attributes", owned_by(Owner::Organisation));
    if owned_by(Owner::Hoop).next().is_some() {
        json.names("managed_attributes", owned_by(Owner::Hoop));
    }
    json.literal("effective_features", "null");
}

/// Whether a text has the form `^A+(?:[-.]?A+){at_least,at_most}$` with `A` = `[a-zA-Z0-9_]`.
///
/// A group takes any number of letters, so only two things count: enough letters to give every
/// required group one, and no more separators than groups.
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
