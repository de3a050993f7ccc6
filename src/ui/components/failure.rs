//! A failed call as a notice; the gateway's own message can be unfolded.

use crate::ui::dom::{Content, El, details, p, pre, strong, summary, untrusted};

use super::notice::{NoticeKind, notice};
use crate::ui::messages::failure::Message;

/// `actions` are placed below the advice.
pub fn failure_notice<M>(message: Message, actions: impl Content<M>) -> El {
    let words = message.gateway_words.map(|words| {
        details().class("notice__words").child((
            summary().child("The gateway’s own message"),
            pre().attr("translate", "no").attr("tabindex", "0").child(untrusted::lines(words)),
        ))
    });
    notice(
        NoticeKind::Error,
        (p().child(strong().child(message.title)), p().child(message.advice), words, actions),
    )
}
