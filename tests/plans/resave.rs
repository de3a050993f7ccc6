//! Which other identities a re-save affects, as far as their credentials were read.

use std::collections::BTreeMap;

use machine_identity_editor::domain::{
    identity_state::IdentityState,
    repair::{Action, AffectedCredentials, Reconciliation, revoke_all_leftover},
};

use crate::bench::{Bench, Seen, names};

/// Every other identity, with its credentials.
fn others(bench: &mut Bench, list: &[&str]) -> Vec<Seen> {
    list.iter().map(|name| bench.look_at(name)).collect()
}

fn known(seen: &[Seen]) -> Vec<IdentityState> {
    seen.iter().map(|seen| seen.context.state().clone()).collect()
}

#[test]
fn a_resave_lists_the_other_identities_it_affects_and_how() {
    let mut bench = Bench::with(&[], &["env:prod"]);
    // One by its attribute, one by a leftover credential, one not at all.
    bench.tester.create("shares", &["ssm"], &["env:prod"]);
    bench.tester.create("holds", &["web"], &["env:prod"]);
    bench.tester.update("holds", &["web"], &[]);
    bench.tester.create("apart", &["ssm"], &[]);
    bench.save(&[], &[]);
    let seen = bench.look();
    let before = others(&mut bench, &["shares", "holds", "apart", "a1"]);
    let repair = revoke_all_leftover(&seen.context, &known(&before));
    let Action::Resave { others: touched, reconciled, has_unread: false, .. } =
        &repair.steps[0].action
    else {
        panic!("{repair:?}")
    };
    let revoked = names(&["pg-main", "pg-two"]);
    assert_eq!(reconciled, &Reconciliation { provisioned: vec![], revoked: revoked.clone() });
    let shown: BTreeMap<_, _> = touched
        .iter()
        .map(|touched| (touched.name.as_str(), (touched.attributes.len(), touched.touch.clone())))
        .collect();
    let holds = AffectedCredentials::Known(Reconciliation { provisioned: vec![], revoked });
    assert_eq!(shown["shares"], (1, AffectedCredentials::Known(Reconciliation::default())));
    assert_eq!(shown["holds"], (0, holds));
    assert_eq!(shown.len(), 2);
    bench.run(&repair);
    let after = others(&mut bench, &["shares", "holds", "apart"]);
    let live: Vec<_> = after.iter().map(Seen::live).collect();
    assert_eq!(live, [vec!["pg-main", "pg-two", "ssm"], vec!["web"], vec!["ssm"]]);
}

/// It shares no attribute and lists nothing, so only its credentials would show that it is affected (G3).
#[test]
fn a_resave_may_revoke_leftovers_of_identities_whose_credentials_were_not_read() {
    let mut bench = Bench::with(&["ssm"], &["env:prod"]);
    bench.tester.create("holds", &[], &["env:prod"]);
    bench.tester.update("holds", &[], &[]);
    bench.save(&["ssm"], &[]);
    let seen = bench.look();
    let may_affect_more = |others: &[IdentityState]| {
        let repair = revoke_all_leftover(&seen.context, others);
        let Action::Resave { others, has_unread, .. } = &repair.steps[0].action else {
            panic!("{repair:?}")
        };
        (others.len(), *has_unread)
    };
    let own = seen.without_credentials().state().clone();
    let holds = bench.look_at("holds");
    let unread = holds.without_credentials().state().clone();
    assert_eq!(may_affect_more(std::slice::from_ref(&own)), (0, false), "it is the only identity");
    assert_eq!(may_affect_more(&[own.clone(), unread]), (0, true));
    let read = holds.context.state().clone();
    assert_eq!(may_affect_more(&[own, read]), (0, false), "another connection is re-saved");
    assert_eq!(holds.live(), ["pg-main", "pg-two"]);
    bench.run(&revoke_all_leftover(&seen.context, &[]));
    assert!(bench.look_at("holds").live().is_empty());
}

#[test]
fn a_resave_says_what_identities_with_unread_credentials_will_have() {
    let mut bench = Bench::with(&[], &["env:prod"]);
    bench.tester.create("shares", &["ssm"], &["env:prod"]);
    bench.save(&[], &[]);
    let seen = bench.look();
    let others = [bench.look_at("shares").without_credentials().state().clone()];
    let repair = revoke_all_leftover(&seen.context, &others);
    let Action::Resave { others: touched, .. } = &repair.steps[0].action else {
        panic!("{repair:?}")
    };
    let should_have = names(&["pg-main", "pg-two", "ssm"]).into_iter().collect();
    assert_eq!(touched[0].touch, AffectedCredentials::Unknown { should_have });
}

#[test]
fn the_chosen_resave_affects_the_fewest_identities() {
    let mut bench = Bench::with(&[], &["env:prod"]);
    bench.tester.attribute("only:web", &["web"]);
    bench.save(&[], &["env:prod", "only:web"]);
    bench.tester.create("shares", &[], &["env:prod"]);
    bench.save(&[], &[]);
    let seen = bench.look();
    let before = others(&mut bench, &["shares"]);
    let repair = revoke_all_leftover(&seen.context, &known(&before));
    let Action::Resave { connection_name, others, .. } = &repair.steps[0].action else {
        panic!("{repair:?}")
    };
    assert_eq!((connection_name.as_str(), others.len()), ("web", 0));
    assert!(bench.run(&repair).live().is_empty());
}
