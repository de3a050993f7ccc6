//! What an element gets besides its shape: values that follow signals, listeners, a reference.

use std::borrow::Cow;

use js_sys::Reflect;
use leptos::tachys::renderer::Rndr;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event};

use super::ElRef;
use crate::ui::reactive::{Followed, Run, follow};

/// Something that an element gets when it is built.
pub enum Binding {
    Attribute(&'static str, Box<dyn Run<(), Option<String>>>),
    Class(&'static str, Box<dyn Run<(), bool>>),
    Property(&'static str, Box<dyn Run<(), JsValue>>),
    Listener(Cow<'static, str>, Box<dyn Run<Event, ()>>),
    Reference(ElRef),
}

/// What an element got, until it is dropped.
pub struct Bound {
    what: What,
    _follows: Option<Followed>,
    _listens: Option<Listener>,
}

enum What {
    Attribute(&'static str),
    Class,
    Property(&'static str),
    Other,
}

/// Listens until it is dropped. A browser may still have an event for an element that has left the page.
struct Listener {
    element: Element,
    name: Cow<'static, str>,
    act: Closure<dyn FnMut(Event)>,
}

impl Listener {
    fn new(element: Element, name: Cow<'static, str>, mut act: Box<dyn Run<Event, ()>>) -> Self {
        let act: Box<dyn FnMut(Event)> = Box::new(move |event| act.run(event));
        let act = Closure::wrap(act);
        // Fails for no name.
        let _ = element.add_event_listener_with_callback(&name, act.as_ref().unchecked_ref());
        Self { element, name, act }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let act = self.act.as_ref().unchecked_ref();
        // Fails for no name.
        let _ = self.element.remove_event_listener_with_callback(&self.name, act);
    }
}

impl Binding {
    /// The name of the property that it sets.
    pub fn property(&self) -> Option<&'static str> {
        match self {
            Self::Property(name, _) => Some(name),
            _ => None,
        }
    }

    pub fn bind(self, element: &Element) -> Bound {
        let element = element.clone();
        let (what, follows) = match self {
            Self::Attribute(name, value) => {
                let set = move |value: &Option<String>| match value {
                    Some(value) => Rndr::set_attribute(&element, name, value),
                    None => Rndr::remove_attribute(&element, name),
                };
                (What::Attribute(name), each_time(value, None, Box::new(set)))
            }
            Self::Class(name, holds) => {
                let classes = element.class_list();
                // A class of the program is a valid name.
                let set = move |holds: &bool| _ = classes.toggle_with_force(name, *holds);
                (What::Class, each_time(holds, false, Box::new(set)))
            }
            Self::Property(name, value) => {
                // No property that the program sets is read-only.
                let set = move |value: &JsValue| _ = Reflect::set(&element, &name.into(), value);
                (What::Property(name), each_time(value, JsValue::UNDEFINED, Box::new(set)))
            }
            Self::Listener(name, act) => {
                let listens = Some(Listener::new(element, name, act));
                return Bound { what: What::Other, _follows: None, _listens: listens };
            }
            Self::Reference(reference) => {
                reference.set(Some(element.unchecked_into()));
                return Bound { what: What::Other, _follows: None, _listens: None };
            }
        };
        Bound { what, _follows: Some(follows), _listens: None }
    }
}

/// Calls `set` with the value whenever it is another one; the element has `before` at first.
fn each_time<T: PartialEq + 'static>(
    mut value: Box<dyn Run<(), T>>,
    mut before: T,
    set: Box<dyn Fn(&T)>,
) -> Followed {
    follow(Box::new(move |()| {
        let now = value.run(());
        if now != before {
            set(&now);
            before = now;
        }
    }))
}

impl Bound {
    /// The name of the property that it sets.
    pub fn property(&self) -> Option<&'static str> {
        match self.what {
            What::Property(name) => Some(name),
            _ => None,
        }
    }

    pub fn changes_attributes(&self) -> bool {
        matches!(self.what, What::Attribute(_) | What::Class)
    }

    /// Ends it, and removes its attribute. Classes are removed together, and an element keeps its properties.
    pub fn unbind(self, element: &Element) {
        if let What::Attribute(name) = self.what {
            Rndr::remove_attribute(element, name);
        }
    }
}
