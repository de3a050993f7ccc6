//! Re-saving a connection of an identity that lists some by id (contract §8).

use machine_identity_editor::{
    domain::{
        connection::ConnectionName,
        identity_state::IdentityState,
        repair::{Action, revoke_all_leftover},
    },
    flow::{
        gate::Gate,
        load,
        pending::WriteOutcome,
        resave::{self, Resaved},
        save::unwatched,
    },
    wire::exchange::Method,
};

use crate::bench::Bench;

fn name(text: &str) -> ConnectionName {
    ConnectionName::received(text)
}

/// Sends the fields of `ci-runner`; connections that begin with `#` by their id.
fn put(bench: &Bench, connections: &[&str], attributes: &[&str]) {
    let context = bench.context_of("ci-runner");
    let sent = |text: &&str| match text.strip_prefix('#') {
        Some(named) => {
            context.catalog().connection(&name(named)).expect("it exists").id.to_string()
        }
        None => (*text).to_owned(),
    };
    let connections: Vec<_> = connections.iter().map(sent).collect();
    let body = serde_json::json!({
        "name": "ci-runner", "connection_names": connections, "attributes": attributes,
    });
    let path = "/api/machineidentities/ci-runner";
    let answer = bench.control(Method::Put, path, &body.to_string());
    assert!(!answer.contains("message"), "{answer}");
}

/// An attribute that matches these connections.
fn attribute(bench: &Bench, attribute: &str, connections: &[&str]) {
    let body = serde_json::json!({ "name": attribute, "connection_names": connections });
    let answer = bench.control(Method::Post, "/api/attributes", &body.to_string());
    assert!(!answer.contains("message"), "{answer}");
}

/// Revokes what is left over, through the connection that is chosen for it.
fn revoke_leftovers(bench: &Bench) -> (ConnectionName, Resaved) {
    let context = bench.context_of("ci-runner");
    let gate = Gate::default();
    let all = load::identities(&bench.client, &gate);
    let all = pollster::block_on(all).expect("it answers");
    let others: Vec<_> = all.into_iter().map(|it| IdentityState::new(it, None)).collect();
    let repair = revoke_all_leftover(&context, &others);
    let [step] = &repair.steps[..] else { panic!("{repair:?}") };
    let Action::Resave { connection_name, reconciled, .. } = &step.action else {
        panic!("{repair:?}")
    };
    let run = resave::resave(&bench.client, &context, connection_name, reconciled, &unwatched);
    let WriteOutcome::Known(resaved) = pollster::block_on(run) else { panic!("not known") };
    (connection_name.clone(), *resaved)
}

#[test]
fn of_two_credentials_of_a_connection_the_leftover_one_is_revoked_as_planned() {
    let bench = Bench::new();
    attribute(&bench, "k:bastion", &["bastion"]);
    put(&bench, &["#bastion"], &[]);
    put(&bench, &["#bastion"], &["k:bastion"]);
    put(&bench, &["#bastion"], &[]);
    let before = bench.context_of("ci-runner");
    assert_eq!(before.credentials().expect("read").count(&name("bastion")), 2);
    let (_, resaved) = revoke_leftovers(&bench);
    let now = resaved.now.expect("it is there");
    assert_eq!(now.credentials().expect("read").count(&name("bastion")), 1);
    assert_eq!(resaved.done.revoked, [name("bastion")]);
    assert_eq!((resaved.left.revoked, resaved.unplanned), (vec![], vec![]));
}

/// The gateway looks for credentials under the name, and finds none of this identity.
#[test]
fn a_connection_that_is_stored_by_id_alone_is_not_re_saved_to_reconcile_the_identity() {
    let bench = Bench::new();
    attribute(&bench, "k:repo", &["deploy-repo"]);
    // More identities share its attribute than have bastion, whose re-save affects fewer.
    for number in 0..9 {
        let body = format!(
            r#"{{"name":"shares-{number}","connection_names":[],"attributes":["k:repo"]}}"#
        );
        bench.control(Method::Post, "/api/machineidentities", &body);
    }
    put(&bench, &["#bastion"], &["k:repo"]);
    put(&bench, &["#bastion"], &[]);
    let (via, resaved) = revoke_leftovers(&bench);
    assert_eq!((via.as_str(), resaved.done.revoked), ("deploy-repo", vec![name("deploy-repo")]));
    assert_eq!((resaved.left.revoked, resaved.unplanned), (vec![], vec![]));
}
