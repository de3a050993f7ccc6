//! `GET /audit/logs` and receipts (contract §15).

use machine_identity_editor::sandbox::engine::Reply;
use machine_identity_editor::sandbox::faults::{Armed, Fault};
use machine_identity_editor::sandbox::{ADMIN_TOKEN, AUDITOR_TOKEN, STANDARD_TOKEN};
use machine_identity_editor::wire::exchange::Method;
use serde_json::{Value, json};

use crate::tester::{Answer, Tester};

const IDENTITIES: &str = "/api/machineidentities";

fn logs(tester: &mut Tester, query: &str) -> Vec<Value> {
    let page = tester.get(&format!("/api/audit/logs?page_size=100{query}")).json();
    page["data"].as_array().unwrap().clone()
}

fn paths(tester: &mut Tester, query: &str) -> Vec<String> {
    let entries = logs(tester, query);
    entries.iter().map(|entry| entry["http_path"].as_str().unwrap().to_owned()).collect()
}

fn put_with_receipt(tester: &mut Tester, name: &str, receipt: &str) -> Answer {
    let body = json!({ "name": name, "connection_names": [], "editor_request": receipt });
    tester.put(name, &body)
}

#[test]
fn every_write_leaves_an_entry_with_the_fields_of_the_contract() {
    let mut tester = Tester::contract();
    tester.create("a?b", &[], &[]);
    tester.rotate("a%3Fb", "pg-main");
    let entries = logs(&mut tester, "&resource_type=machine_identities");
    let [rotated, created] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!(created["http_path"], IDENTITIES);
    assert_eq!(created["action"], "create");
    assert_eq!(created["http_status"], 201);
    assert_eq!(created["outcome"], true);
    assert_eq!(created["error_message"], "");
    assert_eq!(created["actor_email"], "admin@sandbox.example");
    assert_eq!(created["request_payload_redacted"]["name"], "a?b");
    assert_eq!(rotated["http_path"], format!("{IDENTITIES}/a?b/credentials/pg-main/rotate"));
    assert_eq!(rotated["action"], "create", "a rotation is a create");
    assert_eq!(rotated["request_payload_redacted"], Value::Null, "it had no body");
    assert_eq!(
        rotated["error_message"],
        "Error #01: failed revoking old credential for connection pg-main: resource not found\n"
    );
    let fields: Vec<&String> = created.as_object().unwrap().keys().collect();
    assert_eq!(fields.len(), 15, "{fields:?}");
}

#[test]
fn every_write_stores_its_receipt_whatever_the_outcome() {
    let mut tester = Tester::contract();
    tester.create("a1", &["pg-main"], &[]);
    tester.create("taken", &[], &[]);
    let receipt = json!({ "editor_request": "r", "token": "t", "note": { "secret": "s", "n": 1 } });
    let body = receipt.to_string();
    for (method, path, status) in [
        (Method::Post, "/api/machineidentities/a1/credentials/pg-main/rotate", 201),
        (Method::Patch, "/api/connections/pg-main", 200),
        (Method::Delete, "/api/machineidentities/a1", 200),
        (Method::Put, "/api/machineidentities/a1", 400),
    ] {
        assert_eq!(tester.send(method, path, &body).status(), status, "{path}");
        let newest = logs(&mut tester, "")[0].clone();
        assert_eq!(newest["http_path"], path);
        assert_eq!(newest["http_status"], status);
        let kept = json!({
            "editor_request": "r", "token": "[REDACTED]", "note": { "secret": "[REDACTED]", "n": 1 },
        });
        assert_eq!(newest["request_payload_redacted"], kept);
    }
    let conflict = tester.create("taken", &[], &[]);
    let newest = logs(&mut tester, "")[0].clone();
    assert_eq!((conflict.status(), &newest["http_status"]), (409, &json!(409)));
    assert_eq!(newest["error_message"], "machine identity with this name already exists");
}

#[test]
fn filters_match_exactly_or_by_wildcard_as_documented() {
    let mut tester = Tester::contract();
    for name in ["a_b", "aXb", "other"] {
        tester.create(name, &[], &[]);
        tester.update(name, &[], &[]);
    }
    let path = |name: &str| format!("{IDENTITIES}/{name}");
    let updates = "&action=update&http_path=identities/";
    assert_eq!(paths(&mut tester, &format!("{updates}a_b")), [path("aXb"), path("a_b")]);
    assert_eq!(paths(&mut tester, &format!("{updates}A%25B")).len(), 2, "case doesn't matter");
    assert_eq!(logs(&mut tester, "&http_method=PUT").len(), 3);
    assert_eq!(logs(&mut tester, "&http_method=PU").len(), 0, "a method is exact");
    assert_eq!(
        logs(&mut tester, "&resource_type=machine_identities&http_status=201&outcome=true").len(),
        3
    );
    assert_eq!(logs(&mut tester, "&actor_email=SANDBOX.example").len(), 7, "the attribute too");
    assert_eq!(logs(&mut tester, "&created_before=2025-12-31").len(), 0);
    assert_eq!(logs(&mut tester, "&created_after=2026-01-01&action=update").len(), 3);
    let past_the_end = tester.get("/api/audit/logs?page=9&page_size=5").json();
    assert_eq!(past_the_end["pages"], json!({ "total": 7, "page": 9, "size": 5 }));
    assert_eq!(past_the_end["data"], json!([]));
}

#[test]
fn malformed_queries_get_the_documented_status() {
    let mut tester = Tester::contract();
    for (query, status) in [
        ("page=0", 422),
        ("page_size=101", 422),
        ("http_status=x", 400),
        ("outcome=maybe", 400),
        ("created_after=yesterday", 500),
        ("created_before=2026-13-01", 500),
        ("unheard=of", 200),
    ] {
        assert_eq!(tester.get(&format!("/api/audit/logs?{query}")).status(), status, "{query}");
    }
}

#[test]
fn auditors_can_read_the_log_and_standard_users_cannot() {
    let mut tester = Tester::contract();
    for (token, status) in [(ADMIN_TOKEN, 200), (AUDITOR_TOKEN, 200), (STANDARD_TOKEN, 403)] {
        let bearer = format!("Bearer {token}");
        let headers = [("Authorization", bearer.as_str())];
        let answer = tester.send_as(&headers, Method::Get, "/api/audit/logs", "");
        assert_eq!(answer.status(), status, "{token}");
        if token != ADMIN_TOKEN {
            let refused = tester.send_as(&headers, Method::Post, IDENTITIES, "{}");
            assert_eq!(refused.status(), 403);
        }
    }
    assert_eq!(logs(&mut tester, "&http_status=403").len(), 0, "it never reached the handler");
}

#[test]
fn an_answer_can_be_lost_while_the_receipt_is_stored() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    tester.engine.faults().arm(Armed::next(Fault::CutAfter));
    let body = json!({ "name": "a1", "connection_names": [], "editor_request": "r1" });
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let headers = [("Authorization", bearer.as_str())];
    let path = format!("{IDENTITIES}/a1");
    let reply = tester.play(&headers, Method::Put, &path, &body.to_string());
    assert!(matches!(reply, Reply::Cut));
    let newest = logs(&mut tester, "&action=update")[0].clone();
    assert_eq!(newest["request_payload_redacted"]["editor_request"], "r1");
}

#[test]
fn faults_of_different_places_combine_on_one_request() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    tester.engine.faults().arm(Armed::next(Fault::AuditNotWritten));
    tester.engine.faults().arm(Armed::next(Fault::CutAfter));
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let headers = [("Authorization", bearer.as_str())];
    let body = json!({ "name": "a1", "description": "d", "connection_names": [] }).to_string();
    let reply = tester.play(&headers, Method::Put, &format!("{IDENTITIES}/a1"), &body);
    assert!(matches!(reply, Reply::Cut));
    assert_eq!(tester.get(&format!("{IDENTITIES}/a1")).json()["description"], "d");
    assert_eq!(logs(&mut tester, "&action=update").len(), 0, "no entry proves nothing");
}

#[test]
fn late_writes_and_late_entries_come_after_others() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    // This sandbox's clock advances by a second each time it is read.
    tester.engine.faults().arm(Armed { millis: 20_000, ..Armed::next(Fault::LateWrite) });
    let bearer = format!("Bearer {ADMIN_TOKEN}");
    let headers = [("Authorization", bearer.as_str())];
    let late = json!({ "name": "a1", "description": "late", "connection_names": [] }).to_string();
    let path = format!("{IDENTITIES}/a1");
    assert!(matches!(tester.play(&headers, Method::Put, &path, &late), Reply::Cut));
    tester.put("a1", &json!({ "name": "a1", "description": "mine", "connection_names": [] }));
    assert_eq!(tester.get(&path).json()["description"], "mine");
    let mut looks = 0;
    while tester.get(&path).json()["description"] != "late" {
        looks += 1;
        assert!(looks < 100, "the write lands");
    }
    assert!(looks > 1, "but not at once");
    assert_eq!(logs(&mut tester, "&action=update").len(), 2);

    tester.engine.faults().arm(Armed { millis: 20_000, ..Armed::next(Fault::AuditLate) });
    put_with_receipt(&mut tester, "a1", "r2");
    assert_eq!(logs(&mut tester, "&action=update").len(), 2, "not written yet");
    let mut looks = 0;
    while logs(&mut tester, "&action=update").len() < 3 {
        looks += 1;
        assert!(looks < 100, "the entry is written");
    }
}

#[test]
fn rejecting_unknown_fields_changes_nothing() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    tester.engine.faults().arm(Armed::next(Fault::UnknownFields));
    let refused = put_with_receipt(&mut tester, "a1", "r1");
    assert_eq!(
        (refused.status(), refused.message()),
        (400, r#"json: unknown field "editor_request""#.into())
    );
    assert_eq!(put_with_receipt(&mut tester, "a1", "r1").status(), 200, "once");
    tester.engine.settings().rejects_unknown_fields = true;
    for _ in 0..2 {
        assert_eq!(put_with_receipt(&mut tester, "a1", "r1").status(), 400, "every time");
    }
    assert_eq!(tester.update("a1", &[], &[]).status(), 200, "known fields are fine");
}

#[test]
fn the_listeners_include_a_private_key() {
    let mut tester = Tester::contract();
    tester.send(Method::Put, "/_sandbox/listeners", r#"{"rdp":""}"#);
    let config = tester.get("/api/serverconfig/misc").json();
    assert_eq!(config["postgres_server_config"], json!({ "listen_address": "0.0.0.0:15432" }));
    assert_eq!(config["rdp_server_config"], Value::Null, "a proxy that is off");
    assert_eq!(config["ssh_server_config"]["hosts_key"], "sandbox-private-host-key");
}
