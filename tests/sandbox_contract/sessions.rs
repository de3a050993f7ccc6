//! `GET /sessions` (contract §16).

use machine_identity_editor::sandbox::STANDARD_TOKEN;
use machine_identity_editor::wire::exchange::Method;
use serde_json::{Value, json};

use crate::tester::Tester;

fn list(tester: &mut Tester, query: &str) -> Value {
    tester.get(&format!("/api/sessions?{query}")).json()
}

fn count(tester: &mut Tester, query: &str) -> usize {
    list(tester, query)["data"].as_array().unwrap().len()
}

#[test]
fn filters_and_pages_work_as_documented() {
    let mut tester = Tester::contract();
    let id = tester.create("a1", &["pg-main", "ssm", "web"], &[]).json()["id"].clone();
    let id = id.as_str().unwrap();
    tester.create("b1", &["pg-main"], &[]);
    assert_eq!(count(&mut tester, ""), 4);
    assert_eq!(count(&mut tester, &format!("user={id}")), 3);
    assert_eq!(count(&mut tester, "connection=pg-main"), 2);
    assert_eq!(count(&mut tester, "connection=pg"), 0, "the whole name");
    assert_eq!(count(&mut tester, "type=data%25"), 2, "a pattern");
    assert_eq!(count(&mut tester, "end_date=2025-12-31T00:00:00Z"), 0);
    assert_eq!(count(&mut tester, "start_date=2026-01-01T00:00:00Z"), 4);
    let page = list(&mut tester, "limit=3&offset=1");
    assert_eq!(page["data"].as_array().unwrap().len(), 3);
    assert_eq!((&page["total"], &page["has_next_page"]), (&json!(4), &json!(false)));
    assert_eq!(list(&mut tester, "limit=3")["has_next_page"], true);
    assert_eq!(list(&mut tester, "count=none")["total"], Value::Null);
    let newest = list(&mut tester, &format!("user={id}&limit=1"))["data"][0].clone();
    assert_eq!((&newest["connection"], &newest["user_name"]), (&json!("web"), &json!("a1")));
    assert!(tester.get("/api/sessions").text().ends_with("}\n"), "a newline at the end");
}

#[test]
fn malformed_queries_are_422() {
    let mut tester = Tester::contract();
    for query in
        ["limit=0", "limit=x", "offset=-1", "offset=10001", "count=some", "start_date=2026-01-01"]
    {
        assert_eq!(tester.get(&format!("/api/sessions?{query}")).status(), 422, "{query}");
    }
    assert_eq!(tester.get("/api/sessions?limit=1000").status(), 200, "counts as 100");
}

#[test]
fn entries_outlive_the_identity_and_continue_under_its_id() {
    let mut tester = Tester::contract();
    let id = tester.create("a1", &["pg-main"], &[]).json()["id"].clone();
    let query = format!("user={}", id.as_str().unwrap());
    tester.send(Method::Delete, "/api/machineidentities/a1", "");
    let ended = list(&mut tester, &query)["data"][0].clone();
    assert_ne!(ended["end_date"], Value::Null, "deleting revokes");
    assert_eq!(tester.create("a1", &["ssm"], &[]).json()["id"], id);
    assert_eq!(count(&mut tester, &query), 2, "the predecessor's entry is still there");
}

#[test]
fn entries_before_a_rename_keep_the_old_name() {
    let mut tester = Tester::contract();
    tester.create("old", &["ssm"], &[]);
    tester.put(
        "old",
        &json!({ "name": "new", "connection_names": ["ssm"], "attributes": ["env:prod"] }),
    );
    let entries = list(&mut tester, "")["data"].clone();
    let names: Vec<&Value> =
        entries.as_array().unwrap().iter().map(|entry| &entry["user_name"]).collect();
    assert_eq!(names, ["old"; 3], "a rename's own credentials too (contract §9)");
    tester.rotate("new", "ssm");
    assert_eq!(list(&mut tester, "limit=1")["data"][0]["user_name"], "new");
}

#[test]
fn a_standard_user_cannot_see_sessions_of_identities() {
    let mut tester = Tester::contract();
    tester.create("a1", &["pg-main"], &[]);
    let bearer = format!("Bearer {STANDARD_TOKEN}");
    let headers = [("Authorization", bearer.as_str())];
    let own = tester.send_as(&headers, Method::Get, "/api/sessions", "").json();
    assert_eq!(own["total"], 0);
}

#[test]
fn a_use_differs_from_an_issue_and_may_be_open_or_old() {
    let mut tester = Tester::contract();
    tester.create("a1", &["pg-main"], &[]);
    for (status, seconds_ago) in [("open", 0), ("done", 3_600)] {
        let body = json!({
            "identity": "a1", "connection": "pg-main", "status": status, "seconds_ago": seconds_ago,
            "exit_code": 254,
        });
        assert_eq!(tester.send(Method::Post, "/_sandbox/use", &body.to_string()).status(), 201);
    }
    let entries = list(&mut tester, "")["data"].clone();
    let [open, issued, done] = &entries.as_array().unwrap()[..] else { panic!("{entries}") };
    assert_eq!((&open["status"], &open["end_date"]), (&json!("open"), &Value::Null));
    assert_eq!(issued["exit_code"], Value::Null);
    assert_eq!(done["exit_code"], 254, "an hour ago, before the issue");
    let unknown = json!({ "identity": "a1", "connection": "ssm" }).to_string();
    assert_eq!(tester.send(Method::Post, "/_sandbox/use", &unknown).status(), 403);
}
