//! Sets and maps, filled item by item.
//!
//! The standard library's `collect` sorts first, with separate code for each item type: 8 kB of
//! WebAssembly apiece, for lists that are short here.
//!
//! Long lists are looked up by hash: among 10,000 names, a B-tree compares twenty before it finds
//! one.

use std::{cmp::Ordering, collections::BTreeSet, hash::Hash};

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxBuildHasher;

/// A map in the order of insertion, with fast lookups.
pub type HashedMap<K, V> = IndexMap<K, V, FxBuildHasher>;

/// A set in the order of insertion, with fast lookups.
pub type HashedSet<T> = IndexSet<T, FxBuildHasher>;

/// Collects without sorting first.
pub trait Collect: Iterator + Sized {
    /// The distinct items.
    fn into_set(mut self) -> BTreeSet<Self::Item>
    where
        Self::Item: Ord,
    {
        fn fill<T: Ord>(items: &mut dyn Iterator<Item = T>) -> BTreeSet<T> {
            let mut set = BTreeSet::new();
            for item in items {
                set.insert(item);
            }
            set
        }
        fill(&mut self)
    }

    /// The distinct items, in the order in which they come first.
    fn into_hashed_set(mut self) -> HashedSet<Self::Item>
    where
        Self::Item: Eq + Hash,
    {
        fn fill<T: Eq + Hash>(items: &mut dyn Iterator<Item = T>, size: usize) -> HashedSet<T> {
            let mut set = HashedSet::with_capacity_and_hasher(size, FxBuildHasher);
            for item in items {
                set.insert(item);
            }
            set
        }
        let size = self.size_hint().0;
        fill(&mut self, size)
    }

    /// A map in which the last of several items with one key wins, in the place of the first.
    fn into_hashed_map<K: Eq + Hash, V>(mut self) -> HashedMap<K, V>
    where
        Self: Iterator<Item = (K, V)>,
    {
        fn fill<K: Eq + Hash, V>(
            items: &mut dyn Iterator<Item = (K, V)>,
            size: usize,
        ) -> HashedMap<K, V> {
            let mut map = HashedMap::with_capacity_and_hasher(size, FxBuildHasher);
            for (key, value) in items {
                map.insert(key, value);
            }
            map
        }
        let size = self.size_hint().0;
        fill(&mut self, size)
    }
}

impl<I: Iterator> Collect for I {}

/// Adds an item to a map that is in the order of its keys, or replaces the one of that key.
pub fn insert_sorted<K: Eq + Hash + Ord, V>(map: &mut HashedMap<K, V>, key: K, value: V) {
    match map.get_mut(&key) {
        Some(before) => *before = value,
        None => {
            let place = map.partition_point(|other, _| *other < key);
            map.shift_insert(place, key, value);
        }
    }
}

/// Sorts a list; equal items keep their order. Sorting indices shares one sort between all item
/// types; the standard library's costs 4 kB of WebAssembly for each.
pub fn sort<T>(list: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    // Most lists are this short: thousands of identities have one attribute.
    if list.len() < 2 {
        return;
    }
    let mut order: Vec<usize> = (0..list.len()).collect();
    sort_indices(&mut order, &|left, right| compare(&list[left], &list[right]));
    let mut items: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(order.into_iter().filter_map(|index| items[index].take()));
}

fn sort_indices(order: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    order.sort_by(|left, right| compare(*left, *right));
}
