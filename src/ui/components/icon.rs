//! Icons.

use crate::ui::dom::{View, drawing};

mod lucide;

/// An icon beside its words. Assistive technology skips it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Icon {
    Add,
    Alert,
    Back,
    Blocked,
    Bot,
    Check,
    Close,
    Cloud,
    Copy,
    Database,
    Delete,
    Download,
    Down,
    Duplicate,
    Error,
    Expand,
    Eye,
    EyeOff,
    Globe,
    Info,
    Key,
    Kubernetes,
    Minus,
    Missing,
    Monitor,
    More,
    Plug,
    Rename,
    Revoke,
    Rotate,
    Sandbox,
    Search,
    Send,
    Sharing,
    SignOut,
    Terminal,
    Undo,
    Unsupported,
    Up,
    User,
    Wait,
}

/// Draws an icon in the color of the text around it.
pub fn icon(icon: Icon) -> View {
    drawing(lucide::path(icon))
        .class("icon")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .into_any()
}
