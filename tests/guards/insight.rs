//! What the audit log, the sessions and the server configuration reveal (contract §15 to §17).

use machine_identity_editor::sandbox::AUDITOR_TOKEN;
use machine_identity_editor::wire::exchange::Method;
use serde_json::{Value, json};

use crate::tester::Tester;

fn sessions(tester: &mut Tester, identity: &str) -> Vec<Value> {
    let id = tester.get(&format!("/api/machineidentities/{identity}")).json()["id"].clone();
    let path = format!("/api/sessions?user={}", id.as_str().unwrap());
    tester.get(&path).json()["data"].as_array().unwrap().clone()
}

fn use_secret(tester: &mut Tester, secret: &str) -> (u16, String) {
    let body = json!({ "secret": secret }).to_string();
    let answer = tester.send(Method::Post, "/_sandbox/use", &body);
    let refusal = if answer.status() == 201 { String::new() } else { answer.message() };
    (answer.status(), refusal)
}

#[test]
fn g29_the_listeners_come_with_a_private_key_for_auditors_too() {
    let mut tester = Tester::contract();
    let bearer = format!("Bearer {AUDITOR_TOKEN}");
    let headers = [("Authorization", bearer.as_str())];
    let config = tester.send_as(&headers, Method::Get, "/api/serverconfig/misc", "").json();
    assert_eq!(config["ssh_server_config"]["listen_address"], "localhost:12222");
    assert_ne!(config["ssh_server_config"]["hosts_key"], "");
}

#[test]
fn g30_every_field_of_a_request_stays_in_the_audit_log() {
    let mut tester = Tester::contract();
    let body = json!({
        "name": "a1", "description": "hpk_pasted", "connection_names": [], "change_note": "INC-123",
    });
    tester.send(Method::Post, "/api/machineidentities", &body.to_string());
    tester.send(Method::Delete, "/api/machineidentities/a1", "");
    let logs = tester.get("/api/audit/logs?resource_type=machine_identities&action=create").json();
    assert_eq!(
        logs["data"][0]["request_payload_redacted"], body,
        "in clear text, after the deletion"
    );
}

#[test]
fn g31_an_issued_credential_looks_like_a_finished_session() {
    let mut tester = Tester::contract();
    tester.create("a1", &["pg-main"], &[]);
    let issued = sessions(&mut tester, "a1");
    assert_eq!(issued.len(), 1);
    assert_eq!(issued[0]["status"], "done");
    for field in ["metrics", "exit_code", "end_date", "metadata"] {
        assert_eq!(issued[0][field], Value::Null, "{field}");
    }
    let secret = tester.secrets("a1")["pg-main"].clone();
    assert_eq!(use_secret(&mut tester, &secret), (201, String::new()));
    let used = sessions(&mut tester, "a1")[0].clone();
    assert_eq!((&used["status"], &used["exit_code"]), (&json!("done"), &json!(0)));
    assert_ne!(used["metrics"], Value::Null, "which tells a use from an issue");

    tester.update("a1", &[], &[]);
    let revoked = sessions(&mut tester, "a1").pop().unwrap();
    assert_ne!(revoked["end_date"], Value::Null);
    let moment = revoked["metadata"]["credentials_revoked_at"].as_str().unwrap().to_owned();
    assert!(!moment.contains('.'), "whole seconds: {moment}");
    assert_eq!(
        use_secret(&mut tester, &secret),
        (403, "invalid secret access key credentials".into())
    );
}

#[test]
fn g32_a_failed_provisioning_leaves_an_endless_session_for_no_credential() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &["env:prod"]);
    let before = sessions(&mut tester, "a1").len();
    let refused = tester.update("a1", &["pg-main"], &["env:prod"]);
    assert_eq!(refused.status(), 400);
    let after = sessions(&mut tester, "a1");
    assert_eq!(after.len(), before + 1);
    assert_eq!(after[0]["end_date"], Value::Null, "it looks as if it were still valid");
    let leaked = tester.get("/_sandbox/state").json()["leaked"][0]["secret_key"].clone();
    let refusal = "access token not found for user subject".to_owned();
    assert_eq!(use_secret(&mut tester, leaked.as_str().unwrap()), (403, refusal));
    assert_eq!(
        sessions(&mut tester, "a1").len(),
        before + 1,
        "a rejected secret leaves no session"
    );
}

#[test]
fn g33_redirects_carry_no_cors_headers() {
    let mut tester = Tester::contract();
    for (method, path, status) in [
        (Method::Get, "/api/machineidentities/", 301),
        (Method::Put, "/api/machineidentities/x/", 307),
    ] {
        let answer = tester.send(method, path, "{}");
        assert_eq!(answer.status(), status);
        assert_eq!(answer.header("Location"), path.trim_end_matches('/'));
        assert_eq!(answer.header("Access-Control-Allow-Origin"), "");
    }
    assert_eq!(tester.get("/api/nope").header("Access-Control-Allow-Origin"), "*", "others do");
}

#[test]
fn g34_the_lists_attributes_detach_managed_protection() {
    let mut tester = Tester::with(machine_identity_editor::sandbox::seed::Seed::Sample);
    let path = "/api/connections/eks-prod";
    let managed = |tester: &mut Tester| tester.get(path).json()["managed_attributes"].clone();
    let single = json!({ "attributes": tester.get(path).json()["attributes"] }).to_string();
    assert_eq!(tester.send(Method::Patch, path, &single).status(), 200);
    assert_eq!(managed(&mut tester), json!(["hoop-discovered"]), "the single one keeps it");
    let listed = tester.get("/api/connections?name=eks-prod").json()[0]["attributes"].clone();
    let listed = json!({ "attributes": listed }).to_string();
    assert_eq!(tester.send(Method::Patch, path, &listed).status(), 200);
    assert_eq!(managed(&mut tester), Value::Null, "the list's detaches it");
}

#[test]
fn g35_a_credential_stays_listed_while_its_connection_refuses_it() {
    let mut tester = Tester::contract();
    tester.create("a1", &["pg-main"], &[]);
    let secret = tester.secrets("a1")["pg-main"].clone();
    let switch = |tester: &mut Tester, mode: &str| {
        let body = json!({ "access_mode_connect": mode }).to_string();
        assert_eq!(tester.send(Method::Patch, "/api/connections/pg-main", &body).status(), 200);
    };
    switch(&mut tester, "disabled");
    assert_eq!(tester.held("a1"), ["pg-main"], "still in the list");
    let refusal = "connect is disabled for this connection".to_owned();
    assert_eq!(use_secret(&mut tester, &secret), (403, refusal));
    switch(&mut tester, "enabled");
    assert_eq!(use_secret(&mut tester, &secret).0, 201, "switched on again, it works again");
    tester.send(Method::Delete, "/api/connections/pg-main", "");
    assert!(tester.held("a1").is_empty(), "deleted, it isn't in the list");
    assert_eq!(use_secret(&mut tester, &secret), (403, "connection not found".into()));
}
