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
fn the_order_of_attributes_is_no_edit_and_that_of_connections_is_one() {
    let before = Bench::with(&["ssm", "web"], &["a:1", "b:2"]).look();
    let edits = |connections: &[&str], attributes: &[&str]| {
        let spec = before.with(connections, attributes);
        Edits::between(before.identity(), &spec).fields().collect::<Vec<_>>()
    };
    assert_eq!(edits(&["ssm", "web"], &["b:2", "a:1"]), []);
    assert_eq!(edits(&["web", "ssm"], &["a:1", "b:2"]), [Field::ConnectionNames]);
    let plan = ChangePlan::new(&before.context, &before.with(&["web", "ssm"], &["a:1", "b:2"]));
    assert!(!plan.is_noop() && plan.consent().is_none());
}

#[test]
fn a_list_says_what_was_added_removed_and_kept() {
    let edit = ListEdit::between(&["a", "b", "c"], &["d", "c", "a"]);
    assert_eq!((edit.added, edit.removed, edit.kept), (vec!["d"], vec!["b"], vec!["c", "a"]));
    assert!(edit.is_reordered);
}

#[test]
fn an_edit_is_made_again_in_a_list_that_has_changed_meanwhile() {
    let edit = ListEdit::between(&["a", "b"], &["b", "c"]);
    assert_eq!(edit.apply(&["a", "b"]), ["b", "c"]);
    assert_eq!(edit.apply(&["x", "a", "b"]), ["b", "c", "x"]);
    assert_eq!(edit.apply(&["a"]), ["c"], "what they removed stays removed");
    assert_eq!(edit.apply(&["c"]), ["c"], "what both added is there once");
}

#[test]
fn consent_is_for_what_ends() {
    let mut bench = Bench::with(&["pg-main", "ssm", "web"], &["env:prod"]);
    let played = bench.save(&["ssm"], &["env:prod"]);
    let consent = played.plan.consent().expect("web ends");
    assert_eq!((consent.rename, consent.revoked), (None, vec![name("web")]));
    assert!(bench.save(&["ssm", "win"], &["env:prod"]).plan.consent().is_none());
}

/// A plan is made at each keystroke, hence quickly also for the largest organisation, in a build
/// without optimisation.
#[test]
fn ten_thousand_connections_are_planned_at_once() {
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
    spec.connection_names = listed;
    let start = std::time::Instant::now();
    let plan = ChangePlan::new(&before, &spec);
    let time = start.elapsed();
    assert_eq!((plan.effects.len(), plan.provisioned().count()), (count, count / 2));
    assert!(time.as_millis() < 1_000, "{time:?}");
    println!("{count} connections planned in {time:?}");
}
