//! Laws of plans, results, merges and repairs, for random identities, catalogues and edits.
//!
//! `PLAN_CASES` sets the number of cases per law; the cases are the same on every run.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

#[path = "../plans/bench.rs"]
mod bench;
mod cases;
mod interference;
mod merges;
#[path = "../guards/tester.rs"]
mod tester;

use std::{cell::Cell, collections::BTreeSet, sync::Arc};

use bench::Seen;
use cases::{case, spec, with_case};
use machine_identity_editor::domain::{
    draft::IdentitySpec,
    identity::Identity,
    identity_state::IdentityState,
    listeners::Listeners,
    merge::context_changes,
    name::IdentityName,
    plan::{Cause, ChangePlan, Edit, Edits, Extent, ListEdit, PlanContext},
    repair::{
        Drift, RepairPlan, Skipped, create_missing, drift, list_after_revoking, remove_deleted,
        revoke_all_leftover, split,
    },
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

fn cases() -> u32 {
    let cases = std::env::var("PLAN_CASES").ok().and_then(|cases| cases.parse().ok());
    cases.unwrap_or(20_000)
}

/// The same cases on every run: a law that fails only sometimes would look like a flaky test.
fn check<S: Strategy>(
    cases: u32,
    strategy: &S,
    law: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let dice = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    if let Err(failure) = TestRunner::new_with_rng(config, dice).run(strategy, law) {
        panic!("{failure}");
    }
}

/// How often each situation occurred.
#[derive(Default)]
struct Count(Cell<u32>);

impl Count {
    fn add(&self, is_met: bool) {
        self.0.set(self.0.get() + u32::from(is_met));
    }
}

/// `Bench::play_after` compares the state afterwards with the plan: status, fields, credentials,
/// secrets and a result with nothing unplanned, with or without obstacles.
#[test]
fn a_save_does_what_was_planned_and_a_rejected_one_what_its_plan_warned_of() {
    let [all, through, nothing, half, rest, changes]: [Count; 6] = Default::default();
    check(cases(), &case(), |case| {
        with_case(&case, |bench, seen| {
            let spec = spec(&case.sent);
            of_edits(&seen, &spec)?;
            let other = spec.clone().map(
                |_| IdentityName::received("other"),
                |_| "other".to_owned(),
                |list| list,
                |list| list,
            );
            let retyped = Arc::new(ChangePlan::new(&seen.context, &other));
            let retyped = retyped.with_texts(spec.texts());
            let played = bench.play_after(seen, spec);
            prop_assert_eq!(&*retyped, &played.plan);
            let refusal = played.plan.refusal.as_ref().map(|refusal| &refusal.extent);
            all.add(true);
            through.add(played.plan.obstacles.is_empty());
            changes.add(played.plan.effects.iter().any(|effect| effect.outcome.is_change()));
            nothing.add(refusal == Some(&Extent::Nothing));
            half.add(matches!(refusal, Some(Extent::Provisioned(_))));
            rest.add(refusal == Some(&Extent::AllButAttributes));
            Ok(())
        })
    });
    println!(
        "{} saves: {} without obstacles, {} refused at once, {} half-way, {} but for the \
         attributes; {} change credentials",
        all.0.get(),
        through.0.get(),
        nothing.0.get(),
        half.0.get(),
        rest.0.get(),
        changes.0.get(),
    );
    assert!([&through, &nothing, &half, &rest].iter().all(|count| count.0.get() * 100 > cases()));
}

/// A renewed plan equals a new one, whatever is learned or forgotten about the proxies, and whatever is
/// read again.
#[test]
fn a_renewed_plan_is_the_plan() {
    let proxy = || prop_oneof![Just(None), Just(Some(true)), Just(Some(false))];
    let listeners = || {
        (proxy(), proxy(), proxy(), proxy()).prop_map(|(postgres, ssh, rdp, http)| Listeners {
            postgres,
            ssh,
            rdp,
            http,
        })
    };
    let on = Some(true);
    let all_on = Listeners { postgres: on, ssh: on, rdp: on, http: on };
    let (renewals, reused) = (Count::default(), Count::default());
    check((cases() / 20).max(1), &(case(), listeners(), listeners()), |(case, before, after)| {
        with_case(&case, |_, seen| {
            let (spec, same) = (spec(&case.sent), IdentitySpec::of(seen.identity()));
            for earlier in earlier(&seen.context) {
                let earlier = earlier.with_listeners(before);
                for after in [after, before.completed_by(all_on)] {
                    let later = seen.context.with_listeners(after);
                    for last in [&spec, &same] {
                        let last = Arc::new(ChangePlan::new(&earlier, last));
                        let renewed = ChangePlan::renewed(Some(&last), &later, &spec);
                        prop_assert_eq!(&*renewed, &ChangePlan::new(&later, &spec));
                        renewals.add(true);
                        let is_news = !Arc::ptr_eq(&renewed, &last);
                        reused.add(is_news && Arc::ptr_eq(&renewed.effects, &last.effects));
                    }
                }
            }
            Ok(())
        })
    });
    println!("{} of {} plans reused", reused.0.get(), renewals.0.get());
    assert!(reused.0.get() * 100 > renewals.0.get());
}

/// A context, and what it could have been before a part of it was read again.
fn earlier(context: &PlanContext) -> [PlanContext; 5] {
    let IdentityState { identity, credentials } = context.state().clone();
    let other = Identity { attributes: Vec::new(), ..Identity::clone(&identity) };
    let state = |identity, credentials| context.with_state(IdentityState { identity, credentials });
    let taken = [IdentityName::received("b2")].into_iter().collect();
    [
        context.clone(),
        state(Arc::new(other), credentials),
        state(identity, None),
        context.with_catalog(Arc::default()),
        context.with_taken_names(Arc::new(taken)),
    ]
}

fn of_edits(seen: &Seen, spec: &IdentitySpec) -> Result<(), TestCaseError> {
    let before = &seen.context;
    let same = IdentitySpec::of(seen.identity());
    let plan = ChangePlan::new(before, &same);
    prop_assert!(plan.edits.is_empty());
    prop_assert!(plan.revoked().next().is_none());
    prop_assert!(context_changes(before, before, spec).is_empty());

    let mut once = spec.clone();
    let mut listed = BTreeSet::new();
    let first = once.connection_names.iter().filter(|name| listed.insert((*name).clone()));
    once.connection_names = first.cloned().collect();
    let edits = Edits::between(seen.identity().as_spec(), once.borrowed());
    prop_assert_eq!(applied(&edits, seen.identity()), once.clone());
    let back = Edits::between(once.borrowed(), same.borrowed());
    prop_assert!(is_reverse(&edits.connection_names, &back.connection_names));
    prop_assert!(is_reverse(&edits.attributes, &back.attributes));
    prop_assert!(edits.fields().eq(back.fields()));
    Ok(())
}

/// The identity after the edits.
fn applied(edits: &Edits, identity: &Identity) -> IdentitySpec {
    fn after<T: Clone>(edit: &Option<Edit<T>>, before: &T) -> T {
        edit.as_ref().map_or(before, |edit| &edit.after).clone()
    }
    edits.as_ref().zip(IdentitySpec::of(identity)).map(
        |(edit, before)| after(edit, &before),
        |(edit, before)| after(edit, &before),
        |(edit, before)| edit.apply(&before).into(),
        |(edit, before)| edit.apply(&before).into(),
    )
}

fn is_reverse<T: Ord>(there: &ListEdit<T>, back: &ListEdit<T>) -> bool {
    fn is_same<T: Ord>(left: &[T], right: &[T]) -> bool {
        left.iter().collect::<BTreeSet<_>>() == right.iter().collect()
    }
    is_same(&there.added, &back.removed) && is_same(&there.removed, &back.added)
}

/// `Bench::mend` compares the state after every step with what the step promised.
#[test]
fn a_repair_keeps_its_promise_at_every_step() {
    let [all, recreated, ended, dropped, parted, listed]: [Count; 6] = Default::default();
    check(cases() / 4, &case(), |case| {
        with_case(&case, |bench, mut seen| {
            all.add(true);
            let spec = spec(&case.sent);
            let mut mend = |repair: &RepairPlan, seen: &mut Seen, count: &Count| {
                count.add(repair.is_possible());
                if repair.is_possible() {
                    *seen = bench.run(repair);
                }
            };
            // In every second case, existing drift is repaired first.
            if case.carriers[0] & 1 == 0 {
                let wanted = drift(&seen.context);
                let wanted = wanted.iter().filter(|need| matches!(need, Drift::Missing { .. }));
                let wanted = wanted.map(|need| need.connection_name().clone()).collect();
                mend(&create_missing(&seen.context, &wanted), &mut seen, &recreated);
                mend(&revoke_all_leftover(&seen.context, &[]), &mut seen, &ended);
                mend(&remove_deleted(&seen.context), &mut seen, &dropped);
                let rest = drift(&seen.context);
                let is_helpless =
                    |need: &Drift| matches!(need, Drift::Missing { reason: Some(_), .. });
                prop_assert!(rest.iter().all(is_helpless), "{rest:?}");
            }
            let before = seen.context.clone();
            if case.carriers[1] & 1 == 0 {
                let repair = split(&before, &spec);
                let plan = ChangePlan::new(&before, &spec);
                prop_assert_eq!(repair.skipped.is_empty(), plan.obstacles.is_empty());
                mend(&repair, &mut seen, &parted);
            } else {
                let repair = list_after_revoking(&before, &spec, &[]);
                let is_live = |skipped: &Skipped| {
                    matches!(skipped, Skipped::Refused(Cause::AlreadyLive { .. }))
                };
                prop_assert!(!repair.skipped.iter().any(is_live), "{repair:?}");
                mend(&repair, &mut seen, &listed);
            }
            Ok(())
        })
    });
    println!(
        "{} states: {} recreations, {} ends, {} names dropped, {} saves split, {} listed",
        all.0.get(),
        recreated.0.get(),
        ended.0.get(),
        dropped.0.get(),
        parted.0.get(),
        listed.0.get(),
    );
}
