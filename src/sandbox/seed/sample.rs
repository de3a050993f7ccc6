//! The sample organization.
//!
//! Connections and attributes are tables. Identities come from [`super::history`], so every state
//! is one that a real gateway can get into.

use super::history;
use crate::sandbox::gateway::Gateway;
use crate::sandbox::store::{AttributeChange, Connection, NewRow, Owner, random_uuid};
use crate::sandbox::world::{Backdated, World};

/// Name, type, subtype, access mode connect, status; at least one of every kind in contract §7.
const CONNECTIONS: [(&str, &str, &str, &str, &str); 35] = [
    ("prod-postgres", "database", "postgres", "enabled", "online"),
    ("staging-postgres", "database", "postgres", "enabled", "online"),
    ("analytics-warehouse", "database", "postgres", "enabled", "online"),
    ("payments-postgres", "database", "postgres", "enabled", "online"),
    ("billing-postgres", "database", "postgres", "enabled", "online"),
    ("customers-postgres", "database", "postgres", "enabled", "online"),
    ("archive-postgres", "database", "postgres", "enabled", "offline"),
    ("retired-postgres", "database", "postgres", "enabled", "online"),
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

/// 142 characters: valid for a connection, too long to issue a credential (contract §9).
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

/// Adds the sample organization.
pub fn plant(gateway: &mut Gateway, world: &mut dyn World) {
    plant_connections(gateway, world);
    plant_attributes(gateway, world);
    history::play(gateway, world);
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
        let mut world = Backdated { world, by: 90 * history::DAY };
        let new = NewRow::draw(&mut world);
        gateway
            .store
            .insert_attribute(&change, owner, new)
            .expect("the attributes are distinct and match planted connections");
    }
}
