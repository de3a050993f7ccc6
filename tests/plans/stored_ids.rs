//! Direct connections stored by id (contract §8).

use machine_identity_editor::domain::{
    plan::{Outcome, Unknown},
    repair::{Drift, create_missing, drift},
    save_result::UnplannedChange,
};

use crate::bench::{Bench, name};

fn id_of(bench: &mut Bench, connection: &str) -> String {
    let answer = bench.tester.get(&format!("/api/connections/{connection}"));
    answer.json()["id"].as_str().expect("every connection has one").to_owned()
}

/// An identity `a1` that stores `ssm` by its id, beside other entries.
fn with_id(connections: &[&str], attributes: &[&str]) -> (Bench, String) {
    let mut bench = Bench::with(&[], &[]);
    let id = id_of(&mut bench, "ssm");
    let mut all = vec![id.as_str()];
    all.extend(connections);
    bench.tester.update("a1", &all, attributes);
    (bench, id)
}

#[test]
fn a_stored_id_is_kept_unchanged_and_is_no_drift() {
    let (mut bench, id) = with_id(&[], &[]);
    let played = bench.save(&[&id], &[]);
    assert!(played.plan.is_noop());
    let effect = &played.plan.effects[0];
    assert_eq!((&effect.connection_name, &effect.outcome), (&name("ssm"), &Outcome::KeptAsListed));
    assert_ne!(effect.entry, effect.connection_name);
    assert_eq!(drift(&played.now.context), []);
}

#[test]
fn removing_a_stored_id_revokes_and_needs_confirmation() {
    let (mut bench, _) = with_id(&["web"], &[]);
    let played = bench.save(&["web"], &[]);
    assert_eq!(played.plan.consent().expect("it is asked").revoked, [name("ssm")]);
    assert_eq!(played.now.live(), ["web"]);
}

#[test]
fn an_attribute_does_not_keep_a_stored_id_from_being_revoked() {
    let (mut bench, id) = with_id(&[], &[]);
    bench.tester.attribute("k:ssm", &["ssm"]);
    let played = bench.save(&[&id], &["k:ssm"]);
    assert_eq!(played.now.live(), ["ssm", "ssm"], "the attribute creates one under the name");
    let played = bench.save(&[], &["k:ssm"]);
    assert_eq!(played.plan.revoked().collect::<Vec<_>>(), [&name("ssm")]);
    assert_eq!(played.now.live(), ["ssm"]);
}

#[test]
fn a_connection_stored_by_name_and_by_id_has_two_credentials() {
    let (mut bench, id) = with_id(&[], &[]);
    let played = bench.save(&[&id, "ssm"], &[]);
    assert_eq!((played.status, played.now.live()), (200, vec!["ssm", "ssm"]));
    assert_eq!(drift(&played.now.context), []);
    let played = bench.save(&["ssm"], &[]);
    assert_eq!((played.plan.revoked().count(), played.now.live()), (1, vec!["ssm"]));
}

#[test]
fn a_new_id_counts_as_matched_by_an_attribute_in_the_same_save() {
    let mut bench = Bench::with(&[], &[]);
    bench.tester.attribute("k:ssm", &["ssm"]);
    let id = id_of(&mut bench, "ssm");
    let played = bench.save(&[&id], &["k:ssm"]);
    assert_eq!((played.status, played.now.live()), (200, vec!["ssm"]));
    // The next save creates the other credential.
    let played = bench.save(&[&id], &["k:ssm"]);
    assert_eq!(played.now.live(), ["ssm", "ssm"]);
}

#[test]
fn one_of_two_credentials_that_vanishes_is_reported() {
    let (mut bench, id) = with_id(&["ssm"], &[]);
    let before = bench.look();
    let plan = machine_identity_editor::domain::plan::ChangePlan::new(
        &before.context,
        &before.with(&[&id, "ssm"], &[]),
    );
    bench.tester.rotate("a1", "ssm");
    let answer = machine_identity_editor::domain::save_result::Answer::Done;
    let result = crate::bench::save_result(&before, &plan, answer, &bench.look());
    assert_eq!(result.unplanned, [UnplannedChange::Replaced(name("ssm"))]);
}

#[test]
fn a_missing_one_of_two_is_drift_that_can_be_repaired() {
    let (mut bench, id) = with_id(&["win"], &[]);
    bench.listen("rdp", "");
    bench.tester.rotate("a1", "win");
    bench.listen("rdp", "0.0.0.0:13389");
    bench.save(&[&id, "win"], &[]);
    let seen = bench.look();
    let missing = drift(&seen.context);
    let [Drift::Missing { name, .. }] = &missing[..] else { panic!("{missing:?}") };
    let now = bench.run(&create_missing(&seen.context, &[name.clone()].into()));
    assert_eq!(now.live(), ["ssm", "win"]);
}

#[test]
fn one_credential_for_two_entries_is_an_unknown() {
    let (mut bench, id) = with_id(&["ssm"], &[]);
    bench.listen("rdp", "");
    // The one under the name is missing, and no answer shows which of the two it was.
    bench.tester.update("a1", &[&id], &[]);
    bench.tester.attribute("k:ssm", &["ssm"]);
    let seen = bench.look();
    let plan = machine_identity_editor::domain::plan::ChangePlan::new(
        &seen.context,
        &seen.with(&[&id, "ssm"], &["k:ssm"]),
    );
    assert!(plan.unknowns.contains(&Unknown::KeptUnder(name("ssm"))), "{plan:?}");
}

#[test]
fn a_typed_id_becomes_the_connections_name_and_a_stored_one_stays() {
    use machine_identity_editor::domain::{
        attribute::AttributePolicy,
        draft::{IdentityDraft, Rules},
    };
    let (mut bench, stored) = with_id(&[], &[]);
    let typed = id_of(&mut bench, "web");
    let seen = bench.look();
    let mut draft = IdentityDraft::of(seen.identity());
    draft.connection_names.push(typed.clone());
    let (policy, catalog) = (AttributePolicy::Any, seen.context.catalog());
    let rules = Rules { baseline: Some(seen.identity()), catalog, policy: &policy };
    let spec = draft.check(rules).expect("both are fine");
    assert_eq!(*spec.connection_names, [name(&stored), name("web")]);
    let resolved = draft.resolved_ids(rules);
    assert_eq!((resolved.len(), resolved[0].index), (1, 1));
    assert_eq!((resolved[0].id.as_str(), &resolved[0].name), (typed.as_str(), &name("web")));
}
