//! `/machineidentities/{name}/credentials` and its `/rotate` (contract §4).

use serde_json::Value;

use super::{body, engine::Reply, provision, store::Store, world::World};

/// `GET …/credentials`: what cannot be resolved any more is silently left out (G23).
pub fn list(store: &Store, name: &str) -> Reply {
    let Some(row) = store.identity(name) else {
        return body::message(404, "machine identity not found");
    };
    let shown = row.links.iter().filter_map(|(asked, link)| {
        let connection = store.connection(asked)?;
        Some(provision::show(connection, link, &store.listeners))
    });
    body::json(200, &Value::from(shown.collect::<Vec<_>>()))
}

/// `POST …/credentials/{connectionName}/rotate`: revokes first, and makes a new one second (G7).
pub fn rotate(store: &mut Store, world: &mut dyn World, name: &str, asked: &str) -> Reply {
    let fail = |reason: &str| body::message(400, format!("failed rotating credential: {reason}"));
    let Some(row) = store.identity_mut(name) else {
        return fail("failed fetching machine identity: resource not found");
    };
    if row.links.remove(asked).is_none() {
        return fail(&format!(
            "failed revoking old credential for connection {asked}: resource not found"
        ));
    }
    match provision::provision(store, world, name, asked) {
        Ok(credential) => body::json(201, &credential),
        Err(reason) if reason.ends_with("not found") => fail(&reason),
        Err(reason) => fail(&reason.replacen(
            "failed provisioning credential",
            "failed provisioning new credential",
            1,
        )),
    }
}
