//! `PUT /machineidentities/{name}`, in the gateway's own order and without a transaction
//! (contract §5). The order is what makes it dangerous; do not tidy it up.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::sandbox::{
    body::{self, IdentityBody},
    engine::Reply,
    identities::{attribute_refusal, nul, or_null},
    provision,
    store::Store,
    world::World,
};

/// The timestamp in every answer to a PUT (G13).
const ZERO_TIME: &str = "0001-01-01T00:00:00Z";

pub fn update(store: &mut Store, world: &mut dyn World, name: &str, body: &[u8]) -> Reply {
    let sent = match body::read_identity(body) {
        Ok(sent) => sent,
        Err(message) => return body::message(400, message),
    };
    match steps(store, world, name, &sent) {
        Ok(answer) => body::json(200, &answer),
        Err(Refusal::NameTaken) => {
            body::message(409, "machine identity with this name already exists")
        }
        Err(Refusal::Failed(reason)) => {
            body::message(400, format!("failed updating machine identity: {reason}"))
        }
    }
}

enum Refusal {
    NameTaken,
    Failed(String),
}

fn steps(
    store: &mut Store,
    world: &mut dyn World,
    name: &str,
    sent: &IdentityBody,
) -> Result<Value, Refusal> {
    // 1. Load; a rename to a taken name is refused.
    let Some(row) = store.identity(name) else {
        // Never 404 (G6).
        return Err(Refusal::Failed(
            "failed fetching machine identity: resource not found".to_owned(),
        ));
    };
    if sent.name != name && store.names.contains_key(&sent.name) {
        return Err(Refusal::NameTaken);
    }
    // 2. Added keeps the duplicates of what was sent (G5).
    let stored = row.connection_names.clone();
    let wanted = sent.connection_names.clone().unwrap_or_default();
    let added: Vec<&String> = wanted.iter().filter(|one| !stored.contains(one)).collect();
    let removed: Vec<&String> = stored.iter().filter(|one| !wanted.contains(one)).collect();
    // 3.
    let matched = store.matched(&sent.attributes);
    // 5. The first failure ends the request; earlier credentials stay (G4).
    let mut new = Vec::new();
    for asked in added {
        let connection = store
            .connection(asked)
            .ok_or_else(|| Refusal::Failed(format!("connection {asked} not found")))?;
        if let Some(refusal) = provision::refusal(connection, asked) {
            return Err(Refusal::Failed(refusal));
        }
        new.push(provision::provision(store, world, name, asked).map_err(Refusal::Failed)?);
    }
    // 6. Revoked before the row is written, hence before anything below can fail (G1).
    let row = store.identity_mut(name).expect("loaded in step 1");
    for asked in removed.into_iter().filter(|asked| !matched.contains(*asked)) {
        row.links.remove(asked);
    }
    // 7.
    let Some(connection_names) = &sent.connection_names else {
        return Err(Refusal::Failed(
            "failed updating machine identity: ERROR: null value in column \"connection_names\" \
             of relation \"machine_identities\" violates not-null constraint (SQLSTATE 23502)"
                .to_owned(),
        ));
    };
    let mut texts = vec![sent.name.as_str(), sent.description.as_str()];
    texts.extend(connection_names.iter().map(String::as_str));
    if let Some(refusal) = nul(&texts) {
        return Err(Refusal::Failed(format!("failed updating machine identity: {refusal}")));
    }
    let now = world.now();
    let id = row.id;
    row.name.clone_from(&sent.name);
    row.description.clone_from(&sent.description);
    row.connection_names.clone_from(connection_names);
    row.updated_at = now;
    store.names.remove(name);
    store.names.insert(sent.name.clone(), id);
    // 8. Unknown attributes are created (G12).
    if let Some(refusal) = attribute_refusal(&sent.attributes) {
        return Err(Refusal::Failed(format!(
            "failed upserting machine identity attributes: {refusal}"
        )));
    }
    for attribute in &sent.attributes {
        store.ensure_attribute(attribute, now);
    }
    let row = store.identity_mut(&sent.name).expect("renamed above");
    row.attributes = sent.attributes.iter().cloned().collect();
    // 9.
    new.extend(provision_matched(store, world, &sent.name, &matched));
    // 10. An echo, duplicates included (G13).
    Ok(json!({
        "id": id.to_string(),
        "name": sent.name,
        "description": sent.description,
        "connection_names": connection_names,
        "attributes": sent.attributes,
        "created_at": ZERO_TIME,
        "updated_at": ZERO_TIME,
        "new_credentials": or_null(new),
    }))
}

/// Gives an identity what its attributes bring; what cannot be given is skipped silently.
pub fn provision_matched(
    store: &mut Store,
    world: &mut dyn World,
    name: &str,
    matched: &BTreeSet<String>,
) -> Vec<Value> {
    let mut new = Vec::new();
    for asked in matched {
        let has_one = store.identity(name).is_some_and(|row| row.links.contains_key(asked));
        let is_eligible = store.connection(asked).is_some_and(provision::is_eligible);
        if !has_one && is_eligible {
            new.extend(provision::provision(store, world, name, asked).ok());
        }
    }
    new
}

/// Full reconciliation, which re-saving a connection or an attribute runs (contract §5): what is
/// listed or matched and has no credential gets one, and every other credential is revoked.
pub fn reconcile(store: &mut Store, world: &mut dyn World, name: &str) {
    let Some(row) = store.identity(name) else { return };
    let mut wanted = store.matched(&row.attributes);
    wanted.extend(row.connection_names.iter().cloned());
    let row = store.identity_mut(name).expect("looked up above");
    row.links.retain(|asked, _| wanted.contains(asked));
    provision_matched(store, world, name, &wanted);
}
