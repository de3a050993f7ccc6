//! What is between a client and the API.

use machine_identity_editor::sandbox::{
    API_KEY, AUDITOR_TOKEN, EXPIRED_TOKEN, REVOKED_TOKEN, STANDARD_TOKEN,
};
use machine_identity_editor::wire::exchange::Method;

use crate::tester::Tester;

#[test]
fn g17_a_wrong_base_answers_200_html_even_to_a_put() {
    let mut tester = Tester::recorded();
    let body = r#"{"name":"a1","connection_names":[]}"#;
    let without_ui = tester.send(Method::Put, "/machineidentities/a1", body);
    assert_eq!((without_ui.status(), without_ui.text()), (404, ""));
    tester.engine.settings().bundled_ui = true;
    for method in [Method::Get, Method::Put, Method::Delete] {
        let answer = tester.send(method, "/machineidentities/a1", body);
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.header("Content-Type"), "text/html; charset=utf-8");
    }
    assert_eq!(tester.get("/api/nothing").status(), 404, "inside the API it is still a 404");
}

#[test]
fn g20_an_api_key_does_not_pass_cors_and_bad_tokens_look_alike() {
    let mut tester = Tester::recorded();
    let preflight = tester.send_as(&[], Method::Options, "/api/machineidentities", "");
    assert_eq!((preflight.status(), preflight.text()), (204, ""));
    let allowed = preflight.header("Access-Control-Allow-Headers");
    assert_eq!(allowed, "Content-Type, Authorization, accept, origin, user-client");
    let path = "/api/machineidentities";
    let keyed = tester.send_as(&[("Api-Key", API_KEY)], Method::Get, path, "");
    assert_eq!(keyed.status(), 200, "without a browser in between it is accepted");

    let mut refused = |authorization: &str| {
        let headers = [("Authorization", authorization)];
        let answer = tester.send_as(&headers, Method::Get, path, "");
        assert_eq!(answer.header("WWW-Authenticate"), "");
        (answer.status(), answer.text().to_owned())
    };
    let revoked = refused(&format!("Bearer {REVOKED_TOKEN}"));
    assert_eq!(revoked, (401, r#"{"message":"access denied"}"#.to_owned()));
    for wrong in ["", "Bearer", "Bearer never-issued", "bearer x", "Bearer  x", "Bearer x y"] {
        assert_eq!(refused(wrong), revoked, "{wrong:?}");
    }
}

#[test]
fn g21_a_new_token_can_come_on_any_answer() {
    let mut tester = Tester::recorded();
    let expired = format!("Bearer {EXPIRED_TOKEN}");
    let headers = [("Authorization", expired.as_str())];
    for (path, status) in [
        ("/api/machineidentities", 200),
        ("/api/machineidentities/nobody", 404),
        ("/api/attributes/nothing", 500),
    ] {
        let answer = tester.send_as(&headers, Method::Get, path, "");
        assert_eq!(answer.status(), status);
        let exposed = answer.header("Access-Control-Expose-Headers");
        assert!(exposed.contains("X-New-Access-Token"));
        let renewed = format!("Bearer {}", answer.header("X-New-Access-Token"));
        let next = tester.send_as(&[("Authorization", &renewed)], Method::Get, path, "");
        assert_eq!(next.status(), status, "the new token is good");
        assert_eq!(next.header("X-New-Access-Token"), "", "and not renewed again");
    }
}

#[test]
fn g28_the_policy_against_copying_is_one_field_of_serverinfo() {
    let mut tester = Tester::recorded();
    for policy in [false, true] {
        tester.engine.settings().disable_clipboard_copy_cut = policy;
        for token in [STANDARD_TOKEN, AUDITOR_TOKEN] {
            let bearer = format!("Bearer {token}");
            let headers = [("Authorization", bearer.as_str())];
            let info = tester.send_as(&headers, Method::Get, "/api/serverinfo", "");
            assert_eq!(info.json()["disable_clipboard_copy_cut"], policy);
        }
    }
}
