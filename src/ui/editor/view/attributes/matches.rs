//! The connections of one attribute.

use crate::{
    domain::{
        catalog::{Catalog, ListedAttribute},
        connection::{Connection, ConnectionName},
    },
    ui::{
        dom::{El, code, div, li, p, span, ul},
        messages::plan::{and_more, count, ineligible},
    },
};

/// How many connections of one attribute are listed.
const LISTED: usize = 100;

/// The connections that an attribute matches, and which of them the identity can use.
pub fn matches(catalog: &Catalog, attribute: &ListedAttribute) -> El {
    let row = |name: &ConnectionName| {
        let note = match catalog.connection(name).map(Connection::eligibility) {
            Some(Ok(_)) => String::new(),
            Some(Err(reason)) => ineligible(&reason),
            None => "not listed".to_owned(),
        };
        li().child((
            span().class("mono").attr("translate", "no").child(name.to_string()),
            span().class("muted").child(note),
        ))
    };
    let total = attribute.connection_names.len();
    let rows = attribute.connection_names.iter().take(LISTED).map(row);
    let more = total.saturating_sub(LISTED);
    div()
        .class("matches")
        .role("region")
        .attr("aria-label", format!("Connections with {}", attribute.name))
        .child((
            p().child((
                code().attr("translate", "no").child(attribute.name.to_string()),
                format!(" is on {}.", count(total, "connection")),
                attribute.managed.then_some(
                    " Managed by hoop.dev: it can be added to other connections at any time.",
                ),
            )),
            ul().class("matches__rows")
                .child((rows.collect::<Vec<_>>(), (more > 0).then(|| li().child(and_more(more))))),
        ))
}
