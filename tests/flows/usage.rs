//! Reading the sessions of an identity, page by page (contract §16).

use std::sync::Arc;

use machine_identity_editor::{
    domain::{
        connection::ConnectionName,
        identity::Identity,
        usage::{Session, SessionKind, Usage},
    },
    flow::usage,
    wire::exchange::Method,
};

use crate::bench::Bench;

/// A workload connects through `bastion`, or did so earlier.
fn connect(bench: &Bench, status: &str, seconds_ago: usize) {
    let body = format!(
        r#"{{"identity":"ci-runner","connection":"bastion","status":"{status}","seconds_ago":{seconds_ago}}}"#
    );
    let answer = bench.control(Method::Post, "/_sandbox/use", &body);
    assert!(answer.contains("session"), "{answer}");
}

fn identity(bench: &Bench) -> Arc<Identity> {
    bench.context_of("ci-runner").identity().clone()
}

fn open(bench: &Bench, identity: &Identity) -> Usage {
    pollster::block_on(usage::open(&bench.client, identity)).expect("it answers")
}

fn more(bench: &Bench, identity: &Identity, usage: &Usage) -> Usage {
    pollster::block_on(usage::more(&bench.client, identity, usage)).expect("it answers")
}

/// How many sessions are open.
fn open_sessions(usage: &Usage) -> usize {
    usage.of(&ConnectionName::received("bastion"), 1).open
}

#[test]
fn sessions_that_begin_between_two_pages_make_no_other_count_twice() {
    // A hundred of them shift the list by a whole page.
    for begun in [1_usize, 99, 100, 101] {
        let bench = Bench::new();
        let identity = identity(&bench);
        // The open one is the last of the first page.
        connect(&bench, "open", 30_000);
        (0..99).for_each(|_| connect(&bench, "done", 10_000));
        let first = open(&bench, &identity);
        assert_eq!((first.read(), first.is_complete()), (100, false));
        let total = first.total().expect("the gateway counts");
        (0..begun).for_each(|_| connect(&bench, "done", 0));
        let mut usage = first;
        for _ in 0..4 {
            usage = more(&bench, &identity, &usage);
        }
        assert!(usage.is_complete());
        // Of more than a page of them, the oldest are seen as well.
        let expected = total + begun.saturating_sub(100);
        assert_eq!((usage.read(), open_sessions(&usage)), (expected, 1), "{begun}");
    }
}

#[test]
fn the_gateways_limit_ends_the_reading() {
    let bench = Bench::new();
    let identity = identity(&bench);
    let session = |index: usize| Session {
        id: format!("session-{index}"),
        connection: ConnectionName::received("bastion"),
        start: identity.created_at.clone(),
        end: None,
        kind: SessionKind::Use { is_open: false },
    };
    let read = |count| Usage::new((0..count).map(session), &identity.created_at, None, false);
    let (below, at) = (read(10_000), read(10_100));
    assert!(!below.is_at_limit() && at.is_at_limit());
    assert!(more(&bench, &identity, &below).is_complete());
    let (_, target) = bench.requests().pop().expect("it was asked");
    assert!(target.contains("offset=10000"), "{target}");
    let asked = bench.requests().len();
    assert_eq!(more(&bench, &identity, &at), at);
    assert_eq!(bench.requests().len(), asked);
}
