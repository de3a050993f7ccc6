//! The audit log as the receipt of a write (contract §15).

use machine_identity_editor::{
    domain::{draft::IdentitySpec, save_result::Verdict},
    flow::{delete, save::unwatched},
    gateway::error::GatewayError,
    wire::exchange::Method,
};

use crate::{
    bench::{self, Bench},
    save::known,
};

fn spec(connections: &[&str]) -> IdentitySpec {
    bench::spec("backend-prod", connections, &[])
}

/// The number of audit log requests.
fn asked(bench: &Bench) -> usize {
    bench.requests().iter().filter(|(_, target)| target.contains("/audit/logs")).count()
}

#[test]
fn a_lost_rejection_is_reported_with_the_gateways_message() {
    let bench = Bench::new();
    bench.arm("cut-after", "PUT");
    // Half of it took effect and the answer is lost: the state alone can't show that it is
    // finished.
    let settled = known(bench.save(&spec(&["prod-postgres", "nope"])));
    assert_eq!(settled.save_result.verdict, Verdict::HalfDone);
    let words = settled.end.error().and_then(GatewayError::message);
    assert_eq!(words, Some("Error #01: connection nope not found"));
    let receipt = settled.receipt.expect("the log has it");
    assert!(!receipt.succeeded && receipt.status == 400);
    assert_eq!(bench.writes(), 1);
}

#[test]
fn a_lost_success_is_confirmed_by_its_own_entry() {
    let bench = Bench::new();
    bench.arm("gateway-timeout", "PUT");
    let settled = known(bench.save(&spec(&["prod-postgres"])));
    assert_eq!(settled.save_result.verdict, Verdict::Saved);
    assert!(settled.receipt.expect("the log has it").succeeded);
}

#[test]
fn an_answer_from_the_gateway_needs_no_receipt() {
    let bench = Bench::new();
    known(bench.save(&spec(&["prod-postgres"])));
    assert_eq!(asked(&bench), 0);
}

#[test]
fn an_unreadable_audit_log_is_requested_once_per_visit() {
    let bench = Bench::new();
    bench.arm_as("forbidden", r#","path":"/audit/logs","times":9"#);
    bench.arm("cut-after", "PUT");
    let settled = known(bench.save(&spec(&["prod-postgres"])));
    assert_eq!(settled.save_result.verdict, Verdict::Saved, "its whole effect was seen");
    assert!(settled.receipt.is_none());
    bench.arm("cut-after", "PUT");
    known(bench.save(&spec(&["prod-postgres", "api-proxy"])));
    assert_eq!(asked(&bench), 1);
    assert_eq!(bench.client.receipts().next_id(), None);
}

#[test]
fn a_gateway_that_rejects_the_field_gets_the_write_once_more_without_it() {
    let bench = Bench::new();
    bench.arm_as("unknown-fields", r#","method":"PUT","times":9"#);
    let settled = known(bench.save(&spec(&["prod-postgres"])));
    assert_eq!(settled.save_result.verdict, Verdict::Saved);
    assert_eq!(bench.writes(), 2);
    known(bench.save(&spec(&["prod-postgres", "api-proxy"])));
    assert_eq!(bench.writes(), 3, "the field stays off");
}

#[test]
fn nothing_is_repeated_if_something_changed_meanwhile() {
    let bench = Bench::new();
    let context = bench.context();
    bench.arm_as("unknown-fields", r#","method":"PUT""#);
    let engine = bench.engine.clone();
    let theirs = r#"{"name":"backend-prod","description":"theirs","connection_names":[]}"#;
    let watch = |step, pending: Option<&_>| {
        if pending.is_some() {
            let bench = Bench { client: bench.client.clone(), engine: engine.clone() };
            bench.engine.clone().meanwhile(move || {
                bench.control(Method::Put, "/api/machineidentities/backend-prod", theirs);
            });
        }
        unwatched(step, pending)
    };
    let sent = spec(&["prod-postgres"]);
    let save =
        machine_identity_editor::flow::save::save(&bench.client, &context, &sent, None, &watch);
    let settled = known(pollster::block_on(save));
    assert_ne!(settled.save_result.verdict, Verdict::Saved);
    assert_eq!(bench.writes(), 2, "ours and theirs");
}

#[test]
fn a_deletion_whose_answer_is_lost_is_confirmed() {
    let bench = Bench::new();
    let context = bench.context();
    bench.arm("cut-after", "DELETE");
    let outcome = pollster::block_on(delete::delete(&bench.client, context.state(), &unwatched));
    let delete::DeleteOutcome::Known(deleted) = outcome else { panic!("it is not confirmed") };
    assert!(deleted.now.is_none());
    assert!(deleted.receipt.expect("the log has it").succeeded);
}
