//! What answers contain, hide, or get wrong.

use machine_identity_editor::wire::exchange::Method;
use serde_json::{Value, json};

use crate::tester::Tester;

/// The only credential of a new identity with one direct connection.
fn only(tester: &mut Tester, connection: &str) -> Value {
    let made = tester.create("one", &[connection], &[]).json();
    let credential = made["credentials"][0].clone();
    assert_eq!(tester.get("/api/machineidentities/one/credentials").json(), json!([credential]));
    credential
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn g08_the_ssh_command_has_the_secret_in_the_wrong_place() {
    let credential = only(&mut Tester::recorded(), "ssh-box");
    let secret = text(&credential["secret_key"]);
    assert_eq!(credential["username"], "hoop");
    assert_eq!(credential["password"], secret);
    let command = format!("sshpass -p 'hoop' ssh {secret}@127.0.0.1 -p 12222");
    assert_eq!(credential["command"], command, "the wrong way round");
}

#[test]
fn g09_the_host_may_be_unreachable() {
    let mut tester = Tester::recorded();
    let credential = only(&mut tester, "web");
    assert_eq!(credential["hostname"], "0.0.0.0");
    assert!(text(&credential["command"]).contains("http://localhost:18888/"), "another host");
    tester.send(Method::Put, "/_sandbox/listeners", r#"{"postgres":"[::]:15432"}"#);
    let created = tester.create("two", &["pg-main"], &[]).json();
    let credential = &created["credentials"][0];
    assert_eq!(credential["hostname"], "[");
    assert_eq!(credential["port"], ":]:15432");
    assert!(text(&credential["connection_string"]).ends_with("@[::]:15432/hoopdb?sslmode=disable"));
}

#[test]
fn g10_a_hidden_attribute_matches_though_no_list_has_it() {
    let mut tester = Tester::with(machine_identity_editor::sandbox::seed::Seed::Sample);
    assert_eq!(tester.held("privacy-scanner"), ["customers-postgres"]);
    let hidden = "rulepack_personal-data";
    let listed = tester.get("/api/attributes?page_size=100");
    assert!(!listed.text().contains(hidden));
    assert!(!tester.get("/api/connections").text().contains(hidden));
    let asked = tester.get(&format!("/api/attributes/{hidden}"));
    assert_eq!(asked.json()["connection_names"], json!(["customers-postgres"]));
    let managed = tester.get("/api/connections/eks-prod").json();
    assert_eq!(managed["managed_attributes"], json!(["hoop-discovered"]));
    assert_eq!(managed["attributes"], json!(["hoop-discovered"]));
    let listed = tester.get("/api/connections?name=eks-prod").json();
    assert_eq!(listed[0]["attributes"], json!([]), "the list has plain attributes only");
}

#[test]
fn g18_a_name_with_a_slash_cannot_be_addressed() {
    let mut tester = Tester::recorded();
    assert_eq!(tester.create("a/b", &["ssm"], &[]).status(), 201);
    assert_eq!(tester.get("/api/machineidentities").json()[0]["name"], "a/b");
    let path = "/api/machineidentities/a%2Fb";
    for method in [Method::Get, Method::Put, Method::Delete] {
        let answer = tester.send(method, path, r#"{"name":"x","connection_names":[]}"#);
        assert_eq!((answer.status(), answer.text()), (404, "404 page not found"));
        assert_eq!(answer.header("Content-Type"), "text/plain");
    }
    for (name, segment) in [("a b", "a%20b"), ("ü", "%C3%BC"), ("a?b", "a%3Fb"), ("a+b", "a+b")] {
        assert_eq!(tester.create(name, &[], &[]).status(), 201);
        let found = tester.get(&format!("/api/machineidentities/{segment}")).json();
        assert_eq!(found["name"], name);
    }
    for name in [".", ".."] {
        assert_eq!(tester.create(name, &[], &[]).status(), 201);
        let raw = tester.get(&format!("/api/machineidentities/{name}"));
        assert_eq!(raw.status(), 200, "over raw HTTP, which no browser speaks");
    }
}

#[test]
fn g22_filters_refuse_a_colon_and_a_late_page_forgets_the_total() {
    let mut tester = Tester::contract();
    let refused = tester.get("/api/connections?attribute=env%3Aprod");
    assert_eq!(refused.status(), 422);
    assert_eq!(
        refused.message(),
        "option values must contain between 1 and 127 alphanumeric characters, it may include (-), \
         (_) or (.) characters"
    );
    let late = tester.get("/api/connections?page=9&page_size=10").json();
    assert_eq!(late, json!({ "pages": { "total": 0, "page": 9, "size": 10 }, "data": [] }));
    let first = tester.get("/api/connections?page_size=10").json();
    assert_eq!(first["pages"], json!({ "total": 23, "page": 1, "size": 10 }));
    let late = tester.get("/api/attributes?page=9").json();
    assert_eq!(late["pages"]["total"], 1, "the attributes remember");
}

#[test]
fn g23_the_credential_of_a_deleted_connection_is_hidden_not_gone() {
    let mut tester = Tester::recorded();
    tester.create("a1", &["pg-main", "ssm"], &[]);
    let before = tester.secrets("a1");
    assert_eq!(tester.send(Method::Delete, "/api/connections/pg-main", "").status(), 204);
    assert_eq!(tester.held("a1"), ["ssm"]);
    assert_eq!(tester.listed("a1"), json!(["pg-main", "ssm"]), "still listed");
    let again = r#"{"name":"pg-main","type":"database","subtype":"postgres",
                    "access_mode_connect":"enabled"}"#;
    assert_eq!(tester.send(Method::Post, "/api/connections", again).status(), 201);
    assert_eq!(tester.secrets("a1"), before, "and it works again");
}

#[test]
fn g24_secrets_come_back_on_every_read_and_may_be_cached() {
    let mut tester = Tester::recorded();
    tester.create("a1", &["pg-main"], &[]);
    let first = tester.get("/api/machineidentities/a1/credentials");
    let second = tester.get("/api/machineidentities/a1/credentials");
    assert!(first.text().contains("pg-sandbox"));
    assert_eq!(first.text(), second.text());
    assert_eq!(second.header("Cache-Control"), "");
}

#[test]
fn g25_the_browser_url_holds_the_secret_whatever_its_kind() {
    let mut tester = Tester::recorded();
    for (connection, prefix) in [("web", "httpproxy-"), ("eks", "k8s-"), ("claude", "claude-code-")]
    {
        let credential =
            tester.create(connection, &[connection], &[]).json()["credentials"][0].clone();
        let secret = text(&credential["secret_key"]);
        assert!(secret.starts_with(prefix));
        let command: Value = serde_json::from_str(text(&credential["command"])).unwrap();
        assert_eq!(command["browser"], format!("http://localhost:18888/{secret}"));
        let curl = format!("curl -H 'Authorization: {secret}' http://localhost:18888/");
        assert_eq!(command["curl"], curl);
    }
}
