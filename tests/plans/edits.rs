//! What changes, field by field.

use machine_identity_editor::domain::{
    draft::{Field, IdentitySpec},
    plan::{ChangePlan, Edits, ListEdit},
};

use crate::bench::{Bench, name};

#[test]
fn an_identity_planned_against_itself_changes_nothing() {
    let before = Bench::with(&["ssm", "web"], &["env:prod"]).look();
    let plan = ChangePlan::new(&before.before(), &IdentitySpec::of(&before.identity));
    assert!(plan.is_noop() && plan.edits.is_empty() && plan.obstacles.is_empty());
    assert_eq!(plan.consent(), None);
}

#[test]
fn the_order_of_attributes_is_no_edit_and_that_of_connections_is_one() {
    let before = Bench::with(&["ssm", "web"], &["a:1", "b:2"]).look();
    let edits = |connections: &[&str], attributes: &[&str]| {
        let spec = before.with(connections, attributes);
        Edits::between(&before.identity, &spec).fields().collect::<Vec<_>>()
    };
    assert_eq!(edits(&["ssm", "web"], &["b:2", "a:1"]), []);
    assert_eq!(edits(&["web", "ssm"], &["a:1", "b:2"]), [Field::ConnectionNames]);
    let plan = ChangePlan::new(&before.before(), &before.with(&["web", "ssm"], &["a:1", "b:2"]));
    assert!(!plan.is_noop() && !plan.needs_consent());
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
    assert!(!bench.save(&["ssm", "win"], &["env:prod"]).plan.needs_consent());
}
