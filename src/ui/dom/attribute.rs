//! The values of an element's attribute: a text, a condition, or a function of signals.

use std::borrow::Cow;

use super::{El, Fixed, Live, binding::Binding, untrusted};

/// The value of an attribute: a text, or none for an attribute that is absent.
pub trait Value<M> {
    fn set_on(self, element: &mut El, name: &'static str);
}

/// A text that may be absent.
pub trait Text: 'static {
    fn into_text(self) -> Option<Cow<'static, str>>;
}

impl Text for &'static str {
    fn into_text(self) -> Option<Cow<'static, str>> {
        Some(self.into())
    }
}

impl Text for String {
    fn into_text(self) -> Option<Cow<'static, str>> {
        Some(self.into())
    }
}

impl Text for bool {
    fn into_text(self) -> Option<Cow<'static, str>> {
        self.then_some(Cow::Borrowed(""))
    }
}

impl<T: Text> Text for Option<T> {
    fn into_text(self) -> Option<Cow<'static, str>> {
        self.and_then(T::into_text)
    }
}

impl<T: Text> Value<Fixed> for T {
    fn set_on(self, element: &mut El, name: &'static str) {
        element.set(name, self.into_text());
    }
}

impl<F, T> Value<Live<Fixed>> for F
where
    F: Fn() -> T + 'static,
    T: Text,
{
    fn set_on(self, element: &mut El, name: &'static str) {
        let value = move |()| untrusted::attribute(name, self().into_text().map(Cow::into_owned));
        element.bind(Binding::Attribute(name, Box::new(value)));
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

impl<F: Fn() -> bool + 'static> Class<Live<Fixed>> for (&'static str, F) {
    fn add_to(self, mut element: El) -> El {
        let (name, holds) = self;
        element.bind(Binding::Class(name, Box::new(move |()| holds())));
        element
    }
}
