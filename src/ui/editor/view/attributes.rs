//! The attributes, each with the number of connections that it matches.
//!
//! Acceptance: a removed one stays in its place until it is saved, and can be put back; pressing one
//! lists its connections; what is wrong with one can be edited. Up to sixty are chips in the field;
//! more are rows of a table, of which only those in view are in the page.

use std::sync::Arc;

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

use super::{options, suggestions};
use crate::ui::reactive::*;
use crate::{
    domain::{attribute::Attribute, collect::Collect, draft::Field},
    ui::{
        browser::{focus::focus_field, unicode::look_alikes},
        components::{
            button::icon_button,
            field::FieldText,
            icon::{Icon, icon},
            lazy::{lazy, when},
            token_field::{TokenField, focus_near, token_field},
        },
        dom::{self, Content, El, View, code, li, live, span, ul, untrusted},
        editor::{commands::edit, model::Editor},
        messages::draft::field_label,
    },
};

mod matches;
mod table;

use matches::matches;

/// The most attributes that are drawn as chips.
const CHIPS: usize = 60;

/// An attribute of the identity: stored, added or removed.
#[derive(Clone, Eq, PartialEq)]
pub struct Entry {
    text: String,
    /// Its place in the typed list; `None` for a removed one.
    index: Option<usize>,
    is_added: bool,
    is_invalid: bool,
    /// It looks like another attribute here or of the gateway.
    is_look_alike: bool,
    /// How many connections it matches; `None` for an attribute that isn't listed.
    matches: Option<usize>,
}

/// The attribute whose connections are listed.
type Opened = RwSignal<Option<String>>;

pub fn attributes(editor: Editor) -> View {
    let opened = Opened::new(None);
    let entries = Memo::new(move |_| entries(editor).into_iter().map(Arc::new).collect::<Vec<_>>());
    let chips = move || entries.with(|all| chip_list(editor, all, opened));
    let props = TokenField {
        text: FieldText {
            id: editor.field_id(Field::Attributes),
            label: field_label(Field::Attributes),
            hint: "Adds every connection with a matching attribute. You can paste a list."
                .to_owned(),
            errors: options::errors(editor, Field::Attributes),
        },
        placeholder: "Add attribute",
        list: editor.fields.inputs.attributes,
        options: options::attribute_options(editor),
        locked: editor.is_locked(),
        is_multiple: false,
    };
    (
        token_field(props, (), live(chips)).class("field--section"),
        when(
            move || entries.with(|all| all.len() > CHIPS),
            move || lazy(move || table::attribute_table_lazily(editor, entries, opened)),
        ),
        when(
            move || !editor.review.new_attributes().is_empty(),
            move || lazy(move || suggestions::suggestions_lazily(editor)),
        ),
        live(move || {
            let catalog = editor.loaded.loaded_catalog()?;
            let name = Attribute::received(opened.get()?);
            catalog.attribute(&name).map(|attribute| matches(&catalog, attribute))
        }),
    )
        .view()
}

/// The stored attributes in their order, removed ones included, then the added ones.
fn entries(editor: Editor) -> Vec<Entry> {
    let typed = editor.fields.inputs.attributes.items().get();
    let wrong = editor.review.wrong_entries(Field::Attributes).get();
    let catalog = editor.loaded.loaded_catalog();
    let stored: Vec<String> = editor
        .loaded
        .identity()
        .map(|it| it.attributes.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    let known = catalog.iter().flat_map(|it| it.attributes()).map(|it| it.name.as_str());
    let alike = look_alikes(known.chain(stored.iter().chain(&typed).map(String::as_str)));
    let is_stored = stored.iter().map(String::as_str).into_hashed_set();
    // The first place of a text wins.
    let places =
        typed.iter().enumerate().rev().map(|(index, text)| (text, index)).into_hashed_map();
    let entry = |text: &String, index: Option<usize>| Entry {
        is_look_alike: alike.contains(text),
        matches: catalog
            .as_ref()
            .and_then(|it| it.attribute(&Attribute::received(text)))
            .map(|it| it.connection_names.len()),
        is_added: !is_stored.contains(text.as_str()),
        is_invalid: index.is_some_and(|index| wrong.contains(&index)),
        text: text.clone(),
        index,
    };
    let old = stored.iter().map(|text| entry(text, places.get(text).copied()));
    let new = typed.iter().enumerate().filter(|(_, text)| !is_stored.contains(text.as_str()));
    old.chain(new.map(|(index, text)| entry(text, Some(index)))).collect()
}

fn chip_list(editor: Editor, entries: &[Arc<Entry>], opened: Opened) -> Option<El> {
    (1..=CHIPS).contains(&entries.len()).then(|| {
        ul().class("chips tokens__list")
            .attr("aria-label", field_label(Field::Attributes))
            .child(entries.iter().map(|it| chip(editor, it, opened)).collect::<Vec<_>>())
    })
}

fn chip(editor: Editor, entry: &Entry, opened: Opened) -> El {
    let Entry { is_added, is_invalid, index, .. } = *entry;
    let sign = match () {
        () if index.is_none() => Some(Icon::Minus),
        () if is_added => Some(Icon::Add),
        () => None,
    };
    let number = match entry.matches {
        Some(matches) => span().class("chip__count").child((
            matches.to_string(),
            span().class("visually-hidden").child(if matches == 1 {
                " connection"
            } else {
                " connections"
            }),
        )),
        None if is_added && !is_invalid => span().class("chip__count").child("new"),
        None => span(),
    };
    let face = face(entry, opened).class("chip__text").child((sign.map(icon), text(entry), number));
    li().class("chip")
        .class(("chip--removed", index.is_none()))
        .class(("chip--added", is_added && !is_invalid))
        .class(("chip--invalid", is_invalid))
        .child((face, actions(editor, entry, Focus::Chip)))
}

/// The attribute's text.
fn text(entry: &Entry) -> El {
    code().attr("translate", "no").child(match entry.is_look_alike {
        true => untrusted::spelled(&entry.text),
        false => untrusted::text(entry.text.clone()),
    })
}

/// The button that lists the connections of an attribute.
fn face(entry: &Entry, opened: Opened) -> El {
    let (name, toggled) = (entry.text.clone(), entry.text.clone());
    let is_open = move || opened.with(|opened| opened.as_ref() == Some(&name));
    dom::button().r#type("button").attr("aria-expanded", move || is_open().to_string()).on(
        ev::click,
        move |_| {
            opened.update(|opened| {
                *opened = Some(toggled.clone()).filter(|_| opened.as_ref() != Some(&toggled));
            });
        },
    )
}

/// Where the focus goes when an attribute is removed or put back.
#[derive(Clone, Copy)]
enum Focus {
    /// To the chip that comes next, or to the input.
    Chip,
    /// It stays on the row, which the table sees to.
    Row,
}

impl Focus {
    /// `from` is what the attributes are in, and `index` the place of the attribute in `field`.
    fn after_change(self, from: Element, field: String, index: usize) {
        match self {
            Self::Chip => focus_near(from, field, index),
            // Few are left, and drawn as chips.
            Self::Row => request_animation_frame(move || {
                if from.query_selector(".attribute-table").is_ok_and(|table| table.is_none()) {
                    focus_near(from, field, index);
                }
            }),
        }
    }
}

/// The buttons that change an attribute, unless nothing can be changed now.
fn actions(editor: Editor, entry: &Entry, focus: Focus) -> Option<View> {
    if editor.is_locked().get() {
        return None;
    }
    let text = entry.text.clone();
    Some(match entry.index {
        None => undo(editor, text, focus).into_any(),
        Some(index) => ends(editor, text, index, entry.is_invalid, focus),
    })
}

fn undo(editor: Editor, text: String, focus: Focus) -> El {
    dom::button()
        .r#type("button")
        .class("chip__undo")
        .child(("Undo", span().class("visually-hidden").child(format!(" removing {text}"))))
        .on(ev::click, move |event| {
            let from = event.current_target().and_then(section_around);
            edit::restore_attribute(editor, &text);
            let items = editor.fields.inputs.attributes.items().get_untracked();
            let index = items.iter().position(|item| *item == text);
            if let Some((from, index)) = from.zip(index) {
                focus.after_change(from, editor.field_id(Field::Attributes), index);
            }
        })
}

fn ends(editor: Editor, text: String, index: usize, is_invalid: bool, focus: Focus) -> View {
    let list = editor.fields.inputs.attributes;
    let field = editor.field_id(Field::Attributes);
    let input = field.clone();
    let edit = is_invalid.then(|| {
        dom::button()
            .r#type("button")
            .class("button button--quiet button--icon")
            .attr("aria-label", format!("Edit attribute {text}"))
            .child(icon(Icon::Rename))
            .on(ev::click, move |event| {
                list.edit(index);
                focus_field(&event, &input);
            })
    });
    let remove = icon_button(Icon::Close, format!("Remove attribute {text}"), || {})
        .id(format!("{field}-remove-{index}"))
        .on(ev::click, move |event| {
            // Found before the list is drawn again, which detaches this button.
            let from = event.current_target().and_then(section_around);
            list.remove(index);
            if let Some(from) = from {
                focus.after_change(from, field.clone(), index);
            }
        });
    (edit, remove).view()
}

/// What the button of an attribute is in, which stays when the attributes are drawn again.
fn section_around(button: EventTarget) -> Option<Element> {
    button.dyn_into::<Element>().ok()?.closest(".section").ok()?
}
