//! One cell of the matrix, and the rules that it must satisfy.

use std::{cell::RefCell, collections::BTreeMap, ops::ControlFlow};

use machine_identity_editor::{
    flow::{
        pending::PendingWrite,
        save::{SaveStep, unwatched},
    },
    wire::exchange::Method,
};

use crate::{
    bench::Bench,
    procedure::{Ended, Ending, Procedure, THEIRS},
};

/// A column of the matrix.
pub struct Column {
    pub title: &'static str,
    /// The fault for one request.
    pub fault: &'static str,
    /// An additional fault for every request of a path.
    pub more: Option<(&'static str, &'static str)>,
    /// The delay of a slow answer or a late write.
    pub millis: u32,
    pub has_receipts: bool,
}

/// The outcome of a cell.
pub struct Cell {
    pub ending: Ending,
    /// The outcome of an unconfirmed write after a reload.
    pub later: Option<Ending>,
    /// The audit log entry resolved it: immediately, or after the reload.
    pub by_receipt: Option<Settled>,
    /// The rules that it violates.
    pub wrong: Vec<String>,
}

/// When a receipt was found.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Settled {
    AtOnce,
    AfterReload,
}

/// The state of the identity, read without faults.
#[derive(Clone, Eq, PartialEq)]
pub struct State {
    pub identity: String,
    pub secrets: BTreeMap<String, String>,
}

pub fn state(bench: &Bench, procedure: Procedure) -> State {
    let path = format!("/api/machineidentities/{}", procedure.subject());
    let identity = bench.control(Method::Get, &path, "");
    State { identity, secrets: bench.secrets_of(procedure.subject()) }
}

/// Runs a procedure with a column's faults at request number `place`, or from it on.
pub fn with_fault(procedure: Procedure, column: &Column, place: usize, goes_on: bool) -> Cell {
    let bench = if column.has_receipts { Bench::new() } else { Bench::without_receipts() };
    let context = procedure.context(&bench);
    let before = state(&bench, procedure);
    let start = bench.requests().len();
    let times = if goes_on { 1_000 } else { 1 };
    let millis = column.millis;
    bench.arm_as(column.fault, &format!(r#","after":{place},"times":{times},"millis":{millis}"#));
    if let Some((more, of)) = column.more {
        bench.arm_as(more, &format!(r#","path":"{of}","times":1000,"millis":{millis}"#));
    }
    let mut ended = procedure.run(&bench, &context, &unwatched);
    let ending = ended.ending;
    bench.control(Method::Delete, "/_sandbox/faults", "");
    let mut wrong = judge(procedure, &bench, &before, &ended);
    let mut by_receipt = ended.has_receipt.then_some(Settled::AtOnce);
    let mut later = None;
    if let Some(pending) = ended.pending.take() {
        // The late write takes effect, and the late audit log entry appears.
        bench.let_time_pass(100);
        let found = procedure.look_again(&bench, &pending);
        let is_done = is_done(procedure, &before, &state(&bench, procedure));
        if found.ending == Ending::Unconfirmed && is_done {
            wrong.push("it took effect, and isn't confirmed later either".to_owned());
        }
        let more = judge(procedure, &bench, &before, &found);
        wrong.extend(more.into_iter().map(|what| format!("{what}, later")));
        later = Some(found.ending);
        by_receipt = found.has_receipt.then_some(Settled::AfterReload);
    } else {
        // A known outcome must still hold once everything in progress has taken effect.
        bench.let_time_pass(100);
        let more = judge(procedure, &bench, &before, &ended);
        wrong.extend(more.into_iter().map(|what| format!("{what}, in the end")));
    }
    wrong.extend(sent_twice(&bench, start));
    Cell { ending, later, by_receipt, wrong }
}

/// Runs a procedure with another client's write at one of its steps; step 0 is before all others.
pub fn with_other_writer(procedure: Procedure, step: usize) -> Cell {
    let bench = Bench::new();
    let context = procedure.context(&bench);
    let start = bench.requests().len();
    let theirs = RefCell::new(None);
    let interfere = || {
        procedure.interfere(&bench, step == 2);
        *theirs.borrow_mut() = Some(state(&bench, procedure));
    };
    if step == 0 {
        interfere();
    }
    let at = |reached: SaveStep, _: Option<&PendingWrite>| {
        let place = match reached {
            SaveStep::Comparing => 0,
            SaveStep::Writing => 1,
            SaveStep::ReadingBack { .. } => 2,
        };
        if place == step && theirs.borrow().is_none() {
            interfere();
        }
        ControlFlow::Continue(())
    };
    let ended = procedure.run(&bench, &context, &at);
    let now = state(&bench, procedure);
    let mut wrong = Vec::new();
    let theirs = theirs.into_inner().expect("they wrote");
    // No client can detect a write between the last read and its own write, because the gateway has
    // no versions (G15). A save then overwrites it and reports success, a creation is rejected, and
    // all other procedures keep the fields.
    let is_the_moment = step == 1 && matches!(procedure, Procedure::Save | Procedure::Delete);
    let is_kept = now.identity == theirs.identity;
    if !is_kept && !is_the_moment {
        wrong.push("the other write is gone".to_owned());
    }
    if ended.ending == Ending::Saved && !ended.is_unexplained && step == 2 {
        let is_of_fields = matches!(procedure, Procedure::Save | Procedure::Create);
        if is_of_fields {
            wrong.push("it says that all is as planned, and it is not".to_owned());
        }
    }
    wrong.extend(sent_twice(&bench, start));
    Cell { ending: ended.ending, later: None, by_receipt: None, wrong }
}

/// Compares the reported outcome with the stored state.
pub fn judge(procedure: Procedure, bench: &Bench, before: &State, ended: &Ended) -> Vec<String> {
    let now = state(bench, procedure);
    let mut wrong = Vec::new();
    let new = now.secrets.iter().filter(|(name, secret)| before.secrets.get(*name) != Some(secret));
    let new: BTreeMap<String, String> =
        new.map(|(name, secret)| (name.clone(), secret.clone())).collect();
    match ended.ending {
        Ending::Read
        | Ending::NotRead
        | Ending::NotSent
        | Ending::ContextChange
        | Ending::NotSaved => {
            if now != *before {
                wrong.push(format!("it says {:?}, and something has changed", ended.ending));
            }
        }
        Ending::Saved => {
            if !is_done(procedure, before, &now) {
                wrong.push("it says Saved, and it is not".to_owned());
            }
            if ended.fresh != new && !ended.is_unseen {
                wrong.push("a new secret was not handed over".to_owned());
            }
        }
        Ending::HalfDone => {
            if now == *before {
                wrong.push("it says HalfDone, and nothing has changed".to_owned());
            }
            if ended.fresh != new && !ended.is_unseen {
                wrong.push("a new secret was not handed over".to_owned());
            }
        }
        // Nothing was reported, but new credentials can be read, as `state` just did.
        Ending::Unconfirmed => {}
    }
    wrong
}

pub fn is_done(procedure: Procedure, before: &State, now: &State) -> bool {
    match procedure {
        Procedure::Load => true,
        Procedure::Save | Procedure::Create => {
            now.identity.contains(r#""description":"mine""#)
                && now.secrets.contains_key("prod-postgres")
                && now.secrets.contains_key("grafana")
        }
        Procedure::Rotate => {
            now.secrets.get("bastion").is_some_and(|now| before.secrets.get("bastion") != Some(now))
                && now.identity == before.identity
        }
        Procedure::Delete => now.identity.contains("machine identity not found"),
        Procedure::Repair => now.secrets.is_empty() && !before.secrets.is_empty(),
    }
}

/// Our writes since a request, with the status of each answer.
pub fn writes(bench: &Bench, since: usize) -> Vec<Option<u64>> {
    let text = bench.control(Method::Get, "/_sandbox/requests", "");
    let all: Vec<serde_json::Value> = serde_json::from_str(&text).expect("it is a list");
    let is_ours = |it: &&serde_json::Value| {
        it["method"] != "GET" && !it["target"].as_str().unwrap_or_default().contains(THEIRS)
    };
    all.iter().skip(since).filter(is_ours).map(|it| it["status"].as_u64()).collect()
}

/// A write is sent once; again only after the gateway rejected the receipt's field with a 400.
pub fn sent_twice(bench: &Bench, since: usize) -> Option<String> {
    match writes(bench, since).as_slice() {
        [] | [_] | [Some(400), _] => None,
        more => Some(format!("it was written {} times: {more:?}", more.len())),
    }
}
