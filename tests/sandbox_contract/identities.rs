//! Identities and their credentials (contract §3 to §9, §13).

use machine_identity_editor::wire::exchange::Method;
use serde_json::json;

use crate::tester::Tester;

/// Contract §13: field order, compactness and escapes, byte by byte.
#[test]
fn answers_match_the_contract_byte_for_byte() {
    let mut tester = Tester::contract();
    tester.create("a1", &["pg-main", "ssm"], &["env:prod"]);
    let body = json!({
        "name": "a1", "description": "d2",
        "connection_names": ["pg-main", "ssm"], "attributes": ["env:prod"],
    });
    assert_eq!(
        tester.put("a1", &body).text(),
        r#"{"id":"7722430f-ab11-5002-b476-613711cd11bf","name":"a1","description":"d2","connection_names":["pg-main","ssm"],"attributes":["env:prod"],"created_at":"0001-01-01T00:00:00Z","updated_at":"0001-01-01T00:00:00Z","new_credentials":null}"#
    );
    #[track_caller]
    fn check(tester: &mut Tester, connection: &str, expected: &str) {
        let name = format!("only-{connection}");
        assert_eq!(tester.create(&name, &[connection], &[]).status(), 201);
        let listed = tester.get(&format!("/api/machineidentities/{name}/credentials"));
        let secret = tester.secrets(&name)[connection].clone();
        let drawn = secret.rsplit_once("-sandbox").unwrap().1;
        let shown = listed.text().replace(&format!("sandbox{drawn}"), &"A".repeat(43));
        assert_eq!(shown, format!("[{expected}]"));
    }
    check(
        &mut tester,
        "pg-main",
        r#"{"connection_name":"pg-main","connection_type":"database","connection_subtype":"postgres","secret_key":"pg-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","hostname":"0.0.0.0","port":"15432","database_name":"hoopdb","connection_string":"postgres://pg-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA:hoop@0.0.0.0:15432/hoopdb?sslmode=disable","username":"pg-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","password":"hoop"}"#,
    );
    check(
        &mut tester,
        "ssh-box",
        r#"{"connection_name":"ssh-box","connection_type":"application","connection_subtype":"ssh","secret_key":"ssh-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","hostname":"127.0.0.1","port":"12222","username":"hoop","password":"ssh-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","command":"sshpass -p 'hoop' ssh ssh-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA@127.0.0.1 -p 12222"}"#,
    );
    check(
        &mut tester,
        "web",
        r#"{"connection_name":"web","connection_type":"httpproxy","connection_subtype":"httpproxy","secret_key":"httpproxy-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","hostname":"0.0.0.0","port":"18888","command":"{\n\t\t\t\t\"curl\": \"curl -H 'Authorization: httpproxy-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' http://localhost:18888/\",\n\t\t\t\t\"browser\": \"http://localhost:18888/httpproxy-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"\n\t\t\t}","proxy_token":"httpproxy-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#,
    );
    check(
        &mut tester,
        "ssh-custom",
        r#"{"connection_name":"ssh-custom","connection_type":"custom","connection_subtype":"ssh","secret_key":"ssh-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#,
    );
    let refused = tester.create("<b>&\"", &["<x>"], &[]);
    assert_eq!(
        refused.text(),
        r#"{"message":"failed creating machine identity: connection \u003cx\u003e not found"}"#
    );
}

#[test]
fn rejected_bodies_change_nothing() {
    let mut tester = Tester::contract();
    tester.create("a1", &["ssm"], &[]);
    for (body, message) in [
        ("", "EOF"),
        ("{", "unexpected EOF"),
        ("[]", "json: cannot unmarshal array into Go value of type openapi.MachineIdentity"),
        (
            "null",
            "Key: 'MachineIdentity.Name' Error:Field validation for 'Name' failed on the 'required' tag",
        ),
        (
            "{\"name\":\"x\",\"connection_names\":[1]}",
            "json: cannot unmarshal number into Go struct field MachineIdentity.connection_names of type string",
        ),
    ] {
        for (method, path) in
            [(Method::Put, "/api/machineidentities/a1"), (Method::Post, "/api/machineidentities")]
        {
            let refused = tester.send(method, path, body);
            assert_eq!((refused.status(), refused.message()), (400, message.to_owned()));
        }
    }
    assert_eq!(tester.held("a1"), ["ssm"]);
}

/// Contract §13, scenarios 18 and 20, and the order of errors to POST (§4).
#[test]
fn errors_come_in_the_gateways_order() {
    let mut tester = Tester::contract();
    tester.create("n1", &[], &[]);
    tester.create("n2", &["ssm"], &[]);
    let taken = tester.put("n1", &json!({ "name": "n2", "connection_names": ["nope"] }));
    assert_eq!(taken.status(), 409);
    assert_eq!(taken.message(), "machine identity with this name already exists");
    assert_eq!(tester.create("n1", &["nope"], &[]).status(), 409, "the name before the list");

    let refused = tester.create("n3", &["pg-main", "my"], &[]);
    assert!(
        refused
            .message()
            .ends_with("connection my has unsupported type mysql for machine identities")
    );
    assert_eq!(tester.get("/api/machineidentities/n3").status(), 404, "validated before anything");

    tester.engine.settings().has_server_configuration = false;
    let refused = tester.update("n2", &[], &[]);
    assert_eq!(
        refused.message(),
        "failed updating machine identity: server misc configuration not found"
    );
    assert_eq!(tester.held("n2"), ["ssm"], "nothing happened");
}

/// Contract §4: a failed POST leaves usable secrets that no list shows.
#[test]
fn a_rejected_post_leaks_the_secrets_it_created() {
    let mut tester = Tester::contract();
    assert_eq!(tester.create("a1", &["pg-main", "ssm", "ssm"], &[]).status(), 400);
    assert_eq!(tester.get("/api/machineidentities").text(), "[]");
    let state = tester.get("/_sandbox/state").json();
    let leaked = state["leaked"].as_array().unwrap();
    let names: Vec<_> = leaked.iter().map(|row| row["connection_name"].as_str().unwrap()).collect();
    assert_eq!(names, ["pg-main", "ssm", "ssm"], "two linked ones, and the one that was refused");
    assert_eq!(tester.create("a1", &["pg-main"], &[]).status(), 201, "the id is free again");
}

/// Contract §8: an id is stored unchanged; its credential has the connection's name.
#[test]
fn a_connection_stored_by_id_is_another_link() {
    let mut tester = Tester::contract();
    let id = tester.get("/api/connections/ssm").json()["id"].as_str().unwrap().to_owned();
    tester.create("a1", &[&id], &[]);
    assert_eq!(tester.listed("a1"), json!([id]));
    assert_eq!(tester.held("a1"), ["ssm"]);
    assert!(tester.rotate("a1", "ssm").message().ends_with("resource not found"));
    assert_eq!(tester.rotate("a1", &id).status(), 201);
    assert_eq!(tester.update("a1", &[&id, "ssm"], &[]).status(), 200, "a second credential");
    let listed = tester.get("/api/machineidentities/a1/credentials").json();
    assert_eq!(listed.as_array().unwrap().len(), 2);
}

/// Contract §9.
#[test]
fn length_limits_are_those_of_the_database() {
    let mut tester = Tester::contract();
    let long = "c".repeat(140);
    let refused = tester.create("a1", &[&long], &[]);
    let expected = format!(
        "failed creating session for connection {long}: ERROR: value too long for type character \
         varying(128) (SQLSTATE 22001)"
    );
    assert!(refused.message().ends_with(&expected), "{}", refused.message());
    let name = "n".repeat(256);
    assert_eq!(tester.create(&name, &[], &[]).status(), 201, "without a credential it may be long");
    let refused = tester.update(&name, &["ssm"], &[]);
    assert!(refused.message().ends_with("type character varying(255) (SQLSTATE 22001)"));
    assert_eq!(tester.create(&"n".repeat(2676), &[], &[]).status(), 201);
    let refused = tester.create(&"n".repeat(2677), &[], &[]);
    assert_eq!(refused.status(), 400);
    assert!(refused.message().contains("index row size 2712 exceeds btree version 4 maximum 2704"));
    let refused = tester.create("a\0b", &[], &[]);
    assert!(refused.message().ends_with("encoding \"UTF8\": 0x00 (SQLSTATE 22021)"));
    let refused = tester.get("/api/machineidentities/a%00b");
    assert_eq!(refused.status(), 500);
}

/// Contract §4: rotation checks neither the type nor the access mode.
#[test]
fn rotation_checks_less_than_adding_directly() {
    let mut tester = Tester::contract();
    tester.create("a1", &["ssm"], &[]);
    let before = tester.secrets("a1");
    let body = r#"{"access_mode_connect":"disabled"}"#;
    tester.send(Method::Patch, "/api/connections/ssm", body);
    assert_eq!(tester.rotate("a1", "ssm").status(), 201);
    assert_ne!(tester.secrets("a1"), before);
}
