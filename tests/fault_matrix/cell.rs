//! One cell of the matrix, and the rules that it is held to.

use std::{cell::RefCell, collections::BTreeMap, ops::ControlFlow};

use machine_identity_editor::{
    flow::{pending::PendingWrite, save::SaveStep},
    wire::exchange::Method,
};

use crate::{
    bench::Bench,
    procedure::{Ended, Ending, Procedure},
};

/// What a cell came to.
pub struct Cell {
    pub ending: Ending,
    /// The rules that it broke.
    pub wrong: Vec<String>,
}

/// The state of the subject, by a reading that meets no fault.
#[derive(Clone, Eq, PartialEq)]
struct State {
    identity: String,
    secrets: BTreeMap<String, String>,
}

fn state(bench: &Bench, procedure: Procedure) -> State {
    let path = format!("/api/machineidentities/{}", procedure.subject());
    let identity = bench.control(Method::Get, &path, "");
    State { identity, secrets: bench.secrets_of(procedure.subject()) }
}

/// Runs a procedure with a fault at its request number `place`, or from there on.
pub fn with_fault(procedure: Procedure, fault: &str, place: usize, goes_on: bool) -> Cell {
    let bench = Bench::new();
    let context = procedure.context(&bench);
    let before = state(&bench, procedure);
    let start = bench.requests().len();
    let times = if goes_on { 1_000 } else { 1 };
    bench.control(
        Method::Post,
        "/_sandbox/faults",
        // Longer than any deadline.
        &format!(r#"{{"fault":"{fault}","after":{place},"times":{times},"millis":3600000}}"#),
    );
    let mut ended =
        procedure.run(&bench, &context, &machine_identity_editor::flow::save::unwatched);
    let ending = ended.ending;
    bench.control(Method::Delete, "/_sandbox/faults", "");
    let mut wrong = judge(procedure, &bench, &before, &ended);
    if let Some(pending) = ended.pending.take() {
        let later = procedure.look_again(&bench, &pending);
        if later.ending == Ending::Unconfirmed
            && is_done(procedure, &before, &state(&bench, procedure))
        {
            wrong.push("it took effect, and isn't confirmed later either".to_owned());
        }
        let more = judge(procedure, &bench, &before, &later);
        wrong.extend(more.into_iter().map(|what| format!("{what}, later")));
    }
    if writes(&bench, start) > 1 {
        wrong.push("it was written twice".to_owned());
    }
    Cell { ending, wrong }
}

/// Runs a procedure with somebody else's write at one of its steps; 0 is before all of them.
pub fn with_somebody_else(procedure: Procedure, step: usize) -> Cell {
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
    // Between the last reading and the write there is a moment in which nobody can look: the gateway
    // has no versions (G15). A save then wins, and says so as if nothing had been. A creation is
    // refused, and everything else keeps the fields.
    let is_the_moment = step == 1 && procedure == Procedure::Save;
    let is_kept = now.identity == theirs.identity;
    if !is_kept && !is_the_moment {
        wrong.push("somebody else's write is gone".to_owned());
    }
    if ended.ending == Ending::Saved && !ended.is_unexplained && step == 2 {
        let is_of_fields = matches!(procedure, Procedure::Save | Procedure::Create);
        if is_of_fields {
            wrong.push("it says that all is as planned, and it is not".to_owned());
        }
    }
    // Their own write is one, and a reading that came before both.
    if writes(&bench, start) > 2 {
        wrong.push("it was written twice".to_owned());
    }
    Cell { ending: ended.ending, wrong }
}

/// Holds what is said to what is so.
fn judge(procedure: Procedure, bench: &Bench, before: &State, ended: &Ended) -> Vec<String> {
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
            if ended.fresh != new {
                wrong.push("a new secret was not handed over".to_owned());
            }
        }
        Ending::HalfDone => {
            if now == *before {
                wrong.push("it says HalfDone, and nothing has changed".to_owned());
            }
            if ended.fresh != new {
                wrong.push("a new secret was not handed over".to_owned());
            }
        }
        // Nothing is said; what is new can be read, as `state` has just done.
        Ending::Unconfirmed => {}
    }
    wrong
}

fn is_done(procedure: Procedure, before: &State, now: &State) -> bool {
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
        Procedure::Repair => now.secrets.is_empty() && !before.secrets.is_empty(),
    }
}

/// The writes since a request.
fn writes(bench: &Bench, since: usize) -> usize {
    let is_write =
        |request: &&(String, String)| request.0 != "GET" && !request.1.starts_with("/_sandbox/");
    bench.requests().iter().skip(since).filter(is_write).count()
}
