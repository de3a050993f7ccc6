//! Content, and how it gets into the page and changes there.

use std::{borrow::Cow, cell::RefCell, rc::Rc};

use leptos::tachys::view::{Mountable, Render};
use wasm_bindgen::JsCast;
use web_sys::{Comment, Element, Node, Text};

use crate::ui::reactive::*;

mod element;
mod kept;

pub use element::{Parts, Shape};
pub use kept::kept_items;

use element::PlacedElement;
use kept::PlacedItem;

/// Finished content of a page.
pub struct View(pub(super) Kind);

impl View {
    /// A text that is displayed as it is.
    pub(super) fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self(Kind::Text(text.into()))
    }
}

pub(super) enum Kind {
    /// Nothing visible, in a place of its own.
    Nothing,
    Text(Cow<'static, str>),
    Element(Box<Parts>),
    /// As many as there are each time that the content is drawn.
    Group(Vec<View>),
    /// More or fewer each time.
    List(Vec<View>),
    /// Drawn again whenever a signal that it reads changes. In the place of other such content it continues
    /// with what that has drawn.
    Live(Box<dyn Run<(), View>>),
    /// Items with their ids; those that are in the page aren't drawn again.
    Kept(Vec<(u32, Option<View>)>),
    /// Ends with its signals and effects.
    Owned(Box<View>, Owner),
}

/// Content that was built.
pub enum Placed {
    Nothing(Comment),
    Text(Text, Cow<'static, str>),
    Element(Box<PlacedElement>),
    Group(Vec<Placed>),
    List(Vec<Placed>, Comment),
    /// What was drawn last, and what draws it again.
    Live(Rc<RefCell<Option<Placed>>>, Option<Followed>),
    Kept(Vec<PlacedItem>, Comment),
    /// The content ends before its owner.
    Owned(Box<Placed>, Owner),
}

/// Draws content now and after each change, in place of what `drawn` holds. The content ends with `drawn`,
/// and so does everything in it that follows a signal. The effect itself lives until its task ends, and by
/// then the signals are gone.
fn follow_content(
    mut content: Box<dyn Run<(), View>>,
    drawn: &Rc<RefCell<Option<Placed>>>,
) -> Followed {
    let drawn = Rc::downgrade(drawn);
    follow(Box::new(move |()| {
        let Some(drawn) = drawn.upgrade() else { return };
        let view = content.run(());
        // Taken out: drawing may run anything.
        let last = drawn.take();
        let now = match last {
            Some(mut placed) => {
                view.rebuild(&mut placed);
                placed
            }
            None => view.build(),
        };
        drawn.replace(Some(now));
    }))
}

fn comment() -> Comment {
    document().create_comment("")
}

impl Render for View {
    type State = Placed;

    fn build(self) -> Placed {
        match self.0 {
            Kind::Nothing => Placed::Nothing(comment()),
            Kind::Text(text) => Placed::Text(document().create_text_node(&text), text),
            Kind::Element(parts) => Placed::Element(Box::new(parts.build())),
            Kind::Group(views) => Placed::Group(build_all(views)),
            Kind::List(views) => Placed::List(build_all(views), comment()),
            Kind::Live(content) => {
                let drawn = Rc::default();
                let effect = follow_content(content, &drawn);
                Placed::Live(drawn, Some(effect))
            }
            Kind::Kept(items) => Placed::Kept(kept::build(items), comment()),
            Kind::Owned(view, owner) => Placed::Owned(Box::new(owner.with(|| view.build())), owner),
        }
    }

    fn rebuild(self, placed: &mut Placed) {
        match (self.0, placed) {
            (Kind::Nothing, Placed::Nothing(_)) => {}
            (Kind::Text(text), Placed::Text(node, before)) => {
                if text != *before {
                    node.set_data(&text);
                    *before = text;
                }
            }
            (Kind::Element(parts), Placed::Element(element)) if parts.can_become(element) => {
                parts.rebuild(element);
            }
            (Kind::Group(views), Placed::Group(all)) if views.len() == all.len() => {
                rebuild_all(views, all);
            }
            (Kind::List(mut views), Placed::List(all, end)) => {
                for mut gone in all.drain(views.len().min(all.len())..) {
                    gone.unmount();
                }
                let new = views.split_off(all.len());
                rebuild_all(views, all);
                for view in new {
                    let mut placed = view.build();
                    insert_before(end, &mut placed);
                    all.push(placed);
                }
            }
            (Kind::Live(content), Placed::Live(drawn, effect)) => {
                // The one before ends before the new one begins.
                drop(effect.take());
                *effect = Some(follow_content(content, drawn));
            }
            (Kind::Kept(items), Placed::Kept(all, end)) => kept::rebuild(items, all, end),
            (kind, placed) => {
                let mut new = View(kind).build();
                placed.insert_before_this(&mut new);
                placed.unmount();
                *placed = new;
            }
        }
    }
}

pub fn build_all(views: Vec<View>) -> Vec<Placed> {
    views.into_iter().map(Render::build).collect()
}

pub fn rebuild_all(views: Vec<View>, all: &mut [Placed]) {
    for (view, placed) in views.into_iter().zip(all) {
        view.rebuild(placed);
    }
}

/// Inserts before a node, if that is in the page.
pub fn insert_before(node: &Node, child: &mut dyn Mountable) -> bool {
    let parent = node.parent_node().map(JsCast::unchecked_into::<Element>);
    if let Some(parent) = &parent {
        child.mount(parent, Some(node));
    }
    parent.is_some()
}

impl Placed {
    /// Calls `act` with each node at this level, in order.
    pub fn each_node(&self, act: &mut dyn FnMut(&Node)) {
        let mut each = |all: &[Self]| all.iter().for_each(|placed| placed.each_node(act));
        match self {
            Self::Nothing(comment) => act(comment),
            Self::Text(text, _) => act(text),
            Self::Element(placed) => act(&placed.element),
            Self::Group(all) => each(all),
            Self::List(all, end) => {
                each(all);
                act(end);
            }
            Self::Live(drawn, _) => {
                if let Some(placed) = &*drawn.borrow() {
                    placed.each_node(act);
                }
            }
            Self::Kept(all, end) => {
                all.iter().for_each(|item| item.placed.each_node(act));
                act(end);
            }
            Self::Owned(placed, _) => placed.each_node(act),
        }
    }
}

impl Mountable for Placed {
    fn unmount(&mut self) {
        let mut nodes = Vec::new();
        self.each_node(&mut |node| nodes.push(node.clone()));
        // Not within the iteration: removing what has the focus calls listeners.
        for node in nodes {
            if let Some(parent) = node.parent_node() {
                // The parent has this child.
                let _ = parent.remove_child(&node);
            }
        }
    }

    fn mount(&mut self, parent: &Element, before: Option<&Node>) {
        self.each_node(&mut |node| {
            // Fails only if `before` has left `parent`, and then there is no place.
            let _ = parent.insert_before(node, before);
        });
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let mut first = None;
        self.each_node(&mut |node| {
            first.get_or_insert_with(|| node.clone());
        });
        first.is_some_and(|first| insert_before(&first, child))
    }

    fn elements(&self) -> Vec<Element> {
        let mut elements = Vec::new();
        self.each_node(&mut |node| elements.extend(node.dyn_ref().cloned()));
        elements
    }
}
