//! The list of all problems that block a form.
//!
//! Acceptance: after a failed submit it takes the focus, so that screen readers start there; each
//! line links to its field.

use leptos::ev;

use crate::ui::reactive::*;
use crate::ui::{
    browser::focus,
    dom::{El, ElRef, View, a, div, li, live, ul},
};

/// One line of the summary.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SummaryLine {
    /// The id of the input that the line links to.
    pub target: String,
    pub text: String,
}

/// `heading` begins its title. `take_focus` counts failed submits; the summary takes the focus each
/// time the count grows. `lead` is called with the target of a line, scrolls its field into view and
/// focuses it.
pub fn error_summary(
    id: String,
    heading: impl Fn() -> El + Copy + Send + 'static,
    title: Signal<String>,
    lines: Signal<Vec<SummaryLine>>,
    take_focus: Signal<u32>,
    lead: impl Fn(&str) + Copy + Send + 'static,
) -> View {
    let node = ElRef::new();
    // Only after a failed submit; redrawing the list is no reason to take the focus.
    Effect::new(move |seen: Option<u32>| {
        let failed = take_focus.get();
        match node.get() {
            Some(node) if failed > seen.unwrap_or(0) => {
                focus::focus(&node);
                failed
            }
            // It isn't drawn yet.
            _ => seen.unwrap_or(0).min(failed),
        }
    });
    let title_id = format!("{id}-title");
    let lines = Memo::new(move |_| lines.get());
    // The element stays while its lines change, or each change would lose the focus.
    let is_there =
        Memo::new(move |_| take_focus.get() > 0 && lines.with(|lines| !lines.is_empty()));
    live(move || {
        let title_id = title_id.clone();
        is_there.get().then(|| {
            div()
                .node_ref(node)
                .class("error-summary")
                .role("alert")
                .attr("tabindex", "-1")
                .attr("aria-labelledby", title_id.clone())
                .child((
                    heading().id(title_id).child(move || title.get()),
                    ul().child(move || {
                        lines
                            .get()
                            .into_iter()
                            .map(|line| summary_line(line, lead))
                            .collect::<Vec<_>>()
                    }),
                ))
        })
    })
}

fn summary_line(line: SummaryLine, lead: impl Fn(&str) + 'static) -> El {
    let target = line.target;
    li().child(a().href(format!("#{target}")).child(line.text).on(ev::click, move |event| {
        // No fragment navigation: the console uses fragments for routes, and they don't work
        // in a shadow root.
        event.prevent_default();
        lead(&target);
    }))
}
