//! Elements, with their types erased as they are built.
//!
//! Leptos gives every combination of element, attributes and children a type of its own, and the
//! compiler writes each of them out: a third of the program was copies of the same few functions.
//! Here there is one element, three kinds of attribute and one kind of reactive child, all of them
//! Leptos's own; the functions that build them read as Leptos's builders do. `view!` is not used at
//! all: what it makes of static markup is refused by Trusted Types.

use std::borrow::Cow;

use leptos::{
    ev,
    html::{self, Custom},
    prelude::*,
    tachys::{
        html::{
            attribute::{
                any_attribute::{AnyAttribute, IntoAnyAttribute},
                custom::custom_attribute,
            },
            class::class,
            event::{self, EventDescriptor},
            node_ref::node_ref,
            property::prop,
            style::style,
        },
        view::iterators::StaticVec,
    },
};
use wasm_bindgen::JsCast;
use web_sys::Event;

pub mod untrusted;

/// A finished piece of a page.
pub type View = AnyView;

/// Reaches an element once it is in the page.
pub type ElRef = NodeRef<Custom<&'static str>>;

/// An element being built: one pointer, because the builders hand it on at each call.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    class: Cow<'static, str>,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

macro_rules! elements {
    ($($name:ident $tag:literal),* $(,)?) => {
        $(pub fn $name() -> El { El::new($tag) })*
    };
}

// In capitals, as a browser answers it: an element is kept on a change when its tag is the same.
elements! {
    a "A", article "ARTICLE", aside "ASIDE", bdi "BDI", button "BUTTON", caption "CAPTION", code "CODE",
    dd "DD", details "DETAILS", dialog "DIALOG", div "DIV", dl "DL", dt "DT", fieldset "FIELDSET",
    form "FORM", h1 "H1", h2 "H2", h3 "H3", header "HEADER", input "INPUT", kbd "KBD", label "LABEL",
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

/// Marks a value that does not change.
pub enum Fixed {}

/// Marks a value that is computed anew whenever a signal that it read changes.
pub struct Live<M>(std::marker::PhantomData<M>);

/// The value of an attribute: a text, or none for an attribute that is absent.
pub trait Value<M> {
    fn into_attribute(self, name: &'static str) -> AnyAttribute;
}

/// A text that may be absent.
pub trait Text: 'static {
    fn into_text(self) -> Option<String>;
}

impl Text for &'static str {
    fn into_text(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Text for String {
    fn into_text(self) -> Option<String> {
        Some(self)
    }
}

impl Text for bool {
    fn into_text(self) -> Option<String> {
        self.then(String::new)
    }
}

impl<T: Text> Text for Option<T> {
    fn into_text(self) -> Option<String> {
        self.and_then(T::into_text)
    }
}

impl<T: Text> Value<Fixed> for T {
    fn into_attribute(self, name: &'static str) -> AnyAttribute {
        fixed(name, self.into_text())
    }
}

#[inline(never)]
fn fixed(name: &'static str, value: Option<String>) -> AnyAttribute {
    custom_attribute(name, untrusted::attribute(name, value)).into_any_attr()
}

impl<F, T> Value<Live<Fixed>> for F
where
    F: Fn() -> T + Send + 'static,
    T: Text,
{
    fn into_attribute(self, name: &'static str) -> AnyAttribute {
        let value: Box<dyn FnMut() -> Option<String> + Send> =
            Box::new(move || untrusted::attribute(name, self().into_text()));
        custom_attribute(name, value).into_any_attr()
    }
}

/// A class name, always there or under a condition.
pub trait Class<M> {
    fn add_to(self, element: El) -> El;
}

impl Class<Fixed> for &'static str {
    fn add_to(self, mut element: El) -> El {
        element.add_class(self);
        element
    }
}

impl Class<Fixed> for (&'static str, bool) {
    fn add_to(self, element: El) -> El {
        if self.1 { self.0.add_to(element) } else { element }
    }
}

impl<F: Fn() -> bool + Send + 'static> Class<Live<Fixed>> for (&'static str, F) {
    fn add_to(self, mut element: El) -> El {
        let (name, holds) = self;
        let holds: Box<dyn FnMut() -> bool + Send> = Box::new(holds);
        element.add(class((name, holds)).into_any_attr());
        element
    }
}

/// What can stand inside an element: each value takes a fixed number of places there.
pub trait Content<M>: Sized {
    fn append_to(self, children: &mut Vec<AnyView>);

    fn view(self) -> View {
        let mut children = Vec::new();
        self.append_to(&mut children);
        match children.len() {
            1 => children.remove(0),
            _ => StaticVec::from(children).into_any(),
        }
    }
}

impl Content<Fixed> for () {
    fn append_to(self, _: &mut Vec<AnyView>) {}
}

impl Content<Fixed> for AnyView {
    fn append_to(self, children: &mut Vec<AnyView>) {
        children.push(self);
    }
}

impl Content<Fixed> for &'static str {
    #[inline(never)]
    fn append_to(self, children: &mut Vec<AnyView>) {
        children.push(self.to_owned().into_any());
    }
}

/// Text that may come from the gateway or another user: see [`untrusted`].
impl Content<Fixed> for String {
    #[inline(never)]
    fn append_to(self, children: &mut Vec<AnyView>) {
        children.push(untrusted::text(self));
    }
}

impl Content<Fixed> for El {
    #[inline(never)]
    fn append_to(self, children: &mut Vec<AnyView>) {
        children.push(self.into_any());
    }
}

impl<M, T: Content<M>> Content<(M,)> for Option<T> {
    fn append_to(self, children: &mut Vec<AnyView>) {
        children.push(match self {
            Some(content) => content.view(),
            None => ().into_any(),
        });
    }
}

impl<M, T: Content<M>> Content<(M,)> for Vec<T> {
    fn append_to(self, children: &mut Vec<AnyView>) {
        children.push(self.into_iter().map(Content::view).collect::<Vec<_>>().into_any());
    }
}

impl<M, F, T> Content<Live<M>> for F
where
    F: Fn() -> T + Send + 'static,
    T: Content<M>,
{
    fn append_to(self, children: &mut Vec<AnyView>) {
        children.push(live(self));
    }
}

macro_rules! tuples {
    ($(($($part:ident $mark:ident),*))*) => {
        $(impl<$($part, $mark),*> Content<($($mark,)* Fixed)> for ($($part,)*)
        where
            $($part: Content<$mark>),*
        {
            fn append_to(self, children: &mut Vec<AnyView>) {
                #[expect(non_snake_case, reason = "a part is named as its type")]
                let ($($part,)*) = self;
                $($part.append_to(children);)*
            }
        })*
    };
}

tuples! {
    (A MA, B MB)
    (A MA, B MB, C MC)
    (A MA, B MB, C MC, D MD)
    (A MA, B MB, C MC, D MD, E ME)
    (A MA, B MB, C MC, D MD, E ME, F MF)
    (A MA, B MB, C MC, D MD, E ME, F MF, G MG)
    (A MA, B MB, C MC, D MD, E ME, F MF, G MG, H MH)
}

/// A piece of a page that follows the signals that it reads.
pub fn live<M, T: Content<M>>(content: impl Fn() -> T + Send + 'static) -> View {
    follow(Box::new(move || content().view()))
}

#[inline(never)]
fn follow(content: Box<dyn FnMut() -> AnyView + Send>) -> View {
    content.into_any()
}

impl El {
    #[inline(never)]
    fn new(tag: &'static str) -> Self {
        let class = Cow::Borrowed("");
        Self(Box::new(Parts { tag, class, attributes: Vec::new(), children: Vec::new() }))
    }

    #[inline(never)]
    pub fn into_any(self) -> View {
        let Parts { tag, class, mut attributes, children } = *self.0;
        if !class.is_empty() {
            attributes.insert(0, fixed("class", Some(class.into_owned())));
        }
        let element = html::custom(tag).add_any_attr(attributes);
        if children.is_empty() {
            element.into_any()
        } else {
            element.child(StaticVec::from(children)).into_any()
        }
    }

    #[inline(never)]
    fn add(&mut self, attribute: AnyAttribute) {
        self.0.attributes.push(attribute);
    }

    #[inline(never)]
    fn add_class(&mut self, name: &'static str) {
        if self.0.class.is_empty() {
            self.0.class = Cow::Borrowed(name);
        } else {
            let all = self.0.class.to_mut();
            all.push(' ');
            all.push_str(name);
        }
    }

    pub fn attr<M>(mut self, name: &'static str, value: impl Value<M>) -> Self {
        self.add(value.into_attribute(name));
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

    /// Keeps the text of an input what it is.
    pub fn value(mut self, value: impl Fn() -> String + Send + 'static) -> Self {
        let value: Box<dyn FnMut() -> String + Send> = Box::new(value);
        self.add(prop("value", value).into_any_attr());
        self
    }

    /// Keeps a box or a radio button ticked or not.
    pub fn checked(mut self, value: impl Fn() -> bool + Send + 'static) -> Self {
        let value: Box<dyn FnMut() -> bool + Send> = Box::new(value);
        self.add(prop("checked", value).into_any_attr());
        self
    }

    /// Sets a height by script, which a strict policy allows where a `style` attribute is refused.
    pub fn height(mut self, pixels: f64) -> Self {
        self.add(style(("block-size", format!("{pixels}px"))).into_any_attr());
        self
    }

    pub fn node_ref(mut self, container: ElRef) -> Self {
        let attribute = node_ref::<Custom<&'static str>, _>(container);
        self.add(attribute.into_any_attr());
        self
    }

    /// Calls `act` on an event.
    pub fn on<E>(mut self, event: E, mut act: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.listen(event.name(), Box::new(move |event| act(event.unchecked_into())));
        self
    }

    #[inline(never)]
    fn listen(&mut self, name: Cow<'static, str>, act: Box<dyn FnMut(Event)>) {
        let attribute = event::on(ev::Custom::<Event>::new(name), act);
        self.add(attribute.into_any_attr());
    }

    pub fn child<M>(mut self, content: impl Content<M>) -> Self {
        content.append_to(&mut self.0.children);
        self
    }
}
