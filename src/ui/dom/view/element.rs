//! How an element gets into the page, and changes there.
//!
//! Not Leptos's own element: that one calls the browser for each attribute, and needs comments beside its
//! children. Here everything that is part of the program's text is copied from a template in one call.

use std::cell::RefCell;

use leptos::tachys::{
    renderer::Rndr,
    view::{Mountable, Render},
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{Placed, View, build_all, rebuild_all};
use crate::ui::dom::binding::{Binding, Bound};

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element that isn't in the page yet.
pub struct Parts {
    pub shape: Shape,
    /// Fixed attributes whose text isn't part of the program; set after the shape's.
    pub texts: Vec<(&'static str, String)>,
    pub bindings: Vec<Binding>,
    pub children: Vec<View>,
}

/// The part of an element that the program's text determines. The number of shapes depends on the program,
/// not on its data.
pub struct Shape {
    pub tag: &'static str,
    /// The path of a drawing.
    pub path: Option<&'static str>,
    pub classes: Vec<&'static str>,
    /// Names and values.
    pub attributes: Vec<(&'static str, &'static str)>,
}

thread_local! {
    /// An element of each shape that was ever needed, sorted by the shapes' keys.
    static TEMPLATES: RefCell<Vec<(String, Element)>> = const { RefCell::new(Vec::new()) };
}

impl Shape {
    pub const fn new(tag: &'static str) -> Self {
        Self { tag, path: None, classes: Vec::new(), attributes: Vec::new() }
    }

    /// The same for equal shapes only: no text of the program has a null character, no class is empty, and
    /// of all elements drawings alone have a path, each of them one.
    fn key(&self) -> String {
        let mut key = String::with_capacity(128);
        let mut add = |text: &str| {
            key.push_str(text);
            key.push('\0');
        };
        add(self.tag);
        self.path.into_iter().chain(self.classes.iter().copied()).for_each(&mut add);
        for (name, value) in &self.attributes {
            add("");
            add(name);
            add(value);
        }
        key
    }

    /// A new element of this shape.
    fn element(&self) -> Element {
        let key = self.key();
        TEMPLATES.with_borrow_mut(|templates| {
            let place = templates.binary_search_by(|(of, _)| of.as_str().cmp(&key));
            let at = place.unwrap_or_else(|at| {
                templates.insert(at, (key, self.create()));
                at
            });
            templates[at]
                .1
                .clone_node_with_deep(true)
                .map_or_else(|_| self.create(), JsCast::unchecked_into)
        })
    }

    fn create(&self) -> Element {
        let namespace = self.path.map(|_| SVG);
        let element = Rndr::create_element(self.tag, namespace);
        if let Some(path) = self.path {
            let drawn = Rndr::create_element("path", namespace);
            Rndr::set_attribute(&drawn, "d", path);
            Rndr::insert_node(&element, &drawn, None);
        }
        self.set_attributes(&element);
        element
    }

    fn set_attributes(&self, element: &Element) {
        if !self.classes.is_empty() {
            Rndr::set_attribute(element, "class", &self.classes.join(" "));
        }
        for (name, value) in &self.attributes {
            Rndr::set_attribute(element, name, value);
        }
    }
}

/// An element that was built.
pub struct PlacedElement {
    pub element: Element,
    shape: Shape,
    texts: Vec<(&'static str, String)>,
    bound: Vec<Bound>,
    children: Vec<Placed>,
}

impl Parts {
    pub fn build(self) -> PlacedElement {
        let Self { shape, texts, bindings, children } = self;
        let element = shape.element();
        set_all(&texts, &element);
        let bound = bind_all(bindings, &element);
        let mut children = build_all(children);
        for child in &mut children {
            child.mount(&element, None);
        }
        PlacedElement { element, shape, texts, bound, children }
    }

    /// Whether the element may stay: properties can't be taken back as attributes can.
    pub fn can_become(&self, placed: &PlacedElement) -> bool {
        let properties = self.bindings.iter().filter_map(Binding::property);
        (self.shape.tag, self.shape.path) == (placed.shape.tag, placed.shape.path)
            && properties.eq(placed.bound.iter().filter_map(Bound::property))
    }

    pub fn rebuild(self, placed: &mut PlacedElement) {
        let Self { shape, texts, bindings, children } = self;
        let element = &placed.element;
        // With a class that follows a signal, all classes are removed; and such an attribute may have been
        // one that is fixed now. Otherwise they stay: an element without its `tabindex` loses the focus.
        let is_bare = !placed.bound.iter().any(Bound::changes_attributes);
        placed.bound.drain(..).for_each(|bound| bound.unbind(element));
        if !is_bare || shape.key() != placed.shape.key() || texts != placed.texts {
            let names = placed.shape.attributes.iter().map(|(name, _)| name);
            for name in names.chain(placed.texts.iter().map(|(name, _)| name)).chain(&["class"]) {
                Rndr::remove_attribute(element, name);
            }
            shape.set_attributes(element);
            set_all(&texts, element);
            (placed.shape, placed.texts) = (shape, texts);
        }
        placed.bound = bind_all(bindings, element);
        for mut left in placed.children.drain(children.len().min(placed.children.len())..) {
            left.unmount();
        }
        let mut children = children;
        let new = children.split_off(placed.children.len());
        rebuild_all(children, &mut placed.children);
        for child in new {
            let mut child = child.build();
            child.mount(element, None);
            placed.children.push(child);
        }
    }
}

fn set_all(texts: &[(&'static str, String)], element: &Element) {
    for (name, value) in texts {
        Rndr::set_attribute(element, name, value);
    }
}

fn bind_all(bindings: Vec<Binding>, element: &Element) -> Vec<Bound> {
    bindings.into_iter().map(|binding| binding.bind(element)).collect()
}
