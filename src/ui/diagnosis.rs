//! Finds out why the gateway can't be reached (G20): probes, a finding, its fix, details to copy.
//!
//! Acceptance: the finding is announced once; no probe needs a token; the details contain no secret
//! and no identity's name.

use std::sync::Arc;

use leptos::reactive::spawn_local_scoped;

use super::{
    browser::{
        clipboard,
        network::{self, PolicyWatch},
    },
    components::{
        copy_button::{Instead, copy_button},
        failure::failure_notice,
        notice::{NoticeKind, notice},
    },
    dom::{Content, El, View, details, div, live, p, pre, strong, summary},
    messages::{
        diagnosis as words,
        failure::{During, Message, failure},
    },
};
use crate::ui::reactive::*;
use crate::{
    domain::redacted_text::RedactedText,
    flow::connect::probe,
    gateway::{
        client::Client,
        deadline::within,
        diagnosis::{Evidence, Finding},
        error::GatewayError,
        pause::pause,
    },
};

/// The timeout of a probe, in milliseconds.
const PATIENCE: u32 = 5_000;

/// How long a browser may take to report a policy violation, in milliseconds.
const REPORTED: u32 = 100;

/// A failed read, with a diagnosis if there was no answer.
pub fn diagnosed<M>(
    client: &Client,
    during: During,
    error: &GatewayError,
    actions: impl Content<M>,
) -> El {
    let Message { title, advice, gateway_message } = failure(during, error);
    match error {
        GatewayError::Unreachable => notice(
            NoticeKind::Error,
            (p().child(strong().child(title)), diagnosis(client.clone()), actions),
        ),
        _ => failure_notice(Message { title, advice, gateway_message }, actions),
    }
}

fn diagnosis(client: Client) -> View {
    let found = RwSignal::new(None);
    spawn_local_scoped(async move {
        let evidence = gather(&client).await;
        found.try_set(Some((client, evidence)));
    });
    div()
        .role("status")
        .child(live(move || match found.get() {
            None => p().child(words::LOOKING).into_any(),
            Some((client, evidence)) => conclusion(&client, &evidence),
        }))
        .into_any()
}

async fn gather(client: &Client) -> Evidence {
    let url = probe_url(client);
    let watch = PolicyWatch::start(&url);
    let answer = probe(&client.anonymous(PATIENCE)).await.map(|_| ());
    // Browsers report a policy violation shortly after the request fails.
    pause(REPORTED).await;
    let has_answer = !matches!(answer, Err(GatewayError::Unreachable));
    Evidence {
        is_offline: network::is_offline(),
        is_mixed: network::is_mixed(&url),
        is_blocked_by_policy: watch.is_blocked(),
        is_local_network_denied: network::is_local_network_denied(&url).await,
        answers_unreadably: !has_answer
            && !watch.is_blocked()
            && within(PATIENCE, network::answers_unreadably(&url)).await == Some(true),
        answer,
    }
}

fn conclusion(client: &Client, evidence: &Evidence) -> View {
    let finding = evidence.conclude();
    let (page, gateway) = (origin(), origin_of(client));
    let Message { title, advice, .. } = words::finding(&finding, &page, &gateway);
    let report = report(client, evidence, &finding, &title);
    let text = Arc::new(RedactedText::own(report.clone()));
    (
        p().child(strong().child(title)),
        p().child(advice),
        details().class("notice__words").child((
            summary().child("Details"),
            pre().attr("translate", "no").attr("tabindex", "0").child(report),
            copy_button(
                "details".to_owned(),
                text,
                |_| clipboard::replaced(),
                || Instead::Selected,
            ),
        )),
    )
        .view()
}

/// The probes and their results, for a support ticket.
fn report(client: &Client, evidence: &Evidence, finding: &Finding, title: &str) -> String {
    let answer = match &evidence.answer {
        Ok(()) => "as the gateway".to_owned(),
        Err(error) => error.to_string(),
    };
    let agent = window().navigator().user_agent().unwrap_or_default();
    let time = js_sys::Date::new_0().to_iso_string();
    let mut lines = vec![
        format!("Time: {time}"),
        format!("Page: {}", origin()),
        format!("Gateway: {}{}", origin_of(client), client.base().prefix()),
        format!("Finding: {title}"),
        format!("Offline: {}", evidence.is_offline),
        format!("Blocked as mixed content: {}", evidence.is_mixed),
        format!("Blocked by the page’s policy: {}", evidence.is_blocked_by_policy),
        format!("Local network denied: {}", evidence.is_local_network_denied),
        format!("Answer: {answer}"),
    ];
    if !matches!(finding, Finding::Answers | Finding::Answer(_)) {
        lines.push(format!("Answers without CORS: {}", evidence.answers_unreadably));
    }
    lines.push(format!("Browser: {agent}"));
    lines.join("\n")
}

fn probe_url(client: &Client) -> String {
    format!("{}{}/publicserverinfo", origin_of(client), client.base().prefix())
}

fn origin_of(client: &Client) -> String {
    match client.base().origin() {
        "" => origin(),
        other => other.to_owned(),
    }
}

fn origin() -> String {
    window().location().origin().unwrap_or_default()
}
