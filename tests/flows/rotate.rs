//! Rotating: the old secret stops working before the new one exists.

use machine_identity_editor::{
    domain::{
        connection::{ConnectionName, Ineligible, Proxy},
        identity::Timestamp,
        listeners::Listeners,
        plan::ProvisionError,
        usage::{Session, SessionKind, Usage},
    },
    flow::{
        rotate::{self, RotateOutcome, Rotated, RotationResult, Unfit},
        save::unwatched,
    },
    wire::{credential, exchange::Method},
};

use crate::bench::Bench;

fn rotate(bench: &Bench, name: &str) -> Result<RotateOutcome, Unfit> {
    rotate_knowing(bench, name, Listeners::UNKNOWN)
}

fn rotate_knowing(bench: &Bench, name: &str, listeners: Listeners) -> Result<RotateOutcome, Unfit> {
    rotate_of(bench, "ci-runner", name, listeners)
}

fn rotate_of(
    bench: &Bench,
    identity: &str,
    name: &str,
    listeners: Listeners,
) -> Result<RotateOutcome, Unfit> {
    let context = bench.context_of(identity).with_listeners(listeners);
    let name = ConnectionName::received(name);
    pollster::block_on(rotate::rotate(&bench.client, &context, &name, &unwatched))
}

fn result(outcome: Result<RotateOutcome, Unfit>) -> RotationResult {
    known(outcome).result
}

#[track_caller]
fn known(outcome: Result<RotateOutcome, Unfit>) -> Rotated {
    match outcome.expect("it can be rotated") {
        RotateOutcome::Known(rotated) => *rotated,
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
    bench.control(Method::Put, "/_sandbox/listeners", r#"{"postgres":""}"#);
    let outcome = rotate_of(&bench, "fleet-operator", "staging-postgres", Listeners::UNKNOWN);
    let reason = ProvisionError::NotListening(Proxy::Postgres);
    assert_eq!(outcome.err(), Some(Unfit::CannotProvision(reason)), "every client knows");
    let outcome = rotate(&bench, "prod-postgres");
    assert!(matches!(outcome, Err(Unfit::NoCredential)));
    assert_eq!(bench.posts(), 0);
}

/// The gateway doesn't check connect access (contract §4): the proxies refuse the new secret, too (G35).
#[test]
fn a_credential_whose_connect_access_is_off_is_rotated() {
    let bench = Bench::new();
    let body = r#"{"access_mode_connect":"disabled"}"#;
    bench.control(Method::Patch, "/api/connections/deploy-repo", body);
    let before = bench.secrets_of("ci-runner");
    let rotated = known(rotate(&bench, "deploy-repo"));
    assert!(matches!(rotated.result, RotationResult::Rotated(_)));
    assert_ne!(bench.secrets_of("ci-runner")["deploy-repo"], before["deploy-repo"]);
    let now = rotated.now.expect("it is there");
    let name = ConnectionName::received("deploy-repo");
    assert!(now.is_access_off(&name));
    let ineligible = ProvisionError::Ineligible(Ineligible::ConnectDisabled);
    assert_eq!(now.check_provisioning(&name), Err(ineligible), "a save can't create one");
}

/// One that isn't in `GET /serverinfo` (contract §17), whatever the page knew before.
#[test]
fn a_rotation_is_not_sent_to_a_proxy_that_the_server_configuration_says_is_off() {
    let bench = Bench::new();
    bench.client.allow_server_config(true);
    let off = |address: &str| {
        let body = format!(r#"{{"ssh":"{address}"}}"#);
        bench.control(Method::Put, "/_sandbox/listeners", &body);
    };
    let before = bench.secrets_of("ci-runner");
    let is_on = |ssh| Listeners { ssh, ..Listeners::UNKNOWN };
    off("");
    for known in [None, Some(true)] {
        let outcome = rotate_knowing(&bench, "bastion", is_on(known));
        let reason = ProvisionError::NotListening(Proxy::Ssh);
        assert_eq!(outcome.err(), Some(Unfit::CannotProvision(reason)), "{known:?}");
    }
    assert_eq!((bench.posts(), bench.secrets_of("ci-runner")), (0, before));
    off("0.0.0.0:12222");
    let rotated = result(rotate_knowing(&bench, "bastion", is_on(Some(false))));
    assert!(matches!(rotated, RotationResult::Rotated(_)), "on again");
}

#[test]
fn what_is_known_of_the_proxies_stays_known_after_a_rotation() {
    let bench = Bench::new();
    let off = Listeners { rdp: Some(false), ..Listeners::UNKNOWN };
    let now = known(rotate_knowing(&bench, "bastion", off)).now.expect("it is there");
    assert_eq!(now.listeners(), Listeners { postgres: Some(true), ..off });
}

/// The element doesn't read the server's configuration (G29).
#[test]
fn an_unforeseeable_revocation_is_reported() {
    let bench = Bench::new();
    bench.control(Method::Put, "/_sandbox/listeners", r#"{"ssh":""}"#);
    assert!(matches!(result(rotate(&bench, "bastion")), RotationResult::Destroyed), "G7");
}

/// Lists `bastion` by its id and, if `is_named`, by its name as well (contract §8).
fn store_by_id(bench: &Bench, is_named: bool) {
    let context = bench.context_of("ci-runner");
    let bastion = context.catalog().connection(&ConnectionName::received("bastion"));
    let id = bastion.expect("it is listed").id.clone();
    let name = if is_named { r#","bastion""# } else { "" };
    let body = format!(r#"{{"name":"ci-runner","connection_names":["{id}"{name}]}}"#);
    let answer = bench.control(Method::Put, "/api/machineidentities/ci-runner", &body);
    assert!(!answer.contains("message"), "{answer}");
}

/// The secrets of one connection, those of two credentials included.
fn secrets(bench: &Bench, connection: &str) -> Vec<String> {
    let path = "/api/machineidentities/ci-runner/credentials";
    let all = credential::read_credentials(bench.control(Method::Get, path, "").as_bytes());
    let own = all.into_iter().flatten().filter(|it| it.connection_name.as_str() == connection);
    own.filter_map(|it| it.secret_key.map(|secret| secret.expose().to_owned())).collect()
}

#[test]
fn of_two_credentials_of_a_connection_one_is_rotated_and_the_other_is_untouched() {
    let bench = Bench::new();
    store_by_id(&bench, true);
    let before = secrets(&bench, "bastion");
    assert_eq!(before.len(), 2);
    let rotated = known(rotate(&bench, "bastion"));
    let RotationResult::Rotated(new) = &rotated.result else { panic!("not rotated") };
    assert_eq!((rotated.connection_name.as_str(), rotated.others), ("bastion", 1));
    let now = secrets(&bench, "bastion");
    let kept: Vec<_> = now.iter().filter(|it| before.contains(it)).collect();
    let fresh: Vec<_> = now.iter().filter(|it| !before.contains(it)).collect();
    let secret = new.secret_key.as_ref().expect("it has one").expose();
    assert_eq!((kept.len(), fresh), (1, vec![&secret.to_owned()]));
}

#[test]
fn two_credentials_of_a_connection_are_one_rotation() {
    let names = ["b", "a", "b"].map(ConnectionName::received);
    let issue = |name: &str, second: u32| Session {
        id: format!("{name} {second}"),
        connection: ConnectionName::received(name),
        start: Timestamp::received(format!("2026-01-01T00:00:{second:02}Z")),
        end: None,
        kind: SessionKind::Issue,
    };
    let created = Timestamp::received("2026-01-01T00:00:00Z");
    let usage = Usage::new([issue("a", 7), issue("b", 8)], &created, None, true);
    let live = names.iter().cloned().collect();
    let turns = |usage| rotate::in_turn(names.clone(), usage, Some(&live));
    assert_eq!(turns(None), ["b", "a"].map(ConnectionName::received));
    assert_eq!(turns(Some(&usage)), ["a", "b"].map(ConnectionName::received));
}

#[test]
fn what_is_left_of_two_credentials_does_not_hide_that_the_other_was_revoked() {
    let bench = Bench::new();
    store_by_id(&bench, true);
    bench.control(Method::Put, "/_sandbox/listeners", r#"{"ssh":""}"#);
    let rotated = known(rotate(&bench, "bastion"));
    assert!(matches!(rotated.result, RotationResult::Destroyed), "G7");
    assert_eq!((rotated.others, secrets(&bench, "bastion").len()), (1, 1));
}

#[test]
fn a_credential_that_is_stored_by_id_alone_is_not_asked_for_by_name() {
    let bench = Bench::new();
    store_by_id(&bench, false);
    assert_eq!(secrets(&bench, "bastion").len(), 1);
    assert!(matches!(rotate(&bench, "bastion"), Err(Unfit::StoredById)));
    assert_eq!(bench.posts(), 0);
}
