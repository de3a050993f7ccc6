//! A token belongs to one gateway and one user.

use std::{
    cell::{Cell, RefCell},
    future::pending,
    rc::Rc,
};

use futures_util::future::join;
use machine_identity_editor::{
    gateway::{
        base::ApiBase, call::Deadlines, calls::WhoAmI, client::Client, error::GatewayError,
        in_page::InPage, receipts::Receipts, token::AccessToken, token_provider::TokenProvider,
        transport::Transport,
    },
    sandbox,
    wire::exchange::Method,
};

use crate::bench::Bench;

fn token(text: &str) -> AccessToken {
    AccessToken::parse(text).expect("it is a token")
}

fn client(base: ApiBase, token: Option<AccessToken>, provider: Option<TokenProvider>) -> Client {
    let transport = Transport::InPage(InPage::new());
    Client::new(base, transport, Deadlines::default(), token, provider, Receipts::off())
}

/// The tokens that the gateway received, in order.
fn sent(bench: &Bench) -> Vec<String> {
    let text = bench.control(Method::Get, "/_sandbox/requests", "");
    let all: Vec<serde_json::Value> = serde_json::from_str(&text).expect("it is a list");
    all.iter().map(|it| it["token"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_renewed_token_replaces_the_one_that_was_sent() {
    let bench = Bench::new();
    bench.arm_anywhere("expired-token", "GET");
    for _ in 0..2 {
        pollster::block_on(bench.client.send(&WhoAmI)).expect("it answers");
    }
    let sent = sent(&bench);
    assert_eq!(sent[0], sandbox::ADMIN_TOKEN);
    assert_ne!(sent[1], sandbox::ADMIN_TOKEN);
}

#[test]
fn a_renewed_token_of_a_signed_out_user_is_ignored() {
    let bench = Bench::new();
    bench.arm_anywhere("expired-token", "GET");
    let signed_in = bench.client.clone();
    bench.engine.meanwhile(move || signed_in.set_token(Some(token("another-users-token"))));
    pollster::block_on(bench.client.send(&WhoAmI)).expect("the first user's answer arrives");
    let _ = pollster::block_on(bench.client.send(&WhoAmI));
    assert_eq!(sent(&bench).last().map(String::as_str), Some("another-users-token"));
}

#[test]
fn the_page_gets_the_origin_that_its_token_goes_to() {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let note = asked.clone();
    let provider: TokenProvider = Rc::new(move |base: &ApiBase| {
        note.borrow_mut().push(base.origin().to_owned());
        Box::pin(async { Some(token(sandbox::ADMIN_TOKEN)) })
    });
    let base = ApiBase::parse("https://hoop.example:8443/api").expect("it is an address");
    pollster::block_on(client(base, None, Some(provider)).send(&WhoAmI)).expect("it answers");
    assert_eq!(*asked.borrow(), ["https://hoop.example:8443"]);
}

#[test]
fn a_rejected_token_is_requested_once_more() {
    let count = Rc::new(Cell::new(0));
    let asked = count.clone();
    let provider: TokenProvider = Rc::new(move |_: &ApiBase| {
        asked.set(asked.get() + 1);
        Box::pin(async { Some(token("wrong-again")) })
    });
    let client = client(ApiBase::same_origin(), Some(token("wrong")), Some(provider));
    let answer = pollster::block_on(client.send(&WhoAmI));
    assert!(matches!(answer, Err(GatewayError::SignedOut { .. })));
    assert_eq!(count.get(), 1);
}

#[test]
fn a_page_that_never_provides_its_token_runs_into_a_timeout() {
    let provider: TokenProvider = Rc::new(|_: &ApiBase| Box::pin(pending()));
    let client = client(ApiBase::same_origin(), None, Some(provider));
    let answer = pollster::block_on(client.send(&WhoAmI));
    assert!(matches!(answer, Err(GatewayError::SignedOut { .. })));
}

#[test]
fn what_is_read_ahead_is_sent_once_and_taken_once() {
    let bench = Bench::new();
    pollster::block_on(bench.client.read_ahead(&WhoAmI));
    assert_eq!(sent(&bench).len(), 1);
    pollster::block_on(bench.client.send(&WhoAmI)).expect("it answers");
    assert_eq!(sent(&bench).len(), 1);
    pollster::block_on(bench.client.send(&WhoAmI)).expect("it answers");
    assert_eq!(sent(&bench).len(), 2);
}

#[test]
fn a_call_waits_for_an_answer_that_is_read_ahead() {
    let bench = Bench::new();
    let ahead = bench.client.read_ahead(&WhoAmI);
    let (answer, ()) = pollster::block_on(join(bench.client.send(&WhoAmI), ahead));
    answer.expect("it answers");
    assert_eq!(sent(&bench).len(), 1);
}

#[test]
fn what_is_read_ahead_ends_with_the_sign_in_or_when_it_is_forgotten() {
    let bench = Bench::new();
    pollster::block_on(bench.client.read_ahead(&WhoAmI));
    bench.client.forget_ahead();
    pollster::block_on(bench.client.send(&WhoAmI)).expect("it answers");
    assert_eq!(sent(&bench).len(), 2);
    pollster::block_on(bench.client.read_ahead(&WhoAmI));
    bench.client.set_token(Some(token("another-users-token")));
    let _ = pollster::block_on(bench.client.send(&WhoAmI));
    assert_eq!(sent(&bench).last().map(String::as_str), Some("another-users-token"));
}

#[test]
fn what_is_forgotten_before_it_is_sent_is_not_sent() {
    let bench = Bench::new();
    let ahead = bench.client.read_ahead(&WhoAmI);
    bench.client.forget_ahead();
    pollster::block_on(ahead);
    assert_eq!(sent(&bench).len(), 0);
}

/// A client whose token is rejected, while `meanwhile` happens.
fn rejected(meanwhile: impl FnOnce(Client) + 'static) -> (Bench, Result<(), GatewayError>) {
    let bench = Bench::new();
    bench.client.set_token(Some(token(sandbox::REVOKED_TOKEN)));
    let signed_in = bench.client.clone();
    bench.engine.meanwhile(move || meanwhile(signed_in));
    let answer = pollster::block_on(bench.client.send(&WhoAmI)).map(drop);
    (bench, answer)
}

#[test]
fn a_rejected_token_that_its_user_has_replaced_meanwhile_is_no_refusal() {
    let (bench, answer) = rejected(|signed_in| {
        let renewed = client(ApiBase::same_origin(), Some(token(sandbox::ADMIN_TOKEN)), None);
        signed_in.adopt(&renewed, true);
    });
    assert_eq!(answer, Ok(()));
    assert_eq!(sent(&bench), [sandbox::REVOKED_TOKEN, sandbox::ADMIN_TOKEN]);
}

#[test]
fn the_refusal_of_an_earlier_users_token_says_nothing_about_the_next_user() {
    let (bench, answer) =
        rejected(|signed_in| signed_in.set_token(Some(token(sandbox::ADMIN_TOKEN))));
    assert_eq!(answer, Err(GatewayError::OtherSession));
    assert_eq!(sent(&bench), [sandbox::REVOKED_TOKEN]);
}
