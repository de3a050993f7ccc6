//! The sample organization has the states that the documentation lists.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

#[path = "guards/tester.rs"]
mod tester;

use std::collections::BTreeSet;

use machine_identity_editor::sandbox::seed::{Seed, Sizes};
use serde_json::{Value, json};
use tester::Tester;

fn identity(state: &Value, name: &str) -> Value {
    let all = state["identities"].as_array().unwrap();
    all.iter().find(|identity| identity["name"] == name).unwrap_or_else(|| panic!("{name}")).clone()
}

fn linked(identity: &Value) -> Vec<&str> {
    let links = identity["credentials"].as_array().unwrap();
    links.iter().map(|link| link["linked_as"].as_str().unwrap()).collect()
}

#[test]
fn the_published_example_creates_exactly_two_credentials() {
    let mut tester = Tester::with(Seed::Sample);
    let body = json!({
        "name": "backend-prod",
        "description": "Production backend service identity",
        "connection_names": ["prod-postgres", "api-proxy"],
        "attributes": ["env:prod", "team:backend"],
    });
    let saved = tester.put("backend-prod", &body);
    assert_eq!(saved.status(), 200, "{}", saved.text());
    let made = saved.json()["new_credentials"].clone();
    let names: Vec<&str> = made
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["connection_name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["prod-postgres", "api-proxy"]);
    assert_eq!(tester.held("backend-prod"), ["api-proxy", "prod-postgres"]);
}

#[test]
fn the_sample_has_every_awkward_state() {
    let mut tester = Tester::with(Seed::Sample);
    let state = tester.get("/_sandbox/state").json();
    let left_over = identity(&state, "staging-reporter");
    assert_eq!(linked(&left_over), ["k8s-staging", "staging-postgres"]);
    assert_eq!(
        (&left_over["attributes"], &left_over["connection_names"]),
        (&json!([]), &json!([]))
    );
    let missing = identity(&state, "payments-reconciler");
    assert_eq!(missing["connection_names"], json!(["payments-postgres"]));
    assert_eq!(missing["credentials"], json!([]));
    let orphaned = identity(&state, "billing-exporter");
    assert_eq!(linked(&orphaned), ["api-proxy", "billing-postgres"]);
    assert_eq!(tester.get("/api/connections/billing-postgres").status(), 404);
    assert_eq!(tester.held("billing-exporter"), ["api-proxy"]);
    assert_eq!(linked(&identity(&state, "mail-archiver")), ["retired-postgres"], "blocked (G35)");
    let blocked = tester.get("/api/connections/retired-postgres").json();
    assert_eq!(blocked["access_mode_connect"], "disabled");
    assert_eq!(linked(&identity(&state, "half-moved")), ["archive-postgres", "kibana"]);
    assert_eq!(
        linked(&identity(&state, "dashboard-sync")),
        ["bastion", "grafana", "k8s-prod", "kibana"]
    );
    assert_eq!(linked(&identity(&state, "etl-nightly")), ["analytics-warehouse"]);
    assert_eq!(linked(&identity(&state, "platform/deployer")), ["deploy-repo"]);
    assert_eq!(linked(&identity(&state, "größe prüfer")), ["docs-repo"]);
    assert_eq!(tester.create("release-bot", &[], &[]).status(), 400, "its old name is blocked");
    assert_eq!(linked(&identity(&state, "fleet-operator")).len(), 8);
}

#[test]
fn every_type_of_the_contract_has_a_connection() {
    let mut tester = Tester::with(Seed::Sample);
    let listed = tester.get("/api/connections").json();
    let all = listed.as_array().unwrap();
    let has = |kind: &str, subtype: &str| {
        all.iter().any(|one| one["type"] == kind && one["subtype"] == subtype)
    };
    for (kind, subtype) in [
        ("database", "postgres"),
        ("application", "ssh"),
        ("application", "git"),
        ("application", "github"),
        ("custom", "rdp"),
        ("custom", "aws-ssm"),
        ("httpproxy", "httpproxy"),
        ("httpproxy", "grafana"),
        ("application", "kibana"),
        ("custom", "kubernetes-token"),
        ("command-line", "httpproxy"),
        ("custom", "kubernetes"),
        ("custom", "kubernetes-eks"),
        ("httpproxy", "claude-code"),
        ("custom", "claude-code"),
        ("custom", "ssh"),
        ("application", "rdp"),
        ("database", "mysql"),
        ("custom", ""),
    ] {
        assert!(has(kind, subtype), "{kind} {subtype}");
    }
    let modes: BTreeSet<&str> =
        all.iter().map(|one| one["access_mode_connect"].as_str().unwrap()).collect();
    assert_eq!(modes, BTreeSet::from(["", "disabled", "enabled"]));
    assert!(all.iter().any(|one| one["name"].as_str().unwrap().len() > 128));
    assert!(all.iter().any(|one| one["status"] == "offline"));
    assert!(all.iter().any(|one| one["reviewers"] == json!(["security"])));
}

#[test]
fn identities_were_created_on_different_days_newest_first() {
    let listed = Tester::with(Seed::Sample).get("/api/machineidentities").json();
    let created: Vec<&str> =
        listed.as_array().unwrap().iter().map(|one| one["created_at"].as_str().unwrap()).collect();
    let days: BTreeSet<&str> = created.iter().map(|moment| &moment[..10]).collect();
    assert!(created.is_sorted_by(|earlier, later| earlier > later), "{created:?}");
    assert_eq!(days.len(), created.len());
}

#[test]
fn the_same_seed_gives_the_same_secrets_and_a_reset_gives_new_ones() {
    let mut one = Tester::with(Seed::Sample);
    let mut other = Tester::with(Seed::Sample);
    let before = one.get("/_sandbox/state").text().to_owned();
    assert_eq!(before, other.get("/_sandbox/state").text());
    let drawn = one.engine.drawn_secrets().len();
    one.create("more", &["ssm-fleet"], &[]);
    one.engine.reset();
    assert_eq!(one.get("/api/machineidentities/more").status(), 404);
    assert_ne!(one.get("/_sandbox/state").text(), before);
    assert!(one.engine.drawn_secrets().len() > 2 * drawn, "what was drawn is never forgotten");
}

#[test]
fn a_sized_organization_has_the_requested_size() {
    let seed =
        Seed::Sized(Sizes { identities: 300, connections: 200, attributes: 40, direct: vec![150] });
    let mut tester = Tester::with(seed);
    assert_eq!(tester.get("/api/machineidentities").json().as_array().unwrap().len(), 301);
    assert_eq!(tester.get("/api/connections").json().as_array().unwrap().len(), 200);
    assert_eq!(tester.get("/api/attributes").json()["pages"]["total"], 40);
    assert!(!tester.held("service-00000").is_empty());
    assert_eq!(tester.held("direct-150").len(), 150, "each of them has a credential");
    for (identities, connections, attributes) in [(0, 0, 0), (3, 0, 2), (3, 2, 0), (1, 1, 1)] {
        let seed = Seed::Sized(Sizes { identities, connections, attributes, direct: Vec::new() });
        let listed = Tester::with(seed).get("/api/machineidentities").json();
        assert_eq!(listed.as_array().unwrap().len(), identities);
    }
}
