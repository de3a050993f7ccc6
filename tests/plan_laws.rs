//! Laws of plans, aftermaths, merges and repairs, on random identities, catalogues and edits.
//!
//! `PLAN_CASES` sets how many cases each law is tried on; the cases are the same on every run.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

#[path = "plans/bench.rs"]
mod bench;
#[path = "guards/tester.rs"]
mod tester;

use std::{cell::Cell, cell::RefCell, collections::BTreeSet};

use bench::{Bench, Seen};
use machine_identity_editor::{
    domain::{
        connection::ConnectionName,
        draft::{IdentityDraft, IdentitySpec},
        merge::{Merge, Side, Status, moved},
        name::IdentityName,
        plan::{Cause, ChangePlan, Edits, Extent, ListEdit},
        repair::{
            LeftOut, Need, Repair, drop_gone, end_left_over, gentlest, list_live, needs, recreate,
            split,
        },
    },
    wire::exchange::Method,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

/// Six connections that can be given away, one that is switched off, one of a type that cannot.
const CONNECTIONS: [(&str, &str, &str, &str); 8] = [
    ("pg-1", "database", "postgres", "enabled"),
    ("pg-2", "database", "postgres", "enabled"),
    ("ssh", "application", "git", "enabled"),
    ("ssm", "custom", "aws-ssm", "enabled"),
    ("web", "httpproxy", "grafana", "enabled"),
    ("eks", "custom", "kubernetes-eks", "enabled"),
    ("off", "database", "postgres", "disabled"),
    ("sql", "database", "mysql", "enabled"),
];
const NAMES: [&str; 9] = ["pg-1", "pg-2", "ssh", "ssm", "web", "eks", "off", "sql", "nope"];
const ATTRIBUTES: [&str; 5] = ["k:a", "k:b", "k:c", "k:d", "new"];

fn cases() -> u32 {
    let cases = std::env::var("PLAN_CASES").ok().and_then(|cases| cases.parse().ok());
    cases.unwrap_or(20_000)
}

/// The same cases on every run: a law that fails once in a while is not seen to hold.
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

/// Something that happens to the identity before it is edited.
#[derive(Clone, Debug)]
enum Past {
    Save(Fields),
    /// The request that this client cannot make (G1).
    WithoutList,
    Rotate(&'static str),
    Resave(&'static str),
    DeleteConnection(&'static str),
    DeleteAttribute(&'static str),
    Switch(&'static str),
}

/// What a PUT sends.
#[derive(Clone, Debug)]
struct Fields {
    name: &'static str,
    description: &'static str,
    connections: Vec<&'static str>,
    attributes: Vec<&'static str>,
}

#[derive(Clone, Debug)]
struct Case {
    /// For each attribute but the last, the connections that carry it, one to a bit.
    carriers: [u8; 4],
    postgres_listens: bool,
    created: Fields,
    past: Vec<Past>,
    sent: Fields,
}

fn fields() -> impl Strategy<Value = Fields> {
    let name = prop_oneof![8 => Just("a1"), 1 => Just("a2"), 1 => Just("taken")];
    let connections = prop_oneof![
        4 => prop::sample::subsequence(&NAMES[..6], 0..=4).prop_shuffle(),
        2 => prop::collection::vec(prop::sample::select(&NAMES[..]), 0..6),
    ];
    // Once in a while one that is too long.
    let attributes = (prop::sample::subsequence(&ATTRIBUTES[..], 0..=3).prop_shuffle(), 0..20_u8)
        .prop_map(|(mut attributes, dice)| {
            if dice == 0 {
                attributes.push(LONG);
            }
            attributes
        });
    (name, prop::sample::select(&["", "d"][..]), connections, attributes).prop_map(
        |(name, description, connections, attributes)| Fields {
            name,
            description,
            connections,
            attributes,
        },
    )
}

const LONG: &str = match std::str::from_utf8(&[b'l'; 256]) {
    Ok(text) => text,
    Err(_) => "",
};

fn past() -> impl Strategy<Value = Past> {
    let connection = || prop::sample::select(&NAMES[..8]);
    prop_oneof![
        5 => fields().prop_map(Past::Save),
        1 => Just(Past::WithoutList),
        1 => connection().prop_map(Past::Rotate),
        1 => connection().prop_map(Past::Resave),
        1 => connection().prop_map(Past::DeleteConnection),
        1 => prop::sample::select(&ATTRIBUTES[..4]).prop_map(Past::DeleteAttribute),
        1 => prop::sample::select(&["", "0.0.0.0:15432"][..]).prop_map(Past::Switch),
    ]
}

fn case() -> impl Strategy<Value = Case> {
    let carriers = prop::array::uniform4(any::<u8>());
    (carriers, prop::bool::weighted(0.9), fields(), prop::collection::vec(past(), 0..4), fields())
        .prop_map(|(carriers, postgres_listens, mut created, past, sent)| {
            created.name = "a1";
            Case { carriers, postgres_listens, created, past, sent }
        })
}

thread_local! {
    static BENCH: RefCell<Bench> = RefCell::new(Bench::of(
        &json!(CONNECTIONS.map(|(name, kind, subtype, connect)| json!({
            "name": name, "type": kind, "subtype": subtype, "access_mode_connect": connect,
        })))
        .to_string(),
    ));
}

/// Brings an engine into the state of a case, and hands over what a client then reads.
fn with_case<T>(case: &Case, then: impl FnOnce(&mut Bench, Seen) -> T) -> T {
    BENCH.with_borrow_mut(|bench| {
        bench.tester.engine.reset();
        for (attribute, carriers) in ATTRIBUTES.iter().zip(case.carriers) {
            let carried = (0..8).filter(|bit| carriers >> bit & 1 == 1);
            bench.tester.attribute(attribute, &carried.map(|bit| NAMES[bit]).collect::<Vec<_>>());
        }
        bench.tester.create("taken", &["web"], &["k:a"]);
        bench.tester.create("a1", &[], &[]);
        put(bench, &case.created);
        for past in &case.past {
            play(bench, past);
        }
        if !case.postgres_listens {
            bench.listen("postgres", "");
        }
        let seen = bench.look();
        then(bench, seen)
    })
}

fn put(bench: &mut Bench, fields: &Fields) {
    let Fields { name: _, description, connections, attributes } = fields;
    let body = json!({
        "name": "a1", "description": description,
        "connection_names": connections, "attributes": attributes,
    });
    bench.tester.put("a1", &body);
}

fn play(bench: &mut Bench, past: &Past) {
    match past {
        Past::Save(fields) => put(bench, fields),
        Past::WithoutList => {
            bench.tester.put("a1", &json!({ "name": "a1" }));
        }
        Past::Rotate(connection) => {
            bench.tester.rotate("a1", connection);
        }
        Past::Resave(connection) => {
            let path = format!("/api/connections/{connection}");
            if bench.tester.get(&path).status() == 200 {
                bench.tester.resave(connection);
            }
        }
        Past::DeleteConnection(connection) => {
            bench.tester.send(Method::Delete, &format!("/api/connections/{connection}"), "");
        }
        Past::DeleteAttribute(attribute) => {
            let path = format!("/api/attributes/{}", bench::escaped(attribute));
            bench.tester.send(Method::Delete, &path, "");
        }
        Past::Switch(address) => bench.listen("postgres", address),
    }
}

fn spec(fields: &Fields, seen: &Seen) -> IdentitySpec {
    IdentitySpec {
        name: IdentityName::received(fields.name),
        description: fields.description.to_owned(),
        ..seen.with(&fields.connections, &fields.attributes)
    }
}

/// How often something was met.
#[derive(Default)]
struct Count(Cell<u32>);

impl Count {
    fn add(&self, is_met: bool) {
        self.0.set(self.0.get() + u32::from(is_met));
    }
}

/// `Bench::play_after` holds the state afterwards to the plan: status, fields, credentials, secrets
/// and an aftermath with nothing unexplained, with obstacles or without.
#[test]
fn a_save_does_what_was_planned_and_a_refused_one_the_harm_that_was_foretold() {
    let [all, through, nothing, half, rest, changes]: [Count; 6] = Default::default();
    check(cases(), &case(), |case| {
        with_case(&case, |bench, seen| {
            let spec = spec(&case.sent, &seen);
            of_edits(&seen, &spec)?;
            let played = bench.play_after(seen, spec);
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

fn of_edits(seen: &Seen, spec: &IdentitySpec) -> Result<(), TestCaseError> {
    let before = seen.before();
    let same = IdentitySpec::of(&seen.identity);
    let plan = ChangePlan::new(&before, &same);
    prop_assert!(plan.edits.is_empty());
    prop_assert!(plan.revoked().next().is_none());
    prop_assert!(moved(&before, &before, spec).is_empty());

    let mut once = spec.clone();
    let mut listed = BTreeSet::new();
    once.connection_names.retain(|name| listed.insert(name.clone()));
    let edits = Edits::between(&seen.identity, &once);
    prop_assert_eq!(edits.apply(&seen.identity), once.clone());
    let mut after = seen.identity.clone();
    after.name = once.name.clone();
    after.description = once.description.clone();
    after.connection_names = once.connection_names.clone();
    after.attributes = once.attributes.clone();
    let back = Edits::between(&after, &same);
    prop_assert!(is_reverse(&edits.connection_names, &back.connection_names));
    prop_assert!(is_reverse(&edits.attributes, &back.attributes));
    prop_assert_eq!(edits.name.is_some(), back.name.is_some());
    Ok(())
}

fn is_reverse<T: Ord>(there: &ListEdit<T>, back: &ListEdit<T>) -> bool {
    fn is_same<T: Ord>(left: &[T], right: &[T]) -> bool {
        left.iter().collect::<BTreeSet<_>>() == right.iter().collect()
    }
    is_same(&there.added, &back.removed) && is_same(&there.removed, &back.added)
}

/// `Bench::mend` holds every step to the state that it promised.
#[test]
fn a_repair_keeps_its_promise_at_every_step() {
    let [all, recreated, ended, dropped, parted, listed]: [Count; 6] = Default::default();
    check(cases() / 4, &case(), |case| {
        with_case(&case, |bench, mut seen| {
            all.add(true);
            let spec = spec(&case.sent, &seen);
            let mut mend = |repair: &Repair, seen: &mut Seen, count: &Count| {
                count.add(repair.is_possible());
                if repair.is_possible() {
                    *seen = bench.mend(repair);
                }
            };
            // Whatever the past has left behind is mended first in every second case.
            if case.carriers[0] & 1 == 0 {
                let wanted = needs(&seen.before()).iter().filter_map(missing).collect();
                mend(&recreate(&seen.before(), &wanted), &mut seen, &recreated);
                if let Some(name) = gentlest(&seen.before(), &[]) {
                    mend(&end_left_over(&seen.before(), &name, &[]), &mut seen, &ended);
                }
                mend(&drop_gone(&seen.before()), &mut seen, &dropped);
                let rest = needs(&seen.before());
                let is_helpless = |need: &Need| matches!(need, Need::Missing { lack: Some(_), .. });
                prop_assert!(rest.iter().all(is_helpless), "{rest:?}");
            }
            let before = seen.before();
            if case.carriers[1] & 1 == 0 {
                let repair = split(&before, &spec);
                let plan = ChangePlan::new(&before, &spec);
                prop_assert_eq!(repair.left_out.is_empty(), plan.obstacles.is_empty());
                mend(&repair, &mut seen, &parted);
            } else {
                let repair = list_live(&before, &spec, &[]);
                let is_live = |left_out: &LeftOut| {
                    matches!(left_out, LeftOut::Refused(Cause::AlreadyLive { .. }))
                };
                prop_assert!(!repair.left_out.iter().any(is_live), "{repair:?}");
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

fn missing(need: &Need) -> Option<machine_identity_editor::domain::connection::ConnectionName> {
    matches!(need, Need::Missing { .. }).then(|| need.connection_name().clone())
}

fn draft() -> impl Strategy<Value = IdentityDraft> {
    let text = || prop::sample::select(&["", "a", "b"][..]).prop_map(str::to_owned);
    let list = || {
        prop::sample::subsequence(&NAMES[..], 0..=5)
            .prop_shuffle()
            .prop_map(|list| list.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    (text(), text(), list(), list()).prop_map(
        |(name, description, attributes, connection_names)| IdentityDraft {
            name,
            description,
            attributes,
            connection_names,
        },
    )
}

#[test]
fn merges_lose_nothing_and_invent_nothing() {
    check(cases(), &(draft(), draft(), draft()), |(base, theirs, mine)| {
        prop_assert_eq!(Merge::new(&base, &base, &mine).merged(), mine.clone());
        prop_assert_eq!(Merge::new(&base, &theirs, &base).merged(), theirs.clone());
        prop_assert_eq!(Merge::new(&base, &mine, &mine).merged(), mine.clone());
        let mut merge = Merge::new(&base, &theirs, &mine);
        let merged = merge.merged();
        for (merged, base, theirs, mine) in [
            (&merged.attributes, &base.attributes, &theirs.attributes, &mine.attributes),
            (
                &merged.connection_names,
                &base.connection_names,
                &theirs.connection_names,
                &mine.connection_names,
            ),
        ] {
            prop_assert_eq!(merged.iter().collect::<BTreeSet<_>>().len(), merged.len());
            for entry in NAMES {
                let has = |list: &[String]| list.iter().any(|item| item == entry);
                // One vote each against the base: whoever changed it has it their way.
                let expected = match has(base) {
                    true => has(theirs) && has(mine),
                    false => has(theirs) || has(mine),
                };
                prop_assert_eq!(has(merged), expected);
            }
        }
        for (field, status) in merge.statuses() {
            let is_open = merge.open().any(|open| open == field);
            prop_assert_eq!(is_open, status == Status::Conflict);
        }
        for (field, _) in merge.statuses() {
            merge.choose(field, Some(Side::Theirs));
        }
        prop_assert_eq!(merge.merged(), theirs);
        prop_assert_eq!(merge.open().count(), 0);
        Ok(())
    });
    println!("{} merges", cases());
}
