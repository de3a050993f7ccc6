//! What changes, field by field.

use machine_identity_editor::domain::{
    attribute::Attribute,
    catalog::{Catalog, ListedAttribute},
    connection::{ConnectAccess, Connection},
    draft::{Field, IdentitySpec},
    plan::{ChangePlan, Edits, ListEdit},
};

use crate::bench::{Bench, name};

#[test]
fn an_identity_planned_against_itself_changes_nothing() {
    let before = Bench::with(&["ssm", "web"], &["env:prod"]).look();
    let plan = ChangePlan::new(&before.context, &IdentitySpec::of(before.identity()));
    assert!(plan.is_noop() && plan.edits.is_empty() && plan.obstacles.is_empty());
    assert_eq!(plan.consent(), None);
}

#[test]
fn reordering_attributes_is_no_edit_but_reordering_connections_is() {
    let before = Bench::with(&["ssm", "web"], &["a:1", "b:2"]).look();
    let edits = |connections: &[&str], attributes: &[&str]| {
        let spec = before.with(connections, attributes);
        Edits::between(before.identity().as_spec(), spec.borrowed()).fields().collect::<Vec<_>>()
    };
    assert_eq!(edits(&["ssm", "web"], &["b:2", "a:1"]), []);
    assert_eq!(edits(&["web", "ssm"], &["a:1", "b:2"]), [Field::ConnectionNames]);
    let plan = ChangePlan::new(&before.context, &before.with(&["web", "ssm"], &["a:1", "b:2"]));
    assert!(!plan.is_noop() && plan.consent().is_none());
}

#[test]
fn a_list_edit_has_added_removed_and_kept_entries() {
    let edit = ListEdit::between(&["a", "b", "c"], &["d", "c", "a"]);
    assert_eq!((edit.added, edit.removed, edit.kept), (vec!["d"], vec!["b"], vec!["c", "a"]));
    assert!(edit.is_reordered);
}

#[test]
fn an_edit_can_be_applied_to_a_list_that_changed_meanwhile() {
    let edit = ListEdit::between(&["a", "b"], &["b", "c"]);
    assert_eq!(edit.apply(&["a", "b"]), ["b", "c"]);
    assert_eq!(edit.apply(&["x", "a", "b"]), ["b", "c", "x"]);
    assert_eq!(edit.apply(&["a"]), ["c"], "what they removed stays removed");
    assert_eq!(edit.apply(&["c"]), ["c"], "what both added is there once");
}

#[test]
fn only_what_stops_working_needs_confirmation() {
    let mut bench = Bench::with(&["pg-main", "ssm", "web"], &["env:prod"]);
    let played = bench.save(&["ssm"], &["env:prod"]);
    let consent = played.plan.consent().expect("web ends");
    assert_eq!((consent.rename, consent.revoked), (None, vec![name("web")]));
    assert!(bench.save(&["ssm", "win"], &["env:prod"]).plan.consent().is_none());
}

/// A plan is computed at each keystroke, so even for the largest organization it must be fast in an
/// unoptimized build.
#[test]
fn planning_with_ten_thousand_connections_is_fast() {
    let count = 10_000;
    let connections = (0..count).map(|index| Connection {
        id: name(&format!("id-{index:05}")),
        name: name(&format!("connection-{index:05}")),
        kind: "database".to_owned(),
        subtype: "postgres".to_owned(),
        connect: ConnectAccess::Enabled,
        status: "online".to_owned(),
        is_managed: false,
    });
    let listed: Vec<_> = (0..count).map(|index| name(&format!("connection-{index:05}"))).collect();
    let attribute = ListedAttribute {
        name: Attribute::received("all"),
        description: String::new(),
        managed: false,
        connection_names: listed.clone(),
    };
    let catalog = Catalog::new(connections, [attribute]);
    let mut seen = Bench::with(&["ssm"], &[]).look();
    let half = &listed[..count / 2];
    let live = half.iter().cloned().collect();
    seen.pretend(|identity| identity.connection_names = half.to_vec(), live);
    let before = seen.with_catalog(&catalog);
    let mut spec = seen.with(&[], &["all"]);
    spec.connection_names = listed.into();
    let start = std::time::Instant::now();
    let plan = ChangePlan::new(&before, &spec);
    let time = start.elapsed();
    assert_eq!((plan.effects.len(), plan.provisioned().count()), (count, count / 2));
    assert!(time.as_millis() < 1_000, "{time:?}");
    println!("{count} connections planned in {time:?}");
}
