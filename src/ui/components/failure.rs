//! A failed call as a notice; the gateway's message can be expanded.

use crate::ui::dom::{Content, El, details, p, pre, strong, summary, untrusted};

use super::notice::{NoticeKind, notice};
use crate::ui::messages::failure::Message;

/// `actions` are placed below the advice.
pub fn failure_notice<M>(message: Message, actions: impl Content<M>) -> El {
    let words = message.gateway_message.map(gateway_message);
    notice(
        NoticeKind::Error,
        (p().child(strong().child(message.title)), p().child(message.advice), words, actions),
    )
}

/// The gateway's message, which the user can expand.
pub fn gateway_message(text: String) -> El {
    details().class("notice__words").child((
        summary().child("The gateway’s message"),
        // A long line scrolls, and only focusable elements scroll by keyboard.
        pre().attr("translate", "no").attr("tabindex", "0").child(untrusted::lines(text)),
    ))
}
