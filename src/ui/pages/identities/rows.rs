//! The rows of the list: search and sort order.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    domain::{
        attribute::Attribute,
        catalog::Catalog,
        collect::{HashedMap, sort},
        connection::ConnectionName,
        draft::PerField,
        identity::Identity,
        name::IdentityName,
        overview::{ListStatus, Overview, Overviews},
    },
    gateway::pause::give_way,
    ui::{
        browser::{
            letters::{folded, into_folded},
            unicode::look_alikes,
        },
        components::{table::SortOrder, time::SortKey},
        list_query::{Column, Filter, FilterKind, ListQuery, Sort, filter_of},
    },
};

/// An identity and the values computed once for its row. Cheap to clone.
#[derive(Clone)]
pub struct Row {
    pub identity: Arc<Identity>,
    /// `None` until connections and attributes are loaded.
    pub overview: Option<Arc<Overview>>,
    /// Its name looks like another name in the list.
    pub is_look_alike: bool,
    /// All searchable text, folded.
    haystack: Arc<str>,
    /// Its place among all names; equal names have different places.
    place: usize,
}

/// How many rows are computed before yielding to the browser.
const AT_ONCE: usize = 2500;

/// The rows for some identities.
pub async fn rows(identities: Vec<Identity>) -> Vec<Row> {
    let alike = look_alikes(identities.iter().map(|identity| identity.name.as_str()));
    give_way().await;
    let mut rows = Vec::with_capacity(identities.len());
    for identity in identities {
        let is_look_alike = alike.contains(identity.name.as_str());
        rows.push(Row::new(identity, is_look_alike));
        if rows.len() % AT_ONCE == 0 {
            give_way().await;
        }
    }
    // The name begins the searchable text.
    let mut by_name: Vec<usize> = (0..rows.len()).collect();
    sort(&mut by_name, |left, right| rows[*left].haystack.cmp(&rows[*right].haystack));
    for (place, index) in by_name.into_iter().enumerate() {
        rows[index].place = place;
    }
    rows
}

/// What the lists tell of each identity, by its id.
pub type ById = HashedMap<String, Arc<Overview>>;

/// The overviews of some rows; `sees_every_connection` as for [`Overviews`].
pub async fn overviews(rows: &[Row], catalog: &Catalog, sees_every_connection: bool) -> ById {
    let overviews = Overviews::new(catalog, sees_every_connection);
    let mut by_id = ById::default();
    for (index, row) in rows.iter().enumerate() {
        if index > 0 && index % AT_ONCE == 0 {
            give_way().await;
        }
        by_id.insert(row.identity.id.clone(), Arc::new(overviews.of(&row.identity)));
    }
    by_id
}

/// The rows with new overviews, as far as there are any.
pub fn with_overviews(rows: &[Row], by_id: &ById) -> Arc<Vec<Row>> {
    let with = |row: &Row| {
        let overview = by_id.get(&row.identity.id).or(row.overview.as_ref()).cloned();
        Row { overview, ..row.clone() }
    };
    Arc::new(rows.iter().map(with).collect())
}

/// The rows without a deleted identity's.
pub fn without(rows: &[Row], name: &IdentityName) -> Arc<Vec<Row>> {
    Arc::new(rows.iter().filter(|row| row.identity.name != *name).cloned().collect())
}

impl Row {
    fn new(identity: Identity, is_look_alike: bool) -> Self {
        let PerField { name, description, attributes, connection_names } = identity.as_spec();
        let lists = attributes
            .iter()
            .map(Attribute::as_str)
            .chain(connection_names.iter().map(ConnectionName::as_str));
        let texts = [name.as_str(), description].into_iter().chain(lists);
        // The allocator wipes what it frees: a text that grows is copied and wiped several times.
        let length = texts.clone().map(|text| text.len() + 1).sum();
        let mut haystack = String::with_capacity(length);
        for text in texts {
            haystack.push_str(text);
            haystack.push('\n');
        }
        Self {
            haystack: into_folded(haystack).into(),
            place: 0,
            identity: Arc::new(identity),
            overview: None,
            is_look_alike,
        }
    }

    /// The status as far as it is known without loading credentials.
    pub fn status(&self) -> ListStatus {
        self.overview.as_ref().map(|overview| overview.status).unwrap_or_default()
    }

    fn updated(&self) -> SortKey<'_> {
        SortKey::of(self.identity.updated_at.as_str())
    }

    fn direct(&self) -> usize {
        let stored = self.identity.connection_names.len();
        self.overview.as_ref().map_or(stored, |overview| overview.direct.len())
    }

    fn reach(&self) -> usize {
        let from_attributes = self.overview.as_ref().map_or(0, |it| it.from_attributes.len());
        self.direct() + from_attributes
    }

    fn has(&self, Term { kind, value, is_typed }: &Term) -> bool {
        let fits = |text: &str| match is_typed {
            true => folded(text).contains(value.as_str()),
            false => text == value,
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

/// A filter, prepared for many rows.
struct Term {
    kind: FilterKind,
    /// Folded if it is typed.
    value: String,
    /// The user is still typing it: a part of a name fits.
    is_typed: bool,
}

impl Term {
    /// The filters of a search: the chips, and those that are being typed.
    fn of(query: &ListQuery) -> Vec<Self> {
        let term = |Filter { kind, value }: Filter, is_typed: bool| {
            let is_typed = is_typed && kind != FilterKind::Status;
            let value = if is_typed { folded(&value) } else { value };
            Self { kind, value, is_typed }
        };
        let chips = query.filters.iter().cloned().map(|filter| term(filter, false));
        let typed = query.text.split_whitespace().filter_map(filter_of);
        chips.chain(typed.map(|filter| term(filter, true))).collect()
    }
}

/// How many rows match a search, by status.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    pub all: usize,
    /// Matching the search, with any status.
    pub found: usize,
    pub need_attention: usize,
    pub not_checked: usize,
    /// Matching the search and the chosen status.
    pub shown: usize,
}

/// The result of a search, and what its order depends on.
#[derive(Clone, PartialEq)]
pub struct Arranged {
    /// Indices of the rows.
    pub found: Vec<usize>,
    pub counts: Counts,
    /// The order is kept although data that arrived later would change it.
    pub is_kept: bool,
    /// The inputs of the order: search, number of explicit sorts, number of rows.
    asked: (ListQuery, u32, usize),
}

impl Arranged {
    /// Takes the rows in `order`, unless only statuses arrived while the list is in use: a row must
    /// not move under the user's pointer or focus.
    pub fn after(
        before: Option<&Self>,
        rows: &[Row],
        order: &[usize],
        query: &ListQuery,
        sorted: u32,
        is_in_use: impl Fn() -> bool,
    ) -> Self {
        let asked = (query.clone(), sorted, rows.len());
        let (found, counts) = matching(rows, order, query);
        match before.filter(|before| before.asked == asked && before.found != found && is_in_use())
        {
            Some(before) => {
                let found = in_order_of(&before.found, found);
                Self { found, counts, is_kept: true, asked }
            }
            None => Self { found, counts, is_kept: false, asked },
        }
    }
}

/// The matching rows among the ordered ones.
fn matching(rows: &[Row], order: &[usize], query: &ListQuery) -> (Vec<usize>, Counts) {
    let (statuses, terms): (Vec<Term>, Vec<Term>) =
        Term::of(query).into_iter().partition(|term| term.kind == FilterKind::Status);
    let words = query.text.split_whitespace().filter(|word| filter_of(word).is_none());
    let words: Vec<String> = words.map(folded).collect();
    let (mut found, mut counts) = (Vec::new(), Counts { all: rows.len(), ..Counts::default() });
    for index in order {
        let row = &rows[*index];
        let fits = terms.iter().all(|term| row.has(term))
            && words.iter().all(|word| row.haystack.contains(word.as_str()));
        if !fits {
            continue;
        }
        counts.found += 1;
        counts.need_attention += usize::from(row.status().needs_attention());
        counts.not_checked += usize::from(row.status() == ListStatus::NotChecked);
        if statuses.iter().all(|term| row.has(term)) {
            counts.shown += 1;
            found.push(*index);
        }
    }
    (found, counts)
}

/// The indices of all rows, in sort order. Rows that are equal in that column are ordered by name.
pub fn order(rows: &[Row], Sort { column, order: direction }: Sort) -> Vec<usize> {
    let mut order = by_name(rows);
    // Read once for each row: the browser parses what isn't UTC.
    let updated: Vec<_> = match column {
        Column::Updated => rows.iter().map(Row::updated).collect(),
        _ => Vec::new(),
    };
    let compare = |left: usize, right: usize| {
        let (one, other) = (&rows[left], &rows[right]);
        match column {
            Column::Name => Ordering::Equal,
            Column::Attributes => {
                one.identity.attributes.len().cmp(&other.identity.attributes.len())
            }
            Column::Connections => one.reach().cmp(&other.reach()),
            Column::Status => one.status().cmp(&other.status()),
            Column::Updated => updated[left].cmp(&updated[right]),
        }
    };
    match (column, direction) {
        (Column::Name, SortOrder::Ascending) => {}
        (Column::Name, SortOrder::Descending) => order.reverse(),
        (_, SortOrder::Ascending) => sort(&mut order, |left, right| compare(*left, *right)),
        (_, SortOrder::Descending) => sort(&mut order, |left, right| compare(*right, *left)),
    }
    order
}

/// The indices of all rows by name. Their places are known: nothing is compared.
fn by_name(rows: &[Row]) -> Vec<usize> {
    let most = rows.iter().map(|row| row.place + 1).max().unwrap_or_default();
    let mut order = vec![None; most];
    for (index, row) in rows.iter().enumerate() {
        order[row.place] = Some(index);
    }
    order.into_iter().flatten().collect()
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
