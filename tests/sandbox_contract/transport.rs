//! Routing, roles and sign-in (contract §1, §2, §11).

use base64ct::{Base64UrlUnpadded, Encoding};
use machine_identity_editor::sandbox::{ADMIN_TOKEN, AUDITOR_TOKEN, READER_KEY, STANDARD_TOKEN};
use machine_identity_editor::wire::exchange::Method;

use crate::tester::Tester;

/// Contract §2, the table of routes.
#[test]
fn every_route_requires_its_role() {
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
    let context_changes = tester.get("/api/machineidentities/?a=b");
    assert_eq!(
        (context_changes.status(), context_changes.header("Location")),
        (301, "/api/machineidentities?a=b")
    );
    let context_changes = tester.send(Method::Put, "/api/machineidentities/x/", "{}");
    assert_eq!(
        (context_changes.status(), context_changes.header("Location")),
        (307, "/api/machineidentities/x")
    );
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
fn a_prefix_comes_before_the_api() {
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
fn every_answer_has_the_middlewares_headers() {
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
fn a_local_sign_in_returns_a_token_in_a_header() {
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

#[test]
fn a_sign_in_expires_with_its_token() {
    let mut tester = Tester::contract();
    let mut sign_in = |seconds: u32| {
        let lifetime = format!(r#"{{"session_seconds":{seconds}}}"#);
        assert_eq!(tester.send(Method::Put, "/_sandbox/settings", &lifetime).status(), 200);
        let body = r#"{"email":"admin@sandbox.example","password":"sandbox-admin"}"#;
        let answer = tester.send_as(&[], Method::Post, "/api/localauth/login", body);
        let token = answer.header("Token").to_owned();
        let claims = token.split('.').nth(1).expect("a JWT has claims");
        let claims = Base64UrlUnpadded::decode_vec(claims).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        let lasts = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
        assert_eq!(lasts, i64::from(seconds));
        assert_eq!(claims["email"], "admin@sandbox.example");
        let bearer = format!("Bearer {token}");
        tester.send_as(&[("Authorization", &bearer)], Method::Get, "/api/userinfo", "").status()
    };
    assert_eq!(sign_in(3600), 200);
    // The clock advances by a second each time it is read.
    assert_eq!(sign_in(1), 401);
}
