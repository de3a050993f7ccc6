//! The first few of many values, and the others in a fold.
//!
//! Acceptance: a list of thousands draws a dozen; how many aren't drawn is said.

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::ui::reactive::*;
use crate::{
    domain::plan::ListEdit,
    ui::{
        dom::{Content, El, View, code, details, div, live, span, summary},
        messages::plan::{and_more, folded},
    },
};

/// How many values are shown before the rest is folded away.
const SHOWN: usize = 12;

/// How many a fold lists.
pub const LISTED: usize = 200;

/// Which folds of a view are open, by name. It outlives an update of the view, which may use the
/// element of one fold for another.
#[derive(Clone, Copy)]
pub struct Folds(RwSignal<Vec<String>>);

impl Folds {
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// A fold whose content is drawn while it is open.
    pub fn fold(
        self,
        fold: El,
        summary: El,
        name: String,
        content: impl Fn() -> View + Send + 'static,
    ) -> El {
        let toggled = name.clone();
        let is_open = Memo::new(move |_| self.0.with(|open| open.contains(&name)));
        fold.attr("open", move || is_open.get().then_some(""))
            .on(ev::Custom::<web_sys::Event>::new("toggle"), move |event| {
                let fold = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
                let now = fold.is_some_and(|it| it.has_attribute("open"));
                if now != is_open.get_untracked() {
                    self.0.update(|open| match now {
                        true => open.push(toggled.clone()),
                        false => open.retain(|it| *it != toggled),
                    });
                }
            })
            .child((summary, live(move || is_open.get().then(&content))))
    }
}

/// The first values, each as `draw` shows it, and the others in a fold. `name` is the fold's, and
/// `kind` what its values are: "added".
pub fn few(
    mut values: impl ExactSizeIterator<Item = String>,
    draw: fn(&str) -> El,
    folds: Folds,
    (name, kind): (&str, &str),
) -> View {
    let first: Vec<El> = values.by_ref().take(SHOWN).map(|it| draw(&it)).collect();
    let left = values.len();
    let rest: Vec<String> = values.take(LISTED).collect();
    let fold = (left > 0).then(|| {
        let content = move || {
            let more = left - rest.len();
            let more = (more > 0).then(|| span().class("muted").child(and_more(more)));
            let drawn: Vec<El> = rest.iter().map(|it| draw(it)).collect();
            div().class("few__rest").child((drawn, more)).into_any()
        };
        let title = summary().child(folded(left, kind));
        folds.fold(details().class("few"), title, format!("{name} {kind}"), content)
    });
    (first, fold).view()
}

/// What was added to and removed from a list; `name` is that of the list.
pub fn list_edit<T: ToString>(edit: &ListEdit<T>, folds: Folds, name: &str) -> View {
    let values = |items: &[T], draw: fn(&str) -> El, kind: &str| {
        few(items.iter().map(ToString::to_string), draw, folds, (name, kind))
    };
    (
        values(&edit.removed, |it| edited(false, it), "removed"),
        values(&edit.added, |it| edited(true, it), "added"),
        edit.is_reordered.then(|| span().class("muted").child("reordered")),
    )
        .view()
}

/// A value that was added or removed; a sign and a word say which, besides the color.
pub fn edited(is_added: bool, text: &str) -> El {
    let (class, sign, word) = match is_added {
        true => ("edited edited--added", "+ ", "added "),
        false => ("edited edited--removed", "− ", "removed "),
    };
    span().class(class).child((
        span().attr("aria-hidden", "true").child(sign),
        span().class("visually-hidden").child(word),
        code().attr("translate", "no").child(text.to_owned()),
    ))
}
