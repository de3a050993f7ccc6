//! GET /connections: a bare array, or a page when one is asked for (contract §10).

use super::{ConnectionView, has_name_form};
use crate::sandbox::call::Call;
use crate::sandbox::catalog::page::{Page, contains, like};
use crate::sandbox::http::{Target, json, message};
use crate::sandbox::store::Connection;
use crate::wire::exchange::RawResponse;

/// The refusal of a filter value, such as `env:prod` (G22).
const BAD_OPTION: &str = "option values must contain between 1 and 127 alphanumeric characters, \
                          it may include (-), (_) or (.) characters";

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let page = match Page::is_asked_for(call.target).then(|| Page::parse(call.target)).transpose() {
        Ok(page) => page,
        Err(error) => return message(422, error),
    };
    let filter = match Filter::parse(call.target) {
        Ok(filter) => filter,
        Err((status, error)) => return message(status, error),
    };
    let found: Vec<&Connection> =
        call.store.connections().filter(|connection| filter.keeps(connection)).collect();
    let store = &*call.store;
    match page {
        None => {
            let view = |connection| ConnectionView::listed(store, connection);
            json(200, &found.into_iter().map(view).collect::<Vec<_>>())
        }
        Some(page) => {
            let shown = page.cut(&found);
            // A page past the end has no total (G22).
            let total = if shown.is_empty() { 0 } else { found.len() };
            let view = |connection| ConnectionView::paged(store, connection);
            json(200, &page.of(total, shown.iter().copied().map(view).collect()))
        }
    }
}

/// A field that a pattern is matched against.
type Field = fn(&Connection) -> &str;

/// The parsed query; an empty option filters nothing.
struct Filter {
    search: String,
    /// `LIKE` patterns.
    patterns: Vec<(Field, String)>,
    attributes: Vec<String>,
    ids: Vec<String>,
    /// Tag, value, and whether the tag must or must not have it.
    tags: Vec<(String, String, bool)>,
}

impl Filter {
    fn parse(target: &Target) -> Result<Self, (u16, &'static str)> {
        let mut patterns: Vec<(Field, String)> = vec![
            (|connection| &connection.name, target.query("name")),
            (|connection| &connection.resource_name, target.query("resource_name")),
        ];
        let strict: [(&str, Field); 4] = [
            ("type", |connection| &connection.kind),
            ("subtype", |connection| &connection.subtype),
            ("agent_id", |connection| &connection.agent_id),
            ("managed_by", |connection| connection.managed_by.as_deref().unwrap_or_default()),
        ];
        for (option, field) in strict {
            patterns.push((field, checked(target.query(option))?));
        }
        patterns.retain(|(_, pattern)| !pattern.is_empty());
        let attributes = list(&target.query("attribute"));
        for attribute in &attributes {
            checked(attribute.clone())?;
        }
        let ids = list(&target.query("connection_ids"));
        if ids.iter().any(|id| uuid::Uuid::parse_str(id).is_err()) {
            return Err((422, "connection_ids must be a comma separated list of uuids"));
        }
        let tags = list(&target.query("tag_selector"))
            .iter()
            .map(|term| {
                let (key, value) = term.split_once('=')?;
                let (key, equal) = key.strip_suffix('!').map_or((key, true), |key| (key, false));
                Some((key.to_owned(), value.to_owned(), equal))
            })
            .collect::<Option<_>>()
            .ok_or((500, "failed parsing tag selector"))?;
        Ok(Self { search: target.query("search"), patterns, attributes, ids, tags })
    }

    fn keeps(&self, connection: &Connection) -> bool {
        let searched = [
            &connection.name,
            &connection.subtype,
            &connection.kind,
            &connection.resource_name,
            &connection.status,
        ];
        let any = |wanted: &[String], has: &dyn Fn(&String) -> bool| {
            wanted.is_empty() || wanted.iter().any(has)
        };
        (self.search.is_empty() || searched.iter().any(|text| contains(text, &self.search)))
            && self.patterns.iter().all(|(field, pattern)| like(pattern, field(connection)))
            && any(&self.attributes, &|name| connection.attributes.contains(name))
            && any(&self.ids, &|id| connection.id == *id)
            && self.tags.iter().all(|(key, value, equal)| {
                (connection.connection_tags.get(key) == Some(value)) == *equal
            })
    }
}

fn checked(value: String) -> Result<String, (u16, &'static str)> {
    if value.is_empty() || has_name_form(&value, 1, 128) {
        Ok(value)
    } else {
        Err((422, BAD_OPTION))
    }
}

fn list(value: &str) -> Vec<String> {
    value.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
