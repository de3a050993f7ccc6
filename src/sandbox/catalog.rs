//! `/connections` and `/attributes` (contract §10).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    body,
    engine::Reply,
    identities::update::reconcile,
    store::{AttributeOwner, AttributeRow, ConnectionRow, Store, derived},
    world::World,
};

/// The page that a query asks for, if it asks for one.
pub struct Page {
    number: usize,
    size: usize,
}

impl Page {
    /// `None` when neither `page` nor `page_size` is given; the gateway's message when one is out
    /// of range.
    pub fn read(query: &str) -> Result<Option<Self>, &'static str> {
        let number = parameter(query, "page");
        let size = parameter(query, "page_size");
        if number.is_none() && size.is_none() {
            return Ok(None);
        }
        let number = match number.unwrap_or("1").parse() {
            Ok(number @ 1..) => number,
            _ => return Err("page must be >= 1"),
        };
        let size = match size.unwrap_or("50").parse() {
            Ok(size @ 1..=100) => size,
            _ => return Err("page_size must be between 1 and 100"),
        };
        Ok(Some(Self { number, size }))
    }

    fn of(&self, rows: &[Value]) -> Vec<Value> {
        let start = (self.number - 1).saturating_mul(self.size);
        rows.iter().skip(start).take(self.size).cloned().collect()
    }
}

/// The value of a query parameter, as it stands.
pub fn parameter<'a>(query: &'a str, key: &str) -> Option<&'a str> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| *name == key)
        .map(|(_, value)| value)
}

/// `GET /connections`: a bare list of everything, or a page.
pub fn list_connections(store: &Store, query: &str) -> Reply {
    let page = match Page::read(query) {
        Ok(page) => page,
        Err(message) => return body::message(422, message),
    };
    let wanted = parameter(query, "search").map(str::to_lowercase);
    let fits = |row: &&ConnectionRow| {
        wanted.as_ref().is_none_or(|wanted| {
            [&row.name, &row.subtype, &row.kind, &row.status]
                .iter()
                .any(|text| text.to_lowercase().contains(wanted.as_str()))
        })
    };
    let rows: Vec<Value> =
        store.connections.values().filter(fits).map(|row| connection(store, row)).collect();
    match page {
        None => body::json(200, &Value::from(rows)),
        Some(page) => {
            let data = page.of(&rows);
            // Past the end the total is 0 (G22).
            let total = if data.is_empty() { 0 } else { rows.len() };
            paged(&page, total, data)
        }
    }
}

/// `GET /connections/{nameOrID}`.
pub fn get_connection(store: &Store, name: &str) -> Reply {
    match store.connection(name) {
        Some(row) => body::json(200, &connection(store, row)),
        None => body::message(404, "not found"),
    }
}

/// `PATCH /connections/{nameOrID}`: reconciles when it carries attributes (contract §5).
pub fn patch_connection(
    store: &mut Store,
    world: &mut dyn World,
    name: &str,
    body: &[u8],
) -> Reply {
    let Some(row) = store.connection(name).cloned() else { return body::message(404, "not found") };
    let patch = match body::read_object(body, "ConnectionPatch") {
        Ok(patch) => patch,
        Err(message) => return body::message(400, message),
    };
    let (access, attributes) = match (
        body::text(&patch, "ConnectionPatch", "access_mode_connect"),
        body::list(&patch, "ConnectionPatch", "attributes"),
    ) {
        (Ok(access), Ok(attributes)) => (access, attributes),
        (Err(message), _) | (_, Err(message)) => return body::message(400, message),
    };
    if !access.is_empty()
        && let Some(row) = store.connections.get_mut(&row.name)
    {
        row.connect = access;
    }
    if let Some(attributes) = attributes {
        let now = world.now();
        let wanted: BTreeSet<String> = attributes.into_iter().collect();
        let affected = holders(store, &row, &wanted);
        for attribute in row.attributes.union(&wanted) {
            store.ensure_attribute(attribute, now);
            let mut carriers = store.carriers.get(attribute).cloned().unwrap_or_default();
            if wanted.contains(attribute) {
                carriers.insert(row.name.clone());
            } else {
                carriers.remove(&row.name);
            }
            store.set_carriers(attribute, carriers);
        }
        for identity in affected {
            reconcile(store, world, &identity);
        }
    }
    get_connection(store, &row.name)
}

/// The identities that a connection touches: by name, by a credential, or by an attribute.
fn holders(store: &Store, row: &ConnectionRow, wanted: &BTreeSet<String>) -> Vec<String> {
    store
        .identities
        .values()
        .filter(|identity| {
            identity.connection_names.contains(&row.name)
                || identity.links.contains_key(&row.name)
                || identity
                    .attributes
                    .iter()
                    .any(|one| row.attributes.contains(one) || wanted.contains(one))
        })
        .map(|identity| identity.name.clone())
        .collect()
}

fn connection(store: &Store, row: &ConnectionRow) -> Value {
    let owned_by = |owner: AttributeOwner| {
        row.attributes
            .iter()
            .filter(|name| store.attributes.get(*name).is_some_and(|one| one.owner == owner))
            .cloned()
            .collect::<Vec<_>>()
    };
    let mut shown = json!({
        "id": row.id.to_string(),
        "name": row.name,
        "command": [],
        "resource_name": row.name,
        "type": row.kind,
        "subtype": row.subtype,
        "secret": {},
        "default_database": row.database,
        "agent_id": "",
        "status": row.status,
        "reviewers": [],
        "redact_enabled": false,
        "redact_types": [],
        "managed_by": null,
        "tags": [],
        "connection_tags": {},
        "access_mode_runbooks": "enabled",
        "access_mode_exec": "enabled",
        "access_mode_connect": row.connect,
        "access_schema": "enabled",
        "guardrail_rules": [],
        "attributes": owned_by(AttributeOwner::People),
    });
    let managed = owned_by(AttributeOwner::Hoop);
    if !managed.is_empty() {
        shown["managed_attributes"] = Value::from(managed);
    }
    shown
}

/// `GET /attributes`: always paged; what a rulepack owns is not listed (G10).
pub fn list_attributes(store: &Store, query: &str) -> Reply {
    let page = match Page::read(query) {
        Ok(page) => page.unwrap_or(Page { number: 1, size: 50 }),
        Err(message) => return body::message(422, message),
    };
    let wanted = parameter(query, "search").unwrap_or_default().to_lowercase();
    let rows: Vec<Value> = store
        .attributes
        .values()
        .filter(|row| row.owner != AttributeOwner::Rulepack)
        .filter(|row| row.name.to_lowercase().contains(&wanted))
        .map(|row| attribute(store, row))
        .collect();
    paged(&page, rows.len(), page.of(&rows))
}

/// `GET /attributes/{name}`: those of a rulepack included; an unknown one is a 500.
pub fn get_attribute(store: &Store, name: &str) -> Reply {
    match store.attributes.get(name) {
        Some(row) => body::json(200, &attribute(store, row)),
        None => body::message(500, "failed fetching attribute: record not found"),
    }
}

/// `POST /attributes`.
pub fn create_attribute(store: &mut Store, world: &mut dyn World, body: &[u8]) -> Reply {
    let (name, description, connections) = match read_attribute(body) {
        Ok(read) => read,
        Err(message) => return body::message(400, message),
    };
    if store.attributes.contains_key(&name) {
        return body::message(500, "failed creating attribute: duplicated key not allowed");
    }
    if connections.iter().flatten().any(|one| !store.connections.contains_key(one)) {
        return body::message(500, "failed creating attribute: violates foreign key constraint");
    }
    let row = AttributeRow {
        id: derived("attribute", &name),
        name: name.clone(),
        description,
        owner: AttributeOwner::People,
        created_at: world.now(),
    };
    let shown = attribute(store, &row);
    store.attributes.insert(name.clone(), row);
    save_carriers(store, world, &name, connections);
    let shown = store.attributes.get(&name).map_or(shown, |row| attribute(store, row));
    body::json(201, &shown)
}

/// `PUT /attributes/{name}`.
pub fn update_attribute(
    store: &mut Store,
    world: &mut dyn World,
    name: &str,
    body: &[u8],
) -> Reply {
    match store.attributes.get(name).map(|row| row.owner) {
        None => return body::message(404, "attribute not found"),
        Some(AttributeOwner::Hoop | AttributeOwner::Rulepack) => {
            return body::message(
                400,
                "this attribute is managed by Hoop and cannot be modified directly",
            );
        }
        Some(AttributeOwner::People) => {}
    }
    let connections = match read_attribute(body) {
        Ok((_, _, connections)) => connections,
        Err(message) => return body::message(400, message),
    };
    if connections.iter().flatten().any(|one| !store.connections.contains_key(one)) {
        return body::message(500, "failed updating attribute: violates foreign key constraint");
    }
    save_carriers(store, world, name, connections);
    get_attribute(store, name)
}

/// `DELETE /attributes/{name}`: does not reconcile (G3).
pub fn delete_attribute(store: &mut Store, name: &str) -> Reply {
    if store.attributes.remove(name).is_none() {
        return body::message(404, "attribute not found");
    }
    store.set_carriers(name, BTreeSet::new());
    store.carriers.remove(name);
    for identity in store.identities.values_mut() {
        identity.attributes.remove(name);
    }
    body::answer(204, "application/json; charset=utf-8", "")
}

type AttributeBody = (String, Option<String>, Option<Vec<String>>);

fn read_attribute(body: &[u8]) -> Result<AttributeBody, String> {
    let object = body::read_object(body, "AttributeRequest")?;
    let name = body::text(&object, "AttributeRequest", "name")?;
    if name.is_empty() {
        return Err(body::required("AttributeRequest", "Name"));
    }
    let description = body::text(&object, "AttributeRequest", "description")?;
    let connections = body::list(&object, "AttributeRequest", "connection_names")?;
    Ok((name, (!description.is_empty()).then_some(description), connections))
}

/// Sets the carriers, where they were sent, and reconciles whom that touches (contract §5).
fn save_carriers(
    store: &mut Store,
    world: &mut dyn World,
    name: &str,
    connections: Option<Vec<String>>,
) {
    let Some(connections) = connections else { return };
    let connections: BTreeSet<String> = connections.into_iter().collect();
    let affected: Vec<String> = store
        .identities
        .values()
        .filter(|identity| {
            identity.attributes.contains(name)
                || identity.connection_names.iter().any(|one| connections.contains(one))
        })
        .map(|identity| identity.name.clone())
        .collect();
    store.set_carriers(name, connections);
    for identity in affected {
        reconcile(store, world, &identity);
    }
}

fn attribute(store: &Store, row: &AttributeRow) -> Value {
    let carriers = store.carriers.get(&row.name);
    json!({
        "id": row.id.to_string(),
        "org_id": super::store::ORGANISATION,
        "name": row.name,
        "description": row.description,
        "managed_by": (row.owner == AttributeOwner::Hoop).then_some("hoop"),
        "connection_names": carriers.into_iter().flatten().collect::<Vec<_>>(),
        "access_request_rule_names": [],
        "guardrail_rule_names": [],
        "datamasking_rule_names": [],
        "access_control_group_names": [],
        "created_at": body::time(row.created_at),
    })
}

fn paged(page: &Page, total: usize, data: Vec<Value>) -> Reply {
    body::json(
        200,
        &json!({
            "pages": { "total": total, "page": page.number, "size": page.size },
            "data": data,
        }),
    )
}
