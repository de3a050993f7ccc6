//! The menu of the sandbox in the page: what it is, the way back to its start, and the failures that
//! it can be asked for.
//!
//! docs/sandbox.md has the same list of failures.

use leptos::{callback::Callable, prelude::*, task::spawn_local};

use crate::{
    gateway::loaded::{FaultChoice, Loaded},
    ui::{
        components::{
            icon::{Icon, icon},
            menu::{MenuButton, MenuItem, MenuItemKind, menu},
        },
        dom::{El, div, span},
    },
};

/// The menu while the sandbox stands in for a gateway. With `on_reset`, which is called afterwards,
/// the sample data can be restored; `more` are the page's own items.
pub fn sandbox_menu(
    id: String,
    sandbox: Loaded,
    on_reset: Option<Callback<()>>,
    more: Vec<MenuItem>,
) -> El {
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
    let reset = Callback::new(move |()| {
        armed.set(String::new());
        spawn_local(async move {
            sandbox.get_value().reset().await;
            if let Some(on_reset) = on_reset {
                on_reset.try_run(());
            }
        });
    });
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
        if on_reset.is_some() {
            items.push(MenuItem {
                label: "Restore the sample data".to_owned(),
                sign: Some(Icon::Undo),
                kind: MenuItemKind::Act(reset),
            });
        }
        items.extend(more.iter().cloned());
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
    let button = MenuButton { id, name: None, class: "button button--quiet sandbox__button" };
    let said = move || match armed.get() {
        fault if fault.is_empty() => String::new(),
        fault => format!("The next write fails with {fault}."),
    };
    div().class("sandbox").child((
        menu(button, (icon(Icon::Sandbox), span().child("Sandbox")), items),
        span().class("visually-hidden").role("status").child(said),
    ))
}
