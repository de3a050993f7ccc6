//! The icons, drawn as strokes on a grid of 16.

use leptos::{prelude::*, svg};

use crate::ui::dom::View;

/// An icon; it always stands beside words that say the same, so readers skip it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Icon {
    Add,
    Alert,
    Back,
    Check,
    Close,
    Copy,
    Download,
    Eye,
    EyeOff,
    Info,
    Key,
    Minus,
    Rename,
    Rotate,
    Search,
    Send,
    Shield,
    Undo,
    Wait,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Add => "M8 3v10M3 8h10",
            Self::Alert => "M8 2 15 14H1zM8 6.5v3.5M8 12v.2",
            Self::Back => "M10 3 5 8l5 5",
            Self::Check => "M3 8.5 6.5 12 13 4.5",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Copy => "M6 6h7.5v7.5H6zM10 6V2.5H2.5V10H6",
            Self::Download => "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
            Self::Eye => {
                "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"
            }
            Self::EyeOff => {
                "M2 2l12 12M6 4c.6-.3 1.3-.5 2-.5 4 0 6.5 4.5 6.5 4.5s-.7 1.3-2 2.5M4 5.3C2.4 6.5 1.5 8 1.5 8S4 12.5 8 12.5c.8 0 1.5-.2 2.1-.4"
            }
            Self::Info => "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 7.2V11M8 5v.2",
            Self::Key => "M9.5 2.5a4 4 0 1 1-3.2 6.4L2 13.2V14.5h2.5v-2H6.5M10.5 5.2v.2",
            Self::Minus => "M3 8h10",
            Self::Rename => "M2 14h12M3 11l7.5-7.5 2 2L5 13H3z",
            Self::Rotate => "M13.2 6A5.5 5.5 0 1 0 13.5 8.5M13.5 2.5V6H10",
            Self::Search => "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.5 10.5 14 14",
            Self::Send => "M8 10V2M4.5 5.5 8 2l3.5 3.5M3 8v5.5h10V8",
            Self::Shield => "M8 1.5 13.5 4v4c0 3.5-2.5 5.5-5.5 6.5C5 13.5 2.5 11.5 2.5 8V4z",
            Self::Undo => "M3 6.5h7a3.5 3.5 0 0 1 0 7H6M6 3 2.5 6.5 6 10",
            Self::Wait => "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 4.5V8l2.5 2",
        }
    }
}

pub fn icon(icon: Icon) -> View {
    svg::svg()
        .attr("class", "icon")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .child(svg::path().attr("d", icon.path()))
        .into_any()
}
