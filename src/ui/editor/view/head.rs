//! The head of an identity: name, description, what needs work, and the tabs.

use crate::ui::reactive::*;
use crate::{
    domain::repair::{Drift, drift},
    ui::{
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
            status::{StatusKind, status},
        },
        dom::{Content, El, View, a, div, header, live, nav, p, span},
        editor::{commands::repair, host::Subject, model::Editor},
        messages::{plan::count, repair as words},
    },
};

mod menu;
mod tabs;

use tabs::tabs;

pub fn head(editor: Editor, subject: Subject) -> El {
    // Not when more becomes known about the connections: that would close an open menu.
    let stored = Memo::new(move |_| editor.loaded.identity().filter(|it| it.is_stored()));
    header().class("identity-head").child((
        div().class("identity-head__name").child((
            breadcrumb(editor),
            live(move || {
                let subject = subject.clone();
                editor
                    .heading_at(1)
                    .node_ref(editor.heading)
                    .attr("tabindex", "-1")
                    .attr("translate", "no")
                    .child(move || title(editor, &subject))
            }),
            p().class("muted truncate").child(move || {
                editor.loaded.identity().map(|it| it.description.clone()).unwrap_or_default()
            }),
        )),
        div().class("identity-head__actions").child(live(move || suggestion(editor))),
        live(move || stored.get().map(|stored| menu::actions(editor, &stored))),
        live(move || stored.get().map(|stored| tabs(editor, stored.name.as_str()))),
    ))
}

/// The way back to the list, where the page has one.
fn breadcrumb(editor: Editor) -> Option<El> {
    let list = editor.host.with_value(|host| host.list.clone())?;
    Some(
        nav().class("breadcrumb").attr("aria-label", "Breadcrumb").child((
            a().href(list)
                .attr("aria-label", "All machine identities")
                .child((icon(Icon::Back), "Identities")),
            span().class("breadcrumb__line").attr("aria-hidden", "true").child("/"),
        )),
    )
}

fn title(editor: Editor, subject: &Subject) -> String {
    match (editor.loaded.identity(), subject) {
        (Some(identity), _) if identity.is_stored() => identity.name.to_string(),
        (None, Subject::Stored(name)) => name.to_string(),
        _ => "New machine identity".to_owned(),
    }
}

/// What needs work, worst first, and the one action for it. It starts from what is stored, so edits
/// have to be saved or discarded first.
fn suggestion(editor: Editor) -> Option<View> {
    let context = editor.loaded.context.get()?;
    if !context.identity().is_stored() || !editor.loaded.has_lists() {
        return None;
    }
    let (mut leftover, mut missing, mut gone) = (0, 0, 0);
    let unedited = editor.review.unedited.get()?;
    for drift in drift::shown_by(&unedited) {
        match drift {
            Drift::Leftover { .. } => leftover += 1,
            Drift::Missing { .. } => missing += 1,
            Drift::NoSuchConnection { .. } => gone += 1,
        }
    }
    if leftover + missing + gone == 0 {
        return None;
    }
    let label = match (leftover, missing, gone) {
        (0, 0, gone) => format!("Remove {}", count(gone, "connection")),
        (0, missing, 0) => words::action(0, missing),
        (leftover, 0, 0) => words::action(leftover, 0),
        (leftover, missing, gone) => {
            format!("Repair {}", count(leftover + missing + gone, "credential"))
        }
    };
    let can_write = editor.can_write();
    let is_offered = editor.rights().can_write
        && editor.repairing.with(Option::is_none)
        && !editor.fields.is_changed.get();
    Some(
        (
            (leftover > 0).then(|| {
                let works = if leftover == 1 { "still works" } else { "still work" };
                let text = format!("{} {works}", count(leftover, "leftover credential"));
                status(StatusKind::Caution, Icon::Alert, text)
            }),
            (missing > 0).then(|| {
                let text = count(missing, "missing credential");
                status(StatusKind::Negative, Icon::Missing, text)
            }),
            (gone > 0).then(|| {
                let text = format!("{} gone", count(gone, "connection"));
                status(StatusKind::Negative, Icon::Error, text)
            }),
            is_offered.then(|| {
                button(ButtonKind::Secondary, None, label, move || repair::open(editor))
                    .attr("aria-disabled", move || (!can_write.get()).then_some("true"))
            }),
        )
            .view(),
    )
}
