//! The list of identities.

use leptos::{ev, prelude::*, task::spawn_local};

use crate::ui::dom::{
    Content, El, View, a, caption, code, div, h1, input, label, li, p, section, span, table, tbody,
    td, th, thead, time, tr, ul,
};

use crate::{
    domain::identity::Identity,
    gateway::{calls::ListIdentities, error::GatewayError},
    ui::{
        components::{
            button::{ButtonKind, button},
            failure::failure_notice,
            icon::{Icon, icon},
        },
        editor::IdentityView,
        messages::{
            draft::unopenable,
            failure::{During, failure},
        },
        routes::Route,
        session::{Connected, Session},
    },
};

/// How many rows are drawn at first, and added each time more are asked for.
const STEP: usize = 100;

/// What the list is at.
#[derive(Clone)]
enum List {
    Loading,
    Failed(GatewayError),
    Loaded(Vec<Identity>),
}

pub fn identities(session: Session, connected: Connected) -> El {
    let list = RwSignal::new_local(List::Loading);
    let search = RwSignal::new(String::new());
    let can_create = connected.is_admin();
    let client = StoredValue::new_local(connected.client);
    let load = move || {
        list.set(List::Loading);
        let client = client.get_value();
        spawn_local(async move {
            let answer = match client.send(&ListIdentities).await {
                Ok(identities) => List::Loaded(identities),
                Err(error) => {
                    if matches!(error, GatewayError::SignedOut { .. }) {
                        session.expire();
                    }
                    List::Failed(error)
                }
            };
            list.try_set(answer);
        });
    };
    load();
    // What could not be read for want of a token is read once there is one.
    Effect::new(move |was_expired: Option<bool>| {
        let is_expired = session.is_expired().get();
        if was_expired == Some(true) && !is_expired {
            load();
        }
        is_expired
    });
    section().class("page").child((
        div().class("page__head").child((
            h1().child("Machine identities"),
            move || match list.get() {
                List::Loaded(identities) => {
                    Some(span().class("count").child(count(identities.len())))
                }
                List::Loading | List::Failed(_) => None,
            },
            can_create.then(|| {
                a().class("button page__action")
                    .href(Route::New.href())
                    .child((icon(Icon::Add), "New identity"))
            }),
        )),
        move || match list.get() {
            List::Loading => {
                p().class("waiting").role("status").child("Loading identities…").into_any()
            }
            List::Failed(error) => failure_notice(
                failure(During::Loading, &error),
                button(ButtonKind::Secondary, None, "Try again", load),
            )
            .view(),
            List::Loaded(identities) if identities.is_empty() => div()
                .class("empty")
                .child((
                    p().child("This gateway has no machine identities yet."),
                    p().child(match can_create {
                        true => {
                            "Create the first one: a service gets its own account, and a \
                                 credential for each connection that it may use."
                        }
                        false => "An administrator can create them.",
                    }),
                ))
                .into_any(),
            List::Loaded(identities) => found(identities, search).into_any(),
        },
    ))
}

fn count(number: usize) -> String {
    match number {
        1 => "1 identity".to_owned(),
        many => format!("{many} identities"),
    }
}

fn found(identities: Vec<Identity>, search: RwSignal<String>) -> View {
    let limit = RwSignal::new(STEP);
    let all = StoredValue::new(identities);
    let fitting = Memo::new(move |_| {
        let wanted = search.with(|text| text.trim().to_lowercase());
        all.with_value(|all| {
            all.iter()
                .enumerate()
                .filter(|(_, identity)| fits(identity, &wanted))
                .map(|(index, _)| index)
                .collect::<Vec<_>>()
        })
    });
    let rows = move || {
        fitting.with(|fitting| {
            all.with_value(|all| {
                fitting.iter().take(limit.get()).map(|index| row(&all[*index])).collect::<Vec<_>>()
            })
        })
    };
    let outcome = move || match (fitting.with(Vec::len), search.with(|text| text.trim().is_empty()))
    {
        (_, true) => String::new(),
        (0, false) => "No identity fits. Search looks at names, descriptions, attributes and \
                       connections."
            .to_owned(),
        (number, false) => format!("{} found", count(number)),
    };
    let more = move || {
        let hidden = fitting.with(Vec::len).saturating_sub(limit.get());
        (hidden > 0).then(|| {
            button(ButtonKind::Secondary, None, format!("Show more ({hidden} left)"), move || {
                limit.update(|limit| *limit += STEP);
            })
        })
    };
    (
        div().class("search").child((
            label().class("visually-hidden").r#for("search").child("Search identities"),
            icon(Icon::Search),
            input()
                .id("search")
                .class("input")
                .r#type("search")
                .attr("placeholder", "Name, description, attribute or connection")
                .attr("autocomplete", "off")
                .attr("spellcheck", "false")
                .value(move || search.get())
                .on(ev::input, move |event| {
                    search.set(event_target_value(&event));
                    limit.set(STEP);
                }),
        )),
        p().class("search__outcome").role("status").child(outcome),
        table().class("table").role("table").child((
            caption().class("visually-hidden").child("Machine identities"),
            thead().role("rowgroup").child(tr().role("row").child((
                th().role("columnheader").attr("scope", "col").child("Name"),
                th().role("columnheader").attr("scope", "col").child("Attributes"),
                th().role("columnheader").attr("scope", "col").child("Listed"),
                th().role("columnheader").attr("scope", "col").child("Updated"),
            ))),
            tbody().role("rowgroup").child(rows),
        )),
        div().class("table__more").child(more),
    )
        .view()
}

fn fits(identity: &Identity, wanted: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(wanted);
    wanted.is_empty()
        || has(identity.name.as_str())
        || has(&identity.description)
        || identity.attributes.iter().any(|attribute| has(attribute.as_str()))
        || identity.connection_names.iter().any(|name| has(name.as_str()))
}

fn row(identity: &Identity) -> El {
    let name = identity.name.to_string();
    let name = match identity.name.unaddressable() {
        None => a()
            .class("table__name")
            .href(Route::Identity(identity.name.clone(), IdentityView::Access).href())
            .attr("translate", "no")
            .child(name)
            .into_any(),
        Some(reason) => (
            span().class("table__name").attr("translate", "no").child(name),
            span().class("table__note").child(unopenable(reason)),
        )
            .view(),
    };
    let attributes = identity
        .attributes
        .iter()
        .map(|attribute| li().child(code().class("chip").child(attribute.to_string())))
        .collect::<Vec<_>>();
    let updated = identity.updated_at.as_str();
    // The roles are said, because on a small screen the style takes the table apart.
    tr().role("row").child((
        th().role("rowheader").attr("scope", "row").child((
            name,
            (!identity.description.is_empty())
                .then(|| span().class("table__note").child(identity.description.clone())),
        )),
        td().role("cell").attr("data-label", "Attributes").child(match attributes.is_empty() {
            true => span().class("table__note").child("none"),
            false => ul().class("chips").child(attributes),
        }),
        td().role("cell")
            .attr("data-label", "Listed")
            .class("table__number")
            .child(identity.connection_names.len().to_string()),
        td().role("cell")
            .attr("data-label", "Updated")
            .child(time().attr("datetime", updated.to_owned()).child(day(updated))),
    ))
}

/// The date of a timestamp, as far as it has one.
fn day(timestamp: &str) -> String {
    timestamp.split('T').next().unwrap_or(timestamp).to_owned()
}
