//! Short values in a frame: tags to read, chips to act on.

use crate::ui::dom::{El, code, span};

use super::{button::icon_button, icon::Icon};

/// A value to read, such as an attribute of a row. It is opted out of page translation.
pub fn tag(text: impl Into<String>) -> El {
    code().class("tag").attr("translate", "no").child(text.into())
}

/// A value that can be removed, such as the filter `attribute:env:prod`: `kind` is the part before
/// the colon. The button's name is "Remove {noun} {kind}:{text}".
pub fn chip(noun: &str, kind: &'static str, text: String, remove: impl Fn() + 'static) -> El {
    let name = match kind {
        "" => format!("Remove {noun} {text}"),
        kind => format!("Remove {noun} {kind}:{text}"),
    };
    span().class("chip").child((
        span().class("chip__text").attr("translate", "no").child((
            (!kind.is_empty()).then(|| span().class("chip__kind").child(format!("{kind}:"))),
            code().child(text),
        )),
        icon_button(Icon::Close, name, remove),
    ))
}
