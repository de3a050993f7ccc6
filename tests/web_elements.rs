//! An element that is drawn again becomes what it would have been from the start.

#![cfg(target_arch = "wasm32")]

use std::{cell::RefCell, rc::Rc};

use leptos::{
    ev,
    prelude::document,
    tachys::view::{Mountable, Render},
    task::tick,
};
use machine_identity_editor::ui::{
    dom::{El, button, div, drawing, span},
    reactive::{Owner, RwSignal},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;

wasm_bindgen_test_configure!(run_in_browser);

/// Elements that differ in one respect or several.
const KINDS: [fn() -> El; 18] = [
    span,
    div,
    || span().class("a"),
    || span().class(""),
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
async fn what_follows_a_signal_ends_with_the_element_that_had_it() {
    let _owner = owner();
    let parent = parent();
    let (old, new) = (RwSignal::new("a"), RwSignal::new("b"));
    let is_old = RwSignal::new(true);
    let mut state = span()
        .attr("title", move || old.get())
        .class("fixed")
        .class(("old", move || is_old.get()))
        .into_any()
        .build();
    state.mount(&parent, None);
    span().attr("title", move || new.get()).class("fixed").into_any().rebuild(&mut state);
    // The old one last: if it were still followed, its value would stay.
    for (signal, value) in [(new, "d"), (old, "c")] {
        signal.set(value);
        tick().await;
    }
    for value in [false, true] {
        is_old.set(value);
        tick().await;
    }
    assert_eq!(parent.inner_html(), r#"<span class="fixed" title="d"></span>"#);
}

#[wasm_bindgen_test]
async fn children_that_come_and_go_keep_their_places() {
    let _owner = owner();
    let parent = parent();
    let shown = RwSignal::new([false; 3]);
    let part = move |at: usize| move || shown.get()[at].then(|| (at.to_string(), span()));
    let list = move || shown.get()[1].then(span).into_iter().collect::<Vec<_>>();
    let mut state = div().child((part(0), "x", part(1), list, part(2))).into_any().build();
    state.mount(&parent, None);
    let of = |shown: [bool; 3]| {
        let part = |at: usize| if shown[at] { format!("{at}<span></span>") } else { String::new() };
        let list = if shown[1] { "<span></span>" } else { "" };
        format!("<div>{}x{}{list}{}</div>", part(0), part(1), part(2))
    };
    let without_comments = |html: String| html.replace("<!---->", "").replace("<!-- -->", "");
    for bits in [0b000, 0b100, 0b110, 0b011, 0b101, 0b111, 0b010, 0b000, 0b111, 0b001] {
        let now = [bits & 4 != 0, bits & 2 != 0, bits & 1 != 0];
        shown.set(now);
        tick().await;
        assert_eq!(without_comments(parent.inner_html()), of(now), "{bits:03b}");
    }
}

#[wasm_bindgen_test]
fn a_listener_is_replaced_with_its_element() {
    let _owner = owner();
    let parent = parent();
    let log = Rc::new(RefCell::new(Vec::new()));
    let draw = |name: &'static str| {
        let log = log.clone();
        button().on(ev::click, move |_| log.borrow_mut().push(name))
    };
    let mut state = draw("before").into_any().build();
    state.mount(&parent, None);
    draw("after").into_any().rebuild(&mut state);
    let button = parent.first_element_child().expect("an element");
    button.unchecked_into::<web_sys::HtmlElement>().click();
    assert_eq!(*log.borrow(), ["after"]);
}

#[wasm_bindgen_test]
fn elements_of_one_shape_are_independent() {
    let _owner = owner();
    let (one, other) = (parent(), parent());
    let draw = || span().class("a").attr("lang", "en");
    draw().into_any().build().mount(&one, None);
    draw().into_any().build().mount(&other, None);
    let first = one.first_element_child().expect("an element");
    first.set_attribute("lang", "de").expect("an attribute");
    first.set_text_content(Some("changed"));
    let third = parent();
    draw().into_any().build().mount(&third, None);
    for untouched in [other, third] {
        assert_eq!(untouched.inner_html(), r#"<span class="a" lang="en"></span>"#);
    }
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
