//! Sets and maps, filled item by item.
//!
//! The standard library's `collect` sorts first, with separate code for each item type: 8 kB of
//! WebAssembly apiece, for lists that are short here.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

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

    /// A map in which the last of several items with one key wins.
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

impl<I: Iterator> Collect for I {}

/// Sorts a list; equal items keep their order. Sorting indices shares one sort between all item
/// types; the standard library's costs 4 kB of WebAssembly for each.
pub fn sort<T>(list: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..list.len()).collect();
    sort_indices(&mut order, &|left, right| compare(&list[left], &list[right]));
    let mut items: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(order.into_iter().filter_map(|index| items[index].take()));
}

fn sort_indices(order: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    order.sort_by(|left, right| compare(*left, *right));
}
