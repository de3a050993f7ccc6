//! Laws that hold for every request.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

#[path = "guards/tester.rs"]
mod tester;

use std::collections::HashSet;

use machine_identity_editor::sandbox::engine::Reply;
use machine_identity_editor::sandbox::faults::Fault;
use machine_identity_editor::sandbox::{ADMIN_TOKEN, EXPIRED_TOKEN, STANDARD_TOKEN};
use machine_identity_editor::wire::exchange::{Method, RawRequest};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use tester::Tester;

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

const NAMES: [&str; 9] = ["a1", "b 1", "ü", "a/b", ".", "a%b", "x\0y", "", "<script>"];
const CONNECTIONS: [&str; 10] =
    ["pg-main", "pg-two", "pg-off", "my", "ssm", "web", "eks", "nope", "", "a\0b"];
const ATTRIBUTES: [&str; 7] = ["env:prod", "team:data", "", " c ", "a\0b", "<x>", "plain"];

/// A JSON body in which one in ten fields is missing or has another type.
fn names(pool: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => prop::collection::vec(prop::sample::select(pool), 0..5).prop_map(|list| json!(list)),
        1 => Just(Value::Null),
        1 => Just(json!("text")),
        1 => Just(json!([null, "ssm"])),
    ]
}

fn body() -> impl Strategy<Value = String> {
    let name = prop_oneof![9 => prop::sample::select(&NAMES[..]).prop_map(|name| json!(name)), 1 => Just(json!(1))];
    (name, names(&CONNECTIONS), names(&ATTRIBUTES), any::<bool>()).prop_map(
        |(name, connections, attributes, short)| {
            let mut body = json!({ "name": name, "description": "d" });
            if !short {
                body["connection_names"] = connections;
                body["attributes"] = attributes;
            }
            body.to_string()
        },
    )
}

fn segment(pool: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(pool)
        .prop_map(|name| name.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>())
}

fn request() -> impl Strategy<Value = (Method, String, String)> {
    let identity = || segment(&NAMES).prop_map(|name| format!("/api/machineidentities/{name}"));
    let attribute = || segment(&ATTRIBUTES).prop_map(|name| format!("/api/attributes/{name}"));
    let connection = || segment(&CONNECTIONS).prop_map(|name| format!("/api/connections/{name}"));
    let rotate = (identity(), segment(&CONNECTIONS))
        .prop_map(|(path, connection)| format!("{path}/credentials/{connection}/rotate"));
    prop_oneof![
        4 => body().prop_map(|body| (Method::Post, "/api/machineidentities".to_owned(), body)),
        6 => (identity(), body()).prop_map(|(path, body)| (Method::Put, path, body)),
        1 => identity().prop_map(|path| (Method::Delete, path, String::new())),
        2 => rotate.prop_map(|path| (Method::Post, path, String::new())),
        2 => body().prop_map(|body| (Method::Post, "/api/attributes".to_owned(), body)),
        2 => (attribute(), body()).prop_map(|(path, body)| (Method::Put, path, body)),
        1 => attribute().prop_map(|path| (Method::Delete, path, String::new())),
        2 => (connection(), body()).prop_map(|(path, body)| (Method::Patch, path, body)),
        1 => connection().prop_map(|path| (Method::Delete, path, String::new())),
        1 => Just((Method::Put, "/_sandbox/listeners".to_owned(), r#"{"postgres":""}"#.to_owned())),
    ]
}

/// The invariants that every reader of the tables relies on.
fn consistent(tester: &mut Tester) {
    let state = tester.get("/_sandbox/state").json();
    let drawn: HashSet<String> = tester.engine.drawn_secrets().iter().cloned().collect();
    let (mut ids, mut names, mut secrets) = (HashSet::new(), HashSet::new(), HashSet::new());
    let attributes = tester.get("/api/attributes?page_size=100").json();
    let known: HashSet<&Value> =
        attributes["data"].as_array().unwrap().iter().map(|attribute| &attribute["name"]).collect();
    for identity in state["identities"].as_array().unwrap() {
        assert!(ids.insert(identity["id"].clone()), "an id is one identity's");
        assert!(names.insert(identity["name"].clone()), "so is a name");
        let mut links = HashSet::new();
        for link in identity["credentials"].as_array().unwrap() {
            assert!(links.insert(&link["linked_as"]), "a connection is linked once");
            let secret = link["secret_key"].as_str().unwrap();
            assert!(drawn.contains(secret), "a secret was drawn");
            assert!(secrets.insert(secret.to_owned()), "and is one credential's");
        }
        let mut held = HashSet::new();
        for attribute in identity["attributes"].as_array().unwrap() {
            assert!(known.contains(attribute), "an attribute that is held exists");
            assert!(held.insert(attribute), "and is held once");
        }
    }
    for leaked in state["leaked"].as_array().unwrap() {
        assert!(secrets.insert(leaked["secret_key"].as_str().unwrap().to_owned()));
    }
    let listed = tester.get("/api/machineidentities").json();
    assert_eq!(listed.as_array().unwrap().len(), names.len(), "the list shows every identity");
    for connection in tester.get("/api/connections").json().as_array().unwrap() {
        for attribute in connection["attributes"].as_array().unwrap() {
            let row = attributes["data"].as_array().unwrap();
            let row = row.iter().find(|row| row["name"] == *attribute).unwrap();
            let matched = row["connection_names"].as_array().unwrap();
            assert!(matched.contains(&connection["name"]), "both ends agree on what is matched");
        }
    }
}

#[test]
fn any_sequence_of_requests_leaves_the_tables_consistent() {
    check(96, &prop::collection::vec(request(), 1..40), |requests| {
        let mut tester = Tester::contract();
        for (method, path, body) in requests {
            let answer = tester.send(method, &path, &body);
            let known = [200, 201, 204, 301, 307, 400, 404, 409, 422, 500];
            prop_assert!(known.contains(&answer.status()), "{} {path}", answer.status());
            if answer.status() == 500 {
                prop_assert!(!answer.message().is_empty(), "a refusal, not a crash");
            }
        }
        consistent(&mut tester);
        Ok(())
    });
}

#[test]
fn arbitrary_bytes_as_a_body_get_a_documented_answer() {
    let wrapped = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..64),
        prop::collection::vec(prop::sample::select(&b"{}[]\",:\\u0e-1.tfn \x80name"[..]), 0..64),
        body()
            .prop_map(String::into_bytes)
            .prop_flat_map(|body| { (0..=body.len()).prop_map(move |cut| body[..cut].to_vec()) }),
    ];
    check(512, &wrapped, |body| {
        let mut tester = Tester::contract();
        tester.create("a1", &["ssm"], &[]);
        for (method, target) in [
            (Method::Put, "/api/machineidentities/a1"),
            (Method::Post, "/api/machineidentities"),
            (Method::Post, "/api/attributes"),
            (Method::Put, "/api/attributes/env%3Aprod"),
            (Method::Patch, "/api/connections/ssm"),
            (Method::Post, "/api/connections"),
            (Method::Post, "/api/localauth/login"),
            (Method::Post, "/_sandbox/faults"),
        ] {
            let headers = vec![("Authorization".into(), format!("Bearer {ADMIN_TOKEN}"))];
            let request = RawRequest { method, target: target.into(), headers, body: body.clone() };
            let Reply::Answer(response) = tester.engine.answer(&request) else {
                return Err(TestCaseError::fail("no answer"));
            };
            let known = [200, 201, 400, 404, 409, 422, 500];
            prop_assert!(known.contains(&response.status), "{target}: {}", response.status);
            let read: Result<Value, _> = serde_json::from_slice(&response.body);
            prop_assert!(read.is_ok(), "{target} answers JSON");
        }
        consistent(&mut tester);
        Ok(())
    });
}

#[test]
fn arbitrary_targets_and_headers_never_break_the_engine() {
    let target = prop_oneof![
        "/api/[ -~]{0,40}",
        "/[ -~]{0,30}",
        "/api/machineidentities/(%[0-9a-f]{2}){0,6}/?",
        "/api/(connections|attributes)\\?[a-z_]{0,12}=[ -~]{0,12}",
        "/_sandbox/[a-z]{0,9}"
    ];
    let token = prop_oneof![
        Just(format!("Bearer {ADMIN_TOKEN}")),
        Just(format!("Bearer {EXPIRED_TOKEN}")),
        Just(format!("Bearer {STANDARD_TOKEN}")),
        "[ -~]{0,20}",
    ];
    let method = prop::sample::select(
        &[
            Method::Get,
            Method::Put,
            Method::Post,
            Method::Delete,
            Method::Head,
            Method::Options,
            Method::Patch,
        ][..],
    );
    check(768, &(method, target, token), |(method, target, token)| {
        let mut tester = Tester::contract();
        let headers = [("Authorization", token.as_str())];
        if let Reply::Answer(response) = tester.play(&headers, method, &target, "{}") {
            prop_assert!((200..600).contains(&response.status));
        }
        consistent(&mut tester);
        Ok(())
    });
}

/// A fault changes what the caller learns, never what the request does.
#[test]
fn a_fault_leaves_the_tables_as_without_it_or_unchanged() {
    let fault = prop::sample::select(&Fault::ALL[..]);
    check(256, &(request(), fault), |((method, path, body), fault)| {
        prop_assume!(path.starts_with("/api/"));
        let bearer = format!("Bearer {ADMIN_TOKEN}");
        let headers = [("Authorization", bearer.as_str())];
        let prepared = || {
            let mut tester = Tester::contract();
            tester.create("a1", &["ssm"], &["env:prod"]);
            tester
        };
        let mut untouched = prepared();
        let mut plain = prepared();
        plain.send(method, &path, &body);
        let mut faulty = prepared();
        faulty.play(&headers, method, &format!("{path}?fault={}", fault.name()), &body);
        let (before, after, found) = (shape(&mut untouched), shape(&mut plain), shape(&mut faulty));
        match fault {
            Fault::Error500
            | Fault::Html
            | Fault::CutBefore
            | Fault::RevokedToken
            | Fault::Forbidden => {
                prop_assert_eq!(found, before);
            }
            Fault::UnknownFields => prop_assert!(found == before || found == after),
            Fault::LateWrite => {
                prop_assert_eq!(found, before, "not yet");
                // Each request reads the clock, and each read advances it by a second.
                for _ in 0..4 {
                    faulty.get("/api/healthz");
                }
                prop_assert_eq!(shape(&mut faulty), after, "but later");
            }
            _ => prop_assert_eq!(found, after),
        }
        Ok(())
    });
}

/// The tables without random values.
fn shape(tester: &mut Tester) -> Value {
    let mut state = tester.get("/_sandbox/state").json();
    let blank = |rows: &mut Value| {
        for row in rows.as_array_mut().into_iter().flatten() {
            row["secret_key"] = Value::Null;
        }
    };
    blank(&mut state["leaked"]);
    for identity in state["identities"].as_array_mut().into_iter().flatten() {
        blank(&mut identity["credentials"]);
    }
    state
}
