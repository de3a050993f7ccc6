//! The frame of every form field: label, hint, error, and the ids that connect them.
//!
//! Acceptance: on focus, a screen reader reads the label, the hint, then any error. The error has no
//! live region of its own, because the summary above the form announces it.

use crate::ui::dom::{Content, El, div, label, p, span};
use crate::ui::reactive::*;

use super::icon::{Icon, icon};

/// The ids and texts of one field.
#[derive(Clone)]
pub struct FieldText {
    /// The id of the input; the others are derived from it.
    pub id: String,
    pub label: &'static str,
    /// Empty for none.
    pub hint: String,
    /// All errors of the field; empty when there are none.
    pub errors: Signal<Vec<String>>,
}

impl FieldText {
    pub fn label_id(&self) -> String {
        format!("{}-label", self.id)
    }

    pub fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    pub fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    /// The value of the input's `aria-describedby`: the hint, and the error while there is one.
    pub fn described_by(&self) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
        let errors = self.errors;
        let hint = (!self.hint.is_empty()).then(|| self.hint_id());
        let error = self.error_id();
        move || {
            let error = errors.with(|errors| !errors.is_empty()).then(|| error.clone());
            let ids: Vec<String> = hint.clone().into_iter().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    /// The value of the input's `aria-invalid`.
    pub fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + use<> {
        let errors = self.errors;
        move || errors.with(|errors| !errors.is_empty()).then_some("true")
    }
}

/// The label, hint and error around an input. `aside` is placed at the end of the label's line.
pub fn field<M, N>(text: &FieldText, aside: impl Content<M>, input: impl Content<N>) -> El {
    let errors = text.errors;
    let error_id = text.error_id();
    let hint = (!text.hint.is_empty())
        .then(|| p().id(text.hint_id()).class("field__hint").child(text.hint.clone()));
    div()
        .class("field")
        .class(("field--invalid", move || errors.with(|errors| !errors.is_empty())))
        .child((
            div().class("field__head").child((
                label()
                    .id(text.label_id())
                    .class("field__label")
                    .r#for(text.id.clone())
                    .child(text.label),
                aside,
            )),
            hint,
            input,
            div().id(error_id).class("field__errors").child(move || {
                errors
                    .get()
                    .into_iter()
                    .map(|error| {
                        p().class("field__error").child((icon(Icon::Alert), span().child(error)))
                    })
                    .collect::<Vec<_>>()
            }),
        ))
}
