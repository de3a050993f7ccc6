//! Rotating: the old secret stops working before the new one exists.

use machine_identity_editor::{
    domain::connection::ConnectionName,
    flow::{
        rotate::{self, RotateOutcome, RotationResult, Unfit},
        save::unwatched,
    },
    wire::exchange::Method,
};

use crate::bench::Bench;

fn rotate(bench: &Bench, name: &str) -> Result<RotateOutcome, Unfit> {
    let context = bench.context_of("ci-runner");
    let name = ConnectionName::received(name);
    pollster::block_on(rotate::rotate(&bench.client, &context, &name, &unwatched))
}

#[track_caller]
fn result(outcome: Result<RotateOutcome, Unfit>) -> RotationResult {
    match outcome.expect("it can be rotated") {
        RotateOutcome::Known(rotated) => rotated.result,
        RotateOutcome::NotSent(error) => panic!("not sent: {error}"),
        RotateOutcome::Abandoned | RotateOutcome::ContextChange { .. } => panic!("not sent"),
        RotateOutcome::Unconfirmed { reading, .. } => panic!("unconfirmed: {reading:?}"),
    }
}

#[test]
fn the_new_secret_is_verified() {
    let bench = Bench::new();
    let before = bench.secrets_of("ci-runner");
    let RotationResult::Rotated(credential) = result(rotate(&bench, "bastion")) else {
        panic!("not rotated")
    };
    let now = bench.secrets_of("ci-runner");
    let secret = credential.secret_key.as_ref().expect("it has one").expose();
    assert_eq!(now["bastion"], secret);
    assert_ne!(before["bastion"], now["bastion"]);
    assert_eq!(before["deploy-repo"], now["deploy-repo"]);
    assert_eq!(bench.posts(), 1);
}

#[test]
fn a_rotation_whose_answer_is_lost_is_verified_and_not_repeated() {
    for fault in ["cut-after", "cut-during", "gateway-timeout"] {
        let bench = Bench::new();
        bench.arm(fault, "POST");
        assert!(matches!(result(rotate(&bench, "bastion")), RotationResult::Rotated(_)), "{fault}");
        assert_eq!(bench.posts(), 1, "{fault}");
    }
    for fault in ["cut-before", "error-500", "html"] {
        let bench = Bench::new();
        bench.arm(fault, "POST");
        let outcome = rotate(&bench, "bastion");
        assert!(matches!(outcome, Ok(RotateOutcome::Unconfirmed { reading: None, .. })), "{fault}");
        assert_eq!(bench.posts(), 1, "{fault}");
    }
}

#[test]
fn a_rotation_that_would_only_revoke_is_not_sent() {
    let bench = Bench::new();
    let body = r#"{"access_mode_connect":"disabled"}"#;
    bench.control(Method::Patch, "/api/connections/deploy-repo", body);
    let outcome = rotate(&bench, "deploy-repo");
    assert!(matches!(outcome, Err(Unfit::CannotProvision(_))));
    let outcome = rotate(&bench, "prod-postgres");
    assert!(matches!(outcome, Err(Unfit::NoCredential)));
    assert_eq!(bench.posts(), 0);
}

#[test]
fn an_unforeseeable_revocation_is_reported() {
    let bench = Bench::new();
    bench.control(Method::Put, "/_sandbox/listeners", r#"{"ssh":""}"#);
    assert!(matches!(result(rotate(&bench, "bastion")), RotationResult::Destroyed), "G7");
}
