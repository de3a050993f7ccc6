//! An organization of any size.

use crate::sandbox::gateway::Gateway;
use crate::sandbox::provision::Provisioner;
use crate::sandbox::store::{
    AttributeChange, Connection, IdentityColumns, NewIdentity, NewRow, Owner, identity_id,
    random_uuid,
};
use crate::sandbox::world::World;

/// How many rows of each kind to add.
#[derive(Clone, Debug, Default)]
pub struct Sizes {
    /// How many identities that each list one connection and have one attribute.
    pub identities: usize,
    /// How many connections.
    pub connections: usize,
    /// How many attributes, each on at most five connections.
    pub attributes: usize,
    /// One more identity, `direct-N`, for each of these numbers: it lists the first N connections.
    /// They are all eligible then.
    pub direct: Vec<usize>,
}

/// The kinds of the connections, in turn; only those before [`ELIGIBLE`] are eligible.
const KINDS: [(&str, &str, &str); 6] = [
    ("database", "postgres", "enabled"),
    ("application", "ssh", "enabled"),
    ("httpproxy", "httpproxy", "enabled"),
    ("custom", "kubernetes", "enabled"),
    ("database", "mysql", "enabled"),
    ("database", "postgres", "disabled"),
];

/// How many of the kinds are eligible.
const ELIGIBLE: usize = 4;

/// Adds connections, then attributes, then identities.
pub fn plant(gateway: &mut Gateway, world: &mut dyn World, sizes: &Sizes) {
    let &Sizes { identities, connections, attributes, ref direct } = sizes;
    let listed = direct.iter().copied().max().unwrap_or_default();
    let store = &mut gateway.store;
    for number in 0..connections {
        let kinds = if number < listed { ELIGIBLE } else { KINDS.len() };
        let (kind, subtype, connect) = KINDS[number % kinds];
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
        // Every sixth connection from the first is eligible, with `direct` or without.
        let listed = (0..connections)
            .step_by(KINDS.len())
            .nth(number % connections.div_ceil(KINDS.len()).max(1));
        let held = (attributes > 0).then(|| number % attributes);
        let columns = IdentityColumns {
            name: format!("service-{number:05}"),
            description: format!("Service number {number}"),
            connection_names: Some(listed.map(connection_name).into_iter().collect()),
        };
        let held: Vec<String> = held.map(attribute_name).into_iter().collect();
        plant_identity(gateway, world, &columns, &held);
    }
    for &count in direct {
        let columns = IdentityColumns {
            name: format!("direct-{count}"),
            description: format!("Lists {count} connections"),
            connection_names: Some((0..connections).take(count).map(connection_name).collect()),
        };
        plant_identity(gateway, world, &columns, &[]);
    }
}

fn plant_identity(
    gateway: &mut Gateway,
    world: &mut dyn World,
    columns: &IdentityColumns,
    held: &[String],
) {
    let moment = world.now();
    let new = NewIdentity {
        id: identity_id(&columns.name),
        columns,
        created_at: moment,
        updated_at: moment,
    };
    let row = gateway.store.insert_identity(new).expect("numbered identities are distinct");
    gateway
        .store
        .replace_identity_attributes(row, held, &mut || NewRow::draw(world))
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
