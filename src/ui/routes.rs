//! The routes of the console and their addresses.
//!
//! They live in the fragment, so that the console works below any path of any static host, the
//! gateway's own included, without a rule for unknown paths.

use crate::{
    domain::{name::IdentityName, percent::percent_encoded},
    ui::editor::IdentityView,
};

/// A page of the console.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Route {
    /// `#/identities`; `#/` and an empty fragment lead here too. What follows a `?` is
    /// `pages::identities`'s own.
    Identities,
    /// `#/identities/{name}/{view}`, the name percent-encoded; without a view it is
    /// [`IdentityView::Access`].
    Identity(IdentityName, IdentityView),
    /// `#/new`
    New,
    NotFound,
}

impl Route {
    /// Reads a fragment, with or without its `#`.
    pub fn parse(fragment: &str) -> Self {
        let path = fragment.strip_prefix('#').unwrap_or(fragment);
        let path = path.split('?').next().unwrap_or(path);
        match path {
            "" | "/" | "/identities" | "/identities/" => return Self::Identities,
            "/new" => return Self::New,
            _ => {}
        }
        let Some(rest) = path.strip_prefix("/identities/") else { return Self::NotFound };
        let (name, view) = rest.split_once('/').unwrap_or((rest, ""));
        match (percent_decode(name), view_of(view)) {
            (Some(name), Some(view)) if !name.is_empty() => {
                Self::Identity(IdentityName::received(name), view)
            }
            _ => Self::NotFound,
        }
    }

    /// The fragment that leads here, with its `#`.
    pub fn href(&self) -> String {
        match self {
            Self::Identities | Self::NotFound => "#/identities".to_owned(),
            Self::New => "#/new".to_owned(),
            Self::Identity(name, view) => {
                format!("#/identities/{}/{}", percent_encoded(name.as_str()), segment(*view))
            }
        }
    }

    /// Whether both are one page: the views of an identity share theirs, with all edits.
    pub fn is_same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Identity(name, _), Self::Identity(other, _)) => name == other,
            _ => self == other,
        }
    }
}

fn view_of(segment: &str) -> Option<IdentityView> {
    match segment {
        "" => Some(IdentityView::Access),
        _ => IdentityView::ALL.into_iter().find(|view| self::segment(*view) == segment),
    }
}

const fn segment(view: IdentityView) -> &'static str {
    match view {
        IdentityView::Access => "access",
        IdentityView::Credentials => "credentials",
        IdentityView::Settings => "settings",
        IdentityView::History => "history",
    }
}

/// `None` for a text that does not decode to UTF-8.
pub(super) fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
