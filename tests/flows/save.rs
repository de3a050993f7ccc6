//! Loading and saving, against the engine, with faults at every request.

use std::{cell::RefCell, ops::ControlFlow};

use crate::bench::{self, Bench};

use machine_identity_editor::{
    domain::{
        attribute::Attribute,
        connection::ConnectionName,
        draft::IdentitySpec,
        listeners::Listeners,
        merge::ContextChange,
        name::IdentityName,
        plan::ChangePlan,
        repair::{self, Action},
        save_result::Verdict,
    },
    flow::{
        context, load,
        resave::{self, ResaveOutcome},
        save::{self, SaveOutcome},
    },
    gateway::{client::Client, error::GatewayError, in_page::InPage, token::AccessToken},
    wire::exchange::Method,
};

fn spec(connections: &[&str]) -> IdentitySpec {
    bench::spec("backend-prod", connections, &["env:prod"])
}

#[track_caller]
pub fn known(outcome: SaveOutcome) -> save::Settled {
    match outcome {
        SaveOutcome::Known(settled) => *settled,
        SaveOutcome::NotSent(error) => panic!("not sent: {error}"),
        SaveOutcome::Abandoned => panic!("abandoned"),
        SaveOutcome::ContextChange { .. } => panic!("changed"),
        SaveOutcome::Unconfirmed { reading, .. } => panic!("unconfirmed: {reading:?}"),
    }
}

#[test]
fn a_save_reports_the_verified_state() {
    let bench = Bench::new();
    let settled = known(bench.save(&spec(&["prod-postgres", "api-proxy"])));
    assert_eq!(settled.save_result.verdict, Verdict::Saved);
    assert!(settled.save_result.is_as_planned(), "{:?}", settled.save_result);
    assert_eq!(settled.fresh.len(), 2);
    let now = settled.now.expect("it is there");
    assert!(now.identity().updated_at.as_str().starts_with("2026"));
    assert_eq!(bench.writes(), 1);
}

#[test]
fn a_save_whose_answer_is_lost_is_verified_and_not_repeated() {
    for fault in ["cut-after", "cut-during", "gateway-timeout"] {
        let bench = Bench::new();
        bench.arm(fault, "PUT");
        let settled = known(bench.save(&spec(&["prod-postgres"])));
        assert_eq!(settled.save_result.verdict, Verdict::Saved, "{fault}");
        assert_eq!(settled.fresh.len(), 1, "{fault}");
        assert_eq!(bench.writes(), 1, "{fault}");
    }
}

#[test]
fn a_write_that_may_still_take_effect_stays_unconfirmed() {
    for fault in ["cut-before", "error-500", "html"] {
        let bench = Bench::new();
        bench.arm(fault, "PUT");
        let outcome = bench.save(&spec(&["prod-postgres"]));
        // Absence proves nothing: the state was read and shows no trace of the write.
        let SaveOutcome::Unconfirmed { reading: None, .. } = outcome else { panic!("{fault}") };
        assert_eq!(bench.writes(), 1, "{fault}");
    }
}

#[test]
fn a_write_rejected_before_it_began_changed_nothing() {
    let bench = Bench::new();
    bench.arm("revoked-token", "PUT");
    let settled = known(bench.save(&spec(&["prod-postgres"])));
    assert_eq!(settled.save_result.verdict, Verdict::NotSaved);
    assert!(settled.end.error().is_some());
    assert_eq!(bench.writes(), 1);
}

#[test]
fn a_write_rejected_half_way_is_partly_saved() {
    let bench = Bench::new();
    let settled = known(bench.save(&spec(&["prod-postgres", "nope"])));
    assert_eq!(settled.save_result.verdict, Verdict::HalfDone);
    let fresh: Vec<_> = settled.fresh.iter().map(|it| it.connection_name.as_str()).collect();
    assert_eq!(fresh, ["prod-postgres"]);
    assert_eq!(
        settled.end.error().and_then(GatewayError::message),
        Some("failed updating machine identity: connection nope not found")
    );
}

#[test]
fn nothing_is_sent_if_the_identity_cannot_be_read_again() {
    let bench = Bench::new();
    let context = bench.context();
    bench.arm("cut-before", "GET");
    let outcome = bench.save_on(&context, &spec(&[]));
    assert!(matches!(outcome, SaveOutcome::NotSent(GatewayError::Unreachable)));
    assert_eq!(bench.writes(), 0);
}

#[test]
fn someone_elses_change_stops_the_save() {
    let bench = Bench::new();
    let context = bench.context();
    bench.control(
        Method::Put,
        "/api/machineidentities/backend-prod",
        r#"{"name":"backend-prod","description":"theirs","connection_names":[]}"#,
    );
    let outcome = bench.save_on(&context, &spec(&[]));
    let SaveOutcome::ContextChange { now, .. } = outcome else { panic!("it was not noticed") };
    assert_eq!(now.identity().description, "theirs");
    assert_eq!(bench.writes(), 1);
}

#[test]
fn a_change_of_the_plan_context_stops_the_save() {
    let bench = Bench::new();
    let context = bench.context();
    let body = r#"{"access_mode_connect":"disabled"}"#;
    bench.control(Method::Patch, "/api/connections/prod-postgres", body);
    let outcome = bench.save_on(&context, &spec(&["prod-postgres"]));
    let SaveOutcome::ContextChange { context_changes, .. } = outcome else {
        panic!("it was not noticed")
    };
    assert!(!context_changes.is_empty());
    assert_eq!(bench.writes(), 0);
}

#[test]
fn a_name_taken_meanwhile_stops_the_save() {
    let bench = Bench::new();
    let context = bench.context();
    let taken = IdentitySpec { name: IdentityName::received("ci-runner"), ..spec(&[]) };
    let SaveOutcome::ContextChange { now, context_changes } = bench.save_on(&context, &taken)
    else {
        panic!("it was not noticed")
    };
    assert!(
        context_changes.contains(&ContextChange::Name { is_taken_now: true }),
        "{context_changes:?}"
    );
    assert!(now.taken_names().contains(&taken.name));
    assert_eq!(bench.writes(), 0);
}

#[test]
fn re_saving_its_connection_revokes_a_leftover_credential() {
    let bench = Bench::new();
    // Adding an attribute adds connections, and removing it revokes nothing (G3).
    let bare = IdentitySpec { attributes: [].into(), ..spec(&[]) };
    let context = bench.context();
    let first = known(bench.save(&spec(&[])));
    let second = known(bench.save_on(&first.now.expect("it is there"), &bare));
    let context_now = second.now.expect("it is there");
    let builder = repair::revoke_all_leftover(&context_now, &[]);
    let Action::Resave { connection_name, reconciled, .. } = &builder.steps[0].action else {
        panic!("it is saved again")
    };
    let call =
        resave::resave(&bench.client, &context_now, connection_name, reconciled, &save::unwatched);
    let ResaveOutcome::Known(resaved) = pollster::block_on(call) else { panic!("it is known") };
    assert_eq!(resaved.done, *reconciled);
    assert!(resaved.unplanned.is_empty());
    let now = resaved.now.expect("it is there");
    let live = now.credentials().expect("it may be seen");
    assert!(reconciled.revoked.iter().all(|name| !live.contains(name)));
    assert_eq!(context.identity().id, context_now.identity().id);
}

#[test]
fn the_steps_are_reported_in_order() {
    let bench = Bench::new();
    let steps = RefCell::new(Vec::new());
    let context = bench.context();
    let (sent, tell) = (spec(&[]), |step, _: Option<&_>| {
        steps.borrow_mut().push(step);
        ControlFlow::Continue(())
    });
    pollster::block_on(save::save(&bench.client, &context, &sent, None, &tell));
    use save::SaveStep::{Comparing, ReadingBack, Writing};
    assert_eq!(steps.into_inner(), [Comparing, Writing, ReadingBack { attempt: 1 }]);
}

#[test]
fn every_page_of_the_attributes_is_read() {
    let bench = Bench::new();
    let count = || {
        let catalog = pollster::block_on(load::catalog(&bench.client)).expect("it can be read");
        catalog.attributes().count()
    };
    let before = count();
    for number in 0..205 {
        let body = format!(r#"{{"name":"shard:{number:03}"}}"#);
        bench.control(Method::Post, "/api/attributes", &body);
    }
    let catalog = pollster::block_on(load::catalog(&bench.client)).expect("it can be read");
    assert_eq!(count(), before + 205);
    let asked = bench.requests();
    let pages = asked.iter().filter(|(_, target)| target.contains("attributes?page="));
    let last: Vec<&str> = pages.rev().take(3).map(|(_, target)| target.as_str()).collect();
    let expected = [3, 2, 1].map(|page| format!("/api/attributes?page={page}&page_size=100"));
    assert_eq!(last, expected, "no page beyond the total");
    let hidden = Attribute::received("rulepack_personal-data");
    assert!(catalog.attribute(&hidden).is_none(), "G10");
}

#[test]
fn leaving_before_the_write_sends_nothing() {
    let bench = Bench::new();
    let context = bench.context();
    let leave = |step, _: Option<&_>| match step {
        save::SaveStep::Writing => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let sent = spec(&["prod-postgres"]);
    let outcome = pollster::block_on(save::save(&bench.client, &context, &sent, None, &leave));
    assert!(matches!(outcome, SaveOutcome::Abandoned));
    assert_eq!(bench.writes(), 0);
}

#[test]
fn a_closed_client_sends_nothing_and_takes_no_token() {
    let bench = Bench::new();
    bench.client.close();
    let outcome = pollster::block_on(load::catalog(&bench.client));
    assert!(matches!(outcome, Err(GatewayError::SignedOut { .. })));
    assert!(!bench.control(Method::Get, "/_sandbox/requests", "").contains("/api/connections"));
}

fn with_rulepack_attribute() -> IdentitySpec {
    let mut spec = spec(&[]);
    let attributes = spec.attributes.iter().cloned();
    let added = Attribute::received("rulepack_personal-data");
    spec.attributes = attributes.chain([added]).collect();
    spec
}

#[test]
fn an_attribute_of_a_rulepack_completes_the_plan_and_is_no_conflict() {
    let bench = Bench::new();
    let spec = with_rulepack_attribute();
    let outcome = bench.save_on(&bench.context(), &spec);
    let SaveOutcome::ContextChange { context_changes, .. } = outcome else {
        panic!("the plan lacks what the attribute matches")
    };
    assert!(context_changes.iter().any(|change| !change.is_by_someone_else()));
    assert!(!context_changes.iter().any(ContextChange::is_by_someone_else), "{context_changes:?}");
    assert_eq!(bench.writes(), 0);
}

#[test]
fn a_plan_that_looked_up_its_attributes_can_be_saved() {
    let bench = Bench::new();
    let spec = with_rulepack_attribute();
    let incomplete = ChangePlan::new(&bench.context(), &spec);
    let complete = context::complete(&bench.client, &incomplete);
    let complete = pollster::block_on(complete).expect("it can be read");
    let plan = ChangePlan::new(&complete, &spec);
    let customers = ConnectionName::received("customers-postgres");
    assert!(plan.effects.iter().any(|effect| effect.connection_name == customers), "{plan:?}");
    let settled = known(bench.save_on(&complete, &spec));
    assert!(settled.save_result.is_as_planned(), "{:?}", settled.save_result);
}

#[test]
fn a_listener_switched_off_since_then_stops_the_save() {
    let bench = Bench::new();
    let on = Listeners::of_postgres(Some(true));
    let context = bench.context().with_listeners(on);
    bench.control(Method::Put, "/_sandbox/listeners", r#"{"postgres":""}"#);
    let outcome = bench.save_on(&context, &spec(&["prod-postgres"]));
    let SaveOutcome::ContextChange { now, context_changes } = outcome else {
        panic!("it was not noticed")
    };
    assert_eq!(now.listeners().postgres, Some(false));
    assert!(context_changes.iter().any(ContextChange::is_by_someone_else), "{context_changes:?}");
    assert_eq!(bench.writes(), 0);
}

fn next_user() -> Option<AccessToken> {
    AccessToken::parse("the-next-users-token").ok()
}

/// Runs an action after this many more answers.
fn after(engine: InPage, answers: usize, act: impl FnOnce() + 'static) {
    let next = engine.clone();
    engine.meanwhile(move || match answers {
        0 => act(),
        more => after(next, more - 1, Box::new(act) as Box<dyn FnOnce()>),
    });
}

#[test]
fn a_running_save_sends_nothing_with_the_next_users_token() {
    let (mut not_sent, mut unconfirmed, mut known) = (0, 0, 0);
    for answers in 0..20 {
        let bench = Bench::new();
        let (context, client) = (bench.context(), bench.client.clone());
        after(bench.engine.clone(), answers, move || client.set_token(next_user()));
        let outcome = bench.save_on(&context, &spec(&["prod-postgres"]));
        let requests = bench.control(Method::Get, "/_sandbox/requests", "");
        assert!(!requests.contains("the-next-users-token"), "after {answers} answers");
        match outcome {
            SaveOutcome::NotSent(GatewayError::OtherSession) => {
                assert_eq!(bench.writes(), 0);
                not_sent += 1;
            }
            // It was sent for the first user; the next user can check its outcome.
            SaveOutcome::Unconfirmed { reading: Some(GatewayError::OtherSession), .. } => {
                assert_eq!(bench.writes(), 1);
                unconfirmed += 1;
            }
            SaveOutcome::Known(_) => known += 1,
            _ => panic!("after {answers} answers"),
        }
    }
    assert!(not_sent > 0 && unconfirmed > 0 && known > 0, "{not_sent}, {unconfirmed}, {known}");
}

#[test]
fn a_save_continues_when_the_same_user_renews_the_sign_in() {
    let bench = Bench::new();
    let (context, client) = (bench.context(), bench.client.clone());
    let renewed: Client = Bench::new().client;
    bench.engine.meanwhile(move || client.adopt(&renewed, true));
    let settled = known(bench.save_on(&context, &spec(&["prod-postgres"])));
    assert_eq!(settled.save_result.verdict, Verdict::Saved);
}
