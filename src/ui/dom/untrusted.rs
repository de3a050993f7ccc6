//! How text from outside is displayed: every text that isn't part of the program goes through here on
//! its way into an element or a label.
//!
//! - Invisible and control characters are shown as U+XXXX, line breaks included: two names that
//!   differ in one of them look different, and none changes the text around it.
//! - Text with right-to-left letters is isolated, so that it doesn't rearrange its neighbors; within
//!   a sentence each name of such letters is.
//! - Long text is cut, with a button that shows the rest.

use super::{Content, View, bdi, button, live, span};
use crate::domain::invisible::{code_point, is_invisible, visible};
use crate::ui::reactive::*;

/// The longest line that is displayed whole, in characters. Names, attributes and connections have
/// fewer than 256.
const LINE_LIMIT: usize = 1_000;

/// The longest text of several lines that is displayed whole, in characters.
const LINES_LIMIT: usize = 20_000;

/// The most that the button shows, in characters: a broken gateway can send more than a browser can
/// lay out.
const MOST: usize = 100_000;

/// A text on one line.
pub fn text(text: String) -> View {
    show(text, LINE_LIMIT, |_| false)
}

/// Text for a `pre`: lines and tabs are kept.
pub fn lines(text: String) -> View {
    show(text, LINES_LIMIT, |character| matches!(character, '\n' | '\t'))
}

/// Whether [`lines`] shows this text as it is: what a user selects there is the text itself.
pub fn are_whole(text: &str) -> bool {
    let is_kept = |it: char| !is_invisible(it) || matches!(it, '\n' | '\t');
    text.len() <= LINES_LIMIT && text.chars().all(is_kept)
}

/// A name that looks like another one on the screen: each non-ASCII character with its code point.
pub fn spelled(name: &str) -> View {
    let pieces = name.chars().map(|character| match character {
        _ if is_invisible(character) => mark(character),
        _ if character.is_ascii() => View::text(character.to_string()),
        _ => (View::text(character.to_string()), mark(character)).view(),
    });
    bdi().child(pieces.collect::<Vec<_>>()).into_any()
}

/// The value of an attribute. Attributes that users perceive are treated like text.
pub fn attribute(name: &str, value: Option<String>) -> Option<String> {
    let is_read = matches!(name, "aria-label" | "title" | "placeholder" | "aria-description");
    match value {
        Some(value) if is_read && value.contains(is_invisible) => Some(visible(&value)),
        value => value,
    }
}

fn show(text: String, limit: usize, is_kept: fn(char) -> bool) -> View {
    let is_plain = |it: char| (!is_invisible(it) || is_kept(it)) && !is_right_to_left(it);
    if text.len() <= limit && text.chars().all(is_plain) {
        return View::text(text);
    }
    let Some((cut, _)) = text.char_indices().nth(limit) else { return marked(&text, is_kept) };
    let is_whole = RwSignal::new(false);
    live(move || {
        let number = text[cut..].chars().count();
        let end = match is_whole.get() {
            false => cut,
            true => text.char_indices().nth(MOST).map_or(text.len(), |(end, _)| end),
        };
        let rest = match end < text.len() {
            true if is_whole.get_untracked() => span().child("…").into_any(),
            true => (
                "… ",
                button()
                    .r#type("button")
                    .class("button button--quiet")
                    .child(format!("Show {number} more characters"))
                    .on(leptos::ev::click, move |event| {
                        event.stop_propagation();
                        event.prevent_default();
                        is_whole.set(true);
                    }),
            )
                .view(),
            false => ().view(),
        };
        (marked(&text[..end], is_kept), rest)
    })
}

/// The text in pieces: visible ones as they are, the others marked.
fn marked(text: &str, is_kept: fn(char) -> bool) -> View {
    let is_hidden = |it: char| is_invisible(it) && !is_kept(it);
    // A left-to-right sentence around a name, or a name that mixes both: the parts keep their order.
    let is_mixed =
        text.contains(is_right_to_left) && text.contains(|it: char| it.is_ascii_alphabetic());
    let mut pieces = Vec::new();
    let push = |pieces: &mut Vec<View>, text: &str| match is_mixed {
        true => isolate(text, pieces),
        false => pieces.push(View::text(text.to_owned())),
    };
    let mut rest = text;
    while let Some((start, hidden)) = rest.char_indices().find(|(_, it)| is_hidden(*it)) {
        if start > 0 {
            push(&mut pieces, &rest[..start]);
        }
        pieces.push(mark(hidden));
        rest = &rest[start + hidden.len_utf8()..];
    }
    if !rest.is_empty() {
        push(&mut pieces, rest);
    }
    bdi().attr("dir", is_mixed.then_some("ltr")).child(pieces).into_any()
}

/// Appends text, isolating each run of right-to-left words.
fn isolate(text: &str, pieces: &mut Vec<View>) {
    let mut rest = text;
    while let Some(start) = rest.find(is_right_to_left) {
        let run = &rest[start..];
        let is_between = |it: char| it == ' ' || is_right_to_left(it);
        let end = run.find(|it| !is_between(it)).unwrap_or(run.len());
        let run = run[..end].trim_end();
        if start > 0 {
            pieces.push(View::text(rest[..start].to_owned()));
        }
        pieces.push(self::text(run.to_owned()));
        rest = &rest[start + run.len()..];
    }
    if !rest.is_empty() {
        pieces.push(View::text(rest.to_owned()));
    }
}

fn mark(character: char) -> View {
    let text = match character {
        '\n' => "↵".to_owned(),
        other => code_point(other),
    };
    span().class("code-point").child(text).into_any()
}

/// Whether a letter belongs to a right-to-left script.
fn is_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}
