//! Side effects of writes.

use machine_identity_editor::sandbox::engine::Reply;
use machine_identity_editor::sandbox::faults::{Armed, Fault};
use machine_identity_editor::wire::exchange::Method;
use serde_json::{Value, json};

use crate::tester::Tester;

const NO_CREDENTIALS: [&str; 0] = [];
const DUPLICATED: &str = "failed creating machine identity credential: duplicated key not allowed";

#[test]
fn g01_a_put_without_connection_names_revokes_everything_and_fails() {
    for missing in [json!({ "name": "a1" }), json!({ "name": "a1", "connection_names": null })] {
        let mut tester = Tester::contract();
        tester.create("a1", &["pg-main", "ssm"], &[]);
        assert_eq!(tester.held("a1"), ["pg-main", "ssm"]);

        let refused = tester.put("a1", &missing);
        assert_eq!(refused.status(), 400);
        assert_eq!(
            refused.message(),
            "failed updating machine identity: failed updating machine identity: ERROR: null value \
             in column \"connection_names\" of relation \"machine_identities\" violates not-null \
             constraint (SQLSTATE 23502)"
        );
        assert_eq!(tester.listed("a1"), json!(["pg-main", "ssm"]), "the list stays");
        assert_eq!(tester.held("a1"), NO_CREDENTIALS, "the credentials are gone");

        assert_eq!(tester.update("a1", &["pg-main", "ssm"], &[]).status(), 200);
        assert_eq!(tester.held("a1"), NO_CREDENTIALS, "the same list does not bring them back");
        tester.update("a1", &[], &[]);
        tester.update("a1", &["pg-main"], &[]);
        assert_eq!(tester.held("a1"), ["pg-main"], "taking off and adding again does");
    }
}

#[test]
fn g02_listing_a_connection_already_held_fails_half_way() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &["env:prod"]);
    assert_eq!(tester.held("a1"), ["pg-main", "pg-two"]);

    let refused = tester.update("a1", &["pg-three", "pg-main"], &["env:prod"]);
    assert_eq!(refused.status(), 400);
    assert_eq!(
        refused.message(),
        format!(
            "failed updating machine identity: failed provisioning credential for connection \
             pg-main: {DUPLICATED}"
        )
    );
    assert_eq!(tester.listed("a1"), json!([]));
    assert_eq!(tester.held("a1"), ["pg-main", "pg-three", "pg-two"], "pg-three was made before");
}

#[test]
fn g03_dropping_an_attribute_revokes_nothing() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &["env:prod"]);
    let before = tester.secrets("a1");

    assert_eq!(tester.update("a1", &[], &[]).status(), 200);
    assert_eq!(tester.secrets("a1"), before, "leftover, and live");
    tester.resave("pg-main");
    assert_eq!(tester.held("a1"), NO_CREDENTIALS, "until some connection is saved again");

    tester.update("a1", &[], &["env:prod"]);
    let before = tester.secrets("a1");
    assert_eq!(tester.send(Method::Delete, "/api/attributes/env%3Aprod", "").status(), 204);
    assert_eq!(tester.secrets("a1"), before, "deleting the attribute is no different");
}

#[test]
fn g04_a_refused_put_may_have_made_secrets_that_no_answer_shows() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    let refused = tester.update("a1", &["pg-main", "nope"], &[]);
    assert_eq!(refused.status(), 400);
    assert_eq!(refused.message(), "failed updating machine identity: connection nope not found");
    assert_eq!(tester.listed("a1"), json!([]), "the row is unchanged");
    let secret = &tester.secrets("a1")["pg-main"];
    assert!(!refused.text().contains(secret), "the new secret is in no answer");

    let too_long = "x".repeat(256);
    tester.create("b1", &[], &[]);
    let body = json!({
        "name": "b1", "description": "saved", "connection_names": ["ssm"], "attributes": [too_long],
    });
    let refused = tester.put("b1", &body);
    assert_eq!(refused.status(), 400);
    assert!(refused.message().ends_with("type character varying(255) (SQLSTATE 22001)"));
    let stored = tester.get("/api/machineidentities/b1").json();
    assert_eq!(stored["description"], "saved", "here the row is changed, the attributes are not");
    assert_eq!(stored["attributes"], json!([]));
    assert_eq!(tester.held("b1"), ["ssm"]);
}

#[test]
fn g05_a_duplicate_in_the_list_fails_after_the_first_of_the_pair() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    let refused = tester.update("a1", &["pg-main", "pg-main"], &[]);
    assert_eq!(refused.status(), 400);
    assert!(refused.message().ends_with(DUPLICATED));
    assert_eq!(tester.listed("a1"), json!([]));
    assert_eq!(tester.held("a1"), ["pg-main"]);
}

#[test]
fn g06_what_is_missing_is_400_and_not_404() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    let missing = [tester.update("nobody", &[], &[]), tester.rotate("nobody", "pg-main")];
    for answer in missing.into_iter().chain([tester.rotate("a1", "pg-main")]) {
        assert_eq!(answer.status(), 400);
        assert!(answer.message().ends_with(": resource not found"), "{}", answer.message());
    }
}

#[test]
fn g07_a_failed_rotation_has_destroyed_the_old_secret() {
    let mut tester = Tester::contract();
    tester.create("a1", &["pg-main"], &[]);
    tester.send(Method::Put, "/_sandbox/listeners", r#"{"postgres":""}"#);
    let refused = tester.rotate("a1", "pg-main");
    assert_eq!(refused.status(), 400);
    assert_eq!(
        refused.message(),
        "failed rotating credential: failed provisioning new credential for connection pg-main: \
         listening address is not configured for connection type postgres"
    );
    assert_eq!(tester.held("a1"), NO_CREDENTIALS);
    assert_eq!(tester.listed("a1"), json!(["pg-main"]), "still listed");

    tester.send(Method::Put, "/_sandbox/listeners", r#"{"postgres":"0.0.0.0:15432"}"#);
    assert!(tester.rotate("a1", "pg-main").message().ends_with("resource not found"));
    assert_eq!(tester.update("a1", &["pg-main"], &[]).status(), 200);
    assert_eq!(tester.held("a1"), NO_CREDENTIALS, "keeping it in the list repairs nothing");
}

#[test]
fn g11_missing_attributes_remove_all_and_a_missing_description_blanks_it() {
    let mut tester = Tester::contract();
    let body = json!({
        "name": "a1", "description": "d", "connection_names": [], "attributes": ["env:prod"],
    });
    tester.send(Method::Post, "/api/machineidentities", &body.to_string());
    assert_eq!(tester.put("a1", &json!({ "name": "a1", "connection_names": [] })).status(), 200);
    let stored = tester.get("/api/machineidentities/a1").json();
    assert_eq!(stored["description"], "");
    assert_eq!(stored["attributes"], json!([]));
}

#[test]
fn g12_unknown_attributes_are_created_in_silence() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    let saved = tester.update("a1", &[], &["", " c ", "env:prdo"]);
    assert_eq!(saved.status(), 200);
    assert_eq!(tester.held("a1"), NO_CREDENTIALS, "a typo matches nothing");
    let listed = tester.get("/api/attributes").json();
    let names: Vec<&Value> =
        listed["data"].as_array().unwrap().iter().map(|item| &item["name"]).collect();
    assert_eq!(names, ["", " c ", "env:prdo", "env:prod"]);
}

#[test]
fn g13_a_put_answers_zero_times_and_echoes_the_request() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    let echo = tester.update("a1", &[], &["env:prod", "env:prod", ""]).json();
    assert_eq!(echo["created_at"], "0001-01-01T00:00:00Z");
    assert_eq!(echo["updated_at"], "0001-01-01T00:00:00Z");
    assert_eq!(echo["attributes"], json!(["env:prod", "env:prod", ""]));
    let stored = tester.get("/api/machineidentities/a1").json();
    assert_eq!(stored["attributes"], json!(["", "env:prod"]), "stored once each");
    assert!(stored["updated_at"].as_str().unwrap().starts_with("2026-"));
}

#[test]
fn g14_empty_lists_of_new_credentials_are_null() {
    let mut tester = Tester::contract();
    assert_eq!(tester.create("a1", &[], &[]).json()["credentials"], Value::Null);
    let saved = tester.update("a1", &[], &[]);
    assert!(saved.text().ends_with(r#""new_credentials":null}"#), "{}", saved.text());
    assert_eq!(tester.get("/api/machineidentities/a1/credentials").text(), "[]");
}

#[test]
fn g15_the_last_writer_wins_and_no_version_tells() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    let read = tester.get("/api/machineidentities/a1");
    for header in ["ETag", "Last-Modified"] {
        assert_eq!(read.header(header), "");
    }
    let mine = json!({ "name": "a1", "description": "mine", "connection_names": ["ssm"] });
    let theirs = json!({ "name": "a1", "description": "theirs", "connection_names": [] });
    assert_eq!(tester.put("a1", &mine).status(), 200);
    assert_eq!(tester.put("a1", &theirs).status(), 200);
    let now = tester.get("/api/machineidentities/a1").json();
    assert_eq!(now["description"], "theirs");
    assert_eq!(tester.held("a1"), NO_CREDENTIALS, "and took my connection with it");
    assert_ne!(now["updated_at"], read.json()["updated_at"], "the one trace of it");
}

#[test]
fn g16_a_write_goes_on_after_the_client_gave_up() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &[]);
    tester.engine.faults().arm(Armed::next(Fault::CutAfter));
    let bearer = format!("Bearer {}", machine_identity_editor::sandbox::ADMIN_TOKEN);
    let body = json!({ "name": "a1", "connection_names": ["pg-main"] }).to_string();
    let path = "/api/machineidentities/a1";
    let reply = tester.play(&[("Authorization", &bearer)], Method::Put, path, &body);
    assert!(matches!(reply, Reply::Cut), "no answer arrives");
    assert_eq!(tester.held("a1"), ["pg-main"]);
    let again = tester.update("a1", &["pg-main", "ssm"], &[]);
    assert_eq!(again.status(), 200, "what was done is the new state to start from");
}

#[test]
fn g19_a_rename_blocks_the_old_name() {
    let mut tester = Tester::contract();
    tester.create("n1", &["ssm"], &[]);
    let before = tester.secrets("n1");
    let body = json!({ "name": "n1-new", "connection_names": ["ssm"] });
    assert_eq!(tester.put("n1", &body).status(), 200);
    assert_eq!(tester.secrets("n1-new"), before, "secrets stay valid");
    assert_eq!(tester.get("/api/machineidentities/n1").status(), 404);
    assert_eq!(tester.update("n1", &[], &[]).status(), 400);
    let refused = tester.create("n1", &[], &[]);
    assert_eq!(refused.status(), 400);
    assert_eq!(
        refused.message(),
        "failed creating machine identity: failed creating machine identity: duplicated key not \
         allowed"
    );
    assert_eq!(tester.send(Method::Delete, "/api/machineidentities/n1-new", "").status(), 200);
    assert_eq!(tester.create("n1", &[], &[]).status(), 201, "free again once that one is gone");
}

#[test]
fn g26_a_put_answers_new_secrets_only() {
    let mut tester = Tester::contract();
    tester.create("a1", &["pg-main"], &[]);
    let kept = tester.secrets("a1")["pg-main"].clone();
    let saved = tester.update("a1", &["pg-main", "ssm"], &[]);
    assert!(!saved.text().contains(&kept));
    let added = saved.json()["new_credentials"].as_array().unwrap().len();
    assert_eq!(added, 1);
}

#[test]
fn g27_a_connection_that_an_attribute_matches_keeps_its_secret() {
    let mut tester = Tester::contract();
    tester.create("a1", &["pg-main"], &["env:prod"]);
    let before = tester.secrets("a1")["pg-main"].clone();
    let saved = tester.update("a1", &[], &["env:prod"]);
    assert_eq!(saved.json()["new_credentials"], Value::Null);
    assert_eq!(tester.secrets("a1")["pg-main"], before, "removed from the list, live all the same");
}
