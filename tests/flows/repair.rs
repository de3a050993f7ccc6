//! Creating a missing credential takes its connection off the list before it is added again (G7): nothing
//! may be sent while its proxy is off, and what was taken off can be put back.

use std::collections::BTreeSet;

use machine_identity_editor::{
    domain::{
        connection::{ConnectionName, Proxy},
        listeners::Listeners,
        plan::{Cause, PlanContext, ProvisionError},
        repair::{Action, RepairPlan, Skipped, create_missing},
    },
    flow::{
        pending::WriteOutcome,
        repair,
        save::{self, unwatched},
    },
    wire::exchange::Method,
};

use crate::bench::Bench;

fn bastion() -> ConnectionName {
    ConnectionName::received("bastion")
}

fn listen(bench: &Bench, ssh: &str) {
    let body = format!(r#"{{"ssh":"{ssh}"}}"#);
    bench.control(Method::Put, "/_sandbox/listeners", &body);
}

/// `bastion` is listed without a credential, and the SSH proxy is still off (contract §13, 16).
fn missing() -> Bench {
    let bench = Bench::new();
    listen(&bench, "");
    let path = "/api/machineidentities/ci-runner/credentials/bastion/rotate";
    assert!(bench.control(Method::Post, path, "").contains("listening address"));
    bench
}

fn find(context: &PlanContext) -> RepairPlan {
    create_missing(context, &BTreeSet::from([bastion()]))
}

fn complete(bench: &Bench, known: Listeners) -> RepairPlan {
    let context = bench.context_of("ci-runner").with_listeners(known);
    let complete = repair::complete(&bench.client, &context, |it| vec![find(it)]);
    find(&pollster::block_on(complete).expect("it answers"))
}

fn obstacles(bench: &Bench, found: &RepairPlan) -> Vec<Cause> {
    let context = bench.context_of("ci-runner");
    let read = repair::obstacles(&bench.client, &context, found);
    pollster::block_on(read).expect("it answers")
}

const OFF: ProvisionError = ProvisionError::NotListening(Proxy::Ssh);

#[test]
fn a_repair_whose_last_step_needs_a_proxy_that_is_off_is_not_offered() {
    let bench = missing();
    assert!(complete(&bench, Listeners::UNKNOWN).is_possible(), "the element can't know");
    bench.client.allow_server_config(true);
    for ssh in [None, Some(true)] {
        let found = complete(&bench, Listeners { ssh, ..Listeners::UNKNOWN });
        let skipped = Skipped::CannotProvision { name: bastion(), reason: OFF };
        assert_eq!((found.is_possible(), found.skipped), (false, vec![skipped]), "{ssh:?}");
    }
    listen(&bench, "0.0.0.0:12222");
    assert!(complete(&bench, Listeners { ssh: Some(false), ..Listeners::UNKNOWN }).is_possible());
}

#[test]
fn a_proxy_that_is_off_by_the_time_of_the_first_step_is_an_obstacle() {
    let bench = missing();
    listen(&bench, "0.0.0.0:12222");
    bench.client.allow_server_config(true);
    let found = complete(&bench, Listeners::UNKNOWN);
    assert_eq!(obstacles(&bench, &found), []);
    listen(&bench, "");
    let cause = Cause::CannotProvision { name: bastion(), reason: OFF };
    assert_eq!(obstacles(&bench, &found), [cause]);
    assert_eq!(bench.writes(), 0);
}

#[test]
fn what_a_repair_that_ended_early_took_off_the_list_can_be_put_back() {
    let bench = missing();
    let mut context = bench.context_of("ci-runner");
    let whole = context.identity().connection_names.clone();
    let found = find(&context);
    assert_eq!(found.taken_off(context.identity()), [], "nothing was sent");
    for step in &found.steps {
        let Action::Save { spec, .. } = &step.action else { panic!("{step:?}") };
        let run = save::save(&bench.client, &context, spec, None, &unwatched);
        let WriteOutcome::Known(settled) = pollster::block_on(run) else { panic!("not known") };
        context = settled.now.expect("it is there");
        // The second step fails: the proxy is off.
        assert_eq!(found.taken_off(context.identity()), [bastion()]);
        assert_eq!(*found.put_back(context.identity()).connection_names, *whole);
    }
}
