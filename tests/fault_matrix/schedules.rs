//! Random schedules: several faults, other writers and late writes in one run.

use std::{cell::Cell, collections::BTreeMap, ops::ControlFlow};

use machine_identity_editor::{
    flow::{pending::PendingWrite, save::SaveStep},
    wire::exchange::Method,
};

use crate::{
    bench::Bench,
    cell::{is_done, judge, sent_twice, state, writes},
    procedure::{Ending, Procedure},
    said,
};

const SCHEDULES: u64 = 1_000;

const FAULTS: [&str; 14] = [
    "error-500",
    "html",
    "cut-before",
    "cut-during",
    "cut-after",
    "slow",
    "gateway-timeout",
    "expired-token",
    "revoked-token",
    "forbidden",
    "late-write",
    "unknown-fields",
    "audit-not-written",
    "audit-late",
];

/// The minimum number of schedules in which each of these must happen.
const AT_LEAST: [(&str, usize); 6] = [
    ("a write was sent", 300),
    ("a write was confirmed by its receipt", 20),
    ("a write was confirmed after a reload", 20),
    ("a write stayed unconfirmed", 20),
    ("another client wrote meanwhile", 200),
    ("a write was repeated without the field", 5),
];

/// SplitMix64: the same seed gives the same schedule.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % limit
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).expect("it is an index")]
    }
}

/// Runs every schedule, prints what happened, and returns the violations.
pub fn run() -> Vec<String> {
    let (mut endings, mut later) = (BTreeMap::new(), BTreeMap::new());
    let (mut events, mut wrong) = (BTreeMap::new(), Vec::new());
    for seed in 0..SCHEDULES {
        let schedule = schedule(seed);
        *endings.entry(schedule.ending).or_default() += 1;
        if let Some(ending) = schedule.later {
            *later.entry(ending).or_default() += 1;
        }
        for event in schedule.events {
            *events.entry(event).or_insert(0_usize) += 1;
        }
        wrong.extend(schedule.wrong.into_iter().map(|what| format!("schedule {seed}: {what}")));
    }
    println!("\n{SCHEDULES} random schedules: {}", said(&endings));
    println!("unconfirmed, after a reload: {}", said(&later));
    for (event, count) in &events {
        println!("  {event}: {count}");
    }
    for (event, least) in AT_LEAST {
        let count = events.get(event).copied().unwrap_or_default();
        if count < least {
            wrong.push(format!("only in {count} schedules {event}, and {least} should"));
        }
    }
    wrong
}

struct Schedule {
    ending: Ending,
    later: Option<Ending>,
    events: Vec<&'static str>,
    wrong: Vec<String>,
}

fn schedule(seed: u64) -> Schedule {
    let mut random = Random(seed);
    let procedure = random.of(&Procedure::ALL[1..]);
    let bench = match random.below(10) {
        0..7 => Bench::new(),
        _ => Bench::without_receipts(),
    };
    let context = procedure.context(&bench);
    let before = state(&bench, procedure);
    let start = bench.requests().len();
    let mut armed = Vec::new();
    for _ in 0..=random.below(3) {
        let fault = random.of(&FAULTS);
        let (after, times) = (random.below(12), random.of(&[1, 1, 2, 1_000]));
        let millis = random.of(&[2_000, 10_000, 60_000]);
        let place = match random.below(3) {
            0 => format!(r#","after":{after},"times":{times}"#),
            // At the write, where the stakes are highest.
            _ => format!(r#","method":"{}","times":{times}"#, procedure.method()),
        };
        bench.arm_as(fault, &format!(r#"{place},"millis":{millis}"#));
        armed.push(fault);
    }
    // Steps 0 to 2 belong to the write; no other client writes from step 3 on.
    let their_step = random.below(5);
    let is_theirs = Cell::new(false);
    let at = |step: SaveStep, _: Option<&PendingWrite>| {
        let number = match step {
            SaveStep::Comparing => 0,
            SaveStep::Writing => 1,
            SaveStep::ReadingBack { .. } => 2,
        };
        if number == their_step && !is_theirs.replace(true) {
            procedure.interfere(&bench, number == 2);
        }
        ControlFlow::Continue(())
    };
    let mut ended = procedure.run(&bench, &context, &at);
    bench.control(Method::Delete, "/_sandbox/faults", "");
    let ending = ended.ending;
    let is_alone = !is_theirs.get();
    let (mut events, mut wrong, mut later) = (Vec::new(), Vec::new(), None);
    if !is_alone {
        events.push("another client wrote meanwhile");
    }
    if is_alone {
        wrong.extend(judge(procedure, &bench, &before, &ended));
    }
    let sent = writes(&bench, start);
    if !sent.is_empty() {
        events.push("a write was sent");
    }
    if sent.len() == 2 {
        events.push("a write was repeated without the field");
    }
    if matches!(ending, Ending::NotSent | Ending::ContextChange) && !sent.is_empty() {
        wrong.push(format!("it says {ending:?}, and a write was sent"));
    }
    if matches!(ending, Ending::Saved | Ending::HalfDone) && sent.is_empty() {
        wrong.push(format!("it says {ending:?}, and no write was sent"));
    }
    bench.let_time_pass(100);
    match ended.pending.take() {
        Some(pending) => {
            let found = procedure.look_again(&bench, &pending);
            match found.ending {
                Ending::Unconfirmed => events.push("a write stayed unconfirmed"),
                _ => events.push("a write was confirmed after a reload"),
            }
            if is_alone {
                let now = state(&bench, procedure);
                if found.ending == Ending::Unconfirmed && is_done(procedure, &before, &now) {
                    wrong.push("it took effect, and isn't confirmed later either".to_owned());
                }
                wrong.extend(judge(procedure, &bench, &before, &found));
            }
            later = Some(found.ending);
        }
        None if is_alone => wrong.extend(judge(procedure, &bench, &before, &ended)),
        None => {}
    }
    if ended.has_receipt {
        events.push("a write was confirmed by its receipt");
    }
    wrong.extend(sent_twice(&bench, start));
    let wrong = wrong.into_iter().map(|what| format!("{procedure:?} with {armed:?}: {what}"));
    Schedule { ending, later, events, wrong: wrong.collect() }
}
