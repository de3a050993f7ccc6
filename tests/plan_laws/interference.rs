//! Whatever happens between a plan and its verification, the result accounts for all of it.

use machine_identity_editor::domain::{
    plan::ChangePlan,
    save_result::{Answer, ItemStatus, SaveResult, UnplannedChange, Verdict},
};
use proptest::prelude::*;

use crate::{
    Count,
    bench::{Seen, save_result},
    cases,
    cases::{NAMES, case, past, play, spec, with_case},
    check,
};

#[test]
fn a_result_accounts_for_every_difference() {
    let [all, saved, untouched, half, surprised]: [Count; 5] = Default::default();
    let happens = (case(), prop::option::of(past()), any::<bool>(), any::<bool>());
    check(cases() / 2, &happens, |(case, between, is_sent, is_lost)| {
        with_case(&case, |bench, before| {
            let spec = spec(&case.sent);
            let plan = ChangePlan::new(&before.context, &spec);
            if let Some(past) = &between {
                play(bench, past);
            }
            let status = is_sent.then(|| bench.put(&before.identity().name, &spec).0);
            let answer = match status {
                _ if is_lost => Answer::Lost,
                None => Answer::Lost,
                Some(200) => Answer::Done,
                Some(_) => Answer::Refused,
            };
            let is_renamed = bench.tester.get("/api/machineidentities/a1").status() != 200;
            let now = bench.look_at(if is_renamed { "a2" } else { "a1" });
            let save_result = save_result(&before, &plan, answer, &now);
            all.add(true);
            saved.add(save_result.verdict == Verdict::Saved);
            untouched.add(save_result.verdict == Verdict::NotSaved);
            half.add(save_result.verdict == Verdict::HalfDone);
            surprised.add(!save_result.unplanned.is_empty());
            accounts(&before, &plan, &save_result, &now)
        })
    });
    println!(
        "{} results: {} saved, {} not saved, {} half done; {} with something unplanned",
        all.0.get(),
        saved.0.get(),
        untouched.0.get(),
        half.0.get(),
        surprised.0.get(),
    );
}

fn accounts(
    before: &Seen,
    plan: &ChangePlan,
    save_result: &SaveResult,
    now: &Seen,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(save_result.credentials.len(), plan.effects.len());
    for name in NAMES.map(crate::bench::name) {
        let line = save_result.credentials.iter().find(|line| line.connection_name == name);
        let was_live = before.credentials().contains(&name);
        let mut is_live = match line.map(|line| (line.status, &line.planned)) {
            Some((ItemStatus::Done, planned)) => planned.is_live_after(),
            _ => was_live,
        };
        let mut is_same = was_live && is_live;
        for surprise in &save_result.unplanned {
            match surprise {
                UnplannedChange::Appeared(other) if *other == name => is_live = true,
                UnplannedChange::Vanished(other) if *other == name => is_live = false,
                UnplannedChange::Replaced(other) if *other == name => {
                    (is_live, is_same) = (true, false);
                }
                _ => {}
            }
        }
        prop_assert_eq!(is_live, now.credentials().contains(&name), "{}: {:?}", name, save_result);
        if is_live && was_live {
            let is_kept = before.secrets.get(&name) == now.secrets.get(&name);
            prop_assert_eq!(is_same, is_kept, "{}: {:?}", name, save_result);
        }
    }
    let is_as_before = before.identity() == now.identity() && before.secrets == now.secrets;
    match save_result.verdict {
        Verdict::NotSaved => prop_assert!(is_as_before),
        Verdict::Saved => {
            let done = save_result.fields.iter().all(|line| line.status == ItemStatus::Done);
            prop_assert!(done, "{:?}", save_result);
        }
        Verdict::HalfDone => prop_assert!(!is_as_before),
        Verdict::Gone => prop_assert!(false, "it was there"),
    }
    // The editor never sends a blocked plan, which promises the state after a rejection. If someone
    // else's change makes the gateway accept it, it carries out every item instead.
    if save_result.is_as_planned() && plan.refusal.is_none() {
        prop_assert!(plan.expected().credentials() == now.credentials(), "{:?}", save_result);
    }
    Ok(())
}
