//! The sandbox in the page: what it is, and the failures that it can be asked for.
//!
//! docs/sandbox.md has the same list of failures.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    gateway::loaded::{FaultChoice, Loaded},
    ui::{
        components::{
            icon::{Icon, icon},
            menu::{MenuButton, MenuItem, MenuItemKind, menu},
        },
        dom::{El, div, span},
        session::Session,
    },
};

/// The menu in the top bar while the sandbox stands in for a gateway.
pub fn drawer(session: Session, sandbox: Loaded) -> El {
    let sandbox = StoredValue::new_local(sandbox);
    let faults = RwSignal::new(Vec::new());
    let armed = RwSignal::new(String::new());
    spawn_local(async move {
        let found = sandbox.get_value().faults().await;
        faults.try_set(found);
    });
    let arm = move |fault: String| {
        armed.set(fault.clone());
        spawn_local(async move {
            sandbox.get_value().arm_for_next_write(&fault).await;
        });
    };
    let items = move || {
        let text = |label: &str| MenuItem {
            label: label.to_owned(),
            sign: None,
            kind: MenuItemKind::Text,
        };
        let fault = |FaultChoice { name, effect }| {
            let is_chosen = {
                let name = name.clone();
                Signal::derive(move || armed.with(|armed| *armed == name))
            };
            let label = format!("{name}: {effect}");
            let choose = Callback::new(move |()| arm(name.clone()));
            MenuItem { label, sign: None, kind: MenuItemKind::Choice(is_chosen, choose) }
        };
        let mut items =
            vec![text("Sample data in this page. Nothing is sent; a reload starts over.")];
        items.push(MenuItem {
            label: "Connect to a gateway".to_owned(),
            sign: Some(Icon::Plug),
            kind: MenuItemKind::Act(Callback::new(move |()| session.sign_out())),
        });
        items.push(text("Make the next write fail:"));
        items.extend(faults.get_untracked().into_iter().map(fault));
        items.push(text("To see what remains of a draft:"));
        items.push(MenuItem {
            label: "Crash this page".to_owned(),
            sign: None,
            kind: MenuItemKind::Act(Callback::new(|()| panic!("crashed from the sandbox’s menu"))),
        });
        items
    };
    let button = MenuButton {
        id: "sandbox".to_owned(),
        name: None,
        class: "button button--quiet sandbox__button",
    };
    let said = move || match armed.get() {
        fault if fault.is_empty() => String::new(),
        fault => format!("The next write fails with {fault}."),
    };
    div().class("sandbox").child((
        menu(button, (icon(Icon::Sandbox), span().child("Sandbox")), items),
        span().class("visually-hidden").role("status").child(said),
    ))
}
