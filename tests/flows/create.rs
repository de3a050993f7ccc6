//! Creating an identity: a save over nothing.

use std::sync::Arc;

use machine_identity_editor::{
    domain::{
        draft::IdentitySpec,
        identity_state::IdentityState,
        merge::ContextChange,
        plan::{ChangePlan, PlanContext},
        save_result::Verdict,
    },
    flow::{load, save::SaveOutcome},
    gateway::error::GatewayError,
    wire::exchange::Method,
};

use crate::{
    bench::{self, Bench},
    save::known,
};

fn context(bench: &Bench) -> PlanContext {
    let catalog = pollster::block_on(load::catalog(&bench.client)).expect("it can be read");
    PlanContext::new(IdentityState::unsaved(), Arc::new(catalog))
}

fn spec(name: &str) -> IdentitySpec {
    bench::spec(name, &["prod-postgres"], &["team:backend"])
}

#[test]
fn an_unused_name_has_no_obstacles() {
    let bench = Bench::new();
    let context = context(&bench);
    let plan = ChangePlan::new(&context, &spec("fresh"));
    assert!(plan.obstacles.is_empty(), "{:?}", plan.obstacles);
    assert!(!plan.edits.is_of_stored());
    let long = "n".repeat(256);
    let plan = ChangePlan::new(&context, &spec(&long));
    assert_eq!(plan.obstacles.len(), 1, "no credential can be made under it: {plan:?}");
}

#[test]
fn a_new_identity_is_verified_with_its_credentials() {
    let bench = Bench::new();
    let settled = known(bench.save_on(&context(&bench), &spec("fresh")));
    assert!(settled.is_new);
    assert_eq!(settled.save_result.verdict, Verdict::Saved);
    assert!(settled.save_result.is_as_planned(), "{:?}", settled.save_result);
    let made = settled.fresh.iter().map(|it| it.connection_name.as_str());
    assert!(made.clone().count() > 1, "an attribute brought one as well");
    assert!(made.clone().any(|name| name == "prod-postgres"));
    let now = settled.now.expect("it is there");
    assert!(now.identity().is_stored());
    assert_eq!(bench.posts(), 1);
}

#[test]
fn a_creation_whose_answer_is_lost_is_verified_and_not_repeated() {
    for (fault, is_created) in [
        ("cut-after", true),
        ("cut-during", true),
        ("gateway-timeout", true),
        ("cut-before", false),
        ("error-500", false),
        ("html", false),
    ] {
        let bench = Bench::new();
        let context = context(&bench);
        bench.arm_anywhere(fault, "POST");
        match bench.save_on(&context, &spec("fresh")) {
            SaveOutcome::Known(settled) if is_created => {
                assert_eq!(settled.save_result.verdict, Verdict::Saved, "{fault}");
            }
            SaveOutcome::Unconfirmed { .. } if !is_created => {}
            _ => panic!("{fault}"),
        }
        assert_eq!(bench.posts(), 1, "{fault}");
    }
}

#[test]
fn a_taken_name_stops_the_creation() {
    let bench = Bench::new();
    let outcome = bench.save_on(&context(&bench), &spec("ci-runner"));
    let SaveOutcome::ContextChange { context_changes, .. } = outcome else {
        panic!("it was not noticed")
    };
    assert!(
        context_changes.contains(&ContextChange::Name { is_taken_now: true }),
        "{context_changes:?}"
    );
    assert_eq!(bench.posts(), 0);
}

#[test]
fn the_first_name_of_a_renamed_identity_is_rejected_with_the_gateways_message() {
    let bench = Bench::new();
    bench.control(
        Method::Put,
        "/api/machineidentities/ci-runner",
        r#"{"name":"ci-runner-2","description":"","attributes":[],"connection_names":[]}"#,
    );
    let settled = known(bench.save_on(&context(&bench), &spec("ci-runner")));
    assert_eq!(settled.save_result.verdict, Verdict::NotSaved);
    let words = settled.end.error().and_then(GatewayError::message).expect("it said why");
    assert!(words.ends_with("duplicated key not allowed"), "{words}");
    assert!(settled.now.is_none());
}
