//! Connections and attributes (contract §5, §10).

use machine_identity_editor::wire::exchange::Method;
use serde_json::json;

use crate::tester::Tester;

/// Contract §10.
#[test]
fn connections_can_be_listed_searched_and_paged() {
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

/// `GET /connections` answers exactly the recorded fields.
#[test]
fn a_connection_has_its_recorded_fields() {
    let recorded: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(include_str!("../traces/connections.json")).unwrap();
    let listed = Tester::recorded().get("/api/connections").json();
    for (mut recorded, shown) in recorded.into_iter().zip(listed.as_array().unwrap()) {
        // Remains from the last recorded scenario.
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
fn attribute_writes_have_all_their_quirks() {
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

const NONE: [&str; 0] = [];
