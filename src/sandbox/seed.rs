//! The sample organisation.

use serde_json::json;

use super::{
    identities::create::create,
    store::{AttributeOwner, AttributeRow, ConnectionRow, Listeners, Store, derived},
    world::{NEW_YEAR_2026, World},
};

/// Name, type, subtype, connect access, status, attributes.
type Sample =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

const CONNECTIONS: [Sample; 20] = [
    ("prod-postgres", "database", "postgres", "enabled", "online", &[]),
    ("api-proxy", "httpproxy", "httpproxy", "enabled", "online", &[]),
    (
        "analytics-postgres",
        "database",
        "postgres",
        "enabled",
        "online",
        &["env:staging", "team:data"],
    ),
    ("staging-postgres", "database", "postgres", "enabled", "online", &["env:staging"]),
    ("reports-postgres", "database", "postgres", "disabled", "online", &["team:data"]),
    ("bastion", "application", "ssh", "enabled", "online", &["team:platform"]),
    ("git-mirror", "application", "git", "enabled", "online", &["team:platform"]),
    ("jump-custom", "custom", "ssh", "enabled", "online", &[]),
    ("windows-build", "custom", "rdp", "enabled", "offline", &["team:platform"]),
    ("ssm-fleet", "custom", "aws-ssm", "enabled", "online", &[]),
    ("grafana", "httpproxy", "grafana", "enabled", "online", &["team:platform"]),
    ("kibana", "application", "kibana", "enabled", "online", &[]),
    ("prod-cluster", "custom", "kubernetes", "enabled", "online", &["hoop:kubernetes"]),
    (
        "eks-staging",
        "custom",
        "kubernetes-eks",
        "enabled",
        "online",
        &["env:staging", "hoop:kubernetes"],
    ),
    ("cluster-token", "custom", "kubernetes-token", "enabled", "online", &[]),
    ("claude", "httpproxy", "claude-code", "enabled", "online", &["team:ai"]),
    ("claude-custom", "custom", "claude-code", "enabled", "online", &[]),
    ("legacy-mysql", "database", "mysql", "enabled", "online", &["team:data"]),
    ("metrics-tcp", "application", "tcp", "enabled", "offline", &[]),
    ("no-subtype", "custom", "", "enabled", "online", &[]),
];

/// Name, description, connections, attributes; the oldest first.
type SampleIdentity =
    (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const IDENTITIES: [SampleIdentity; 9] = [
    ("nightly-backup", "Copies the databases at night", &["ssm-fleet", "bastion"], &[]),
    ("reporting", "Weekly figures", &["analytics-postgres"], &["team:data"]),
    ("deploy bot", "Rolls out releases", &["prod-cluster"], &["team:platform"]),
    ("größen-dienst", "", &[], &["env:staging"]),
    ("eu/west", "Created by a script with a slash in its name", &[], &[]),
    ("assistant", "Coding assistant of the AI team", &["claude"], &["team:ai"]),
    ("empty", "", &[], &[]),
    ("windows-ci", "Builds the desktop client", &["windows-build", "git-mirror"], &[]),
    ("backend-prod", "Backend", &[], &[]),
];

/// Listeners as of a gateway that was just installed with every proxy on (contract §7).
pub fn listeners() -> Listeners {
    Listeners {
        postgres: Some("0.0.0.0:15432".to_owned()),
        ssh: Some("localhost:12222".to_owned()),
        rdp: Some("0.0.0.0:13389".to_owned()),
        http: Some("0.0.0.0:18888".to_owned()),
    }
}

/// The organisation that a new sandbox holds.
pub fn sample_organisation(world: &mut dyn World) -> Store {
    let mut store = Store::new(listeners());
    for name in [
        "env:prod",
        "env:staging",
        "team:backend",
        "team:data",
        "team:platform",
        "team:ai",
        "tier:1",
    ] {
        attribute(&mut store, name, AttributeOwner::People);
    }
    attribute(&mut store, "hoop:kubernetes", AttributeOwner::Hoop);
    attribute(&mut store, "rulepack:pci", AttributeOwner::Rulepack);
    for (name, kind, subtype, connect, status, attributes) in CONNECTIONS {
        store.add_connection(ConnectionRow {
            id: derived("connection", name),
            name: name.to_owned(),
            kind: kind.to_owned(),
            subtype: subtype.to_owned(),
            connect: connect.to_owned(),
            status: status.to_owned(),
            database: if name == "prod-postgres" { "backend".to_owned() } else { String::new() },
            attributes: attributes.iter().map(|&attribute| attribute.to_owned()).collect(),
        });
    }
    for (name, description, connections, attributes) in IDENTITIES {
        add(&mut store, world, name, description, connections, attributes);
    }
    store
}

/// Adds identities, connections and attributes by number, beside the sample ones.
pub fn enlarge(
    store: &mut Store,
    world: &mut dyn World,
    identities: usize,
    connections: usize,
    attributes: usize,
) {
    for number in 0..attributes {
        attribute(store, &format!("shard:{number:05}"), AttributeOwner::People);
    }
    for number in 0..connections {
        let name = format!("service-{number:05}");
        store.add_connection(ConnectionRow {
            id: derived("connection", &name),
            name,
            kind: "database".to_owned(),
            subtype: "postgres".to_owned(),
            connect: "enabled".to_owned(),
            status: "online".to_owned(),
            database: String::new(),
            attributes: Default::default(),
        });
    }
    for number in 0..identities {
        let connection = format!("service-{:05}", number % connections.max(1));
        let listed = [connection.as_str()];
        let listed = if connections == 0 { &[] } else { listed.as_slice() };
        add(store, world, &format!("machine-{number:05}"), "", listed, &[]);
    }
}

fn attribute(store: &mut Store, name: &str, owner: AttributeOwner) {
    let row = AttributeRow {
        id: derived("attribute", name),
        name: name.to_owned(),
        description: None,
        owner,
        created_at: NEW_YEAR_2026,
    };
    store.attributes.insert(name.to_owned(), row);
}

/// Through the gateway's own door, so that a sample has the credentials that it would have.
fn add(
    store: &mut Store,
    world: &mut dyn World,
    name: &str,
    description: &str,
    connections: &[&str],
    attributes: &[&str],
) {
    let body = json!({
        "name": name,
        "description": description,
        "connection_names": connections,
        "attributes": attributes,
    });
    create(store, world, body.to_string().as_bytes());
}
