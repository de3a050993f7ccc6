//! How an element gets into the page, and changes there.
//!
//! Not Leptos's own element: that one calls the browser for each attribute, and needs comments beside its
//! children. Here everything that is part of the program's text is copied from a template in one call.

use std::cell::RefCell;

use leptos::tachys::{
    html::attribute::{
        Attribute,
        any_attribute::{AnyAttribute, IntoAnyAttribute},
    },
    hydration::Cursor,
    renderer::Rndr,
    view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use crate::ui::reactive::*;

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element that isn't in the page yet.
pub struct Parts {
    pub shape: Shape,
    /// Fixed attributes whose text isn't part of the program; set after the shape's.
    pub texts: Vec<(&'static str, String)>,
    /// Values that follow signals, listeners, properties and node references.
    pub attributes: Vec<AnyAttribute>,
    pub children: Vec<AnyView>,
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
pub struct Placed {
    element: Element,
    shape: Shape,
    texts: Vec<(&'static str, String)>,
    attributes: <Vec<AnyAttribute> as Attribute>::State,
    children: Vec<<AnyView as Render>::State>,
}

impl Render for Parts {
    type State = Placed;

    fn build(self) -> Placed {
        let Self { shape, texts, attributes, children } = self;
        let element = shape.element();
        set_all(&texts, &element);
        let attributes = attributes.build(&element);
        let mut children: Vec<_> = children.into_iter().map(Render::build).collect();
        for child in &mut children {
            child.mount(&element, None);
        }
        Placed { element, shape, texts, attributes, children }
    }

    fn rebuild(self, placed: &mut Placed) {
        if (self.shape.tag, self.shape.path) != (placed.shape.tag, placed.shape.path) {
            let mut new = self.build();
            placed.insert_before_this(&mut new);
            placed.unmount();
            *placed = new;
            return;
        }
        let Self { shape, texts, attributes, children } = self;
        // With a class that follows a signal, all classes are removed; and such an attribute may have been
        // one that is fixed now.
        let is_bare = placed.attributes.1.is_empty();
        Vec::<AnyAttribute>::new().rebuild(&mut placed.attributes);
        if !is_bare || shape.key() != placed.shape.key() || texts != placed.texts {
            let names = placed.shape.attributes.iter().map(|(name, _)| name);
            for name in names.chain(placed.texts.iter().map(|(name, _)| name)).chain(&["class"]) {
                Rndr::remove_attribute(&placed.element, name);
            }
            shape.set_attributes(&placed.element);
            set_all(&texts, &placed.element);
            (placed.shape, placed.texts) = (shape, texts);
        }
        attributes.rebuild(&mut placed.attributes);
        for mut left in placed.children.drain(children.len().min(placed.children.len())..) {
            left.unmount();
        }
        for (at, child) in children.into_iter().enumerate() {
            match placed.children.get_mut(at) {
                Some(before) => child.rebuild(before),
                None => {
                    let mut new = child.build();
                    new.mount(&placed.element, None);
                    placed.children.push(new);
                }
            }
        }
    }
}

fn set_all(texts: &[(&'static str, String)], element: &Element) {
    for (name, value) in texts {
        Rndr::set_attribute(element, name, value);
    }
}

impl Mountable for Placed {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, before: Option<&Node>) {
        Rndr::insert_node(parent, &self.element, before);
    }

    fn try_mount(&mut self, parent: &Element, before: Option<&Node>) -> bool {
        Rndr::try_insert_node(parent, &self.element, before)
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.element.parent_node().map(JsCast::unchecked_into::<Element>);
        if let Some(parent) = &parent {
            child.mount(parent, Some(&self.element));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

impl AddAnyAttr for Parts {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(mut self, attribute: A) -> Self {
        self.attributes.push(attribute.into_any_attr());
        self
    }
}

/// What Leptos asks of every view. Of this, only `into_owned` is called where a page is drawn in the browser.
impl RenderHtml for Parts {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _: &mut String,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Placed {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
