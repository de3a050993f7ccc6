//! Reading which proxies are on (contract §17) without decoding the private key beside them (G29).

use machine_identity_editor::{
    domain::listeners::Listeners,
    flow::load,
    wire::{exchange::Method, session::read_listeners},
};

use crate::bench::Bench;

const ALL_ON: Listeners =
    Listeners { postgres: Some(true), ssh: Some(true), rdp: Some(true), http: Some(true) };

fn read(body: &str) -> Listeners {
    read_listeners(body.as_bytes()).expect("it is the server's configuration")
}

#[test]
fn a_proxy_with_an_address_is_on_and_null_is_off() {
    let body = r#"{"grpc_server_url":"grpc://127.0.0.1:8010",
        "postgres_server_config":{"listen_address":"0.0.0.0:15432"},
        "ssh_server_config":null,
        "rdp_server_config":{"listen_address":""}}"#;
    let expected =
        Listeners { postgres: Some(true), ssh: Some(false), rdp: Some(false), http: None };
    assert_eq!(read(body), expected, "one that the answer doesn't name is unknown");
}

#[test]
fn an_unrelated_answer_does_not_mean_that_proxies_are_off() {
    for body in ["{}", "[]", "null", "<html></html>", r#"{"message":"access denied"}"#] {
        assert!(read_listeners(body.as_bytes()).is_err(), "{body}");
    }
}

/// If the key were decoded, a value of another type would be an error.
#[test]
fn the_private_host_key_is_never_decoded() {
    for key in [r#""-----BEGIN""#, "1", "null", "true", "[[1]]", r#"{"pem":["secret"]}"#] {
        let body = format!(
            r#"{{"grpc_server_url":"","ssh_server_config":{{"listen_address":":22","hosts_key":{key}}}}}"#
        );
        assert_eq!(read(&body).ssh, Some(true), "{key}");
    }
}

#[test]
fn an_administrator_can_read_the_state_of_every_proxy() {
    let bench = Bench::new();
    bench.client.allow_server_config(true);
    let listeners = || pollster::block_on(load::all_listeners(&bench.client)).expect("it answers");
    assert_eq!(listeners(), Some(ALL_ON));
    bench.control(Method::Put, "/_sandbox/listeners", r#"{"ssh":""}"#);
    assert_eq!(listeners(), Some(Listeners { ssh: Some(false), ..ALL_ON }));
}

#[test]
fn a_rejection_leaves_the_proxies_unknown_and_is_no_error() {
    let bench = Bench::new();
    bench.client.allow_server_config(true);
    bench.arm_as("forbidden", r#","method":"GET","path":"/serverconfig/misc""#);
    let listeners = pollster::block_on(load::all_listeners(&bench.client));
    assert_eq!(listeners.expect("403 is an answer"), None);
}

#[test]
fn a_page_with_shared_scripts_never_asks() {
    let bench = Bench::new();
    let listeners = pollster::block_on(load::all_listeners(&bench.client)).expect("nothing fails");
    assert_eq!(listeners, None);
    assert!(bench.requests().iter().all(|(_, target)| !target.contains("serverconfig")));
}
