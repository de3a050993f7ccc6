//! A message in the flow of the page.
//!
//! Acceptance: a notice that appears later is announced: politely (`status`), or at once (`alert`)
//! when something went wrong.

use crate::ui::dom::{Content, El, div};

use super::icon::{Icon, icon};

/// What a notice is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoticeKind {
    Info,
    Success,
    Warning,
    Error,
}

impl NoticeKind {
    fn class(self) -> &'static str {
        match self {
            Self::Info => "notice notice--info",
            Self::Success => "notice notice--success",
            Self::Warning => "notice notice--warning",
            Self::Error => "notice notice--error",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Success => Icon::Check,
            Self::Warning | Self::Error => Icon::Alert,
        }
    }

    fn role(self) -> &'static str {
        match self {
            Self::Error => "alert",
            Self::Info | Self::Success | Self::Warning => "status",
        }
    }
}

pub fn notice<M>(kind: NoticeKind, content: impl Content<M>) -> El {
    div()
        .class(kind.class())
        .role(kind.role())
        .child((icon(kind.icon()), div().class("notice__body").child(content)))
}
