//! When credentials were issued and used, beside each of them.
//!
//! Acceptance: nothing is claimed that the entries that were read don't prove; older ones are read when
//! the user asks, and where the gateway gives no more, that is said instead.

use crate::{
    domain::connection::ConnectionName,
    gateway::clock,
    ui::{
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
        },
        dom::{Content, El, View, div, live, span},
        editor::{
            commands::usage,
            model::{Editor, insight::Records},
        },
        messages::{
            failure::{During, failure},
            history as insight,
        },
    },
};

/// After so many days without use a credential counts as unused.
const UNUSED_DAYS: i64 = 90;

/// Whether a credential is known not to have been issued or used for so long.
pub fn is_unused(editor: Editor, name: &ConnectionName) -> bool {
    let cutoff = (clock::now() as i64).saturating_sub(UNUSED_DAYS * 86_400_000) * 1_000_000;
    editor.insight.usage.with(|usage| {
        usage.records().and_then(|usage| usage.is_unused_since(name, cutoff)) == Some(true)
    })
}

/// When a credential was issued and used, as far as it is known.
pub fn used(editor: Editor, name: &ConnectionName) -> String {
    let live = editor.loaded.context.with(|it| {
        it.as_ref().and_then(|it| it.credentials().map(|live| live.count(name))).unwrap_or_default()
    });
    let found = editor.insight.usage.with(|usage| usage.records().map(|it| it.of(name, live)));
    found.map(|found| insight::credential_use(&found).join(" · ")).unwrap_or_default()
}

/// The filter for what isn't used.
pub fn unused_filter(editor: Editor) -> El {
    button(ButtonKind::Secondary, None, "Unused for 90 days", move || {
        editor.insight.is_unused_only.update(|is_on| *is_on = !*is_on);
    })
    .attr("aria-pressed", move || editor.insight.is_unused_only.get().to_string())
}

/// How much of the use was read, and the way to more; nothing once all of it was read.
pub fn usage_read(editor: Editor) -> View {
    live(move || {
        let said = match editor.insight.usage.get() {
            Records::Unread => {
                span().class("muted").child("Reading when credentials were used…").into_any()
            }
            Records::Failed(error) => failure_notice(
                failure(During::Loading, &error),
                button(ButtonKind::Secondary, None, "Try again", move || editor.insight.forget()),
            )
            .into_any(),
            Records::Open { records, error: None, .. } if records.is_complete() => return None,
            Records::Open { records, error: None, .. } if records.is_at_limit() => {
                span().class("muted").child(insight::sessions_limit(records.read())).into_any()
            }
            Records::Open { records, is_loading, error } => {
                let more = (!records.is_complete()).then(|| {
                    let label = if is_loading { "Loading…" } else { "Read older sessions" };
                    let read = insight::sessions_read(records.read(), records.total());
                    (
                        span().class("muted").child(read),
                        button(ButtonKind::Secondary, None, label, move || usage::more(editor))
                            .attr("aria-disabled", is_loading.then_some("true")),
                    )
                });
                let failed =
                    error.map(|error| failure_notice(failure(During::Loading, &error), ()));
                (more, failed).view()
            }
        };
        Some(div().class("section vault__bar").child(said))
    })
}
