//! Answers are classified by status and body: only the gateway's own messages count as its errors.

use machine_identity_editor::{
    domain::save_result::Answer,
    flow::pending::WriteEnd,
    gateway::{call::Call, calls::ListIdentities, error::GatewayError, proxy_answer::ProxyAnswer},
    wire::exchange::RawResponse,
};

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";
const PAGE: &str = "<html><body>Sign in</body></html>";

fn error(status: u16, kind: Option<&str>, body: &str) -> GatewayError {
    error_with(status, kind, body, &[])
}

fn error_with(status: u16, kind: Option<&str>, body: &str, more: &[(&str, &str)]) -> GatewayError {
    let kind = kind.map(|kind| ("Content-Type", kind));
    let pairs = kind.into_iter().chain(more.iter().copied());
    let headers = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let response = RawResponse { status, headers, body: body.as_bytes().to_vec() };
    ListIdentities.receive(&response).expect_err("it is no success")
}

#[test]
fn the_gateways_errors_are_json_with_a_message() {
    let message = Some("access denied".to_owned());
    let body = r#"{"message":"access denied"}"#;
    assert_eq!(error(401, Some(JSON), body), GatewayError::SignedOut { message: message.clone() });
    assert_eq!(error(403, Some(JSON), body), GatewayError::Forbidden { message });
}

#[test]
fn a_proxys_errors_are_not_the_gateways() {
    for (status, answer) in [
        (401, ProxyAnswer::SignIn { status: 401 }),
        (407, ProxyAnswer::SignIn { status: 407 }),
        (403, ProxyAnswer::Blocked),
        (413, ProxyAnswer::RequestTooLarge),
        (429, ProxyAnswer::TooManyRequests { retry_after: None }),
        (406, ProxyAnswer::Other { status: 406 }),
        (502, ProxyAnswer::Failed { status: 502 }),
        (503, ProxyAnswer::Failed { status: 503 }),
        (504, ProxyAnswer::Failed { status: 504 }),
        (500, ProxyAnswer::Failed { status: 500 }),
    ] {
        assert_eq!(error(status, Some(HTML), PAGE), GatewayError::Proxy(answer), "{status}");
    }
    // Nor does a message, with a status that the gateway never sends.
    let body = r#"{"message":"The upstream server is timing out"}"#;
    for (status, answer) in [
        (407, ProxyAnswer::SignIn { status: 407 }),
        (413, ProxyAnswer::RequestTooLarge),
        (429, ProxyAnswer::TooManyRequests { retry_after: None }),
        (502, ProxyAnswer::Failed { status: 502 }),
        (503, ProxyAnswer::Failed { status: 503 }),
        (504, ProxyAnswer::Failed { status: 504 }),
    ] {
        assert_eq!(error(status, Some(JSON), body), GatewayError::Proxy(answer), "{status}");
    }
    // JSON alone doesn't prove that the gateway answered.
    let body = r#"{"error":"forbidden"}"#;
    assert_eq!(error(403, Some(JSON), body), GatewayError::Proxy(ProxyAnswer::Blocked));
}

#[test]
fn a_crash_of_the_gateway_is_an_empty_500() {
    assert_eq!(error(500, None, ""), GatewayError::Failed { status: 500, message: None });
    assert_eq!(error(502, None, ""), GatewayError::Proxy(ProxyAnswer::Failed { status: 502 }));
}

#[test]
fn a_web_page_is_not_the_api_and_an_empty_success_is_an_error() {
    assert_eq!(error(200, Some(HTML), PAGE), GatewayError::NotTheApi { status: 200 });
    let text = Some("text/plain");
    assert_eq!(error(404, text, "404 page not found"), GatewayError::NotTheApi { status: 404 });
    let empty = ProxyAnswer::Empty { status: 204 };
    assert_eq!(error(204, None, ""), GatewayError::Proxy(empty));
}

#[test]
fn a_redirect_is_reported_as_one() {
    assert_eq!(error(301, Some(HTML), PAGE), GatewayError::Redirected);
    assert_eq!(error(307, None, ""), GatewayError::Redirected);
}

#[test]
fn a_proxys_retry_after_is_read() {
    let busy = error_with(429, Some(HTML), PAGE, &[("retry-after", "120")]);
    assert_eq!(busy.retry_after(), Some(120_000));
    let endless = error_with(429, Some(HTML), PAGE, &[("retry-after", "4294967295")]);
    assert_eq!(endless.retry_after(), Some(u32::MAX));
}

#[test]
fn a_write_that_a_proxy_answered_may_still_take_effect() {
    for (status, kind, body, answer) in [
        (504, Some(HTML), PAGE, Answer::Lost),
        (403, Some(HTML), PAGE, Answer::Lost),
        (204, None, "", Answer::Lost),
        (200, Some(HTML), PAGE, Answer::Lost),
        (500, None, "", Answer::Lost),
        (500, Some(JSON), r#"{"message":"failed deleting machine identity"}"#, Answer::Refused),
        (500, Some(JSON), r#"{"message":"internal server error"}"#, Answer::Refused),
        (500, Some(JSON), r#"{"message":"Internal server error"}"#, Answer::Lost),
        (500, Some(JSON), r#"{"message":"An unexpected error occurred"}"#, Answer::Lost),
        (504, Some(JSON), r#"{"message":"Endpoint request timed out"}"#, Answer::Lost),
        (400, Some(JSON), r#"{"message":"EOF"}"#, Answer::Refused),
    ] {
        let end = WriteEnd::Failed(error(status, kind, body));
        assert_eq!(end.answer(), answer, "{status} {body}");
    }
    for status in [401, 413, 429, 302] {
        assert!(!error(status, Some(HTML), PAGE).may_have_written(), "{status}");
    }
    for status in [403, 502, 504] {
        assert!(error(status, Some(HTML), PAGE).may_have_written(), "{status}");
    }
}

fn list(entries: usize, description: &str) -> RawResponse {
    let entry = format!(
        r#"{{"id":"1","name":"a","description":"{description}","created_at":"","updated_at":""}}"#
    );
    let body = format!("[{}]", vec![entry; entries].join(",")).into_bytes();
    let headers = vec![("Content-Type".to_owned(), JSON.to_owned())];
    RawResponse { status: 200, headers, body }
}

#[test]
fn a_long_list_is_read_completely_and_an_endless_one_is_rejected() {
    let read = |entries, description: &str| {
        let response = list(entries, description);
        pollster::block_on(ListIdentities.take_in(&response)).map(|all| all.len())
    };
    assert_eq!(read(50_000, "],{"), Ok(50_000));
    assert_eq!(read(50_001, ""), Err(GatewayError::TooMany { entries: 50_000 }));
    assert_eq!(read(3, &"x".repeat(3 << 20)), Ok(3));
    assert_eq!(read(3, &"x".repeat(5 << 20)), Err(GatewayError::TooLarge { megabytes: 4 }));
}

#[test]
fn a_broken_entry_of_a_long_list_is_reported_with_its_position() {
    let mut response = list(10_000, "");
    let place = response.body.len() - 30;
    response.body[place] = b'\x01';
    let answer = pollster::block_on(ListIdentities.take_in(&response));
    let Err(GatewayError::Unreadable(unreadable)) = answer else { panic!("it is read") };
    assert_eq!(unreadable.line, 1);
    assert!(unreadable.column.abs_diff(place) < 10, "{} for {place}", unreadable.column);
}
