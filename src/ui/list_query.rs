//! What is searched for in the list of identities, and how it is written into the address.
//!
//! Text that looks like a secret stays out of the address: addresses end up in histories, bookmarks
//! and chats.

use js_sys::{decode_uri_component, encode_uri_component};

use crate::{domain::access::looks_secret, ui::components::table::SortOrder};

/// A search: all terms have to match.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ListQuery {
    /// Words, each of which has to occur somewhere in the identity.
    pub text: String,
    pub filters: Vec<Filter>,
    pub sort: Sort,
}

/// A term about one column, shown as a chip.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Filter {
    pub kind: FilterKind,
    pub value: String,
}

/// What a filter is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FilterKind {
    /// The identity has the attribute.
    Attribute,
    /// It reaches the connection, directly or through an attribute.
    Connection,
    /// One of [`STATUSES`].
    Status,
}

/// The values of [`FilterKind::Status`].
pub const STATUSES: [&str; 4] = ["attention", "not-checked", "no-access", "not-addressable"];

impl FilterKind {
    const ALL: [Self; 3] = [Self::Attribute, Self::Connection, Self::Status];

    /// The word before the colon.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Attribute => "attribute",
            Self::Connection => "connection",
            Self::Status => "status",
        }
    }
}

/// A column, and the direction in which it sorts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Sort {
    pub column: Column,
    pub order: SortOrder,
}

impl Default for Sort {
    /// What needs attention comes first.
    fn default() -> Self {
        Self { column: Column::Status, order: SortOrder::Ascending }
    }
}

/// A column that sorts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Column {
    Name,
    Attributes,
    Connections,
    Status,
    Updated,
}

impl Column {
    const ALL: [Self; 5] =
        [Self::Name, Self::Attributes, Self::Connections, Self::Status, Self::Updated];

    const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Attributes => "attributes",
            Self::Connections => "connections",
            Self::Status => "status",
            Self::Updated => "updated",
        }
    }

    /// The direction of the first press: what is newest or most comes first.
    const fn first_order(self) -> SortOrder {
        match self {
            Self::Name | Self::Status => SortOrder::Ascending,
            Self::Attributes | Self::Connections | Self::Updated => SortOrder::Descending,
        }
    }
}

impl ListQuery {
    /// Reads what follows the `?` of an address. What isn't understood is left out.
    pub fn parse(query: &str) -> Self {
        let mut found = Self::default();
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let Ok(value) = decode_uri_component(value).map(String::from) else { continue };
            match key {
                "q" => found.text = value,
                "sort" => {
                    if let Some(column) = Column::ALL.into_iter().find(|it| it.word() == value) {
                        found.sort = Sort { column, order: column.first_order() };
                    }
                }
                "order" if value == "asc" => found.sort.order = SortOrder::Ascending,
                "order" if value == "desc" => found.sort.order = SortOrder::Descending,
                _ => {
                    if let Some(kind) = FilterKind::ALL.into_iter().find(|it| it.word() == key) {
                        found.filters.push(Filter { kind, value });
                    }
                }
            }
        }
        found
    }

    /// What follows the `?` of the address; empty for the whole list in its usual order.
    pub fn address(&self) -> String {
        let mut pairs = Vec::new();
        if !self.text.trim().is_empty() && !looks_secret(&self.text) {
            pairs.push(format!("q={}", encode_uri_component(self.text.trim())));
        }
        for Filter { kind, value } in &self.filters {
            if !looks_secret(value) {
                pairs.push(format!("{}={}", kind.word(), encode_uri_component(value)));
            }
        }
        if self.sort != Sort::default() {
            pairs.push(format!("sort={}", self.sort.column.word()));
            if self.sort.order != self.sort.column.first_order() {
                let order = match self.sort.order {
                    SortOrder::Ascending => "asc",
                    SortOrder::Descending => "desc",
                };
                pairs.push(format!("order={order}"));
            }
        }
        pairs.join("&")
    }

    /// The same search, with filters in place of the words of `text` that name one:
    /// `attribute:env:prod`.
    #[must_use]
    pub fn with_filters_of_text(mut self) -> Self {
        let mut words = Vec::new();
        for word in self.text.split_whitespace() {
            match filter_of(word) {
                Some(filter) if self.filters.contains(&filter) => {}
                Some(filter) => self.filters.push(filter),
                None => words.push(word),
            }
        }
        self.text = words.join(" ");
        self
    }

    /// The same search, sorted by a column; by the one it is sorted by, in the other direction.
    #[must_use]
    pub fn sorted_by(mut self, column: Column) -> Self {
        let order = match self.sort.column == column {
            true => self.sort.order.reversed(),
            false => column.first_order(),
        };
        self.sort = Sort { column, order };
        self
    }

    /// The same search, with one status alone, or with any.
    #[must_use]
    pub fn with_status(mut self, status: Option<&'static str>) -> Self {
        self.filters.retain(|filter| filter.kind != FilterKind::Status);
        let kind = FilterKind::Status;
        self.filters.extend(status.map(|value| Filter { kind, value: value.to_owned() }));
        self
    }

    /// Whether the search has only this status, or any for `None`.
    pub fn has_status(&self, status: Option<&str>) -> bool {
        let mut all = self.filters.iter().filter(|filter| filter.kind == FilterKind::Status);
        all.next().map(|filter| filter.value.as_str()) == status
    }

    /// Whether it lets every identity through.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.filters.is_empty()
    }
}

/// The filter that a word names; a status has to be one of [`STATUSES`].
pub fn filter_of(word: &str) -> Option<Filter> {
    let (kind, value) = word.split_once(':')?;
    let kind = FilterKind::ALL.into_iter().find(|it| it.word().eq_ignore_ascii_case(kind))?;
    let is_known = kind != FilterKind::Status || STATUSES.contains(&value);
    (!value.is_empty() && is_known).then(|| Filter { kind, value: value.to_owned() })
}
