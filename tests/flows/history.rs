//! What the audit log tells of an identity, and what it doesn't (contract §15).

use machine_identity_editor::{
    domain::history::AuditEntry,
    flow::history,
    wire::exchange::Method,
};

use crate::bench::Bench;

const PATH: &str = "/api/machineidentities";

fn create(bench: &Bench, name: &str) {
    let body = format!(r#"{{"name":"{name}","connection_names":["bastion"],"attributes":[]}}"#);
    bench.control(Method::Post, PATH, &body);
}

fn save(bench: &Bench, name: &str, description: &str) {
    let body = format!(
        r#"{{"name":"{name}","description":"{description}","connection_names":["bastion"]}}"#
    );
    bench.control(Method::Put, &format!("{PATH}/{name}"), &body);
}

fn last_change(bench: &Bench, name: &str) -> Option<AuditEntry> {
    let context = bench.context_of(name);
    pollster::block_on(history::last_change(&bench.client, context.identity())).expect("it answers")
}

/// The number of audit log requests.
fn reads(bench: &Bench) -> usize {
    bench.requests().iter().filter(|(_, target)| target.contains("/audit/logs")).count()
}

#[test]
fn the_last_change_of_what_was_only_created_is_its_creation() {
    let bench = Bench::new();
    let context = bench.context_of("idle");
    let identity = context.identity();
    assert_ne!(identity.created_at, identity.updated_at, "the gateway doesn't promise that");
    let found = last_change(&bench, "idle").expect("its creation is in the log");
    assert_eq!((found.actor.label(), reads(&bench)), ("admin@sandbox.example", 1));
}

#[test]
fn the_last_change_is_the_last_save() {
    let bench = Bench::new();
    save(&bench, "idle", "first");
    save(&bench, "idle", "second");
    let found = last_change(&bench, "idle").expect("it is in the log");
    assert_eq!(found.fields.expect("it has them").description, "second");
    // A save right after the creation is no creation, and one that isn't in the log is nobody's.
    create(&bench, "new");
    save(&bench, "new", "changed");
    let found = last_change(&bench, "new").expect("it is in the log");
    assert_eq!(found.fields.expect("it has them").description, "changed");
    save(&bench, "idle", "[fault:audit-not-written]");
    assert_eq!(last_change(&bench, "idle"), None);
}
