//! The history of an identity, compared with a log whose content is known.
#![cfg(not(target_arch = "wasm32"))]

use machine_identity_editor::domain::{
    connection::ConnectionName,
    draft::IdentitySpec,
    history::{Action, Actor, AuditEntry, AuditTrail, HistorySubject, Start, Wanted},
    identity::{Identity, Timestamp},
    name::IdentityName,
};
use proptest::prelude::*;

const NAMES: [&str; 4] = ["a", "b", "ab", "A"];

/// A request of some client.
#[derive(Clone, Debug)]
enum Step {
    Create(usize),
    Save(usize, usize),
    Fail(usize),
    Rotate(usize),
    Delete(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let name = 0..NAMES.len();
    let step = prop_oneof![
        3 => name.clone().prop_map(Step::Create),
        6 => (name.clone(), name.clone()).prop_map(|(from, to)| Step::Save(from, to)),
        1 => name.clone().prop_map(Step::Fail),
        2 => name.clone().prop_map(Step::Rotate),
        1 => name.prop_map(Step::Delete),
    ];
    proptest::collection::vec(step, 1..60)
}

/// An identity and its entries, oldest first.
struct Life {
    born_as: usize,
    name: usize,
    created_at: i64,
    updated_at: i64,
    is_alive: bool,
    has_been_renamed: bool,
    own: Vec<String>,
}

const SECOND: i64 = 1_000_000_000;

/// Runs the steps like the gateway: names are unique, and a name can't be created again while an
/// identity that was created with it exists (contract §8).
fn play(steps: &[Step]) -> (Vec<AuditEntry>, Vec<Life>) {
    let (mut log, mut lives): (Vec<AuditEntry>, Vec<Life>) = (Vec::new(), Vec::new());
    for (index, step) in steps.iter().enumerate() {
        let now = (index as i64 + 1) * SECOND;
        let id = format!("entry-{index}");
        let named =
            |lives: &[Life], name| lives.iter().position(|it| it.is_alive && it.name == name);
        let name = |index: usize| IdentityName::received(NAMES[index]);
        let mut fields = None;
        let (action, is_done, owner) = match *step {
            Step::Create(at) => {
                let is_taken =
                    lives.iter().any(|it| it.is_alive && (it.name == at || it.born_as == at));
                fields = Some(at);
                if !is_taken {
                    let (created_at, updated_at) = (now - SECOND / 2, now - SECOND / 2);
                    lives.push(Life {
                        born_as: at,
                        name: at,
                        created_at,
                        updated_at,
                        is_alive: true,
                        has_been_renamed: false,
                        own: Vec::new(),
                    });
                }
                let owner = (!is_taken).then(|| lives.len() - 1);
                (Action::Create(name(at)), !is_taken, owner)
            }
            Step::Save(at, to) => {
                let owner = named(&lives, at);
                let is_done = owner.is_some() && (at == to || named(&lives, to).is_none());
                fields = Some(to);
                if let Some(owner) = owner.filter(|_| is_done) {
                    lives[owner].has_been_renamed |= at != to;
                    lives[owner].name = to;
                    lives[owner].updated_at = now - SECOND / 2;
                }
                (Action::Save(name(at)), is_done, owner)
            }
            Step::Fail(at) => (Action::Save(name(at)), false, named(&lives, at)),
            Step::Rotate(at) => {
                let owner = named(&lives, at);
                let connection = ConnectionName::received("pg");
                (Action::Rotate(name(at), connection), owner.is_some(), owner)
            }
            Step::Delete(at) => {
                let owner = named(&lives, at);
                if let Some(owner) = owner {
                    lives[owner].is_alive = false;
                }
                (Action::Delete(name(at)), owner.is_some(), owner)
            }
        };
        if let Some(owner) = owner {
            lives[owner].own.push(id.clone());
        }
        let fields = fields.map(|after| IdentitySpec {
            name: name(after),
            description: id.clone(),
            ..IdentitySpec::of(&Identity::unsaved())
        });
        log.push(AuditEntry {
            id,
            at: at(now),
            actor: Actor::default(),
            action,
            is_done,
            message: String::new(),
            fields,
            reason: None,
        });
    }
    (log, lives)
}

/// With fractional seconds, as the gateway writes it.
fn at(nanoseconds: i64) -> Timestamp {
    let whole = Timestamp::of_nanoseconds(nanoseconds);
    match nanoseconds % SECOND {
        0 => whole,
        _ => Timestamp::received(whole.as_str().replace('Z', ".5Z")),
    }
}

/// One page of the matching log entries, newest first.
fn page(log: &[AuditEntry], wanted: &Wanted, size: usize, from: i64) -> (Vec<AuditEntry>, bool) {
    let lower = |name: &IdentityName| name.as_str().to_lowercase();
    let fits = |entry: &&AuditEntry| match wanted {
        // Matches substrings, ignoring case.
        Wanted::Named { name, .. } => {
            !matches!(entry.action, Action::Create(_))
                && lower(entry.action.name()).starts_with(&lower(name))
        }
        Wanted::Creations { .. } => {
            matches!(entry.action, Action::Create(_)) && entry.is_done && entry.moment() >= from
        }
    };
    let number = match wanted {
        Wanted::Named { page, .. } | Wanted::Creations { page } => *page,
    };
    let all: Vec<_> = log.iter().rev().filter(fits).cloned().collect();
    let rest: Vec<_> = all.iter().skip((number - 1) * size).cloned().collect();
    let is_last = rest.len() <= size;
    (rest.into_iter().take(size).collect(), is_last)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Renames are followed in both directions; other holders of a name and predecessors are left
    /// out. A partial result is the newest part of the whole, unless a name that isn't known yet
    /// would have to be read first.
    #[test]
    fn a_history_is_exactly_the_identitys_own(steps in steps(), size in 1..12_usize, stale in any::<bool>()) {
        let (log, lives) = play(&steps);
        for life in lives.iter().filter(|life| life.is_alive) {
            let mut subject = HistorySubject {
                name: IdentityName::received(NAMES[life.name]),
                created_at: at(life.created_at),
                updated_at: at(life.updated_at),
            };
            if stale {
                // As it was read right after its creation.
                subject.name = IdentityName::received(NAMES[life.born_as]);
                subject.updated_at = subject.created_at.clone();
            }
            let mut trail = AuditTrail::new(subject);
            let truth: Vec<&String> = life.own.iter().rev().collect();
            while let Some(wanted) = trail.wanted_next() {
                let (entries, is_last) = page(&log, &wanted, size, life.created_at);
                let oldest = entries.last().map(|entry| entry.at.clone());
                trail.take_in(&wanted, entries, oldest.as_ref(), is_last);
                prop_assert!(!trail.timeline().lacks_last_save);
                if trail.wanted_first().is_none() && !life.has_been_renamed {
                    let shown = trail.timeline();
                    let shown: Vec<&String> = shown.events.iter().map(|it| &it.entry.id).collect();
                    prop_assert!(truth.starts_with(&shown), "{:?} of {:?}", shown, truth);
                }
            }
            let timeline = trail.timeline();
            let found: Vec<&String> = timeline.events.iter().map(|it| &it.entry.id).collect();
            prop_assert_eq!(&found, &truth);
            prop_assert_eq!(&timeline.start, &Start::Created);
            prop_assert_eq!(timeline.names[0].as_str(), NAMES[life.name]);
        }
    }

    /// A last save that left no entry is missed, once the log was read as far back.
    #[test]
    fn a_last_save_without_an_entry_is_missed(steps in steps(), size in 1..12_usize) {
        let (mut log, lives) = play(&steps);
        for life in lives.iter().filter(|life| life.is_alive && !life.has_been_renamed) {
            let is_last = |it: &AuditEntry| life.own.contains(&it.id) && it.version().is_some();
            let last = log.iter().rposition(is_last).expect("its creation is one");
            let entry = log.remove(last);
            let mut trail = AuditTrail::new(HistorySubject {
                name: IdentityName::received(NAMES[life.name]),
                created_at: at(life.created_at),
                updated_at: at(life.updated_at),
            });
            while let Some(wanted) = trail.wanted_next() {
                let (entries, is_last) = page(&log, &wanted, size, life.created_at);
                let oldest = entries.last().map(|entry| entry.at.clone());
                trail.take_in(&wanted, entries, oldest.as_ref(), is_last);
            }
            prop_assert!(trail.timeline().lacks_last_save);
            log.insert(last, entry);
        }
    }
}
