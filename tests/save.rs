//! Loading and saving, against the engine, with faults at every place.

use std::cell::RefCell;

use machine_identity_editor::{
    domain::{
        attribute::Attribute, connection::ConnectionName, draft::IdentitySpec, name::IdentityName,
    },
    flow::{
        load,
        save::{self, SaveOutcome, Verdict},
    },
    gateway::{
        base::ApiBase, call::Deadlines, client::Client, error::GatewayError, in_page::InPage,
        token::AccessToken, transport::Transport,
    },
    sandbox,
    wire::exchange::{Method, RawRequest},
};

/// A client of an engine of its own, and the engine itself.
struct Bench {
    client: Client,
    engine: InPage,
}

impl Bench {
    fn new() -> Self {
        let engine = InPage::new();
        let token = AccessToken::parse(sandbox::ADMIN_TOKEN).expect("it is a token");
        let transport = Transport::InPage(engine.clone());
        let base = ApiBase::same_origin();
        let client = Client::new(base, transport, Deadlines::default(), Some(token), None);
        Self { client, engine }
    }

    fn control(&self, method: Method, target: &str, body: &str) -> String {
        let request = RawRequest {
            method,
            target: target.to_owned(),
            headers: vec![("Authorization".to_owned(), format!("Bearer {}", sandbox::ADMIN_TOKEN))],
            body: body.as_bytes().to_vec(),
        };
        let transport = Transport::InPage(self.engine.clone());
        let answer = pollster::block_on(transport.send(request, 1_000)).expect("it answers");
        String::from_utf8(answer.body).expect("it is text")
    }

    fn arm(&self, fault: &str, method: &str) {
        let body =
            format!(r#"{{"fault":"{fault}","method":"{method}","path":"/machineidentities/*"}}"#);
        self.control(Method::Post, "/_sandbox/faults", &body);
    }

    fn writes(&self) -> usize {
        self.control(Method::Get, "/_sandbox/requests", "").matches("\"PUT\"").count()
    }

    fn save(&self, spec: &IdentitySpec) -> SaveOutcome {
        let name = IdentityName::received("backend-prod");
        pollster::block_on(async {
            let loaded = load::reading(&self.client, &name).await.expect("it can be read");
            save::save(&self.client, &loaded.identity, spec, |_| {}).await
        })
    }
}

fn spec(connections: &[&str]) -> IdentitySpec {
    IdentitySpec {
        name: IdentityName::received("backend-prod"),
        description: "new".to_owned(),
        connection_names: connections.iter().copied().map(ConnectionName::received).collect(),
        attributes: vec![Attribute::received("env:prod")],
    }
}

#[track_caller]
fn known(outcome: SaveOutcome) -> save::Settled {
    match outcome {
        SaveOutcome::Known(settled) => *settled,
        SaveOutcome::NotSent(error) => panic!("not sent: {error}"),
        SaveOutcome::Moved(_) => panic!("moved"),
        SaveOutcome::Undecided { reading, .. } => panic!("undecided: {reading}"),
    }
}

#[test]
fn a_save_reports_what_it_read_back() {
    let bench = Bench::new();
    let settled = known(bench.save(&spec(&["prod-postgres", "api-proxy"])));
    assert_eq!(settled.verdict, Verdict::Saved);
    assert_eq!(settled.new_credentials.len(), 2);
    assert!(settled.now.identity.updated_at.as_str().starts_with("2026"));
    assert_eq!(bench.writes(), 1);
}

#[test]
fn a_lost_answer_is_looked_up_and_never_sent_again() {
    for fault in ["cut-after", "cut-during", "gateway-timeout"] {
        let bench = Bench::new();
        bench.arm(fault, "PUT");
        let settled = known(bench.save(&spec(&["prod-postgres"])));
        assert_eq!(settled.verdict, Verdict::Saved, "{fault}");
        assert_eq!(settled.new_credentials.len(), 1, "{fault}");
        assert_eq!(bench.writes(), 1, "{fault}");
    }
}

#[test]
fn a_write_that_never_arrived_changed_nothing() {
    for fault in ["cut-before", "error-500", "html", "revoked-token"] {
        let bench = Bench::new();
        bench.arm(fault, "PUT");
        let settled = known(bench.save(&spec(&["prod-postgres"])));
        assert_eq!(settled.verdict, Verdict::NotSaved, "{fault}");
        assert!(settled.answer.is_some(), "{fault}");
        assert_eq!(bench.writes(), 1, "{fault}");
    }
}

#[test]
fn a_refusal_half_way_is_half_done() {
    let bench = Bench::new();
    let settled = known(bench.save(&spec(&["prod-postgres", "nope"])));
    assert_eq!(settled.verdict, Verdict::HalfDone);
    assert_eq!(settled.new_credentials, [ConnectionName::received("prod-postgres")]);
    assert_eq!(
        settled.answer.and_then(|error| error.message().map(str::to_owned)).as_deref(),
        Some("failed updating machine identity: connection nope not found")
    );
}

#[test]
fn nothing_is_sent_when_the_identity_cannot_be_read_again() {
    let bench = Bench::new();
    let name = IdentityName::received("backend-prod");
    let loaded = pollster::block_on(load::reading(&bench.client, &name)).expect("it can be read");
    bench.arm("cut-before", "GET");
    let outcome =
        pollster::block_on(save::save(&bench.client, &loaded.identity, &spec(&[]), |_| {}));
    assert!(matches!(outcome, SaveOutcome::NotSent(GatewayError::Unreachable)));
    assert_eq!(bench.writes(), 0);
}

#[test]
fn somebody_elses_change_stops_the_save() {
    let bench = Bench::new();
    let name = IdentityName::received("backend-prod");
    let loaded = pollster::block_on(load::reading(&bench.client, &name)).expect("it can be read");
    bench.control(
        Method::Put,
        "/api/machineidentities/backend-prod",
        r#"{"name":"backend-prod","description":"theirs","connection_names":[]}"#,
    );
    let outcome =
        pollster::block_on(save::save(&bench.client, &loaded.identity, &spec(&[]), |_| {}));
    let SaveOutcome::Moved(now) = outcome else { panic!("it was not noticed") };
    assert_eq!(now.identity.description, "theirs");
    assert_eq!(bench.writes(), 1);
}

#[test]
fn the_steps_are_told_in_order() {
    let bench = Bench::new();
    let name = IdentityName::received("backend-prod");
    let steps = RefCell::new(Vec::new());
    pollster::block_on(async {
        let loaded = load::reading(&bench.client, &name).await.expect("it can be read");
        save::save(&bench.client, &loaded.identity, &spec(&[]), |step| {
            steps.borrow_mut().push(step);
        })
        .await
    });
    use save::SaveStep::{Comparing, ReadingBack, Writing};
    assert_eq!(steps.into_inner(), [Comparing, Writing, ReadingBack { attempt: 1 }]);
}

#[test]
fn every_page_of_the_attributes_is_read() {
    let bench = Bench::new();
    let count = || {
        let catalog = pollster::block_on(load::catalog(&bench.client)).expect("it can be read");
        catalog.attributes().count()
    };
    let before = count();
    for number in 0..205 {
        let body = format!(r#"{{"name":"shard:{number:03}"}}"#);
        bench.control(Method::Post, "/api/attributes", &body);
    }
    let catalog = pollster::block_on(load::catalog(&bench.client)).expect("it can be read");
    assert_eq!(count(), before + 205);
    let hidden = Attribute::received("rulepack_personal-data");
    assert!(catalog.attribute(&hidden).is_none(), "G10");
}
