//! An element that is drawn again becomes what it would have been from the start.

#![cfg(target_arch = "wasm32")]

use leptos::{
    prelude::document,
    tachys::view::{Mountable, Render},
};
use machine_identity_editor::ui::{
    dom::{Content, El, div, drawing, span},
    reactive::{Owner, RwSignal},
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;

wasm_bindgen_test_configure!(run_in_browser);

/// Elements that differ in one respect or several.
const KINDS: [fn() -> El; 17] = [
    span,
    div,
    || span().class("a"),
    || span().class("b").class("c"),
    || span().class("a").class(("c", || true)),
    || span().class(("a", || true)),
    || span().attr("title", "a").attr("lang", "en"),
    || span().attr("title", "a"),
    || span().attr("lang", "a"),
    || span().attr("title", "b"),
    || span().attr("title", "a".to_owned()),
    || span().attr("title", || "a").class("a"),
    || span().attr("title", || None::<&str>),
    || span().child("a"),
    || span().child((span().class("a"), "b", span())),
    || drawing("M 0 0"),
    || drawing("M 1 1").class("a").child("b"),
];

fn owner() -> Owner {
    // Whoever mounts first starts what runs effects.
    leptos::mount::mount_to_body(|| ());
    let owner = Owner::new();
    owner.set();
    owner
}

fn parent() -> Element {
    document().create_element("DIV").expect("an element")
}

#[wasm_bindgen_test]
fn every_element_becomes_every_other() {
    let _owner = owner();
    let fresh = |kind: fn() -> El| {
        let parent = parent();
        kind().into_any().build().mount(&parent, None);
        parent.inner_html()
    };
    for (from, before) in KINDS.iter().enumerate() {
        for (to, after) in KINDS.iter().enumerate() {
            let parent = parent();
            let mut state = before().into_any().build();
            state.mount(&parent, None);
            after().into_any().rebuild(&mut state);
            assert_eq!(parent.inner_html(), fresh(*after), "from {from} to {to}");
            before().into_any().rebuild(&mut state);
            assert_eq!(parent.inner_html(), fresh(*before), "from {from} to {to} and back");
        }
    }
}

#[wasm_bindgen_test]
fn elements_of_one_shape_are_independent() {
    let _owner = owner();
    let (one, other) = (parent(), parent());
    let signal = RwSignal::new(true);
    let draw = || span().class("a").attr("lang", "en").attr("title", move || signal.get());
    let mut states = [draw().into_any().build(), draw().into_any().build()];
    states[0].mount(&one, None);
    states[1].mount(&other, None);
    let first = one.first_element_child().expect("an element");
    first.set_attribute("lang", "de").expect("an attribute");
    first.set_text_content(Some("changed"));
    assert_eq!(other.inner_html(), r#"<span class="a" lang="en" title=""></span>"#);
    let third = parent();
    draw().view().build().mount(&third, None);
    assert_eq!(third.inner_html(), other.inner_html());
}

#[wasm_bindgen_test]
fn an_element_stays_while_its_tag_does() {
    let _owner = owner();
    let parent = parent();
    let mut state = span().class("a").child("a").into_any().build();
    state.mount(&parent, None);
    let element = parent.first_element_child();
    span().class("b").child(("a", span())).into_any().rebuild(&mut state);
    assert_eq!(parent.first_element_child(), element);
    div().into_any().rebuild(&mut state);
    assert_ne!(parent.first_element_child(), element);
    assert_eq!(parent.child_nodes().length(), 1);
}

#[wasm_bindgen_test]
fn a_drawing_is_a_picture_with_its_path() {
    let _owner = owner();
    let parent = parent();
    drawing("M 0 0").into_any().build().mount(&parent, None);
    let drawing = parent.first_element_child().expect("an element");
    assert_eq!(drawing.namespace_uri().as_deref(), Some("http://www.w3.org/2000/svg"));
    assert_eq!(parent.inner_html(), r#"<svg viewBox="0 0 24 24"><path d="M 0 0"></path></svg>"#);
}
