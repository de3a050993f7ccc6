//! `/attributes` (contract §10).

pub(in crate::sandbox) mod create;
pub(in crate::sandbox) mod delete;
pub(in crate::sandbox) mod get;
pub(in crate::sandbox) mod list;
pub(in crate::sandbox) mod update;

use serde::Serialize;

use crate::sandbox::call::Call;
use crate::sandbox::json::{Body, instant};
use crate::sandbox::store::{Attribute, AttributeChange, ORGANISATION, Owner};

/// The refusal of a change to an attribute that Hoop owns.
const MANAGED: &str = "this attribute is managed by Hoop and cannot be modified directly";

/// The body of POST and PUT.
struct AttributeRequest {
    name: String,
    description: Option<String>,
    connection_names: Option<Vec<String>>,
    access_control_group_names: Option<Vec<String>>,
    /// Names of rules. The sandbox has no rules, so each breaks a foreign key.
    names_a_rule: bool,
}

impl AttributeRequest {
    /// Reads a body; the error is the message of the 400.
    fn read(call: &Call<'_>) -> Result<Self, String> {
        let mut body = Body::read(&call.request.body, "AttributeRequest")?;
        let rules = ["access_request_rule_names", "guardrail_rule_names", "datamasking_rule_names"];
        let request = Self {
            name: body.text("name"),
            description: body.optional_text("description"),
            connection_names: body.names("connection_names"),
            access_control_group_names: body.names("access_control_group_names"),
            names_a_rule: rules
                .map(|rules| body.names(rules))
                .into_iter()
                .flatten()
                .any(|names| !names.is_empty()),
        };
        call.finish(body)?;
        if request.name.is_empty() {
            return Err(
                "Key: 'AttributeRequest.Name' Error:Field validation for 'Name' failed on \
                        the 'required' tag"
                    .into(),
            );
        }
        Ok(request)
    }

    fn change(&self) -> Result<AttributeChange<'_>, String> {
        if self.names_a_rule {
            return Err("violates foreign key constraint".into());
        }
        Ok(AttributeChange {
            name: &self.name,
            description: self.description.as_deref(),
            connection_names: self.connection_names.as_deref(),
            access_control_group_names: self.access_control_group_names.as_deref(),
        })
    }
}

/// The fields of an attribute, in the gateway's order.
#[derive(Serialize)]
struct AttributeView<'a> {
    id: &'a str,
    org_id: &'a str,
    name: &'a str,
    description: Option<&'a str>,
    managed_by: Option<&'a str>,
    connection_names: Vec<&'a String>,
    access_request_rule_names: [&'a str; 0],
    guardrail_rule_names: [&'a str; 0],
    datamasking_rule_names: [&'a str; 0],
    access_control_group_names: Vec<&'a String>,
    created_at: String,
}

impl<'a> AttributeView<'a> {
    fn stored(stored: &'a Attribute) -> Self {
        Self {
            id: &stored.id,
            org_id: ORGANISATION,
            name: &stored.name,
            description: stored.description.as_deref(),
            managed_by: (stored.owner == Owner::Hoop).then_some("hoop"),
            connection_names: stored.connection_names.iter().collect(),
            access_request_rule_names: [],
            guardrail_rule_names: [],
            datamasking_rule_names: [],
            access_control_group_names: stored.access_control_group_names.iter().collect(),
            created_at: instant(stored.created_at),
        }
    }

    /// The answer to a write: omitted lists appear empty, although they are kept.
    fn echo(stored: &'a Attribute, request: &'a AttributeRequest) -> Self {
        Self {
            connection_names: request.connection_names.iter().flatten().collect(),
            access_control_group_names: request
                .access_control_group_names
                .iter()
                .flatten()
                .collect(),
            ..Self::stored(stored)
        }
    }
}
