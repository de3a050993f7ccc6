//! `/attributes` (contract §10).

pub(in crate::sandbox) mod create;
pub(in crate::sandbox) mod delete;
pub(in crate::sandbox) mod get;
pub(in crate::sandbox) mod list;
pub(in crate::sandbox) mod update;

use crate::sandbox::json::decode::{NameList, Slot, decode};
use crate::sandbox::json::encode::Json;
use crate::sandbox::json::instant;
use crate::sandbox::store::{Attribute, AttributeChange, ORGANISATION, Owner};

/// The refusal of a change to an attribute that Hoop owns.
const MANAGED: &str = "this attribute is managed by Hoop and cannot be modified directly";

/// The body of POST and PUT.
struct AttributeRequest {
    name: String,
    description: Option<String>,
    connection_names: Option<Vec<String>>,
    access_control_group_names: Option<Vec<String>>,
    /// Names of rules. The sandbox has none, so any one breaks a foreign key.
    names_a_rule: bool,
}

impl AttributeRequest {
    /// Reads a body; the error is the message of the 400.
    fn read(body: &[u8]) -> Result<Self, String> {
        let mut name = String::new();
        let mut description = None;
        let mut lists: [NameList; 5] = Default::default();
        let [connections, requests, guardrails, maskings, groups] = &mut lists;
        decode(
            body,
            "AttributeRequest",
            &mut [
                ("name", Slot::Text(&mut name)),
                ("description", Slot::OptionalText(&mut description)),
                ("connection_names", Slot::Names(connections)),
                ("access_request_rule_names", Slot::Names(requests)),
                ("guardrail_rule_names", Slot::Names(guardrails)),
                ("datamasking_rule_names", Slot::Names(maskings)),
                ("access_control_group_names", Slot::Names(groups)),
            ],
        )?;
        if name.is_empty() {
            return Err(
                "Key: 'AttributeRequest.Name' Error:Field validation for 'Name' failed on \
                        the 'required' tag"
                    .into(),
            );
        }
        let [connection_names, requests, guardrails, maskings, groups] =
            lists.map(NameList::into_names);
        let rules = [requests, guardrails, maskings];
        Ok(Self {
            name,
            description,
            connection_names,
            access_control_group_names: groups,
            names_a_rule: rules.into_iter().flatten().any(|names| !names.is_empty()),
        })
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

    /// Writes the echo of a request: lists that were left out appear empty, though they are kept.
    fn write(&self, json: &mut Json, stored: &Attribute) {
        let none = Vec::new();
        Shown {
            stored,
            connection_names: self.connection_names.as_ref().unwrap_or(&none).iter(),
            access_control_group_names: self
                .access_control_group_names
                .as_ref()
                .unwrap_or(&none)
                .iter(),
        }
        .write(json);
    }
}

/// The fields of an attribute, in the gateway's order.
struct Shown<'a, C, G> {
    stored: &'a Attribute,
    connection_names: C,
    access_control_group_names: G,
}

impl<'a, C: Iterator<Item = &'a String>, G: Iterator<Item = &'a String>> Shown<'a, C, G> {
    fn write(self, json: &mut Json) {
        json.text("id", &self.stored.id);
        json.text("org_id", ORGANISATION);
        json.text("name", &self.stored.name);
        json.text_or_null("description", self.stored.description.as_deref());
        json.text_or_null("managed_by", (self.stored.owner == Owner::Hoop).then_some("hoop"));
        json.names("connection_names", self.connection_names);
        json.names("access_request_rule_names", []);
        json.names("guardrail_rule_names", []);
        json.names("datamasking_rule_names", []);
        json.names("access_control_group_names", self.access_control_group_names);
        json.text("created_at", &instant(self.stored.created_at));
    }
}

/// Writes a stored attribute.
fn write_stored(json: &mut Json, stored: &Attribute) {
    Shown {
        stored,
        connection_names: stored.connection_names.iter(),
        access_control_group_names: stored.access_control_group_names.iter(),
    }
    .write(json);
}
