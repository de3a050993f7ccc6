//! What a tab stores about a write, and how a reload resolves it.

use machine_identity_editor::{
    domain::{
        connection::ConnectionName,
        draft::IdentitySpec,
        save_result::Verdict,
        write::{CredentialMark, ReceiptId, WriteRequest},
    },
    flow::{
        confirm::{self, Confirmed, pause_before_check},
        pending::{PendingWrite, SaveStep, WriteOutcome},
        rotate::{self, RotationResult},
        save,
        write_result::WriteResult,
    },
    wire::pending::{StoredWrite, read_pending, read_rotation_1, write_pending},
};
use std::{cell::RefCell, ops::ControlFlow};

use crate::bench::{self, Bench};

fn spec() -> IdentitySpec {
    bench::spec("backend-prod", &["prod-postgres"], &[])
}

/// Saves, and returns what the tab stored right before the write.
fn kept_of_save(bench: &Bench) -> String {
    let kept = RefCell::new(String::new());
    let keep = |_: SaveStep, pending: Option<&PendingWrite>| {
        if let Some(pending) = pending {
            *kept.borrow_mut() = write_pending(&pending.to_stored());
        }
        ControlFlow::Continue(())
    };
    pollster::block_on(save::save(&bench.client, &bench.context(), &spec(), None, &keep));
    kept.into_inner()
}

#[track_caller]
fn confirmed(bench: &Bench, stored: StoredWrite, identity: &str) -> Confirmed {
    let pending = PendingWrite::from_stored(stored, &bench.context_of(identity));
    match pollster::block_on(confirm::check(&bench.client, pending)) {
        WriteOutcome::Known(confirmed) => *confirmed,
        _ => panic!("it is not confirmed"),
    }
}

#[test]
fn a_reloaded_page_confirms_the_stored_write_without_writing_again() {
    let bench = Bench::new();
    let stored = read_pending(&kept_of_save(&bench)).expect("it is ours");
    let WriteResult::Saved(settled) = confirmed(&bench, stored, "backend-prod").result else {
        panic!("it is a save")
    };
    assert_eq!(settled.save_result.verdict, Verdict::Saved);
    assert_eq!(settled.fresh.len(), 1);
    assert_eq!(bench.writes(), 1);
}

#[test]
fn the_stored_form_contains_no_secret() {
    let bench = Bench::new();
    let before = bench.secrets_of("backend-prod");
    let kept = kept_of_save(&bench);
    assert!(kept.contains("backend-prod"));
    for secret in before.values().chain(bench.secrets_of("backend-prod").values()) {
        assert!(!secret.is_empty() && !kept.contains(secret));
    }
}

#[test]
fn every_kind_of_write_survives_storing_unchanged() {
    let bench = Bench::new();
    let name = ConnectionName::received("bastion");
    let planned = machine_identity_editor::domain::repair::Reconciliation {
        provisioned: vec![name.clone()],
        revoked: vec![ConnectionName::received("grafana")],
    };
    let mark = |fingerprint| CredentialMark { connection_name: name.clone(), fingerprint };
    for request in [
        WriteRequest::Save { spec: spec() },
        WriteRequest::Create { spec: spec() },
        WriteRequest::Rotate { connection_name: name.clone() },
        WriteRequest::Resave { connection_name: name.clone(), attributes: vec![], planned },
        WriteRequest::Delete,
    ] {
        let stored = StoredWrite {
            request,
            before: (**bench.context().identity()).clone(),
            credentials: Some(vec![mark(Some(7)), mark(Some(8)), mark(None)]),
            sent_at: 1_767_225_600_123,
            receipt: Some(ReceiptId::random([1; 16])),
        };
        assert_eq!(read_pending(&write_pending(&stored)), Some(stored));
    }
}

#[test]
fn a_save_kept_by_version_1_is_confirmed() {
    let bench = Bench::new();
    let identity = bench.context().identity().clone();
    let list = |all: Vec<String>| serde_json::to_string(&all).expect("it is a list");
    let kept = format!(
        r#"{{"id":"{}","before":{{"name":"backend-prod","description":"{}","attributes":{},
            "connection_names":{}}},"created_at":"{}","updated_at":"{}","live":["reports-db"],
            "sent":{{"name":"backend-prod","description":"new","attributes":[],
            "connection_names":["prod-postgres"]}}}}"#,
        identity.id,
        identity.description,
        list(identity.attributes.iter().map(ToString::to_string).collect()),
        list(identity.connection_names.iter().map(ToString::to_string).collect()),
        identity.created_at.as_str(),
        identity.updated_at.as_str(),
    );
    bench.save(&spec());
    let stored = read_pending(&kept).expect("it is of version 1");
    assert_eq!(stored.request, WriteRequest::Save { spec: spec() });
    let WriteResult::Saved(settled) = confirmed(&bench, stored, "backend-prod").result else {
        panic!("it is a save")
    };
    assert_eq!(settled.save_result.verdict, Verdict::Saved);
}

#[test]
fn a_rotation_kept_by_version_1_is_confirmed() {
    let bench = Bench::new();
    let context = bench.context_of("ci-runner");
    let name = ConnectionName::received("bastion");
    let kept = RefCell::new(String::new());
    let keep = |_: SaveStep, pending: Option<&PendingWrite>| {
        let marks = pending.and_then(|pending| pending.credentials.as_ref());
        let mark = marks.and_then(|marks| marks.iter().find(|it| it.connection_name == name));
        if let Some(fingerprint) = mark.and_then(|mark| mark.fingerprint) {
            *kept.borrow_mut() = format!("{fingerprint} bastion");
        }
        ControlFlow::Continue(())
    };
    let outcome = pollster::block_on(rotate::rotate(&bench.client, &context, &name, &keep));
    assert!(matches!(outcome, Ok(WriteOutcome::Known(_))));
    let stored = read_rotation_1(&kept.into_inner(), context.identity()).expect("it is ours");
    let WriteResult::Rotated(rotated) = confirmed(&bench, stored, "ci-runner").result else {
        panic!("it is a rotation")
    };
    assert!(matches!(rotated.result, RotationResult::Rotated(_)));
    assert_eq!(bench.posts(), 1);
}

#[test]
fn checks_become_rarer_but_never_stop() {
    let pauses: Vec<_> = (0..50).map(pause_before_check).collect();
    assert!(pauses.is_sorted());
    assert_eq!((pauses[0], pauses[49]), (15_000, 300_000));
}
