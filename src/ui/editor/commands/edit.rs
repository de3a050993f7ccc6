//! Editing: reset, discard, resolve a conflict.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::credentials;
use crate::ui::reactive::*;
use crate::{
    domain::{
        collect::Collect,
        draft::{Field, IdentityDraft, IdentitySpec, TextOrList},
        host::PublicHost,
    },
    ui::{
        browser::focus,
        components::token_list::TokenList,
        editor::{model::Editor, storage, views::IdentityView},
    },
};

/// Resets one field to what was loaded.
pub fn reset(editor: Editor, field: Field) {
    if let Some(identity) = editor.loaded.identity_untracked() {
        editor.fields.take(field, &IdentityDraft::of(&identity));
    }
}

/// Takes over what a late save has stored, where the user hasn't edited it since.
pub fn follow(editor: Editor, stored: &IdentitySpec) {
    let after = stored.borrowed().to_draft();
    for field in Field::ALL {
        if !untrack(|| editor.fields.is_edited(field)) {
            editor.fields.take(field, &after);
        }
    }
}

/// Discards all edits, in favor of what is stored now.
pub fn discard(editor: Editor) {
    if let Some(conflict) = editor.write.conflict.get_untracked() {
        editor.write.conflict.set(None);
        editor.loaded.rebase(conflict.now);
        credentials::refresh(editor);
    }
    if let Some(identity) = editor.loaded.identity_untracked() {
        editor.fields.load(&IdentityDraft::of(&identity));
    }
    editor.review.refused_saves.set(0);
    editor.review.is_noop_asked.set(false);
    editor.fields.is_restored.set(false);
}

/// Focuses the heading: the element that had the focus is gone.
pub fn focus_heading(editor: Editor) {
    if let Some(heading) = editor.heading.get_untracked() {
        focus::give_back(heading);
    }
}

/// Focuses a field of the view that is shown.
pub fn focus_field(editor: Editor, field: Field) {
    focus_by_id(editor, editor.field_id(field));
}

/// Focuses the review of a wide page, or the bar that opens it on a narrow one.
pub fn focus_review(editor: Editor) {
    request_animation_frame(move || {
        let wide = element(editor, &editor.id("review-rail")).filter(|it| it.client_height() > 0);
        let narrow = || element(editor, &editor.id("review-open"));
        if let Some(review) = wide.or_else(narrow) {
            focus::focus_in_place(&review);
        }
    });
}

fn focus_by_id(editor: Editor, id: String) {
    request_animation_frame(move || {
        if let Some(element) = element(editor, &id) {
            focus::focus(&element);
        }
    });
}

fn element(editor: Editor, id: &str) -> Option<HtmlElement> {
    let heading = editor.heading.try_get_untracked()??;
    focus::in_root_of(&heading, id)?.dyn_into().ok()
}

/// Brings a field into view and focuses it, on whichever view it is.
pub fn go_to(editor: Editor, field: Field) {
    editor.wanted.set_value(Some(field));
    focus_wanted(editor);
    if editor.wanted.with_value(Option::is_some) {
        let view = match editor.fields.inputs.get(field) {
            TextOrList::Text(_) => IdentityView::Settings,
            TextOrList::List(_) => IdentityView::Access,
        };
        editor.host.with_value(|host| host.views.show).run(view);
    }
}

/// Focuses the field that is wanted, once a view that has it is drawn.
pub fn focus_wanted(editor: Editor) {
    let Some(Some(field)) = editor.wanted.try_get_value() else { return };
    let Some(heading) = editor.heading.get_untracked() else { return };
    if focus::focus_field_from(&heading, &editor.field_id(field)) {
        editor.wanted.set_value(None);
    }
}

/// Continues editing with the values chosen in a conflict, on top of what is stored now.
pub fn resolve_conflict(editor: Editor) {
    let Some(conflict) = editor.write.conflict.get_untracked() else { return };
    editor.write.conflict.set(None);
    editor.loaded.rebase(conflict.now);
    credentials::refresh(editor);
    let merged = conflict.merge.merged();
    for field in Field::ALL {
        editor.fields.take(field, &merged);
    }
}

/// Sets the public host for this gateway.
pub fn set_public_host(editor: Editor, host: Option<PublicHost>) {
    storage::keep_public_host(editor, host.as_ref());
    editor.secrets.own_public_host.set(host);
}

/// Removes a direct connection.
pub fn remove_connection(editor: Editor, name: &str) {
    let entered = untrack(|| editor.fields.direct_connections());
    if let Some(index) = entered.iter().position(|it| it == name) {
        editor.fields.inputs.connection_names.remove(index);
    }
}

/// Puts a removed connection back in its place.
pub fn restore_connection(editor: Editor, name: &str) {
    let Some(identity) = editor.loaded.identity_untracked() else { return };
    restore(
        editor.fields.inputs.connection_names,
        IdentityDraft::of(&identity).connection_names,
        name,
    );
}

/// Puts a removed attribute back in its place.
pub fn restore_attribute(editor: Editor, name: &str) {
    let Some(identity) = editor.loaded.identity_untracked() else { return };
    restore(editor.fields.inputs.attributes, IdentityDraft::of(&identity).attributes, name);
}

/// The stored order, then what was added.
fn restore(list: TokenList, stored: Vec<String>, name: &str) {
    let now = list.items().get_untracked();
    let kept = now.iter().map(String::as_str).chain([name]).into_hashed_set();
    let mut items: Vec<String> =
        stored.iter().filter(|item| kept.contains(item.as_str())).cloned().collect();
    let is_stored = stored.iter().map(String::as_str).into_hashed_set();
    items.extend(now.iter().filter(|item| !is_stored.contains(item.as_str())).cloned());
    list.put_back(items, name);
}
