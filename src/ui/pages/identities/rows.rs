//! The rows of the list: search and sort order.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    domain::{
        catalog::Catalog,
        collect::sort,
        identity::Identity,
        name::IdentityName,
        overview::{ListStatus, Overview, Overviews},
    },
    gateway::pause::pause,
    ui::{
        browser::{letters::folded, unicode::look_alikes},
        components::{table::SortOrder, time},
        list_query::{Column, Filter, FilterKind, ListQuery, filter_of},
    },
};

/// An identity and the values computed once for its row.
#[derive(Clone)]
pub struct Row {
    pub identity: Identity,
    /// `None` until connections and attributes are loaded.
    pub overview: Option<Overview>,
    /// Its name looks like another name in the list.
    pub is_look_alike: bool,
    /// All searchable text, folded.
    haystack: String,
    /// The name, folded.
    name: String,
    updated: f64,
}

/// How many rows are computed before yielding to the browser.
const AT_ONCE: usize = 500;

/// The rows for some identities; `sees_every_connection` as for [`Overviews`].
pub async fn rows(
    identities: Vec<Identity>,
    catalog: Option<&Catalog>,
    sees_every_connection: bool,
) -> Vec<Row> {
    let overviews = catalog.map(|catalog| Overviews::new(catalog, sees_every_connection));
    let alike = look_alikes(identities.iter().map(|identity| identity.name.as_str()));
    let row = |identity: Identity| {
        let overview = overviews.as_ref().map(|overviews| overviews.of(&identity));
        let is_look_alike = alike.contains(identity.name.as_str());
        Row { is_look_alike, ..Row::new(identity, overview) }
    };
    let mut rows = Vec::with_capacity(identities.len());
    for identity in identities {
        rows.push(row(identity));
        if rows.len() % AT_ONCE == 0 {
            pause(0).await;
        }
    }
    rows
}

/// The rows without a deleted identity's.
pub fn without(rows: &[Row], name: &IdentityName) -> Arc<Vec<Row>> {
    Arc::new(rows.iter().filter(|row| row.identity.name != *name).cloned().collect())
}

impl Row {
    fn new(identity: Identity, overview: Option<Overview>) -> Self {
        // No `..`: a field that is added is searched, or left out here on purpose.
        let Identity {
            id: _,
            name,
            description,
            connection_names,
            attributes,
            created_at: _,
            updated_at: _,
        } = &identity;
        let mut haystack = format!("{name}\n{description}");
        for attribute in attributes {
            haystack.push('\n');
            haystack.push_str(attribute.as_str());
        }
        for connection in connection_names {
            haystack.push('\n');
            haystack.push_str(connection.as_str());
        }
        Self {
            haystack: folded(&haystack),
            name: folded(identity.name.as_str()),
            updated: time::sort_key(identity.updated_at.as_str()),
            identity,
            overview,
            is_look_alike: false,
        }
    }

    /// The status as far as it is known without loading credentials.
    pub fn status(&self) -> ListStatus {
        self.overview.as_ref().map(|overview| overview.status).unwrap_or_default()
    }

    fn direct(&self) -> usize {
        let stored = self.identity.connection_names.len();
        self.overview.as_ref().map_or(stored, |overview| overview.direct.len())
    }

    fn reach(&self) -> usize {
        let from_attributes = self.overview.as_ref().map_or(0, |it| it.from_attributes.len());
        self.direct() + from_attributes
    }

    fn has(&self, Filter { kind, value }: &Filter, is_whole: bool) -> bool {
        let fits = |text: &str| match is_whole {
            true => text == value,
            // The user is still typing it.
            false => folded(text).contains(&folded(value)),
        };
        match kind {
            FilterKind::Attribute => self.identity.attributes.iter().any(|it| fits(it.as_str())),
            FilterKind::Connection => {
                let matched = self.overview.iter().flat_map(|it| &it.from_attributes);
                self.identity.connection_names.iter().chain(matched).any(|it| fits(it.as_str()))
            }
            FilterKind::Status => match value.as_str() {
                "attention" => self.status().needs_attention(),
                "not-checked" => self.status() == ListStatus::NotChecked,
                "no-access" => self.status() == ListStatus::NoAccess,
                "not-addressable" => matches!(self.status(), ListStatus::NotAddressable(_)),
                _ => false,
            },
        }
    }
}

/// The result of a search, and what its order depends on.
#[derive(Clone, PartialEq)]
pub struct Arranged {
    /// Indices of the rows.
    pub found: Vec<usize>,
    /// The order is kept although data that arrived later would change it.
    pub is_kept: bool,
    /// The inputs of the order: search, number of explicit sorts, number of rows.
    asked: (ListQuery, u32, usize),
}

impl Arranged {
    /// Sorts again, unless only statuses arrived while the list is in use: a row must not move under
    /// the user's pointer or focus.
    pub fn after(
        before: Option<&Self>,
        rows: &[Row],
        query: &ListQuery,
        sorted: u32,
        is_in_use: impl Fn() -> bool,
    ) -> Self {
        let asked = (query.clone(), sorted, rows.len());
        let found = arrange(rows, query);
        match before.filter(|before| before.asked == asked && before.found != found && is_in_use())
        {
            Some(before) => {
                let found = in_order_of(&before.found, found);
                Self { found, is_kept: true, asked }
            }
            None => Self { found, is_kept: false, asked },
        }
    }
}

/// The matching rows' indices, in the order of `rows`.
pub fn matching(rows: &[Row], query: &ListQuery) -> Vec<usize> {
    let words: Vec<&str> = query.text.split_whitespace().collect();
    let typed: Vec<Filter> = words.iter().filter_map(|word| filter_of(word)).collect();
    let words: Vec<String> =
        words.iter().filter(|word| filter_of(word).is_none()).map(|word| folded(word)).collect();
    let fits = |row: &Row| {
        query.filters.iter().all(|filter| row.has(filter, true))
            && typed.iter().all(|filter| row.has(filter, false))
            && words.iter().all(|word| row.haystack.contains(word))
    };
    (0..rows.len()).filter(|index| fits(&rows[*index])).collect()
}

/// The matching rows' indices, in sort order.
fn arrange(rows: &[Row], query: &ListQuery) -> Vec<usize> {
    let mut found = matching(rows, query);
    sort(&mut found, |left, right| {
        let (left, right) = (&rows[*left], &rows[*right]);
        let order = by_column(query.sort.column, left, right);
        let order = match query.sort.order {
            SortOrder::Ascending => order,
            SortOrder::Descending => order.reverse(),
        };
        // A stable sort in both directions.
        order.then_with(|| left.name.cmp(&right.name))
    });
    found
}

/// The rows of `now` in their order `before`; new ones come last.
fn in_order_of(before: &[usize], mut now: Vec<usize>) -> Vec<usize> {
    let most = before.iter().chain(&now).max().map_or(0, |index| index + 1);
    let mut places = vec![usize::MAX; most];
    for (place, index) in before.iter().enumerate() {
        places[*index] = place;
    }
    sort(&mut now, |left, right| places[*left].cmp(&places[*right]));
    now
}

fn by_column(column: Column, left: &Row, right: &Row) -> Ordering {
    match column {
        Column::Name => left.name.cmp(&right.name),
        Column::Attributes => left.identity.attributes.len().cmp(&right.identity.attributes.len()),
        Column::Connections => left.reach().cmp(&right.reach()),
        Column::Status => left.status().cmp(&right.status()),
        Column::Updated => left.updated.total_cmp(&right.updated),
    }
}
