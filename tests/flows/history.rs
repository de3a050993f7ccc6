//! What the audit log tells of an identity, and what it doesn't (contract §15).

use machine_identity_editor::{
    domain::history::{AuditEntry, AuditTrail, HistorySubject, Start},
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

fn open(bench: &Bench, name: &str) -> AuditTrail {
    let subject = HistorySubject::of(bench.context_of(name).identity());
    pollster::block_on(history::open(&bench.client, subject)).expect("it answers")
}

fn lacks_last_save(bench: &Bench, name: &str) -> bool {
    open(bench, name).timeline().lacks_last_save
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

#[test]
fn a_last_save_without_an_entry_is_said_to_be_missing() {
    let bench = Bench::new();
    create(&bench, "new");
    assert!(!lacks_last_save(&bench, "new"));
    save(&bench, "new", "in the log");
    assert!(!lacks_last_save(&bench, "new"));
    save(&bench, "new", "[fault:audit-not-written]");
    let timeline = open(&bench, "new").timeline();
    assert!(timeline.lacks_last_save);
    assert_eq!((timeline.start, timeline.events.len()), (Start::Created, 2));
    save(&bench, "new", "in the log again");
    assert!(!lacks_last_save(&bench, "new"));
    // The gateway logs no path with `/login` in it.
    create(&bench, "login-bot");
    assert!(!lacks_last_save(&bench, "login-bot"));
    save(&bench, "login-bot", "changed");
    assert!(lacks_last_save(&bench, "login-bot"));
}

#[test]
fn a_last_save_that_was_not_read_yet_is_not_missing() {
    for is_logged in [true, false] {
        let bench = Bench::new();
        create(&bench, "new");
        save(&bench, "new", if is_logged { "changed" } else { "[fault:audit-not-written]" });
        for _ in 0..120 {
            let target = format!("{PATH}/new/credentials/bastion/rotate");
            bench.control(Method::Post, &target, "");
        }
        let mut trail = open(&bench, "new");
        assert!(!trail.timeline().lacks_last_save);
        while trail.has_more() {
            let more = history::more(&bench.client, &trail);
            trail = pollster::block_on(more).expect("it answers");
        }
        assert_eq!(trail.timeline().lacks_last_save, !is_logged);
    }
}
