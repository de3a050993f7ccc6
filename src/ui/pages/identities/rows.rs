//! The rows of the list, with what is computed once for each.

use std::sync::Arc;

mod arranged;

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
        browser::{letters::into_folded, unicode::look_alikes},
        components::time::SortKey,
    },
};

pub use arranged::{Arranged, Counts, order};

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
}
