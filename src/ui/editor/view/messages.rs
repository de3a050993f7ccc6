//! The result of the last write, and the other notices above the view.

use super::{result, typed_secret};
use crate::ui::{
    browser::{clipboard, leave_guard, network},
    components::{
        button::{ButtonKind, button},
        clipboard_notice,
        lazy::{lazy, when},
        notice::{NoticeKind, notice},
    },
    dom::{Content, View, div, live, p},
    editor::{commands::edit, credentials::rotation, lazy_part::lazy_part, model::Editor, repair},
    messages::{editor as words, part},
};

pub(super) fn messages(editor: Editor) -> View {
    (
        (restored(editor), typed_secret::asked(editor)),
        when(
            move || editor.is_part_missing.get(),
            || {
                let is_offline = network::is_offline();
                let reload = (!is_offline).then(|| {
                    button(ButtonKind::Secondary, None, part::RELOAD, leave_guard::reload)
                });
                let sentence = p().child(part::not_sent(is_offline));
                notice(NoticeKind::Error, div().class("notice__line").child((sentence, reload)))
                    .into_any()
            },
        ),
        when(
            move || {
                editor.write.report.with(Option::is_some) || editor.write.unconfirmed().is_some()
            },
            move || lazy(move || result::result_lazily(editor)),
        ),
        when(
            move || editor.repairing.with(Option::is_some),
            move || lazy(move || repair::panel_lazily(editor)),
        ),
        when(
            move || editor.secrets.rotating.with(Option::is_some),
            move || lazy(move || rotation::rotation_lazily(editor)),
        ),
        when(
            move || editor.review.is_noop_asked.get() && !editor.fields.is_changed.get(),
            || notice(NoticeKind::Info, p().child(words::NO_CHANGES)).into_any(),
        ),
        live(move || {
            let text = match editor.loaded.is_new() {
                _ if editor.options.with(|options| options.is_read_only) => words::PAGE_READ_ONLY,
                true => words::CANNOT_CREATE,
                false => words::READ_ONLY,
            };
            (!editor.rights().can_write).then(|| notice(NoticeKind::Info, p().child(text)))
        }),
        when(
            move || editor.secrets.is_wiped.get() || clipboard::left().is_some(),
            move || lazy(move || about_secrets_lazily(editor)),
        ),
    )
        .view()
}

lazy_part!(credentials: about_secrets_lazily(editor: Editor) -> View = about_secrets);

/// Where secrets of this page have gone, and where one may be left.
fn about_secrets(editor: Editor) -> View {
    let wiped = live(move || {
        editor.secrets.is_wiped.get().then(|| notice(NoticeKind::Info, p().child(words::WIPED)))
    });
    // The console says it on every page.
    let is_alone = editor.host.with_value(|host| host.list.is_none());
    (wiped, is_alone.then(clipboard_notice::shown)).view()
}

fn restored(editor: Editor) -> View {
    live(move || {
        editor.fields.is_restored.get().then(|| {
            notice(
                NoticeKind::Info,
                div().class("notice__line").child((
                    p().child(words::RESTORED),
                    button(ButtonKind::Secondary, None, "Discard edits", move || {
                        edit::discard(editor);
                        edit::focus_heading(editor);
                    }),
                )),
            )
        })
    })
}
