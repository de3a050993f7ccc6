//! Content that is drawn again ends up exactly as content that is drawn for the first time.

#![cfg(target_arch = "wasm32")]

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Function;
use leptos::{
    ev,
    prelude::{document, window},
    tachys::view::{Mountable, Render},
    task::tick,
};
use machine_identity_editor::ui::{
    dom::{Content, El, View, button, div, drawing, input, kept_items, live, span},
    reactive::{Owner, RwSignal},
};
use wasm_bindgen::{JsCast, closure::Closure};
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

/// Content of every kind, some of it with nothing to see.
const CONTENTS: [fn() -> View; 14] = [
    || ().view(),
    || "a".view(),
    || "b".to_owned().view(),
    || span().view(),
    || div().child("a").view(),
    || ("a", span()).view(),
    || (span(), "b", ()).view(),
    || None::<El>.view(),
    || Some(("a", "b")).view(),
    || Vec::<El>::new().view(),
    || vec![span(), span().class("a")].view(),
    || vec!["a", "b", "c"].view(),
    || live(|| vec![live(|| "a"), live(|| span().child("b"))]),
    || kept_items(|| vec![1, 2], |item| item.to_string().view()),
];

fn owner() -> Owner {
    // Whoever mounts first starts what runs effects.
    leptos::mount::mount_to_body(|| ());
    // Not the child of what another test has left, which ends with it.
    let owner = Owner::new_root(None);
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
fn all_content_becomes_all_other() {
    let _owner = owner();
    let fresh = |content: fn() -> View| {
        let parent = parent();
        div().child((content(), "end")).into_any().build().mount(&parent, None);
        text_and_elements(&parent)
    };
    for (from, before) in CONTENTS.iter().enumerate() {
        for (to, after) in CONTENTS.iter().enumerate() {
            let parent = parent();
            let mut state = div().child((before(), "end")).into_any().build();
            state.mount(&parent, None);
            for (content, step) in [(after, "once"), (before, "and back"), (after, "and again")] {
                div().child((content(), "end")).into_any().rebuild(&mut state);
                assert_eq!(
                    text_and_elements(&parent),
                    fresh(*content),
                    "from {from} to {to} {step}"
                );
            }
            state.unmount();
            assert_eq!(parent.inner_html(), "", "{to} leaves the page");
        }
    }
}

/// What is in a place, without comments.
fn text_and_elements(parent: &Element) -> String {
    parent.inner_html().replace("<!---->", "")
}

#[wasm_bindgen_test]
async fn a_property_follows_its_signal_and_only_that() {
    let _owner = owner();
    let parent = parent();
    let text = RwSignal::new("a".to_owned());
    let mut state = input().value(move || text.get()).into_any().build();
    state.mount(&parent, None);
    let field: web_sys::HtmlInputElement =
        parent.first_element_child().expect("an element").unchecked_into();
    assert_eq!(field.value(), "a");
    // What was typed stays until the value is another one.
    field.set_value("typed");
    text.set("a".to_owned());
    tick().await;
    assert_eq!(field.value(), "typed");
    text.set("b".to_owned());
    tick().await;
    assert_eq!(field.value(), "b");
}

#[wasm_bindgen_test]
async fn kept_items_move_and_are_drawn_once() {
    let _owner = owner();
    let parent = parent();
    let items = RwSignal::new(vec![1, 2, 3]);
    let drawn = Rc::new(RefCell::new(Vec::new()));
    let draw = {
        let drawn = drawn.clone();
        move |item: i32| {
            drawn.borrow_mut().push(item);
            span().child(item.to_string()).into_any()
        }
    };
    let mut state = kept_items(move || items.get(), draw).build();
    state.mount(&parent, None);
    let texts = || parent.text_content().unwrap_or_default();
    assert_eq!(texts(), "123");
    let second = parent.children().item(1).expect("an element");
    for (order, expected) in
        [(vec![3, 2, 1], "321"), (vec![2], "2"), (vec![4, 2, 5], "425"), (vec![], "")]
    {
        items.set(order);
        tick().await;
        assert_eq!(texts(), expected);
        assert_eq!(parent.contains(Some(&second)), expected.contains('2'), "{expected}");
    }
    assert_eq!(*drawn.borrow(), [1, 2, 3, 4, 5], "each once");
}

#[wasm_bindgen_test]
fn what_has_left_the_page_ends_at_once() {
    let _owner = owner();
    let token = Rc::new(());
    let held = token.clone();
    let state = live(move || {
        let held = held.clone();
        button().on(ev::click, move |_| drop(held.clone()))
    })
    .build();
    assert_eq!(Rc::strong_count(&token), 3, "here, in what draws and in the listener");
    drop(state);
    // What draws lives until its task ends: whatever follows a signal in there would still read it.
    assert_eq!(Rc::strong_count(&token), 2);
}

#[wasm_bindgen_test]
fn a_listener_ends_with_its_element() {
    let _owner = owner();
    let parent = parent();
    let (clicks, errors) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (count, failed) = (clicks.clone(), errors.clone());
    let watch = Closure::<dyn FnMut()>::new(move || failed.set(failed.get() + 1));
    let watch: &Function = watch.as_ref().unchecked_ref();
    window().add_event_listener_with_callback("error", watch).expect("a listener");
    let mut state = button().on(ev::click, move |_| count.set(count.get() + 1)).into_any().build();
    state.mount(&parent, None);
    let button: web_sys::HtmlElement =
        parent.first_element_child().expect("an element").unchecked_into();
    button.click();
    state.unmount();
    drop(state);
    // A browser may still have an event for it.
    button.click();
    window().remove_event_listener_with_callback("error", watch).expect("a listener");
    assert_eq!((clicks.get(), errors.get()), (1, 0));
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
