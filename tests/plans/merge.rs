//! Merging two edits of one identity.

use std::sync::Arc;

use machine_identity_editor::domain::{
    collect::HashedSet,
    draft::{Field, IdentityDraft},
    merge::{ContextChange, Merge, Side, Status, context_changes},
    plan::Outcome,
};

use crate::bench::{Bench, name, names};

fn draft(name: &str, connections: &[&str], attributes: &[&str]) -> IdentityDraft {
    let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    IdentityDraft {
        name: name.to_owned(),
        attributes: owned(attributes),
        connection_names: owned(connections),
        ..IdentityDraft::default()
    }
}

#[test]
fn a_field_changed_on_one_side_takes_that_change() {
    let base = draft("a", &["x", "y"], &["k:1"]);
    let theirs = draft("a", &["y", "x"], &["k:1"]);
    let mine = draft("b", &["x", "y"], &["k:1", "k:2"]);
    let merge = Merge::new(&base, &theirs, &mine);
    let changed = merge.statuses().into_iter().filter(|(_, status)| *status != Status::Unchanged);
    let expected = [
        (Field::Name, Status::OnlyMine),
        (Field::Attributes, Status::OnlyMine),
        (Field::ConnectionNames, Status::OnlyTheirs),
    ];
    assert_eq!(changed.collect::<Vec<_>>(), expected);
    assert_eq!(merge.merged(), draft("b", &["y", "x"], &["k:1", "k:2"]));
    assert_eq!(merge.open().count(), 0);
}

#[test]
fn lists_take_the_additions_and_removals_of_both() {
    let base = draft("a", &["x", "y", "z"], &["k:1", "k:2"]);
    let theirs = draft("a", &["z", "y", "t"], &["k:2", "k:3"]);
    let mine = draft("a", &["x", "z", "m"], &["k:1"]);
    let merge = Merge::new(&base, &theirs, &mine);
    assert_eq!(merge.connection_names.status, Status::BothMerged);
    assert_eq!(merge.merged(), draft("a", &["z", "t", "m"], &["k:3"]));
    assert_eq!(merge.connection_names.their_edit.removed, ["x"]);
    assert_eq!(merge.connection_names.my_edit.removed, ["y"]);
}

#[test]
fn my_order_applies_to_the_entries_that_both_have() {
    let base = draft("a", &["x", "y", "z"], &[]);
    let theirs = draft("a", &["x", "y", "z", "t"], &[]);
    let mine = draft("a", &["z", "y", "x"], &[]);
    let merge = Merge::new(&base, &theirs, &mine);
    assert_eq!(merge.merged(), draft("a", &["z", "y", "x", "t"], &[]));
}

#[test]
fn reordering_attributes_is_no_change() {
    let merge = Merge::new(
        &draft("a", &[], &["k:1", "k:2"]),
        &draft("a", &[], &["k:2", "k:1"]),
        &draft("a", &[], &["k:1", "k:2"]),
    );
    assert_eq!(merge.attributes.status, Status::Unchanged);
}

#[test]
fn a_text_that_both_changed_is_a_conflict() {
    let (base, theirs, mine) = (draft("a", &[], &[]), draft("t", &[], &[]), draft("m", &[], &[]));
    let mut merge = Merge::new(&base, &theirs, &mine);
    assert_eq!(merge.open().collect::<Vec<_>>(), [Field::Name]);
    assert_eq!(merge.merged().name, "m", "nothing typed is lost");
    merge.choose(Field::Name, Some(Side::Theirs));
    assert_eq!((merge.open().count(), merge.merged().name), (0, "t".to_owned()));
    merge.choose(Field::Name, Some(Side::Mine));
    assert_eq!((merge.open().count(), merge.merged().name), (0, "m".to_owned()));
    assert_eq!(Merge::new(&base, &mine, &mine).name.status, Status::BothSame);
}

#[test]
fn the_user_can_overrule_the_merge_of_a_list() {
    let mut merge = Merge::new(
        &draft("a", &["x"], &[]),
        &draft("a", &["x", "t"], &[]),
        &draft("a", &["x", "m"], &[]),
    );
    assert_eq!(merge.merged().connection_names, ["x", "t", "m"]);
    merge.choose(Field::ConnectionNames, Some(Side::Theirs));
    assert_eq!(merge.merged().connection_names, ["x", "t"]);
    merge.choose(Field::ConnectionNames, None);
    assert_eq!(merge.merged().connection_names, ["x", "t", "m"]);
}

#[test]
fn only_relevant_changes_of_the_plan_context_count() {
    let mut bench = Bench::with(&["ssm"], &["env:prod"]);
    let before = bench.look();
    let spec = before.with(&["ssm", "web"], &["env:prod"]);
    assert_eq!(context_changes(&before.context, &before.context, &spec), []);
    // An attribute that is unrelated to this identity.
    bench.tester.attribute("env:other", &["win"]);
    let unrelated = bench.look();
    assert_eq!(context_changes(&before.context, &unrelated.context, &spec), []);
    // Its own attribute is added to another connection, which reconciles the identity.
    let body = serde_json::json!({ "name": "env:prod", "connection_names": ["pg-main", "win"] });
    let put = machine_identity_editor::wire::exchange::Method::Put;
    bench.tester.send(put, "/api/attributes/env%3Aprod", &body.to_string());
    let now = bench.look();
    let moves = context_changes(&before.context, &now.context, &spec);
    assert!(moves.contains(&ContextChange::Credential { name: name("win"), is_live_now: true }));
    assert!(
        moves.contains(&ContextChange::Credential { name: name("pg-two"), is_live_now: false })
    );
    let attribute = moves.iter().find_map(|it| match it {
        ContextChange::Attribute { connections, .. } => Some(connections),
        _ => None,
    });
    assert_eq!(attribute.unwrap().added, names(&["win"]));
    assert!(moves.iter().any(|it| matches!(it, ContextChange::Outcome { now: Some(_), .. })));
}

#[test]
fn a_connection_switched_off_changes_the_plan() {
    let mut bench = Bench::with(&[], &[]);
    let before = bench.look();
    let spec = before.with(&["web"], &[]);
    let patch = machine_identity_editor::wire::exchange::Method::Patch;
    let off = r#"{"access_mode_connect":"disabled"}"#;
    bench.tester.send(patch, "/api/connections/web", off);
    let now = bench.look();
    assert_eq!(
        context_changes(&before.context, &now.context, &spec),
        [ContextChange::Outcome {
            name: name("web"),
            before: Some(Outcome::ProvisionedAsListed),
            now: Some(Outcome::Refused { is_live: false }),
        }]
    );
}

#[test]
fn a_name_taken_meanwhile_and_lost_permissions_are_reported() {
    let before = Bench::with(&[], &[]).look();
    let mut spec = before.with(&[], &[]);
    spec.name = machine_identity_editor::domain::name::IdentityName::received("a2");
    let names = HashedSet::from_iter([spec.name.clone()]);
    let now = before.without_credentials().with_taken_names(Arc::new(names));
    assert_eq!(
        context_changes(&before.context, &now, &spec),
        [
            ContextChange::CredentialsReadable { is_now: false },
            ContextChange::Name { is_taken_now: true }
        ]
    );
}
