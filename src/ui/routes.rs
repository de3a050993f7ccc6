//! The routes of the console and their URLs.
//!
//! They are in the fragment, so that the console works below any path of any static host, including
//! the gateway's own, without a rule for unknown paths.

use js_sys::{decode_uri_component, encode_uri_component};

use crate::{
    domain::name::IdentityName,
    ui::{editor::IdentityView, list_query::ListQuery},
};

/// A page of the console.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Route {
    /// `#/identities?{query}`; `#/` and an empty fragment lead here too.
    Identities(ListQuery),
    /// `#/identities/{name}/{view}`, the name percent-encoded; without a view it is
    /// [`IdentityView::Access`].
    Identity(IdentityName, IdentityView),
    /// `#/new`, or `#/new?copy={name}` for one that starts as a copy.
    New {
        copy_of: Option<IdentityName>,
    },
    NotFound,
}

impl Route {
    /// Parses a fragment, with or without its `#`.
    pub fn parse(fragment: &str) -> Self {
        let path = fragment.strip_prefix('#').unwrap_or(fragment);
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        match path {
            "" | "/" | "/identities" | "/identities/" => {
                return Self::Identities(ListQuery::parse(query));
            }
            "/new" => {
                let copy = query.strip_prefix("copy=").map(decode_uri_component);
                let copy = copy.and_then(Result::ok).map(String::from);
                return Self::New { copy_of: copy.map(IdentityName::received) };
            }
            _ => {}
        }
        let Some(rest) = path.strip_prefix("/identities/") else { return Self::NotFound };
        let (name, view) = rest.split_once('/').unwrap_or((rest, ""));
        let name = decode_uri_component(name).map(String::from);
        match (name, view_of(view)) {
            (Ok(name), Some(view)) if !name.is_empty() => {
                Self::Identity(IdentityName::received(name), view)
            }
            _ => Self::NotFound,
        }
    }

    /// The fragment of this route, with its `#`.
    pub fn href(&self) -> String {
        match self {
            Self::Identities(query) => match query.address() {
                query if query.is_empty() => "#/identities".to_owned(),
                query => format!("#/identities?{query}"),
            },
            Self::NotFound => "#/identities".to_owned(),
            Self::New { copy_of: None } => "#/new".to_owned(),
            Self::New { copy_of: Some(name) } => {
                format!("#/new?copy={}", encode_uri_component(name.as_str()))
            }
            Self::Identity(name, view) => {
                let name = encode_uri_component(name.as_str());
                format!("#/identities/{name}/{}", segment(*view))
            }
        }
    }

    /// The list without a search.
    pub fn list() -> Self {
        Self::Identities(ListQuery::default())
    }

    /// Whether both routes are one page: the views of an identity share one page with all edits,
    /// and so do the searches of the list.
    pub fn is_same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Identity(name, _), Self::Identity(other, _)) => name == other,
            (Self::Identities(_), Self::Identities(_)) => true,
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
