//! Element builders that erase types early.
//!
//! Leptos gives every combination of element, attributes and children its own type, and the
//! compiler generates code for each: a third of the program was copies of the same few functions.
//! Here there is one type of content, `View`, which Leptos mounts. Why not `view!`: see ARCHITECTURE.md,
//! Decisions.

use std::borrow::Cow;

use leptos::tachys::html::event::EventDescriptor;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement};

use crate::ui::reactive::*;

mod attribute;
mod binding;
mod content;
pub mod untrusted;
mod view;

pub use attribute::{Class, Text, Value};
pub use content::{Content, live};
pub use view::{Placed, View, kept_items};

use binding::Binding;
use view::{Kind, Parts, Shape};

/// An element, once it is built.
#[derive(Clone, Copy)]
pub struct ElRef(RwSignal<Option<HtmlElement>>);

impl ElRef {
    #[expect(clippy::new_without_default, reason = "it is made to be given to an element")]
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    pub fn get(self) -> Option<HtmlElement> {
        self.0.get()
    }

    pub fn get_untracked(self) -> Option<HtmlElement> {
        self.0.get_untracked()
    }

    /// `None` once its owner has ended.
    pub fn try_get(self) -> Option<Option<HtmlElement>> {
        self.0.try_get()
    }

    /// `None` once its owner has ended.
    pub fn try_get_untracked(self) -> Option<Option<HtmlElement>> {
        self.0.try_get_untracked()
    }

    fn set(self, element: Option<HtmlElement>) {
        self.0.set(element);
    }
}

/// An element under construction: one pointer, because every builder call moves it.
pub struct El(Box<Parts>);

macro_rules! elements {
    ($($name:ident $tag:literal),* $(,)?) => {
        $(pub fn $name() -> El { El::new($tag) })*
    };
}

// An update keeps the element if its tag is the same, and its properties.
elements! {
    a "A", article "ARTICLE", aside "ASIDE", bdi "BDI", button "BUTTON", code "CODE",
    dd "DD", details "DETAILS", dialog "DIALOG", div "DIV", dl "DL", dt "DT", fieldset "FIELDSET",
    form "FORM", h1 "H1", h2 "H2", header "HEADER", input "INPUT", kbd "KBD", label "LABEL",
    legend "LEGEND", li "LI", main "MAIN", nav "NAV", ol "OL", option "OPTION", p "P", pre "PRE",
    section "SECTION", select "SELECT", span "SPAN", strong "STRONG", summary "SUMMARY",
    table "TABLE", tbody "TBODY", td "TD", textarea "TEXTAREA", th "TH", thead "THEAD",
    time "TIME", tr "TR", ul "UL",
}

/// A heading of a level from 1 to 6.
pub fn heading(level: u8) -> El {
    El::new(match level {
        0 | 1 => "H1",
        2 => "H2",
        3 => "H3",
        4 => "H4",
        5 => "H5",
        _ => "H6",
    })
}

/// A drawing of one path, in a square of 24 units.
pub fn drawing(path: &'static str) -> El {
    let mut drawing = El::new("svg");
    drawing.0.shape.path = Some(path);
    drawing.attr("viewBox", "0 0 24 24")
}

/// Marks a constant value.
pub enum Fixed {}

/// Marks a value that is computed again whenever a signal that it read changes.
pub struct Live<M>(std::marker::PhantomData<M>);

/// Text that may come from the gateway or another user: see [`untrusted`].
impl Content<Fixed> for String {
    #[inline(never)]
    fn append_to(self, children: &mut Vec<View>) {
        children.push(untrusted::text(self));
    }
}

impl El {
    #[inline(never)]
    fn new(tag: &'static str) -> Self {
        let (texts, bindings, children) = (Vec::new(), Vec::new(), Vec::new());
        Self(Box::new(Parts { shape: Shape::new(tag), texts, bindings, children }))
    }

    #[inline(never)]
    pub fn into_any(self) -> View {
        View(Kind::Element(self.0))
    }

    #[inline(never)]
    fn bind(&mut self, binding: Binding) {
        self.0.bindings.push(binding);
    }

    #[inline(never)]
    fn add_class(&mut self, name: &'static str) {
        if !name.is_empty() {
            self.0.shape.classes.push(name);
        }
    }

    /// An attribute that stays as it is, if it has a value. A borrowed text is the program's own.
    #[inline(never)]
    fn set(&mut self, name: &'static str, value: Option<Cow<'static, str>>) {
        match value {
            None => {}
            Some(Cow::Borrowed(value)) => self.0.shape.attributes.push((name, value)),
            Some(Cow::Owned(value)) => {
                let shown = untrusted::attribute(name, Some(value));
                self.0.texts.extend(shown.map(|value| (name, value)));
            }
        }
    }

    pub fn attr<M>(mut self, name: &'static str, value: impl Value<M>) -> Self {
        value.set_on(&mut self, name);
        self
    }

    pub fn id<M>(self, value: impl Value<M>) -> Self {
        self.attr("id", value)
    }

    pub fn role<M>(self, value: impl Value<M>) -> Self {
        self.attr("role", value)
    }

    pub fn href<M>(self, value: impl Value<M>) -> Self {
        self.attr("href", value)
    }

    pub fn r#type(self, value: &'static str) -> Self {
        self.attr("type", value)
    }

    pub fn r#for(self, id: impl Text) -> Self {
        self.attr("for", id)
    }

    pub fn class<M>(self, class: impl Class<M>) -> Self {
        class.add_to(self)
    }

    /// Keeps an input's text equal to a value.
    pub fn value(self, value: impl Fn() -> String + 'static) -> Self {
        self.property("value", Box::new(move |()| value().into()))
    }

    /// Keeps a checkbox or radio button equal to a value.
    pub fn checked(self, value: impl Fn() -> bool + 'static) -> Self {
        self.property("checked", Box::new(move |()| value().into()))
    }

    /// Keeps a checkbox between on and off while a condition holds.
    pub fn indeterminate(self, value: impl Fn() -> bool + 'static) -> Self {
        self.property("indeterminate", Box::new(move |()| value().into()))
    }

    fn property(mut self, name: &'static str, value: Box<dyn Run<(), JsValue>>) -> Self {
        self.bind(Binding::Property(name, value));
        self
    }

    pub fn node_ref(mut self, reference: ElRef) -> Self {
        self.bind(Binding::Reference(reference));
        self
    }

    /// Calls `act` on an event while the view around the element exists: Chromium fires `blur` as it
    /// removes a focused element, when the view's values are gone.
    pub fn on<E>(mut self, event: E, mut act: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.listen(event.name(), Box::new(move |event: Event| act(event.unchecked_into())));
        self
    }

    #[inline(never)]
    fn listen(&mut self, name: Cow<'static, str>, mut act: Box<dyn Run<Event, ()>>) {
        let view = StoredValue::new(());
        // What it creates ends with the view.
        let owner = Owner::current().as_ref().map(Owner::downgrade);
        let act = move |event| {
            if view.is_disposed() {
                return;
            }
            match owner.as_ref().and_then(WeakOwner::upgrade) {
                Some(owner) => owner.with(|| act.run(event)),
                None => act.run(event),
            }
        };
        self.bind(Binding::Listener(name, Box::new(act)));
    }

    pub fn child<M>(mut self, content: impl Content<M>) -> Self {
        content.append_to(&mut self.0.children);
        self
    }
}
