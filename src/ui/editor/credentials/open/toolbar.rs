//! Search, and what is done with the selected credentials, or with all of them.

use std::sync::Arc;

use leptos::ev;

use super::{super::used, rows::Row};
use crate::ui::reactive::*;
use crate::{
    domain::{collect::HashedMap, connection::ConnectionName, credential::Credential},
    ui::{
        components::{
            button::{ButtonKind, button},
            icon::Icon,
            search_field::search_field,
        },
        dom::{El, div, input, label, live, span},
        editor::{commands::rotate, model::Editor},
        messages::plan::count,
    },
};

pub(super) fn toolbar(
    editor: Editor,
    credentials: Arc<Vec<Arc<Credential>>>,
    search: RwSignal<String>,
    fitting: Memo<Vec<Arc<Row>>>,
) -> El {
    let id = editor.id("credential-search");
    let total = credentials.len();
    let all = StoredValue::new(credentials);
    let selected = move || -> Vec<Arc<Credential>> {
        let chosen = editor.secrets.chosen.get();
        all.with_value(|all| {
            let is_chosen =
                |it: &&Arc<Credential>| chosen.is_empty() || chosen.contains(&it.connection_name);
            all.iter().filter(is_chosen).cloned().collect()
        })
    };
    // One connection can have two credentials, and only one of them is rotated (contract §8).
    let mut counts: HashedMap<ConnectionName, usize> = HashedMap::default();
    all.with_value(|all| {
        for credential in all.iter() {
            *counts.entry(credential.connection_name.clone()).or_default() += 1;
        }
    });
    let connections = counts.len();
    let chosen = Memo::new(move |_| {
        editor.secrets.chosen.with(|chosen| {
            let number = |name: &ConnectionName| counts.get(name).copied().unwrap_or_default();
            (chosen.len(), chosen.iter().map(number).sum::<usize>())
        })
    });
    let of_all = move |chosen: (usize, usize)| match chosen {
        (0, _) => (connections, total),
        chosen => chosen,
    };
    let rotated = move || of_all(chosen.get()).0;
    let exported = move || of_all(chosen.get()).1;
    let can_write = editor.can_write();
    div().class("section vault__bar").child((
        span().class("muted").role("status").child(move || {
            let found = fitting.with(Vec::len);
            match chosen.get().1 {
                0 if search.with(|text| text.trim().is_empty()) => count(total, "credential"),
                0 => format!("{found} found"),
                chosen => format!("{} selected", count(chosen, "credential")),
            }
        }),
        used::unused_filter(editor),
        search_field(id, "Search credentials", search),
        button(
            ButtonKind::Secondary,
            Some(Icon::Rotate),
            move || format!("Rotate {}", count(rotated(), "credential")),
            move || {
                let names = untrack(selected).iter().map(|it| it.connection_name.clone()).collect();
                rotate::ask(editor, names);
            },
        )
        .attr("aria-disabled", move || (!can_write.get()).then_some("true")),
        live(move || {
            (!editor.hidden().export).then(|| {
                button(
                    ButtonKind::Secondary,
                    Some(Icon::Send),
                    move || format!("Export {}", count(exported(), "credential")),
                    move || editor.secrets.export(untrack(selected)),
                )
            })
        }),
        button(ButtonKind::Quiet, Some(Icon::EyeOff), "Hide credentials", move || {
            editor.secrets.close_list();
        }),
    ))
}

pub(super) fn select_all(editor: Editor, fitting: Memo<Vec<Arc<Row>>>) -> El {
    let names = move || -> Vec<ConnectionName> {
        fitting.with(|rows| rows.iter().filter(|it| it.is_live).map(|it| it.name.clone()).collect())
    };
    let is_all = move || {
        let names = names();
        !names.is_empty()
            && editor.secrets.chosen.with(|chosen| names.iter().all(|it| chosen.contains(it)))
    };
    let is_part = move || {
        !is_all()
            && editor.secrets.chosen.with(|chosen| names().iter().any(|it| chosen.contains(it)))
    };
    let choose = move |is_chosen: bool| {
        editor.secrets.chosen.update(|chosen| {
            for name in untrack(names) {
                if is_chosen {
                    chosen.insert(name);
                } else {
                    chosen.swap_remove(&name);
                }
            }
        });
    };
    label().child(
        input()
            .r#type("checkbox")
            .attr("aria-label", "Select all credentials")
            .checked(is_all)
            .indeterminate(is_part)
            .on(ev::change, move |event| choose(event_target_checked(&event))),
    )
}
