//! An organization of any size.

use crate::sandbox::gateway::Gateway;
use crate::sandbox::provision::Provisioner;
use crate::sandbox::store::{
    AttributeChange, Connection, IdentityColumns, NewIdentity, NewRow, Owner, identity_id,
    random_uuid,
};
use crate::sandbox::world::World;

/// The kinds of the connections, in turn; the last two aren't eligible.
const KINDS: [(&str, &str, &str); 6] = [
    ("database", "postgres", "enabled"),
    ("application", "ssh", "enabled"),
    ("httpproxy", "httpproxy", "enabled"),
    ("custom", "kubernetes", "enabled"),
    ("database", "mysql", "enabled"),
    ("database", "postgres", "disabled"),
];

/// Adds connections, attributes that each match a few of them, and identities that each list one
/// connection and have one attribute.
pub fn plant(
    gateway: &mut Gateway,
    world: &mut dyn World,
    identities: usize,
    connections: usize,
    attributes: usize,
) {
    let store = &mut gateway.store;
    for number in 0..connections {
        let (kind, subtype, connect) = KINDS[number % KINDS.len()];
        store.put_connection(Connection {
            id: random_uuid(world),
            name: connection_name(number),
            resource_name: format!("resource-{:04}", number / 10),
            kind: kind.into(),
            subtype: subtype.into(),
            status: if number % 7 == 3 { "offline" } else { "online" }.into(),
            access_mode_runbooks: "enabled".into(),
            access_mode_exec: "enabled".into(),
            access_mode_connect: connect.into(),
            access_schema: "enabled".into(),
            ..Connection::default()
        });
    }
    for number in 0..attributes {
        let matched: Vec<String> =
            (number..connections).step_by(attributes).take(5).map(connection_name).collect();
        let change = AttributeChange {
            name: &attribute_name(number),
            description: None,
            connection_names: Some(&matched),
            access_control_group_names: None,
        };
        let new = NewRow::draw(world);
        store
            .insert_attribute(&change, Owner::Organisation, new)
            .expect("numbered attributes are distinct and match planted connections");
    }
    for number in 0..identities {
        plant_identity(gateway, world, number, connections, attributes);
    }
}

fn plant_identity(
    gateway: &mut Gateway,
    world: &mut dyn World,
    number: usize,
    connections: usize,
    attributes: usize,
) {
    let name = format!("service-{number:05}");
    // Every sixth connection from the first is of the first kind, which is eligible.
    let listed: Vec<String> = (0..connections)
        .step_by(KINDS.len())
        .nth(number % connections.div_ceil(KINDS.len()).max(1))
        .map(connection_name)
        .into_iter()
        .collect();
    let held: Vec<String> =
        (0..attributes).nth(number % attributes.max(1)).map(attribute_name).into_iter().collect();
    let moment = world.now();
    let columns = IdentityColumns {
        description: format!("Service number {number}"),
        connection_names: Some(listed),
        name,
    };
    let new = NewIdentity {
        id: identity_id(&columns.name),
        columns: &columns,
        created_at: moment,
        updated_at: moment,
    };
    let row = gateway.store.insert_identity(new).expect("numbered identities are distinct");
    gateway
        .store
        .replace_identity_attributes(row, &held, &mut || NewRow::draw(world))
        .expect("the attributes are planted already");
    let store = &mut gateway.store;
    Provisioner { store, settings: &gateway.settings, world }.reconcile(row);
}

fn connection_name(number: usize) -> String {
    format!("connection-{number:05}")
}

fn attribute_name(number: usize) -> String {
    format!("attribute:{number:04}")
}
