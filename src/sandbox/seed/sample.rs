//! The sample organisation.
//!
//! Connections and attributes are tables. The identities come from a history of requests that the
//! engine itself answers, so every state here is one that a gateway can be brought into.

use crate::sandbox::access::ADMIN_TOKEN;
use crate::sandbox::engine::Gateway;
use crate::sandbox::store::{AttributeChange, Connection, Owner, random_uuid};
use crate::sandbox::world::{Backdated, World};
use crate::wire::exchange::{Method, RawRequest};

const DAY: i64 = 86_400 * 1_000_000_000;

/// Name, type, subtype, access mode connect, status; at least one of every kind in contract §7.
const CONNECTIONS: [(&str, &str, &str, &str, &str); 34] = [
    ("prod-postgres", "database", "postgres", "enabled", "online"),
    ("staging-postgres", "database", "postgres", "enabled", "online"),
    ("analytics-warehouse", "database", "postgres", "enabled", "online"),
    ("payments-postgres", "database", "postgres", "enabled", "online"),
    ("billing-postgres", "database", "postgres", "enabled", "online"),
    ("customers-postgres", "database", "postgres", "enabled", "online"),
    ("archive-postgres", "database", "postgres", "enabled", "offline"),
    ("frozen-postgres", "database", "postgres", "disabled", "online"),
    ("legacy-postgres", "database", "postgres", "", "online"),
    (LONG_NAME, "database", "postgres", "enabled", "online"),
    ("api-proxy", "httpproxy", "httpproxy", "enabled", "online"),
    ("legacy-api", "command-line", "httpproxy", "enabled", "online"),
    ("grafana", "httpproxy", "grafana", "enabled", "online"),
    ("kibana", "application", "kibana", "enabled", "online"),
    ("k8s-prod", "custom", "kubernetes", "enabled", "online"),
    ("k8s-staging", "custom", "kubernetes-token", "enabled", "online"),
    ("eks-prod", "custom", "kubernetes-eks", "enabled", "online"),
    ("claude-code", "httpproxy", "claude-code", "enabled", "online"),
    ("claude-shell", "custom", "claude-code", "enabled", "online"),
    ("bastion", "application", "ssh", "enabled", "online"),
    ("deploy-repo", "application", "git", "enabled", "online"),
    ("docs-repo", "application", "github", "enabled", "online"),
    ("build-shell", "custom", "ssh", "enabled", "online"),
    ("windows-jump", "custom", "rdp", "enabled", "online"),
    ("windows-app", "application", "rdp", "enabled", "offline"),
    ("ssm-fleet", "custom", "aws-ssm", "enabled", "online"),
    ("prod-mysql", "database", "mysql", "enabled", "online"),
    ("reporting-mssql", "database", "mssql", "enabled", "online"),
    ("events-mongodb", "database", "mongodb", "enabled", "online"),
    ("ledger-oracledb", "database", "oracledb", "enabled", "offline"),
    ("queue-tcp", "application", "tcp", "enabled", "online"),
    ("app-logs", "custom", "cloudwatch", "enabled", "online"),
    ("mcp-tools", "httpproxy", "mcp", "enabled", "online"),
    ("ops-shell", "custom", "", "enabled", "online"),
];

/// 142 characters: a connection may have it, a credential cannot be made for it (contract §9).
const LONG_NAME: &str = "warehouse-of-everything-that-was-ever-measured-anywhere-in-the-company-since-\
                         the-first-sensor-was-switched-on-in-the-old-building-by-the-river";

/// Name, description, owner, matched connections.
const ATTRIBUTES: [(&str, Option<&str>, Owner, &[&str]); 12] = [
    ("env:prod", Some("Production"), Owner::Organisation, &["prod-postgres", "prod-mysql"]),
    (
        "env:staging",
        Some("Staging"),
        Owner::Organisation,
        &["staging-postgres", "k8s-staging", "frozen-postgres"],
    ),
    ("env:dr", None, Owner::Organisation, &["archive-postgres"]),
    ("team:backend", Some("Backend engineers"), Owner::Organisation, &["api-proxy"]),
    (
        "team:data",
        Some("Data engineers"),
        Owner::Organisation,
        &["analytics-warehouse", "events-mongodb", "reporting-mssql"],
    ),
    ("team:sre", None, Owner::Organisation, &["grafana", "kibana", "bastion", "k8s-prod"]),
    ("team:ai", None, Owner::Organisation, &["claude-code", "mcp-tools"]),
    ("tier:critical", Some("Paged at night"), Owner::Organisation, &["payments-postgres"]),
    ("compliance:pci", None, Owner::Organisation, &["payments-postgres", "billing-postgres"]),
    ("unassigned", Some("On no connection yet"), Owner::Organisation, &[]),
    (
        "hoop-discovered",
        Some("Kept up to date by Hoop"),
        Owner::Hoop,
        &["eks-prod", "k8s-prod", "docs-repo"],
    ),
    ("rulepack_personal-data", None, Owner::Rulepack, &["customers-postgres"]),
];

/// What was done to the identities, a day apart.
const HISTORY: [(Method, &str, &str); 23] = [
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"backend-prod","description":"","connection_names":[],"attributes":[]}"#,
    ),
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"ci-runner","description":"Builds and deploys","connection_names":["deploy-repo","bastion"],"attributes":[]}"#,
    ),
    // Listed and matched: unlisting it would not end its credential (G27).
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"etl-nightly","description":"Nightly load of the warehouse","connection_names":["analytics-warehouse"],"attributes":["team:data"]}"#,
    ),
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"dashboard-sync","description":"Everything through attributes","connection_names":[],"attributes":["team:sre"]}"#,
    ),
    // Left over: the attribute is gone, its credentials are live (G3).
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"staging-reporter","description":"","connection_names":[],"attributes":["env:staging"]}"#,
    ),
    (
        Method::Put,
        "/api/machineidentities/staging-reporter",
        r#"{"name":"staging-reporter","description":"Retired with the staging report","connection_names":[],"attributes":[]}"#,
    ),
    // Listed without a credential: the rotation failed after it had revoked (G7).
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"payments-reconciler","description":"","connection_names":["payments-postgres"],"attributes":[]}"#,
    ),
    (Method::Put, "/_sandbox/listeners", r#"{"postgres":""}"#),
    (
        Method::Post,
        "/api/machineidentities/payments-reconciler/credentials/payments-postgres/rotate",
        "",
    ),
    (Method::Put, "/_sandbox/listeners", r#"{"postgres":"0.0.0.0:15432"}"#),
    // Lists a connection that no longer exists (G23).
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"billing-exporter","description":"","connection_names":["billing-postgres","api-proxy"],"attributes":[]}"#,
    ),
    (Method::Delete, "/api/connections/billing-postgres", ""),
    // Cannot be addressed by name (G18).
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"platform/deployer","description":"Named before anybody tried to open it","connection_names":["deploy-repo"],"attributes":[]}"#,
    ),
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"größe prüfer","description":"Names are any Unicode","connection_names":["docs-repo"],"attributes":[]}"#,
    ),
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"claude-agent","description":"","connection_names":["claude-code"],"attributes":["team:ai"]}"#,
    ),
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"fleet-operator","description":"One credential of every shape","connection_names":["ssm-fleet","windows-jump","eks-prod","legacy-api","grafana","staging-postgres","bastion","claude-shell"],"attributes":[]}"#,
    ),
    // Holds an attribute that is in no list (G10).
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"privacy-scanner","description":"","connection_names":[],"attributes":["rulepack_personal-data"]}"#,
    ),
    // A PUT that stopped half-way: a credential that nothing lists (G4).
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"half-moved","description":"","connection_names":["kibana"],"attributes":[]}"#,
    ),
    (
        Method::Put,
        "/api/machineidentities/half-moved",
        r#"{"name":"half-moved","description":"","connection_names":["kibana","archive-postgres","prod-mysql"],"attributes":[]}"#,
    ),
    // Renamed: its old name cannot be used again (G19).
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"release-bot","description":"","connection_names":["docs-repo"],"attributes":[]}"#,
    ),
    (
        Method::Put,
        "/api/machineidentities/release-bot",
        r#"{"name":"release-robot","description":"Was called release-bot","connection_names":["docs-repo"],"attributes":[]}"#,
    ),
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"night-watch","description":"Everything that pages","connection_names":["payments-postgres"],"attributes":["tier:critical","hoop-discovered"]}"#,
    ),
    (
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"idle","description":"Nothing yet","connection_names":[],"attributes":["unassigned"]}"#,
    ),
];

/// Plants the sample organisation.
pub fn plant(gateway: &mut Gateway, world: &mut dyn World) {
    plant_connections(gateway, world);
    plant_attributes(gateway, world);
    let ages = (1..=HISTORY.len() as i64).rev();
    for (age, (method, target, body)) in ages.zip(&HISTORY) {
        let request = RawRequest {
            method: *method,
            target: (*target).to_owned(),
            headers: vec![("Authorization".into(), format!("Bearer {ADMIN_TOKEN}"))],
            body: body.as_bytes().to_vec(),
        };
        gateway.answer(&request, &mut Backdated { world, by: age * DAY });
    }
}

fn plant_connections(gateway: &mut Gateway, world: &mut dyn World) {
    for (name, kind, subtype, connect, status) in CONNECTIONS {
        let text = |text: &str| text.to_owned();
        let (environment, team) = name.split_once('-').unwrap_or((name, ""));
        gateway.store.put_connection(Connection {
            id: random_uuid(world),
            name: text(name),
            resource_name: text(name),
            kind: text(kind),
            subtype: text(subtype),
            agent_id: text("8d0b6d1e-6b40-4b5c-9a59-5a0f9d0c7a11"),
            status: text(status),
            reviewers: if name == "payments-postgres" { vec![text("security")] } else { vec![] },
            connection_tags: [(text("group"), text(environment)), (text("kind"), text(team))]
                .into_iter()
                .filter(|(_, value)| ["prod", "staging", "postgres"].contains(&value.as_str()))
                .collect(),
            access_mode_runbooks: text("enabled"),
            access_mode_exec: text("enabled"),
            access_mode_connect: text(connect),
            access_schema: text(if kind == "database" { "enabled" } else { "disabled" }),
            database: text(match name {
                "prod-postgres" => "orders",
                "analytics-warehouse" => "warehouse",
                _ => "",
            }),
            ..Connection::default()
        });
    }
}

fn plant_attributes(gateway: &mut Gateway, world: &mut dyn World) {
    for (name, description, owner, connections) in ATTRIBUTES {
        let connections: Vec<String> = connections.iter().map(ToString::to_string).collect();
        let change = AttributeChange {
            name,
            description,
            connection_names: Some(&connections),
            access_control_group_names: None,
        };
        let mut world = Backdated { world, by: 90 * DAY };
        let drawn = (random_uuid(&mut world), world.now());
        gateway
            .store
            .insert_attribute(&change, owner, drawn)
            .expect("the attributes are distinct and match planted connections");
    }
}
