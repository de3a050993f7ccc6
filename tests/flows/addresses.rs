//! Where credentials are used is read with them, whoever created them.

use machine_identity_editor::{
    domain::{connection::ConnectionName, plan::PlanContext},
    flow::{
        rotate::{self, RotateOutcome},
        save::{SaveOutcome, unwatched},
    },
    wire::exchange::Method,
};

use crate::bench::{Bench, spec};

/// Another client adds `bastion`.
fn interfere(bench: &Bench, name: &str, connections: &str) {
    let body = format!(r#"{{"name":"{name}","connection_names":[{connections}]}}"#);
    let answer = bench.control(Method::Put, &format!("/api/machineidentities/{name}"), &body);
    assert!(!answer.contains("message"), "{answer}");
}

/// The port at which a connection's credential is used.
fn port(context: &PlanContext, connection: &str) -> Option<String> {
    let live = context.credentials().expect("they can be read");
    let addresses = live.addresses().expect("they are read with them");
    addresses.get(&ConnectionName::received(connection))?.port.clone()
}

#[test]
fn a_conflict_knows_where_the_credential_of_another_client_is_used() {
    let bench = Bench::new();
    let known = bench.context();
    assert_eq!(port(&known, "bastion"), None);
    interfere(&bench, "backend-prod", r#""bastion""#);
    match bench.save_on(&known, &spec("backend-prod", &[], &[])) {
        SaveOutcome::ContextChange { now, .. } => {
            assert_eq!(port(&now, "bastion").as_deref(), Some("12222"));
        }
        _ => panic!("it is a conflict"),
    }
}

#[test]
fn a_rotation_knows_where_the_credential_of_another_client_is_used() {
    let bench = Bench::new();
    let known = bench.context_of("ci-runner");
    assert_eq!(port(&known, "bastion").as_deref(), Some("12222"));
    interfere(&bench, "ci-runner", r#""deploy-repo","bastion","prod-postgres""#);
    let name = ConnectionName::received("bastion");
    let outcome = pollster::block_on(rotate::rotate(&bench.client, &known, &name, &unwatched));
    let Ok(RotateOutcome::Known(rotated)) = outcome else { panic!("not rotated") };
    let now = rotated.now.expect("it is there");
    assert_eq!(port(&now, "prod-postgres").as_deref(), Some("15432"));
}
