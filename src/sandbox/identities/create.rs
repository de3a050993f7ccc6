//! `POST /machineidentities` (contract §4).

use serde_json::json;

use super::update::provision_matched;
use crate::sandbox::{
    body::{self, IdentityBody},
    engine::Reply,
    identities::{attribute_refusal, nul, or_null},
    provision,
    store::{IdentityRow, Store},
    world::World,
};

pub fn create(store: &mut Store, world: &mut dyn World, body: &[u8]) -> Reply {
    let sent = match body::read_identity(body) {
        Ok(sent) => sent,
        Err(message) => return body::message(400, message),
    };
    if store.names.contains_key(&sent.name) {
        return body::message(409, "machine identity with this name already exists");
    }
    match steps(store, world, &sent) {
        Ok(answer) => answer,
        Err(reason) => body::message(400, format!("failed creating machine identity: {reason}")),
    }
}

fn steps(store: &mut Store, world: &mut dyn World, sent: &IdentityBody) -> Result<Reply, String> {
    let wanted = sent.connection_names.clone().unwrap_or_default();
    for asked in &wanted {
        let connection =
            store.connection(asked).ok_or_else(|| format!("connection {asked} not found"))?;
        if let Some(refusal) = provision::refusal(connection, asked) {
            return Err(refusal);
        }
    }
    let id = Store::identity_id(&sent.name);
    // An identity that was created with this name and has another one now still has the id (G19).
    if store.identities.contains_key(&id) {
        return Err("failed creating machine identity: duplicated key not allowed".to_owned());
    }
    if sent.connection_names.is_none() {
        return Err("failed creating machine identity: ERROR: null value in column \
                    \"connection_names\" of relation \"machine_identities\" violates not-null \
                    constraint (SQLSTATE 23502)"
            .to_owned());
    }
    let mut texts = vec![sent.name.as_str(), sent.description.as_str()];
    texts.extend(wanted.iter().map(String::as_str));
    if let Some(refusal) = nul(&texts) {
        return Err(format!("failed creating machine identity: {refusal}"));
    }
    let now = world.now();
    let row = IdentityRow {
        id,
        name: sent.name.clone(),
        description: sent.description.clone(),
        connection_names: wanted.clone(),
        attributes: Default::default(),
        created_at: now,
        updated_at: now,
        links: Default::default(),
    };
    store.identities.insert(id, row);
    store.names.insert(sent.name.clone(), id);
    let mut credentials = Vec::new();
    for asked in &wanted {
        match provision::provision(store, world, &sent.name, asked) {
            Ok(credential) => credentials.push(credential),
            Err(reason) => {
                store.names.remove(&sent.name);
                store.identities.remove(&id);
                return Err(reason);
            }
        }
    }
    // From here on a failure leaves the identity in place (contract §4).
    if let Some(refusal) = attribute_refusal(&sent.attributes) {
        return Err(format!("failed upserting machine identity attributes: {refusal}"));
    }
    for attribute in &sent.attributes {
        store.ensure_attribute(attribute, now);
    }
    let row = store.identity_mut(&sent.name).expect("inserted above");
    row.attributes = sent.attributes.iter().cloned().collect();
    let matched = store.matched(&sent.attributes);
    credentials.extend(provision_matched(store, world, &sent.name, &matched));
    Ok(body::json(
        201,
        &json!({
            "id": id.to_string(),
            "name": sent.name,
            "description": sent.description,
            "connection_names": wanted,
            "attributes": sent.attributes,
            "created_at": body::time(now),
            "updated_at": body::time(now),
            "credentials": or_null(credentials),
        }),
    ))
}
