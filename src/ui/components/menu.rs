//! A button that opens a menu (ARIA Authoring Practices, "menu button").
//!
//! Acceptance: Enter, Space and ArrowDown open it on its first item, ArrowUp on its last; the
//! arrows wrap around; Home and End go to the ends, a letter to the next item that starts with it;
//! Escape closes it and returns the focus to the button; Tab and a press elsewhere close it.

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, Node};

use super::icon::{Icon, icon};
use crate::ui::reactive::*;
use crate::ui::{
    browser::{focus, letters::folded},
    dom::{self, Content, El, ElRef, View, a, div, live, span},
};

/// One line of a menu.
#[derive(Clone)]
pub struct MenuItem {
    pub label: String,
    pub sign: Option<Icon>,
    pub kind: MenuItemKind,
}

/// What choosing a line does.
#[derive(Clone)]
pub enum MenuItemKind {
    Act(Callback<()>),
    /// Like [`MenuItemKind::Act`], for actions that make something stop working.
    Danger(Callback<()>),
    Link(String),
    /// One of several choices, and whether it is the current one.
    Choice(Signal<bool>, Callback<()>),
    /// A heading or a fact; not selectable.
    Text,
}

/// The look of a menu's button.
pub struct MenuButton {
    pub id: String,
    /// The accessible name if the content isn't enough: "Actions for backend-prod".
    pub name: Option<String>,
    pub class: &'static str,
}

/// A menu that was opened.
#[derive(Clone)]
pub struct OpenMenu {
    /// The id of the button.
    id: String,
    root: ElRef,
    is_open: RwSignal<bool>,
    /// Where the focus goes.
    at: At,
}

/// A menu button; `list` is called each time the menu opens, and returns [`OpenMenu::list`].
pub fn menu<M>(
    button: MenuButton,
    content: impl Content<M>,
    list: impl Fn(OpenMenu) -> View + Send + Sync + 'static,
) -> El {
    let MenuButton { id, name, class } = button;
    let is_open = RwSignal::new(false);
    let at = StoredValue::new(At::First);
    let root = ElRef::new();
    let open = move |first: At| {
        at.set_value(first);
        is_open.set(true);
    };
    let button = dom::button()
        .id(id.clone())
        .r#type("button")
        .class(class)
        .attr("aria-haspopup", "menu")
        .attr("aria-expanded", move || if is_open.get() { "true" } else { "false" })
        .attr("aria-controls", {
            let id = id.clone();
            move || is_open.get().then(|| list_id(&id))
        })
        .attr("aria-label", name)
        .child(content)
        .on(ev::click, move |_| match is_open.get_untracked() {
            true => is_open.set(false),
            false => open(At::First),
        })
        .on(ev::keydown, move |event: KeyboardEvent| {
            let at = match event.key().as_str() {
                "ArrowDown" => At::First,
                "ArrowUp" => At::Last,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            open(at);
        });
    let opened = live(move || {
        let id = id.clone();
        is_open.get().then(|| list(OpenMenu { id, root, is_open, at: at.get_value() }))
    });
    div().node_ref(root).class("menu").child((button, opened))
}

fn list_id(button: &str) -> String {
    format!("{button}-menu")
}

impl OpenMenu {
    /// The list of a menu, and what its keys do.
    pub fn list(self, items: Vec<MenuItem>) -> View {
        let Self { id, root, is_open, at } = self;
        close_on_press_elsewhere(root, is_open);
        request_animation_frame(move || {
            // The row that the menu belongs to may be gone.
            if let Some(root) = root.try_get_untracked().flatten() {
                place(&root);
                at.focus_in(&root);
            }
        });
        div()
            .id(list_id(&id))
            .class("menu__list")
            .role("menu")
            .attr("aria-labelledby", id)
            .on(ev::keydown, move |event: KeyboardEvent| {
                if let Some(root) = root.get_untracked() {
                    press(&root, is_open, &event);
                }
            })
            .child(items.into_iter().map(|item| line(item, root, is_open)).collect::<Vec<_>>())
            .into_any()
    }
}

fn line(item: MenuItem, root: ElRef, is_open: RwSignal<bool>) -> El {
    let MenuItem { label, sign, kind } = item;
    let content = (sign.map(icon), span().child(label.clone()));
    // Return the focus first: a dialog opened by the item then returns it to the button.
    let choose = move |act: Callback<()>| {
        is_open.set(false);
        if let Some(button) = root.get_untracked().and_then(|root| button_of(&root)) {
            focus::focus(&button);
        }
        act.run(());
    };
    let action = |class: &'static str, role: &'static str, act: Callback<()>| {
        dom::button()
            .r#type("button")
            .class(class)
            .role(role)
            .attr("tabindex", "-1")
            .on(ev::click, move |_| choose(act))
    };
    match kind {
        MenuItemKind::Act(act) => action("menu__item", "menuitem", act).child(content),
        MenuItemKind::Danger(act) => {
            action("menu__item menu__item--danger", "menuitem", act).child(content)
        }
        MenuItemKind::Choice(is_chosen, act) => action("menu__item", "menuitemradio", act)
            .attr("aria-checked", move || if is_chosen.get() { "true" } else { "false" })
            .child((
                move || is_chosen.get().then(|| icon(Icon::Check)),
                span().class("menu__choice").child(label),
            )),
        MenuItemKind::Link(href) => a()
            .class("menu__item")
            .role("menuitem")
            .attr("tabindex", "-1")
            .href(href)
            .child(content)
            .on(ev::click, move |_| is_open.set(false)),
        MenuItemKind::Text => div().class("menu__text").role("presentation").child(content),
    }
}

/// Where the focus goes in an opened menu.
#[derive(Clone, Copy)]
enum At {
    First,
    Last,
}

impl At {
    fn focus_in(self, root: &HtmlElement) {
        let items = items_of(root);
        let item = match self {
            Self::First => items.first(),
            Self::Last => items.last(),
        };
        if let Some(item) = item {
            focus::focus(item);
        }
    }
}

fn press(root: &HtmlElement, is_open: RwSignal<bool>, event: &KeyboardEvent) {
    let items = items_of(root);
    let focused = focus::focused();
    let at = items.iter().position(|item| focused.as_ref() == Some(item));
    let count = items.len();
    let next = match (event.key().as_str(), at) {
        ("Tab", _) => return is_open.set(false),
        ("Escape", _) => {
            event.prevent_default();
            // Keep a dialog around the menu open.
            event.stop_propagation();
            is_open.set(false);
            if let Some(button) = button_of(root) {
                focus::focus(&button);
            }
            return;
        }
        ("ArrowDown", Some(at)) => Some((at + 1) % count),
        ("ArrowUp", Some(at)) => Some((at + count - 1) % count),
        ("Home", _) => Some(0),
        ("End", _) => count.checked_sub(1),
        (key, Some(at)) if key.chars().count() == 1 && key != " " => {
            let begins = |item: &HtmlElement| {
                let text = folded(&item.text_content().unwrap_or_default());
                text.starts_with(&folded(key))
            };
            (1..=count).map(|step| (at + step) % count).find(|index| begins(&items[*index]))
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(item) = next.and_then(|next| items.get(next)) {
        focus::focus(item);
    }
}

fn items_of(root: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all("[role=menuitem], [role=menuitemradio]") else {
        return Vec::new();
    };
    let nodes = (0..found.length()).filter_map(|index| found.get(index));
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}

fn button_of(root: &HtmlElement) -> Option<HtmlElement> {
    root.query_selector("[aria-haspopup]").ok()??.dyn_into().ok()
}

/// Opens upwards where there isn't room below.
fn place(root: &HtmlElement) {
    let Ok(Some(list)) = root.query_selector(".menu__list") else { return };
    let height =
        window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
    let is_below = list.get_bounding_client_rect().bottom() > height;
    let has_room_above = root.get_bounding_client_rect().top() > list.client_height().into();
    if is_below && has_room_above {
        // Fails only for an invalid class name.
        let _ = list.class_list().add_1("menu__list--up");
    }
}

/// As long as the menu is open.
fn close_on_press_elsewhere(root: ElRef, is_open: RwSignal<bool>) {
    let listener = window_event_listener(ev::pointerdown, move |event| {
        // Inside a shadow root, only the composed path has the pressed element.
        let pressed = event.composed_path().get(0).dyn_into::<Element>().ok();
        let is_inside = root.get_untracked().is_some_and(|root| {
            let root: &Node = root.unchecked_ref();
            pressed.is_some_and(|pressed| root.contains(Some(&pressed)))
        });
        if !is_inside {
            is_open.set(false);
        }
    });
    on_cleanup(move || listener.remove());
}
