//! Facts of the contract that neither the recorded traffic nor a guard covers.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

#[path = "guards/tester.rs"]
mod tester;

use machine_identity_editor::sandbox::{ADMIN_TOKEN, AUDITOR_TOKEN, READER_KEY, STANDARD_TOKEN};
use machine_identity_editor::wire::exchange::Method;
use serde_json::json;
use tester::Tester;

/// Contract §13: field order, compactness and escapes, byte by byte.
#[test]
fn answers_are_byte_for_byte_those_of_the_contract() {
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
fn refused_bodies_change_nothing() {
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

/// Contract §13, scenarios 18 and 20, and the order in which POST refuses (§4).
#[test]
fn refusals_come_in_the_gateway_s_order() {
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
fn a_refused_post_leaks_the_secrets_it_had_made() {
    let mut tester = Tester::contract();
    assert_eq!(tester.create("a1", &["pg-main", "ssm", "ssm"], &[]).status(), 400);
    assert_eq!(tester.get("/api/machineidentities").text(), "[]");
    let state = tester.get("/_sandbox/state").json();
    let leaked = state["leaked"].as_array().unwrap();
    let names: Vec<_> = leaked.iter().map(|row| row["connection_name"].as_str().unwrap()).collect();
    assert_eq!(names, ["pg-main", "ssm", "ssm"], "two linked ones, and the one that was refused");
    assert_eq!(tester.create("a1", &["pg-main"], &[]).status(), 201, "the id is free again");
}

/// Contract §8: an id is stored as it was sent, its credential appears under the real name.
#[test]
fn a_connection_listed_by_its_id_is_another_link() {
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
fn limits_are_those_of_the_database() {
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

/// Contract §2, the table of routes.
#[test]
fn every_route_asks_for_its_role() {
    let writes = "/api/machineidentities/nobody";
    let rotate = "/api/machineidentities/nobody/credentials/ssm/rotate";
    for (method, path, standard, auditor, admin) in [
        (Method::Get, "/api/machineidentities", 200, 200, 200),
        (Method::Get, "/api/machineidentities/nobody", 404, 404, 404),
        (Method::Post, "/api/machineidentities", 403, 403, 400),
        (Method::Put, writes, 403, 403, 400),
        (Method::Delete, writes, 403, 403, 404),
        (Method::Get, "/api/machineidentities/nobody/credentials", 403, 403, 404),
        (Method::Post, rotate, 403, 403, 400),
        (Method::Get, "/api/connections", 200, 200, 200),
        (Method::Get, "/api/connections/ssm", 200, 200, 200),
        (Method::Patch, "/api/connections/ssm", 403, 403, 400),
        (Method::Get, "/api/attributes", 200, 200, 200),
        (Method::Get, "/api/attributes/env%3Aprod", 403, 200, 200),
        (Method::Post, "/api/attributes", 403, 403, 400),
        (Method::Put, "/api/attributes/env%3Aprod", 403, 403, 400),
        (Method::Delete, "/api/attributes/none", 403, 403, 404),
        (Method::Get, "/api/userinfo", 200, 200, 200),
        (Method::Get, "/api/serverinfo", 200, 200, 200),
        (Method::Get, "/api/publicserverinfo", 200, 200, 200),
        (Method::Get, "/api/healthz", 200, 200, 200),
    ] {
        let mut tester = Tester::contract();
        for (token, status) in [
            (STANDARD_TOKEN, standard),
            (READER_KEY, standard),
            (AUDITOR_TOKEN, auditor),
            (ADMIN_TOKEN, admin),
        ] {
            let bearer = format!("Bearer {token}");
            let answer = tester.send_as(&[("Authorization", &bearer)], method, path, "");
            assert_eq!(answer.status(), status, "{} {path} with {token}", method.as_str());
        }
        let open =
            path.ends_with("serverinfo") && path.contains("public") || path.ends_with("healthz");
        let anonymous = tester.send_as(&[], method, path, "");
        assert_eq!(anonymous.status(), if open { 200 } else { 401 }, "{path} without a token");
    }
}

/// Contract §1.
#[test]
fn paths_and_methods_are_routed_as_by_gin() {
    let mut tester = Tester::contract();
    tester.create("x", &[], &[]);
    for (method, path, status) in [
        (Method::Get, "/api/nothing", 404),
        (Method::Patch, "/api/machineidentities", 404),
        (Method::Put, "/api/machineidentities/", 404),
        (Method::Get, "/api//machineidentities", 404),
        (Method::Get, "/api/machineidentities/%zz", 400),
        (Method::Head, "/api/nothing", 404),
        (Method::Head, "/api/machineidentities/x", 200),
    ] {
        assert_eq!(tester.send(method, path, "{}").status(), status, "{} {path}", method.as_str());
    }
    let moved = tester.get("/api/machineidentities/?a=b");
    assert_eq!((moved.status(), moved.header("Location")), (301, "/api/machineidentities?a=b"));
    let moved = tester.send(Method::Put, "/api/machineidentities/x/", "{}");
    assert_eq!((moved.status(), moved.header("Location")), (307, "/api/machineidentities/x"));
    assert_eq!(tester.send(Method::Head, "/api/machineidentities/", "").status(), 307);
    let full = tester.get("/api/machineidentities/x");
    let head = tester.send(Method::Head, "/api/machineidentities/x", "");
    assert_eq!(head.text(), "");
    assert_eq!(head.header("Content-Length"), full.text().len().to_string());
    let odd = tester.get("/api/machineidentities/x?unknown=1");
    assert_eq!(odd.text(), full.text(), "unknown parameters are ignored");
}

/// Contract §1: a prefix in `API_URL` is kept.
#[test]
fn a_prefix_stands_before_the_api() {
    let mut tester = Tester::contract();
    tester.engine.settings().prefix = "/gateway".into();
    assert_eq!(tester.get("/gateway/api/machineidentities").status(), 200);
    let outside = tester.get("/api/machineidentities");
    assert_eq!((outside.status(), outside.text()), (404, ""));
    tester.engine.reset();
    assert_eq!(tester.get("/api/connections").status(), 200, "a reset forgets the change");
}

/// Contract §1.
#[test]
fn every_answer_carries_the_middleware_s_headers() {
    let mut tester = Tester::contract();
    for path in ["/api/machineidentities", "/api/nothing", "/elsewhere", "/api/attributes/x"] {
        for method in [Method::Get, Method::Options] {
            let answer = tester.send_as(&[], method, path, "");
            assert_eq!(answer.header("Access-Control-Allow-Origin"), "*", "{path}");
            assert_eq!(answer.header("X-Frame-Options"), "DENY");
            assert_eq!(answer.header("Access-Control-Max-Age"), "");
            assert!(answer.header("Server").starts_with("hoopgateway/"));
        }
    }
}

/// Contract §11.
#[test]
fn a_local_sign_in_gives_a_token_in_a_header() {
    let mut tester = Tester::contract();
    let path = "/api/localauth/login";
    let mut sign_in = |body: &str| tester.send_as(&[], Method::Post, path, body);
    let missing = sign_in("{}");
    assert_eq!(missing.status(), 400);
    assert_eq!(missing.message().lines().count(), 2);
    let unknown = sign_in(r#"{"email":"nobody@sandbox.example","password":"x"}"#);
    assert_eq!((unknown.status(), unknown.message()), (404, "user not found".into()));
    let wrong = sign_in(r#"{"email":"admin@sandbox.example","password":"x"}"#);
    assert_eq!((wrong.status(), wrong.message()), (401, "invalid credentials".into()));
    let right = sign_in(r#"{"email":"auditor@sandbox.example","password":"sandbox-auditor"}"#);
    assert_eq!((right.status(), right.text()), (200, r#"{"status":"ok"}"#));
    assert_eq!(right.header("Access-Control-Expose-Headers"), "Token");
    let bearer = format!("Bearer {}", right.header("Token"));
    let who = tester.send_as(&[("Authorization", &bearer)], Method::Get, "/api/userinfo", "");
    assert_eq!(who.json()["role"], "auditor");
}

/// Contract §10.
#[test]
fn connections_are_listed_searched_and_paged() {
    let mut tester = Tester::contract();
    let names = |tester: &mut Tester, query: &str| -> Vec<String> {
        let listed = tester.get(&format!("/api/connections{query}")).json();
        let list = if listed.is_array() { listed.clone() } else { listed["data"].clone() };
        let name = |item: &serde_json::Value| item["name"].as_str().unwrap().to_owned();
        list.as_array().unwrap().iter().map(name).collect()
    };
    let all = names(&mut tester, "");
    assert_eq!(all.len(), 23);
    assert!(all.is_sorted());
    assert_eq!(names(&mut tester, "?search=PG"), ["pg-main", "pg-off", "pg-three", "pg-two"]);
    assert_eq!(names(&mut tester, "?name=pg-t%25"), ["pg-three", "pg-two"]);
    assert_eq!(names(&mut tester, "?name=PG-main"), NONE);
    assert_eq!(names(&mut tester, "?type=database&subtype=mysql"), ["my"]);
    assert_eq!(names(&mut tester, "?page=2&page_size=20").len(), 3);
    let ssm = tester.get("/api/connections/ssm").json()["id"].as_str().unwrap().to_owned();
    assert_eq!(names(&mut tester, &format!("?connection_ids={ssm}")), ["ssm"]);
    for (query, status) in [
        ("?page=0", 422),
        ("?page_size=101", 422),
        ("?page=x", 422),
        ("?type=p", 422),
        ("?connection_ids=x", 422),
        ("?tag_selector=x", 500),
        ("?anything=x", 200),
    ] {
        assert_eq!(tester.get(&format!("/api/connections{query}")).status(), status, "{query}");
    }
    assert_eq!(tester.get("/api/connections/none").message(), "not found");
    let bare = tester.get("/api/connections").json()[0]["mandatory_metadata_fields"].clone();
    let paged = tester.get("/api/connections?page=1").json()["data"][0].clone();
    assert_eq!((bare, &paged["mandatory_metadata_fields"]), (json!(null), &json!([])));
}

/// What `GET /connections` shows is, field by field, what was recorded.
#[test]
fn a_connection_is_shown_as_it_was_recorded() {
    let recorded: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(include_str!("traces/connections.json")).unwrap();
    let listed = Tester::recorded().get("/api/connections").json();
    for (mut recorded, shown) in recorded.into_iter().zip(listed.as_array().unwrap()) {
        // Left over from the last recorded scenario.
        recorded.insert("attributes".into(), json!([]));
        assert_eq!(&serde_json::Value::Object(recorded), shown);
    }
    let order = |text: &str| -> Vec<usize> {
        [
            "\"id\"",
            "\"resource_name\"",
            "\"secret\"",
            "\"tags\"",
            "\"attributes\"",
            "\"effective_features\"",
        ]
        .iter()
        .map(|key| text.find(key).unwrap())
        .collect()
    };
    assert!(order(Tester::recorded().get("/api/connections").text()).is_sorted());
}

/// Contract §10.
#[test]
fn attributes_are_written_with_all_their_quirks() {
    let mut tester = Tester::contract();
    let create =
        |tester: &mut Tester, body: &str| tester.send(Method::Post, "/api/attributes", body);
    let refused = create(&mut tester, "{}");
    assert_eq!(
        (refused.status(), refused.message()),
        (400, "Key: 'AttributeRequest.Name' Error:Field validation for 'Name' failed on the 'required' tag".into())
    );
    let refused = create(&mut tester, r#"{"name":"env:prod","connection_names":["nope"]}"#);
    assert_eq!(
        (refused.status(), refused.message()),
        (500, "failed creating attribute: duplicated key not allowed".into())
    );
    let refused = create(&mut tester, r#"{"name":"new","connection_names":["nope"]}"#);
    assert_eq!(
        (refused.status(), refused.message()),
        (500, "failed creating attribute: violates foreign key constraint".into())
    );
    let unknown = tester.get("/api/attributes/new");
    assert_eq!(
        (unknown.status(), unknown.message()),
        (500, "failed fetching attribute: record not found".into())
    );
    let path = "/api/attributes/env%3Aprod";
    let renamed = tester.send(Method::Put, path, r#"{"name":"env:live"}"#);
    assert_eq!(renamed.status(), 200);
    assert_eq!(renamed.json()["connection_names"], json!([]), "the answer shows none");
    let kept = tester.get("/api/attributes/env%3Alive").json()["connection_names"].clone();
    assert_eq!(kept, json!(["my", "pg-main", "pg-off", "pg-two"]), "the lists left out are kept");
    assert_eq!(tester.send(Method::Put, path, r#"{"name":"env:prod"}"#).status(), 404);
    assert_eq!(tester.send(Method::Delete, path, "").status(), 404);
}

/// Contract §5, "Reconciliation elsewhere".
#[test]
fn catalogue_writes_reconcile_and_deletes_do_not() {
    let mut tester = Tester::contract();
    tester.create("a1", &[], &["team:x"]);
    tester.attribute("team:y", &["ssm"]);
    assert_eq!(tester.held("a1").len(), 0);
    let body = r#"{"name":"team:x","connection_names":["ssm","web"]}"#;
    assert_eq!(tester.send(Method::Put, "/api/attributes/team%3Ax", body).status(), 200);
    assert_eq!(tester.held("a1"), ["ssm", "web"], "a written attribute reaches its holders");
    let before = tester.get("/api/machineidentities/a1").json()["updated_at"].clone();
    let body = r#"{"attributes":[]}"#;
    assert_eq!(tester.send(Method::Patch, "/api/connections/web", body).status(), 200);
    assert_eq!(tester.held("a1"), ["ssm"], "so does a connection patched with its attributes");
    let body = r#"{"access_mode_connect":"disabled"}"#;
    assert_eq!(tester.send(Method::Patch, "/api/connections/ssm", body).status(), 200);
    assert_eq!(tester.held("a1"), ["ssm"], "a patch without attributes reconciles nothing");
    let now = tester.get("/api/machineidentities/a1").json()["updated_at"].clone();
    assert_eq!(before, now, "and the identity does not look touched");
    let refused = tester.update("a1", &["ssm"], &[]);
    assert!(refused.message().ends_with("does not have access mode connect enabled"));
}

/// Contract §4: rotation looks neither at the type nor at the access mode.
#[test]
fn rotation_checks_less_than_listing() {
    let mut tester = Tester::contract();
    tester.create("a1", &["ssm"], &[]);
    let before = tester.secrets("a1");
    let body = r#"{"access_mode_connect":"disabled"}"#;
    tester.send(Method::Patch, "/api/connections/ssm", body);
    assert_eq!(tester.rotate("a1", "ssm").status(), 201);
    assert_ne!(tester.secrets("a1"), before);
}

const NONE: [&str; 0] = [];
