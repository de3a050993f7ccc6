//! Revoking all access, carried out on the engine step by step.

use machine_identity_editor::domain::{plan::PlanContext, repair::revoke_all_access};

use crate::bench::{Bench, attributes};

fn steps(context: &PlanContext) -> usize {
    revoke_all_access(context, &[]).steps.len()
}

/// A save alone would leave the credentials from attributes working (G3).
#[test]
fn after_revoking_all_access_nothing_works_and_the_identity_stays() {
    let mut bench = Bench::with(&["ssm", "web"], &["env:prod"]);
    let seen = bench.look();
    assert!(seen.live().len() > 2, "{:?}", seen.live());
    let repair = revoke_all_access(&seen.context, &[]);
    assert_eq!((repair.steps.len(), repair.skipped.len()), (2, 0));
    let now = bench.run(&repair);
    assert!(now.live().is_empty());
    assert_eq!((now.listed().len(), now.identity().attributes.len()), (0, 0));
    assert_eq!(now.identity().name, seen.identity().name);
    assert_eq!(now.identity().description, seen.identity().description);
    assert_eq!(steps(&now.context), 0, "there is nothing left to revoke");
}

#[test]
fn direct_connections_alone_take_one_save() {
    let mut bench = Bench::with(&["ssm", "web"], &[]);
    let seen = bench.look();
    assert_eq!(steps(&seen.context), 1);
    assert!(bench.run(&revoke_all_access(&seen.context, &[])).live().is_empty());
}

#[test]
fn leftovers_alone_take_one_resave() {
    let mut bench = Bench::with(&[], &["env:prod"]);
    bench.save(&[], &[]);
    let seen = bench.look();
    assert!(seen.identity().attributes == attributes(&[]) && !seen.live().is_empty());
    assert_eq!(steps(&seen.context), 1);
    assert!(bench.run(&revoke_all_access(&seen.context, &[])).live().is_empty());
}
