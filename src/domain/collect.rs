//! Sets and maps, filled item by item.
//!
//! The standard library's `collect` sorts everything first, with code of its own for each type of
//! item: 8 kB of program apiece, for lists that are short here.

use std::collections::{BTreeMap, BTreeSet};

/// Collects without sorting first.
pub trait Gather: Iterator + Sized {
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

    /// Of several items with one key, the last.
    fn into_map<K: Ord, V>(mut self) -> BTreeMap<K, V>
    where
        Self: Iterator<Item = (K, V)>,
    {
        fn fill<K: Ord, V>(items: &mut dyn Iterator<Item = (K, V)>) -> BTreeMap<K, V> {
            let mut map = BTreeMap::new();
            for (key, value) in items {
                map.insert(key, value);
            }
            map
        }
        fill(&mut self)
    }
}

impl<I: Iterator> Gather for I {}
