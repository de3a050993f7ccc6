//! Which connections the attributes of an insight scenario match.
//!
//! The recordings omit this, but it can be derived: a connection that got no credential when an
//! identity gained an attribute isn't matched by it. The search starts with attributes that match
//! every connection and removes what a replay contradicts, so it ends in the largest setup that
//! agrees with the recording, or in a difference that no setup explains.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::insight::{Difference, Scenario, play};
use crate::replay::Gateway;
use crate::roles::Roles;

/// The connections that each attribute matches.
#[derive(Clone, Default)]
pub struct Setup(BTreeMap<String, BTreeSet<String>>);

impl Setup {
    /// The setup under which a scenario replays, or else the remaining difference.
    pub fn find(
        scenario: &Scenario,
        roles: &Roles,
        gateway: &mut dyn Gateway,
    ) -> Result<Self, String> {
        let listed = gateway.send("GET", "/connections", None)?.value();
        let names = listed.as_array().into_iter().flatten();
        let every: BTreeSet<String> =
            names.filter_map(|entry| entry["name"].as_str()).map(str::to_owned).collect();
        let attributes = scenario.attributes().into_iter();
        let mut setup = Self(attributes.map(|name| (name, every.clone())).collect());
        loop {
            let (attributes, connections) = match play(scenario, &setup, roles, gateway) {
                Ok(()) => return Ok(setup),
                Err(Difference::Other(error)) => return Err(error),
                Err(Difference::Matched { attributes, connections }) => (attributes, connections),
            };
            if !setup.take_off(&attributes, &connections) {
                return Err(format!("{connections:?} have credentials that weren't recorded"));
            }
        }
    }

    /// Creates the attributes. A name that the gateway rejects, for example because it is too long,
    /// is in no setup.
    pub fn apply(&self, gateway: &mut dyn Gateway) -> Result<(), String> {
        for (name, connections) in &self.0 {
            let body = json!({ "name": name, "connection_names": connections }).to_string();
            let answer = gateway.send("POST", "/attributes", Some(body.as_bytes()))?;
            if ![201, 400, 500].contains(&answer.status) {
                return Err(format!("the attribute {name:?} is answered {}", answer.status));
            }
        }
        Ok(())
    }

    /// False if there was nothing left to remove.
    fn take_off(&mut self, attributes: &[String], connections: &[String]) -> bool {
        let mut has_changed = false;
        for attribute in attributes {
            let Some(matched) = self.0.get_mut(attribute) else { continue };
            for connection in connections {
                has_changed |= matched.remove(connection);
            }
        }
        has_changed
    }
}
