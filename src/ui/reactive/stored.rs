//! Values that nothing follows.

use std::marker::PhantomData;

use leptos::prelude::{self, IsDisposed, LocalStorage, ReadValue, WriteValue};

use super::value::{Boxed, gone, of, of_mut};

/// A value that ends with its owner. Reading it doesn't follow it.
pub struct StoredValue<T>(prelude::StoredValue<Boxed, LocalStorage>, PhantomData<fn() -> T>);

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T: 'static> StoredValue<T> {
    pub fn new(value: T) -> Self {
        Self(store(Box::new(value)), PhantomData)
    }

    /// Whether the value has ended.
    pub fn is_disposed(&self) -> bool {
        self.0.is_disposed()
    }

    #[cfg_attr(debug_assertions, track_caller)]
    pub fn with_value<U>(&self, read: impl FnOnce(&T) -> U) -> U {
        self.try_with_value(read).unwrap_or_else(|| gone())
    }

    /// `None` once the value has ended.
    pub fn try_with_value<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.0.try_read_value().map(|value| read(of(&value)))
    }

    /// Does nothing once the value has ended.
    pub fn update_value(&self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    /// `None` once the value has ended.
    pub fn try_update_value<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.0.try_write_value().map(|mut value| change(of_mut(&mut value)))
    }

    /// Does nothing once the value has ended.
    pub fn set_value(&self, value: T) {
        self.try_set_value(value);
    }

    /// Returns `false` once the value has ended.
    pub fn try_set_value(&self, value: T) -> bool {
        set(self.0, Box::new(value))
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn get_value(&self) -> T {
        self.with_value(T::clone)
    }

    /// `None` once the value has ended.
    pub fn try_get_value(&self) -> Option<T> {
        self.try_with_value(T::clone)
    }
}

#[inline(never)]
fn store(value: Boxed) -> prelude::StoredValue<Boxed, LocalStorage> {
    prelude::StoredValue::new_local(value)
}

#[inline(never)]
fn set(stored: prelude::StoredValue<Boxed, LocalStorage>, value: Boxed) -> bool {
    // What was stored is dropped when nothing is locked any more: it may store something itself.
    let before = stored.try_write_value().map(|mut stored| std::mem::replace(&mut *stored, value));
    before.is_some()
}
