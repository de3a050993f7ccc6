//! Which rows a search finds, and in which order.

use super::Row;
use crate::{
    domain::{collect::sort, overview::ListStatus},
    ui::{
        browser::letters::folded,
        components::table::SortOrder,
        list_query::{Column, Filter, FilterKind, ListQuery, Sort, filter_of},
    },
};

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

    fn fits(&self, row: &Row) -> bool {
        let fits = |text: &str| match self.is_typed {
            true => folded(text).contains(&self.value),
            false => text == self.value,
        };
        match self.kind {
            FilterKind::Attribute => row.identity.attributes.iter().any(|it| fits(it.as_str())),
            FilterKind::Connection => {
                let matched = row.overview.iter().flat_map(|it| &it.from_attributes);
                row.identity.connection_names.iter().chain(matched).any(|it| fits(it.as_str()))
            }
            FilterKind::Status => match self.value.as_str() {
                "attention" => row.status().needs_attention(),
                "not-checked" => row.status() == ListStatus::NotChecked,
                "no-access" => row.status() == ListStatus::NoAccess,
                "not-addressable" => matches!(row.status(), ListStatus::NotAddressable(_)),
                _ => false,
            },
        }
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
        let fits = terms.iter().all(|term| term.fits(row))
            && words.iter().all(|word| row.haystack.contains(word.as_str()));
        if !fits {
            continue;
        }
        counts.found += 1;
        counts.need_attention += usize::from(row.status().needs_attention());
        counts.not_checked += usize::from(row.status() == ListStatus::NotChecked);
        if statuses.iter().all(|term| term.fits(row)) {
            counts.shown += 1;
            found.push(*index);
        }
    }
    (found, counts)
}

/// The indices of all rows, in sort order.
pub fn order(rows: &[Row], Sort { column, order: direction }: Sort) -> Vec<usize> {
    let mut order = by_name(rows);
    // Read once for each row: the browser parses what isn't UTC.
    let updated: Vec<_> = match column {
        Column::Updated => rows.iter().map(Row::updated).collect(),
        _ => Vec::new(),
    };
    // Stable: equal rows stay ordered by name, in both directions.
    sort(&mut order, |&left, &right| {
        let (one, other) = (&rows[left], &rows[right]);
        let order = match column {
            Column::Name => one.place.cmp(&other.place),
            Column::Attributes => {
                one.identity.attributes.len().cmp(&other.identity.attributes.len())
            }
            Column::Connections => one.reach().cmp(&other.reach()),
            Column::Status => one.status().cmp(&other.status()),
            Column::Updated => updated[left].cmp(&updated[right]),
        };
        match direction {
            SortOrder::Ascending => order,
            SortOrder::Descending => order.reverse(),
        }
    });
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
