//! The menu of an identity: what concerns it as a whole.

use std::sync::Arc;

use leptos::task::spawn_local;

use crate::ui::reactive::*;
use crate::{
    domain::{
        identity::Identity,
        outgoing::{Inspection, inspect},
        redacted_text::RedactedText,
    },
    gateway::pause::pause,
    ui::{
        browser::clipboard,
        components::{
            icon::{Icon, icon},
            lazy::lazy,
            menu::{MenuButton, MenuItem, MenuItemKind, OpenMenu, menu},
        },
        dom::{El, View, div, span},
        editor::{commands::repair, lazy_part::lazy_part, model::Editor, views::IdentityView},
    },
};

/// How long the outcome of copying is shown, in milliseconds.
const SAID: u32 = 4_000;

pub(super) fn actions(editor: Editor, identity: &Identity) -> El {
    let said = RwSignal::new("");
    let button = MenuButton {
        id: editor.id("menu"),
        name: Some(format!("More actions for {}", identity.name)),
        class: "button button--quiet button--icon",
    };
    let identity = Arc::new(identity.clone());
    div().class("identity-head__menu").child((
        span().class("muted").role("status").child(move || said.get()),
        menu(button, icon(Icon::More), move |opened| {
            let identity = identity.clone();
            lazy(move || opened_lazily(editor, identity.clone(), said, opened.clone()))
        }),
    ))
}

lazy_part!(review: opened_lazily(
    editor: Editor,
    identity: Arc<Identity>,
    said: RwSignal<&'static str>,
    menu: OpenMenu
) -> View = opened);

fn opened(
    editor: Editor,
    identity: Arc<Identity>,
    said: RwSignal<&'static str>,
    menu: OpenMenu,
) -> View {
    menu.list(items(editor, &identity, said))
}

fn items(editor: Editor, identity: &Identity, said: RwSignal<&'static str>) -> Vec<MenuItem> {
    let item =
        |label: &str, sign, kind| MenuItem { label: label.to_owned(), sign: Some(sign), kind };
    let act = |act: Box<dyn Fn() + Send + Sync>| MenuItemKind::Act(Callback::new(move |()| act()));
    let host = editor.host.get_value();
    let name = identity.name.clone();
    let can_write = editor.rights().can_write;
    let mut items = Vec::new();
    if can_write {
        if let Some(href) = host.menu.duplicate.and_then(|href| href.run(name.clone())) {
            items.push(item("Duplicate", Icon::Duplicate, MenuItemKind::Link(href)));
        }
        let rename = act(Box::new(move || show(editor, IdentityView::Settings)));
        items.push(item("Rename", Icon::Rename, rename));
    }
    let id = identity.id.to_string();
    items.push(item(
        "Copy ID",
        Icon::Copy,
        act(Box::new(move || copy(editor, &id, said, "ID copied"))),
    ));
    let view = host.views.shown.get_untracked();
    if host.views.href.run(view).is_some() {
        let link = act(Box::new(move || {
            let address = window().location().href().unwrap_or_default();
            copy(editor, &address, said, "Link copied");
        }));
        items.push(item("Copy link", Icon::Copy, link));
    }
    if can_write {
        items.push(revoke_access(editor));
        if let Some(delete) = host.menu.delete {
            let is_free =
                editor.can_write().get_untracked() || editor.is_deleting().get_untracked();
            let (label, kind) = match is_free {
                true => {
                    let delete = Callback::new(move |()| delete.run(name.clone()));
                    ("Delete…", MenuItemKind::Danger(delete))
                }
                false => ("Delete: a change isn’t confirmed yet", MenuItemKind::Text),
            };
            items.push(item(label, Icon::Delete, kind));
        }
    }
    items
}

/// It starts from what is stored, so edits have to be saved or discarded first.
fn revoke_access(editor: Editor) -> MenuItem {
    let is_offered =
        !editor.fields.is_changed.get_untracked() && editor.can_write().get_untracked();
    let (label, kind) = match is_offered {
        true => {
            let revoke = Callback::new(move |()| repair::revoke_access(editor));
            ("Revoke all access…", MenuItemKind::Danger(revoke))
        }
        false => ("Revoke all access: save or discard your edits first", MenuItemKind::Text),
    };
    MenuItem { label: label.to_owned(), sign: Some(Icon::Revoke), kind }
}

fn show(editor: Editor, view: IdentityView) {
    editor.host.with_value(|host| host.views.show).run(view);
}

/// Copies a text that isn't secret, and says so for a while.
fn copy(editor: Editor, text: &str, said: RwSignal<&'static str>, done: &'static str) {
    let outgoing = match inspect(&RedactedText::own(text)) {
        Inspection::Clear(outgoing) => outgoing,
        Inspection::Held(held) => held.approve(),
    };
    let Some(heading) = editor.heading.get_untracked() else { return };
    spawn_local(async move {
        let is_copied = clipboard::copy(&outgoing, &heading).await.is_ok();
        said.try_set(if is_copied { done } else { "Not copied: the browser refused" });
        pause(SAID).await;
        said.try_set("");
    });
}
