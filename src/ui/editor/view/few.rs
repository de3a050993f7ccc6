//! The first few of many values, and the others in a fold.
//!
//! Acceptance: a list of thousands draws a dozen; how many aren't drawn is said.

use leptos::{ev, prelude::*};

use crate::{
    domain::plan::ListEdit,
    ui::dom::{Content, El, View, code, details, div, live, span, summary},
};

/// How many values are shown before the rest is folded away.
const SHOWN: usize = 12;

/// How many are listed at all.
pub const LISTED: usize = 200;

/// Which folds of a view have been opened. It outlives an update of the view, after which an open
/// fold is still open.
#[derive(Clone, Copy)]
pub struct Folds(RwSignal<Vec<String>>);

impl Folds {
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// A fold whose content is drawn the first time that it opens.
    pub fn fold(
        self,
        fold: El,
        summary: El,
        name: String,
        content: impl Fn() -> View + Send + 'static,
    ) -> El {
        let opened = name.clone();
        let is_drawn = Memo::new(move |_| self.0.with(|drawn| drawn.contains(&name)));
        fold.on(ev::Custom::<web_sys::Event>::new("toggle"), move |_| {
            if !is_drawn.get_untracked() {
                self.0.update(|drawn| drawn.push(opened.clone()));
            }
        })
        .child((summary, live(move || is_drawn.get().then(&content))))
    }
}

/// The first values, each as `draw` shows it, and the others in a fold of that `name`.
pub fn few(
    mut values: impl ExactSizeIterator<Item = String>,
    draw: fn(&str) -> El,
    folds: Folds,
    name: String,
) -> View {
    let first: Vec<El> = values.by_ref().take(SHOWN).map(|it| draw(&it)).collect();
    let left = values.len();
    let rest: Vec<String> = values.take(LISTED).collect();
    let fold = (left > 0).then(|| {
        let content = move || {
            let more = left - rest.len();
            let more = (more > 0).then(|| span().class("muted").child(format!("and {more} more")));
            let drawn: Vec<El> = rest.iter().map(|it| draw(it)).collect();
            div().class("few__rest").child((drawn, more)).into_any()
        };
        let title = summary().child(format!("{left} more"));
        folds.fold(details().class("few"), title, name, content)
    });
    (first, fold).view()
}

/// What was added to and removed from a list; `name` is that of the list.
pub fn list_edit<T: ToString>(edit: &ListEdit<T>, folds: Folds, name: &str) -> View {
    let values = |items: &[T], draw: fn(&str) -> El, kind: &str| {
        few(items.iter().map(ToString::to_string), draw, folds, format!("{name} {kind}"))
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
