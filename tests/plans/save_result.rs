//! The result of a save, from the state after it.

use machine_identity_editor::{
    domain::{
        draft::{Field, IdentitySpec},
        identity_state::LiveCredentials,
        name::IdentityName,
        plan::{ChangePlan, ListEdit, Outcome},
        repair::drift::Drift,
        save_result::{Answer, FieldResult, ItemStatus, SaveResult, UnplannedChange, Verdict},
    },
    wire::exchange::Method,
};

use crate::{
    bench::{Bench, Seen, name, names, save_result},
    scenarios::{scenario_10, scenario_16},
};

/// A plan, and the state after something else happened instead.
pub fn instead(
    bench: &mut Bench,
    connections: &[&str],
    attributes: &[&str],
    answer: Answer,
    happens: impl FnOnce(&mut Bench, &Seen, &IdentitySpec),
) -> SaveResult {
    let before = bench.look();
    let spec = before.with(connections, attributes);
    let plan = ChangePlan::new(&before.context, &spec);
    happens(bench, &before, &spec);
    save_result(&before, &plan, answer, &bench.look())
}

fn statuses(save_result: &SaveResult) -> Vec<(&str, ItemStatus)> {
    let lines = save_result.credentials.iter();
    lines.map(|line| (line.connection_name.as_str(), line.status)).collect()
}

pub fn missing(text: &str) -> Drift {
    Drift::Missing { name: name(text), entry: name(text), attributes: vec![], reason: None }
}

#[test]
fn a_successful_save_is_as_planned() {
    let played = Bench::with(&["ssm"], &[]).save(&["web"], &["env:prod"]);
    let save_result = played.save_result();
    assert_eq!(save_result.verdict, Verdict::Saved);
    assert!(save_result.is_as_planned());
    let fields: Vec<_> = save_result.fields.iter().map(|line| line.field).collect();
    assert_eq!(fields, [Field::Attributes, Field::ConnectionNames]);
    assert_eq!(save_result.revoked().collect::<Vec<_>>(), [&name("ssm")]);
    assert_eq!(save_result.provisioned().count(), 3);
    assert_eq!(save_result.drift, []);
}

#[test]
fn the_state_resolves_a_lost_answer() {
    let mut bench = Bench::with(&["ssm"], &[]);
    let untouched = instead(&mut bench, &["web"], &[], Answer::Lost, |_, _, _| {});
    assert_eq!(untouched.verdict, Verdict::NotSaved);
    assert_eq!(statuses(&untouched), [("ssm", ItemStatus::NotDone), ("web", ItemStatus::NotDone)]);
    assert_eq!(
        untouched.fields,
        [FieldResult { field: Field::ConnectionNames, status: ItemStatus::NotDone }]
    );
    let saved = instead(&mut bench, &["web"], &[], Answer::Lost, |bench, before, spec| {
        bench.put(&before.identity().name, spec);
    });
    assert!(saved.is_as_planned(), "{saved:?}");
}

#[test]
fn a_save_without_edits_counts_if_the_gateway_confirms_it_or_updated_at_changed() {
    let mut bench = Bench::with(&["ssm"], &[]);
    let nothing = |_: &mut Bench, _: &Seen, _: &IdentitySpec| {};
    let done = instead(&mut bench, &["ssm"], &[], Answer::Done, nothing);
    assert_eq!(done.verdict, Verdict::Saved);
    let lost = instead(&mut bench, &["ssm"], &[], Answer::Lost, nothing);
    assert_eq!(lost.verdict, Verdict::NotSaved);
    let reached = instead(&mut bench, &["ssm"], &[], Answer::Lost, |bench, before, spec| {
        bench.put(&before.identity().name, spec);
    });
    assert_eq!(reached.verdict, Verdict::Saved, "its time has changed");
}

#[test]
fn a_rejection_half_way_leaves_a_leftover_credential() {
    let mut bench = Bench::with(&[], &[]);
    let save_result = bench.save(&["pg-main", "nope", "ssm"], &[]).save_result();
    assert_eq!((save_result.answer, save_result.verdict), (Answer::Refused, Verdict::HalfDone));
    let expected =
        [("nope", ItemStatus::Done), ("pg-main", ItemStatus::Done), ("ssm", ItemStatus::NotDone)];
    assert_eq!(statuses(&save_result), expected);
    assert_eq!(save_result.provisioned().collect::<Vec<_>>(), [&name("pg-main")]);
    assert_eq!(save_result.drift, [Drift::Leftover { name: name("pg-main") }]);
}

/// Scenario 11.
#[test]
fn a_credential_missing_before_is_still_missing() {
    let save_result = scenario_10().save(&["pg-main", "ssm"], &[]).save_result();
    assert!(save_result.is_as_planned());
    assert_eq!(save_result.drift, [missing("pg-main"), missing("ssm")]);
}

/// Scenarios 16 and 17.
#[test]
fn a_failed_rotation_needs_repair_and_has_its_reason() {
    let mut bench = scenario_16();
    let save_result = bench.save(&["pg-main"], &[]).save_result();
    let [Drift::Missing { reason: Some(_), .. }] = &save_result.drift[..] else {
        panic!("{:?}", save_result.drift)
    };
    bench.listen("postgres", "0.0.0.0:15432");
    assert_eq!(bench.save(&["pg-main"], &[]).save_result().drift, [missing("pg-main")]);
}

#[test]
fn someone_elses_changes_are_unplanned() {
    let mut bench = Bench::with(&["ssm", "web"], &[]);
    let save_result = instead(&mut bench, &["ssm"], &[], Answer::Refused, |bench, before, _| {
        let mut theirs = before.with(&["web", "win"], &["env:prod"]);
        theirs.description = "theirs".to_owned();
        bench.put(&before.identity().name, &theirs);
        bench.tester.rotate("a1", "web");
    });
    assert_eq!(save_result.verdict, Verdict::HalfDone);
    assert_eq!(save_result.fields[0].status, ItemStatus::Otherwise);
    let ours = names(&["ssm"]);
    assert_eq!(
        save_result.unplanned,
        [
            UnplannedChange::Text { field: Field::Description, found: "theirs".to_owned() },
            UnplannedChange::Attributes(ListEdit::between(
                &[],
                &crate::bench::attributes(&["env:prod"])
            )),
            UnplannedChange::ConnectionNames(ListEdit::between(&ours, &names(&["web", "win"]))),
            UnplannedChange::Vanished(name("ssm")),
            UnplannedChange::Replaced(name("web")),
            UnplannedChange::Appeared(name("pg-main")),
            UnplannedChange::Appeared(name("pg-two")),
            UnplannedChange::Appeared(name("win")),
        ]
    );
}

#[test]
fn a_rename_that_failed_has_its_own_line() {
    let mut bench = Bench::with(&["ssm"], &[]);
    let before = bench.look();
    let mut spec = before.with(&[], &[]);
    spec.name = IdentityName::received("a2");
    let plan = ChangePlan::new(&before.context, &spec);
    let renamed = save_result(&before, &plan, Answer::Lost, &before);
    assert_eq!(renamed.fields[0], FieldResult { field: Field::Name, status: ItemStatus::NotDone });
    assert_eq!(renamed.verdict, Verdict::NotSaved);
    bench.put(&before.identity().name, &spec);
    let now = bench.look_at("a2");
    assert!(save_result(&before, &plan, Answer::Lost, &now).is_as_planned());
}

#[test]
fn a_deleted_identity_has_no_credentials() {
    let seen = Bench::with(&["ssm"], &[]).look();
    let spec = seen.with(&["ssm", "web"], &[]);
    let plan = ChangePlan::new(&seen.context, &spec);
    let gone = SaveResult::new(&plan, Answer::Refused, None, &LiveCredentials::default());
    assert_eq!(gone.verdict, Verdict::Gone);
    assert_eq!(gone.unplanned, [UnplannedChange::Vanished(name("ssm"))]);
    assert_eq!(statuses(&gone), [("ssm", ItemStatus::Otherwise), ("web", ItemStatus::NotDone)]);
}

#[test]
fn an_identity_created_again_is_another_one() {
    let mut bench = Bench::with(&["ssm"], &[]);
    let save_result = instead(&mut bench, &["ssm"], &[], Answer::Lost, |bench, _, _| {
        bench.tester.send(
            machine_identity_editor::wire::exchange::Method::Delete,
            "/api/machineidentities/a1",
            "",
        );
        bench.tester.create("a1", &["ssm"], &[]);
    });
    let replaced = UnplannedChange::Replaced(name("ssm"));
    assert_eq!(save_result.unplanned, [UnplannedChange::Recreated, replaced]);
}

#[test]
fn unreadable_credentials_are_neither_done_nor_undone() {
    let mut bench = Bench::with(&["ssm"], &[]);
    let seen = bench.look();
    let before = seen.without_credentials();
    let spec = seen.with(&["web"], &[]);
    let plan = ChangePlan::new(&before, &spec);
    bench.put(&seen.identity().name, &spec);
    let after = bench.look();
    let after = after.without_credentials();
    let fresh = LiveCredentials::default();
    let save_result = SaveResult::new(&plan, Answer::Done, Some(after.state()), &fresh);
    assert_eq!(save_result.verdict, Verdict::Saved);
    assert_eq!(statuses(&save_result), [("ssm", ItemStatus::Unseen), ("web", ItemStatus::Unseen)]);
    assert_eq!(save_result.credentials[0].planned, Outcome::Revoked);
}

#[test]
fn a_deleted_direct_connection_is_reported_but_not_one_stored_by_id() {
    let mut bench = Bench::with(&["ssm"], &[]);
    let id = bench.tester.get("/api/connections/web").json()["id"].as_str().unwrap().to_owned();
    bench.tester.update("a1", &["ssm", &id], &[]);
    let delete = machine_identity_editor::wire::exchange::Method::Delete;
    bench.tester.send(delete, "/api/connections/ssm", "");
    let needs = machine_identity_editor::domain::repair::drift::drift(&bench.look().context);
    let gone = Drift::NoSuchConnection { name: name("ssm") };
    assert_eq!(needs, [gone]);
}

/// Contract §12, G35: the credential stays but is refused, before and after the save.
#[test]
fn a_credential_whose_connection_has_access_off_is_blocked_in_plan_and_result() {
    let mut bench = Bench::with(&["ssm"], &[]);
    let off = r#"{"access_mode_connect":"disabled"}"#;
    assert_eq!(bench.tester.send(Method::Patch, "/api/connections/ssm", off).status(), 200);
    let before = bench.look();
    let plan = ChangePlan::new(&before.context, &before.with(&["ssm", "web"], &[]));
    let blocked = |plan: &ChangePlan| {
        let blocked = plan.effects.iter().filter(|effect| effect.is_blocked);
        blocked.map(|effect| effect.connection_name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(blocked(&plan), ["ssm"]);
    assert_eq!(plan.obstacles, [], "what is listed already blocks no save");
    bench.put(&before.identity().name, plan.spec());
    let result = save_result(&before, &plan, Answer::Done, &bench.look());
    assert!(result.is_as_planned(), "{result:?}");
    let lines = result.credentials.iter().filter(|line| line.is_blocked);
    assert_eq!(lines.map(|line| &line.connection_name).collect::<Vec<_>>(), [&name("ssm")]);
    let removed = ChangePlan::new(&before.context, &before.with(&[], &[]));
    assert_eq!(blocked(&removed), [""; 0], "a revoked one is gone");
    let on = r#"{"access_mode_connect":"enabled"}"#;
    assert_eq!(bench.tester.send(Method::Patch, "/api/connections/ssm", on).status(), 200);
    let now = bench.look();
    let again = ChangePlan::new(&now.context, &IdentitySpec::of(now.identity()));
    assert_eq!(blocked(&again), [""; 0], "it works again");
}
