//! Random histories of an identity, and the engine states that they lead to.

use std::cell::RefCell;

use machine_identity_editor::{
    domain::{
        draft::{Field, IdentitySpec, PerField},
        name::IdentityName,
    },
    wire::exchange::Method,
};
use proptest::prelude::*;
use serde_json::json;

use crate::bench::{self, Bench, Seen};

/// Six supported connections, one with connect access off, one of an unsupported type.
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
pub const NAMES: [&str; 9] = ["pg-1", "pg-2", "ssh", "ssm", "web", "eks", "off", "sql", "nope"];
const ATTRIBUTES: [&str; 5] = ["k:a", "k:b", "k:c", "k:d", "new"];

/// Something that happens to the identity before it is edited.
#[derive(Clone, Debug)]
pub enum Past {
    Save(Fields),
    /// The request that this client never makes (G1).
    WithoutList,
    Rotate(&'static str),
    Resave(&'static str),
    DeleteConnection(&'static str),
    DeleteAttribute(&'static str),
    Switch(&'static str),
}

/// What a PUT sends.
pub type Fields = PerField<&'static str, &'static str, Vec<&'static str>, Vec<&'static str>>;

#[derive(Clone, Debug)]
pub struct Case {
    /// The connections that carry each attribute but the last, as a bit set.
    pub carriers: [u8; 4],
    postgres_listens: bool,
    created: Fields,
    past: Vec<Past>,
    pub sent: Fields,
}

fn fields() -> impl Strategy<Value = Fields> {
    let name = prop_oneof![8 => Just("a1"), 1 => Just("a2"), 1 => Just("taken")];
    let connections = prop_oneof![
        4 => prop::sample::subsequence(&NAMES[..6], 0..=4).prop_shuffle(),
        2 => prop::collection::vec(prop::sample::select(&NAMES[..]), 0..6),
    ];
    // Occasionally one that is too long.
    let attributes = (prop::sample::subsequence(&ATTRIBUTES[..], 0..=3).prop_shuffle(), 0..20_u8)
        .prop_map(|(mut attributes, dice)| {
            if dice == 0 {
                attributes.push(LONG);
            }
            attributes
        });
    let texts = prop::collection::vec(prop::sample::select(&["", "d"][..]), Field::ALL.len());
    (name, texts, connections, attributes).prop_map(|(name, texts, connections, attributes)| {
        let mut texts = texts.into_iter();
        let text = |_| texts.next().unwrap();
        Fields::default().map(|_| name, text, |_| attributes, |_| connections)
    })
}

const LONG: &str = match std::str::from_utf8(&[b'l'; 256]) {
    Ok(text) => text,
    Err(_) => "",
};

/// Something that happens.
pub fn past() -> impl Strategy<Value = Past> {
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

/// A history and the request after it.
pub fn case() -> impl Strategy<Value = Case> {
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

/// Brings an engine into the state of a case, and returns what a client then reads.
pub fn with_case<T>(case: &Case, then: impl FnOnce(&mut Bench, Seen) -> T) -> T {
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
    let name = IdentityName::received("a1");
    bench.put(&name, &spec(fields).map_name(|_| name.clone()));
}

/// Applies one step of the history.
pub fn play(bench: &mut Bench, past: &Past) {
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

/// The request of a case.
pub fn spec(fields: &Fields) -> IdentitySpec {
    fields.as_ref().map(
        |name| IdentityName::received(*name),
        |text| (*text).to_owned(),
        |list| bench::attributes(list).into(),
        |list| bench::names(list).into(),
    )
}
