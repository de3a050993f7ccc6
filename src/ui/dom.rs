//! Element builders that erase types early.
//!
//! Leptos gives every combination of element, attributes and children its own type, and the
//! compiler generates code for each: a third of the program was copies of the same few functions.
//! Here there is one element type of our own, and three kinds of attribute and one kind of reactive child
//! that are built on Leptos. Why not `view!`: see ARCHITECTURE.md, Decisions.

use std::borrow::Cow;

use leptos::{
    ev,
    html::Custom,
    tachys::html::{
        attribute::any_attribute::{AnyAttribute, IntoAnyAttribute},
        event::{self, EventDescriptor},
        node_ref::node_ref,
        property::prop,
        style::style,
    },
};
use wasm_bindgen::JsCast;
use web_sys::Event;

use crate::ui::reactive::*;

mod attribute;
mod content;
mod element;
mod kept;
pub mod untrusted;

pub use attribute::{Class, Text, Value};
pub use content::{Content, live};
pub use kept::kept_items;

use element::{Parts, Shape};

/// Finished content of a page.
pub type View = AnyView;

/// Runs with an element once it is in the page.
pub type ElRef = NodeRef<Custom<&'static str>>;

/// An element under construction: one pointer, because every builder call moves it.
pub struct El(Box<Parts>);

macro_rules! elements {
    ($($name:ident $tag:literal),* $(,)?) => {
        $(pub fn $name() -> El { El::new($tag) })*
    };
}

// An update keeps the element if its tag is the same.
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
    fn append_to(self, children: &mut Vec<AnyView>) {
        children.push(untrusted::text(self));
    }
}

impl El {
    #[inline(never)]
    fn new(tag: &'static str) -> Self {
        let (texts, attributes, children) = (Vec::new(), Vec::new(), Vec::new());
        Self(Box::new(Parts { shape: Shape::new(tag), texts, attributes, children }))
    }

    #[inline(never)]
    pub fn into_any(self) -> View {
        IntoAny::into_any(*self.0)
    }

    #[inline(never)]
    fn add(&mut self, attribute: AnyAttribute) {
        self.0.attributes.push(attribute);
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
    pub fn value(mut self, value: impl Fn() -> String + Send + 'static) -> Self {
        let value: Box<dyn FnMut() -> String + Send> = Box::new(value);
        self.add(prop("value", value).into_any_attr());
        self
    }

    /// Keeps a checkbox or radio button equal to a value.
    pub fn checked(mut self, value: impl Fn() -> bool + Send + 'static) -> Self {
        let value: Box<dyn FnMut() -> bool + Send> = Box::new(value);
        self.add(prop("checked", value).into_any_attr());
        self
    }

    /// Keeps a checkbox between on and off while a condition holds.
    pub fn indeterminate(mut self, value: impl Fn() -> bool + Send + 'static) -> Self {
        let value: Box<dyn FnMut() -> bool + Send> = Box::new(value);
        self.add(prop("indeterminate", value).into_any_attr());
        self
    }

    /// Sets a height by script: a strict policy allows that and refuses a `style` attribute. In whole
    /// pixels, because formatting a fraction takes 12 kB of program.
    pub fn height(mut self, pixels: impl Fn() -> u32 + Send + Sync + 'static) -> Self {
        self.add(style(("block-size", move || format!("{}px", pixels()))).into_any_attr());
        self
    }

    pub fn node_ref(mut self, container: ElRef) -> Self {
        let attribute = node_ref::<Custom<&'static str>, _>(container);
        self.add(attribute.into_any_attr());
        self
    }

    /// Calls `act` on an event, as long as the view around the element is there: Chromium says that an
    /// element lost the focus while it removes it, after the view's values are gone.
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
        let act = move |event| {
            if !view.is_disposed() {
                act.run(event);
            }
        };
        self.add(event::on(ev::Custom::<Event>::new(name), act).into_any_attr());
    }

    pub fn child<M>(mut self, content: impl Content<M>) -> Self {
        content.append_to(&mut self.0.children);
        self
    }
}
