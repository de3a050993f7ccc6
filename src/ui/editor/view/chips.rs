//! The attributes as chips, each with the number of connections that it matches.
//!
//! Acceptance: a removed one stays in its place until it is saved, and can be put back; the number
//! opens the list of connections in place; what is wrong with one can be edited.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

use super::{options, suggestions};
use crate::{
    domain::{
        attribute::Attribute,
        catalog::{Catalog, ListedAttribute},
        connection::{Connection, ConnectionName},
        draft::Field,
    },
    ui::{
        browser::{focus, unicode::look_alikes},
        components::{
            button::icon_button,
            field::FieldText,
            icon::{Icon, icon},
            lazy::{lazy, when},
            token_field::{TokenField, focus_near, token_field},
        },
        dom::{self, Content, El, View, code, div, li, live, p, span, ul, untrusted},
        editor::{commands::edit, model::Editor},
        messages::{
            draft::field_label,
            plan::{and_more, count, ineligible},
        },
    },
};

/// How many connections of one attribute are listed.
const LISTED: usize = 100;

/// One chip.
struct Chip {
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

pub fn attributes(editor: Editor) -> View {
    let opened = RwSignal::new(None::<String>);
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
        token_field(props, (), live(move || chip_list(editor, opened))).class("field--section"),
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

fn chip_list(editor: Editor, opened: RwSignal<Option<String>>) -> Option<El> {
    let chips = chips(editor);
    (!chips.is_empty()).then(|| {
        ul().class("chips tokens__list")
            .attr("aria-label", "Attributes")
            .child(chips.into_iter().map(|chip| draw(editor, chip, opened)).collect::<Vec<_>>())
    })
}

/// The stored attributes in their order, removed ones included, then the added ones.
fn chips(editor: Editor) -> Vec<Chip> {
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
    let chip = |text: &String, index: Option<usize>| Chip {
        is_look_alike: alike.contains(text),
        matches: catalog
            .as_ref()
            .and_then(|it| it.attribute(&Attribute::received(text)))
            .map(|it| it.connection_names.len()),
        is_added: !stored.contains(text),
        is_invalid: index.is_some_and(|index| wrong.contains(&index)),
        text: text.clone(),
        index,
    };
    let place = |text: &String| typed.iter().position(|typed| typed == text);
    let old = stored.iter().map(|text| chip(text, place(text)));
    let new = typed.iter().enumerate();
    let new =
        new.filter(|(_, text)| !stored.contains(text)).map(|(index, text)| chip(text, Some(index)));
    old.chain(new).collect()
}

fn draw(editor: Editor, chip: Chip, opened: RwSignal<Option<String>>) -> El {
    let Chip { text, index, is_added, is_invalid, is_look_alike, matches } = chip;
    let shown = match is_look_alike {
        true => untrusted::spelled(&text),
        false => untrusted::text(text.clone()),
    };
    let field = editor.field_id(Field::Attributes);
    let locked = editor.is_locked().get();
    let is_removed = index.is_none();
    let sign = match () {
        () if is_removed => Some(Icon::Minus),
        () if is_added => Some(Icon::Add),
        () => None,
    };
    let number = match matches {
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
    let (name, toggled) = (text.clone(), text.clone());
    let is_open = move || opened.with(|opened| opened.as_ref() == Some(&name));
    let face = dom::button()
        .r#type("button")
        .class("chip__text")
        .attr("aria-expanded", move || is_open().to_string())
        .child((sign.map(icon), code().attr("translate", "no").child(shown), number))
        .on(ev::click, move |_| {
            opened.update(|opened| {
                *opened = Some(toggled.clone()).filter(|_| opened.as_ref() != Some(&toggled));
            });
        });
    let end = match index {
        _ if locked => None,
        None => {
            let restored = text.clone();
            Some(
                dom::button()
                    .r#type("button")
                    .class("chip__undo")
                    .child((
                        "Undo",
                        span().class("visually-hidden").child(format!(" removing {text}")),
                    ))
                    .on(ev::click, move |event| {
                        let from = event.current_target().and_then(tokens_around);
                        edit::restore_attribute(editor, &restored);
                        let items = editor.fields.inputs.attributes.items().get_untracked();
                        let index = items.iter().position(|item| *item == restored);
                        if let Some((from, index)) = from.zip(index) {
                            focus_near(from, field.clone(), index);
                        }
                    })
                    .into_any(),
            )
        }
        Some(index) => Some(ends(editor, field, text.clone(), index, is_invalid)),
    };
    li().class("chip")
        .class(("chip--removed", is_removed))
        .class(("chip--added", is_added && !is_invalid))
        .class(("chip--invalid", is_invalid))
        .child((face, end))
}

fn ends(editor: Editor, field: String, text: String, index: usize, is_invalid: bool) -> View {
    let list = editor.fields.inputs.attributes;
    let input = field.clone();
    let edit = is_invalid.then(|| {
        dom::button()
            .r#type("button")
            .class("button button--quiet button--icon")
            .attr("aria-label", format!("Edit attribute {text}"))
            .child(icon(Icon::Rename))
            .on(ev::click, move |event| {
                list.edit(index);
                focus::focus_field(&event, &input);
            })
    });
    let remove = icon_button(Icon::Close, format!("Remove attribute {text}"), || {})
        .id(format!("{field}-remove-{index}"))
        .on(ev::click, move |event| {
            // Found before the list is drawn again, which detaches this button.
            let from = event.current_target().and_then(tokens_around);
            list.remove(index);
            if let Some(from) = from {
                focus_near(from, field.clone(), index);
            }
        });
    (edit, remove).view()
}

/// What a chip's button is in, which stays when the chips are drawn again.
fn tokens_around(button: EventTarget) -> Option<Element> {
    button.dyn_into::<Element>().ok()?.closest(".tokens").ok()?
}

/// The connections that an attribute matches, and which of them the identity can use.
fn matches(catalog: &Catalog, attribute: &ListedAttribute) -> El {
    let row = |name: &ConnectionName| {
        let note = match catalog.connection(name).map(Connection::eligibility) {
            Some(Ok(_)) => String::new(),
            Some(Err(reason)) => ineligible(&reason),
            None => "not listed".to_owned(),
        };
        li().child((
            span().class("mono").attr("translate", "no").child(name.to_string()),
            span().class("muted").child(note),
        ))
    };
    let total = attribute.connection_names.len();
    let rows = attribute.connection_names.iter().take(LISTED).map(row);
    let more = total.saturating_sub(LISTED);
    div()
        .class("matches")
        .role("region")
        .attr("aria-label", format!("Connections with {}", attribute.name))
        .child((
            p().child((
                code().attr("translate", "no").child(attribute.name.to_string()),
                format!(" is on {}.", count(total, "connection")),
                attribute.managed.then_some(
                    " Managed by hoop.dev: it can be added to other connections at any time.",
                ),
            )),
            ul().class("matches__rows")
                .child((rows.collect::<Vec<_>>(), (more > 0).then(|| li().child(and_more(more))))),
        ))
}
