//! Exporting credentials in the format that a workload reads: formats left, preview right.
//!
//! Acceptance: the text is shown masked before anything leaves the page; copying and downloading
//! start on a press only, ask first when the text has characters that can't be seen, and aren't
//! offered where the organization disabled copying (G28); what a format leaves out is listed above
//! the preview, with the reason; a long export says how far it is, and ends when the dialog closes.

use std::sync::Arc;

use leptos::{ev, task::spawn_local};

use super::{
    credentials::display,
    lazy_part::lazy_part,
    model::{Editor, secrets::CredentialList},
};
use crate::ui::reactive::*;
use crate::{
    domain::{
        access::{Kind, host_flag},
        credential::Credential,
        outgoing::{Inspection, inspect},
        redacted_text::RedactedText,
    },
    gateway::pause::give_way,
    ui::{
        browser::download::download,
        components::{
            button::{ButtonKind, button},
            clipboard_notice,
            dialog::dialog,
            icon::{Icon, icon},
            pieces_value::pieces_value,
        },
        dom::{Content, El, View, div, input, label, li, live, p, span, strong, ul},
        messages::{export as words, plan::count},
    },
    wire::export::{Export, ExportFormat, ExportGroup, ExportWriter, Fitting, LeftOut, Scope},
};

lazy_part!(credentials: pub export_lazily(editor: Editor) -> View = export);

fn export(editor: Editor) -> View {
    let is_open = Signal::derive(move || editor.secrets.exporting().is_some());
    let title = Signal::derive(move || {
        let number = editor.secrets.exporting().map_or(0, |exporting| exporting.len());
        format!("Export {}", count(number, "credential"))
    });
    let close = move || editor.secrets.end_export();
    dialog(editor.id("export"), title, is_open, close, move || {
        let exporting = untrack(|| editor.secrets.exporting()).unwrap_or_default();
        let format = RwSignal::new(best(&exporting));
        let fitting = RwSignal::new(None);
        let shown = exporting.clone();
        // Where the gateway's own host is of no use, another can be set right here (G9).
        let wants_host = exporting.iter().any(|credential| host_flag(credential).is_some());
        div().class("export").child((
            choice(editor, &exporting, format, fitting),
            div().class("export__preview").child((
                p().class("hint").child(live(move || words::usage(format.get()))),
                wants_host.then(|| display::public_host(editor, "export-host")),
                live(move || package(editor, &shown, format.get(), fitting)),
                // The page's own is behind the dialog.
                clipboard_notice::shown(),
                button(ButtonKind::Quiet, None, "Close", close).class("export__close"),
            )),
        ))
    })
}

/// A client's own form where all are of its kind, else what most workloads read.
fn best(exporting: &[Arc<Credential>]) -> ExportFormat {
    let is_alone = |format: &ExportFormat| {
        !format.is_for(Kind::Other)
            && exporting.iter().all(|credential| format.may_hold(credential))
    };
    ExportFormat::ALL
        .into_iter()
        .find(is_alone)
        .filter(|_| exporting.len() == 1)
        .unwrap_or(ExportFormat::DotEnv)
}

/// The formats for the types of these credentials, in their groups, with the number of credentials that
/// each can have once they were read.
fn choice(
    editor: Editor,
    exporting: &[Arc<Credential>],
    chosen: RwSignal<ExportFormat>,
    fitting: RwSignal<Option<Fitting>>,
) -> El {
    let name = editor.id("export-format");
    let kinds: Vec<Kind> = exporting.iter().map(|it| Kind::of(it)).collect();
    let is_for = |format: ExportFormat| kinds.iter().any(|kind| format.is_for(*kind));
    let total = exporting.len();
    let option = |format: ExportFormat| {
        let number = move || {
            let number = fitting.with(|it| it.as_ref().map(|it| it.of(format)));
            number.map(|number| format!("{number} of {total}")).unwrap_or_default()
        };
        let id = format!("{name}-{}", words::format(format).replace([' ', '/', '~', '.'], "-"));
        label().class("export__format").r#for(id.clone()).child((
            input()
                .id(id)
                .r#type("radio")
                .attr("name", name.clone())
                .checked(move || chosen.get() == format)
                .on(ev::change, move |_| {
                    editor.secrets.visibility.mask();
                    chosen.set(format);
                }),
            span().child(words::format(format)),
            span().class("export__number").child(number),
        ))
    };
    let group = |group: ExportGroup| {
        let formats = ExportFormat::ALL.into_iter();
        let formats: Vec<El> = formats
            .filter(|format| format.group() == group && is_for(*format))
            .map(option)
            .collect();
        (!formats.is_empty()).then(|| {
            div()
                .role("group")
                .attr("aria-label", words::group(group))
                .child((p().class("export__group").child(words::group(group)), formats))
        })
    };
    div()
        .class("export__formats")
        .role("radiogroup")
        .attr("aria-label", "Format")
        .child(ExportGroup::ALL.into_iter().map(group).collect::<Vec<_>>())
}

/// Progress of an export.
enum Progress {
    Preparing,
    Done(Box<Export>),
    /// The preview took it.
    Shown,
}

/// How many credentials are read or written before yielding to the browser.
const AT_ONCE: usize = 250;

/// The export ends unfinished when the format or the host changes, or the dialog closes.
fn package(
    editor: Editor,
    exporting: &Arc<Vec<Arc<Credential>>>,
    format: ExportFormat,
    fitting: RwSignal<Option<Fitting>>,
) -> View {
    let public = editor.secrets.public_host.get();
    let Some(identity) = editor.loaded.identity_untracked() else { return ().view() };
    let all = match untrack(|| editor.secrets.list()) {
        CredentialList::Open(all) => Some(all),
        _ => None,
    };
    let (exporting, total) = (exporting.clone(), exporting.len());
    let (progress, number) = (RwSignal::new(Progress::Preparing), RwSignal::new(0));
    spawn_local(async move {
        let credentials: Vec<&Credential> = exporting.iter().map(AsRef::as_ref).collect();
        let all = all.as_ref().map(|all| all.iter().map(AsRef::as_ref));
        let scope = Scope::of(credentials.iter().copied(), all);
        let mut writer = ExportWriter::new(format, &identity, scope, &credentials, public.as_ref());
        loop {
            if let Some(export) = writer.advance(AT_ONCE) {
                fitting.try_set(Some(export.fitting));
                progress.try_set(Progress::Done(Box::new(export)));
                return;
            }
            if !number.try_set(writer.done()) {
                return;
            }
            give_way().await;
            if number.try_get_untracked().is_none() {
                return;
            }
        }
    });
    live(move || {
        progress.track();
        let done = progress.try_update_untracked(|progress| match progress {
            Progress::Preparing => None,
            progress => Some(std::mem::replace(progress, Progress::Shown)),
        })?;
        match done {
            None => Some(
                p().class("waiting")
                    .child((
                        // Announced once.
                        span().role("status").child(words::PREPARING),
                        span()
                            .attr("aria-hidden", "true")
                            .child(move || format!(" {} of {total}", number.get())),
                    ))
                    .into_any(),
            ),
            Some(Progress::Done(export)) => Some(untrack(|| made(editor, format, total, *export))),
            Some(_) => None,
        }
    })
}

/// An export of some of `total` credentials.
fn made(editor: Editor, format: ExportFormat, total: usize, export: Export) -> View {
    let Export { file_name, media_type, text, notes, .. } = export;
    let unreachable = words::unreachable(&notes);
    let notes: Vec<El> = notes
        .iter()
        .filter_map(words::note)
        .map(|text| li().class("credential__note").child((icon(Icon::Info), span().child(text))))
        .collect();
    let is_empty = text.is_empty();
    let body = match is_empty {
        true => p().child("None of these credentials fits this format.").into_any(),
        false => content(editor, format, file_name, media_type, text),
    };
    (
        left_out("Left out", words::left_out_heading(total - export.carried), &export.left_out),
        left_out(
            "Values left out",
            words::values_left_out_heading(export.incomplete),
            &export.values_left_out,
        ),
        unreachable
            .map(|text| p().class("export__left").child((icon(Icon::Alert), span().child(text)))),
        (!notes.is_empty()).then(|| ul().class("credential__notes").child(notes)),
        body,
    )
        .view()
}

/// What isn't in an export, with the reasons; nothing where all of it is.
fn left_out(label: &'static str, heading: String, left_out: &[LeftOut]) -> Option<El> {
    let reasons: Vec<El> = left_out.iter().map(|it| li().child(words::left_out(it))).collect();
    (!reasons.is_empty()).then(|| {
        div()
            .class("export__left")
            .role("group")
            .attr("aria-label", label)
            .child((strong().child(heading), ul().class("review__notes").child(reasons)))
    })
}

fn content(
    editor: Editor,
    format: ExportFormat,
    file_name: String,
    media_type: &'static str,
    text: RedactedText,
) -> View {
    let can_copy = Signal::derive(move || editor.rights().can_copy);
    let on_seen = move || {
        editor.secrets.is_unseen.try_set(false);
    };
    let text = Arc::new(text);
    let what = format!("the {}", words::format(format));
    let shown = pieces_value(editor.secrets.visibility, what, text.clone(), can_copy, on_seen);
    let said = RwSignal::new(String::new());
    let is_held = RwSignal::new(false);
    let save = move || {
        let outgoing = match inspect(&text) {
            Inspection::Clear(outgoing) => outgoing,
            Inspection::Held(held) if is_held.get_untracked() => held.approve(),
            Inspection::Held(held) => {
                is_held.set(true);
                return said.set(words::hidden_characters(held.found()));
            }
        };
        is_held.set(false);
        let done = download(&outgoing, &file_name, media_type);
        said.set(match done {
            Ok(()) => words::download_started(&file_name),
            Err(_) => words::DOWNLOAD_REFUSED.to_owned(),
        });
        if done.is_ok() {
            on_seen();
        }
    };
    let title = move || if is_held.get() { "Download anyway" } else { "Download" };
    let below = live(move || {
        Some(match can_copy.get() {
            true => div().class("form__actions").child((
                button(ButtonKind::Primary, Some(Icon::Download), title, save.clone()),
                span().class("form__aside").role("status").child(move || said.get()),
            )),
            false => p().class("form__aside").child(words::COPYING_DISABLED),
        })
    });
    div().class("export__content").child((shown, below)).into_any()
}
