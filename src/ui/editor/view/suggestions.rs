//! "Did you mean": asks about each new attribute that is close to a known one (G12).

use std::sync::Arc;

use crate::ui::reactive::*;
use crate::{
    domain::{
        attribute::Attribute,
        draft::Field,
        suggest::{KnownAttributes, Similarity},
    },
    ui::{
        browser::letters::composed,
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
        },
        dom::{El, View, div, live, p, span},
        editor::{commands::edit, lazy_part::lazy_part, model::Editor},
        messages::draft as words,
    },
};

lazy_part!(writing: pub suggestions_lazily(editor: Editor) -> View = suggestions);

/// How many questions are asked at once.
const ASKED: usize = 12;

fn suggestions(editor: Editor) -> View {
    let known_attributes = Memo::new(move |_| {
        let catalog = editor.loaded.catalog();
        Arc::new(KnownAttributes::new(
            catalog.attributes().map(|attribute| &attribute.name),
            composed,
        ))
    });
    let questions = Memo::new(move |_| {
        let known_attributes = known_attributes.get();
        let new = editor.review.new_attributes();
        let all = new.iter().filter_map(|name| {
            let similarity = known_attributes.look_up(name.as_str(), composed);
            let text = words::similar(name, &similarity)?;
            Some(Question { name: name.to_string(), text, better: better(name, &similarity) })
        });
        // Those that may be typos come first.
        let (mut typos, others): (Vec<_>, Vec<_>) = all.partition(|it| it.better.is_some());
        typos.extend(others);
        typos
    });
    live(move || {
        let locked = editor.is_locked().get();
        questions.with(|all| {
            let asked: Vec<El> =
                all.iter().take(ASKED).map(|question| ask(editor, question, locked)).collect();
            let more = (all.len() > ASKED).then(|| p().class("muted").child(words::MORE_TO_CHECK));
            div().class("suggestions").attr("aria-live", "polite").child((asked, more))
        })
    })
}

/// What is asked about a new attribute.
#[derive(Clone, PartialEq)]
struct Question {
    name: String,
    text: String,
    /// A known attribute to use instead, and the label of the button that does so.
    better: Option<(String, String)>,
}

/// A known attribute to use instead, and the label of the button that does so.
fn better(name: &Attribute, similarity: &Similarity<'_>) -> Option<(String, String)> {
    let better = match similarity {
        Similarity::SameButForCase(known)
        | Similarity::SameButForForm(known)
        | Similarity::Suggestion(known) => known.to_string(),
        Similarity::NearKey { key, known } => {
            name.as_str().strip_prefix(key).map(|rest| format!("{known}{rest}"))?
        }
        _ => return None,
    };
    let label = match similarity {
        Similarity::SameButForForm(_) => "Use the existing one".to_owned(),
        _ => format!("Use {better}"),
    };
    Some((better, label))
}

fn ask(editor: Editor, question: &Question, locked: bool) -> El {
    let Question { name: old, text, better } = question.clone();
    p().class("suggestions__question").child((
        icon(Icon::Info),
        span().child(text),
        better.filter(|_| !locked).map(|(better, label)| {
            button(ButtonKind::Quiet, None, label, move || {
                editor.fields.inputs.attributes.exchange(&old, &better);
                edit::focus_field(editor, Field::Attributes);
            })
        }),
    ))
}
