//! Values that are followed.

use std::{marker::PhantomData, rc::Rc};

use leptos::prelude::{self, LocalStorage, Read, ReadUntracked, Track, Write, untrack};

use super::{
    Memo, StoredValue,
    read::ways_to_read,
    value::{Boxed, of, of_mut},
};

type Inner = prelude::RwSignal<Boxed, LocalStorage>;

/// A value that can be set.
pub struct RwSignal<T>(Inner, PhantomData<fn() -> T>);

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: 'static> RwSignal<T> {
    pub fn new(value: T) -> Self {
        Self(create(Box::new(value)), PhantomData)
    }

    pub fn track(&self) {
        self.0.track();
    }

    /// `None` once the signal has ended.
    pub fn try_with<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.0.try_read().map(|value| read(of(&value)))
    }

    /// `None` once the signal has ended.
    pub fn try_with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.0.try_read_untracked().map(|value| read(of(&value)))
    }

    /// Does nothing once the signal has ended.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// `None` once the signal has ended.
    pub fn try_update<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.0.try_write().map(|mut value| change(of_mut(&mut value)))
    }

    /// Changes the value without telling who follows it. Does nothing once the signal has ended.
    pub fn update_untracked(&self, change: impl FnOnce(&mut T)) {
        self.try_update_untracked(change);
    }

    /// Changes the value without telling who follows it. `None` once the signal has ended.
    pub fn try_update_untracked<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.0.try_write_untracked().map(|mut value| change(of_mut(&mut value)))
    }

    /// Does nothing once the signal has ended.
    pub fn set(&self, value: T) {
        self.try_set(value);
    }

    /// Returns `false` once the signal has ended.
    pub fn try_set(&self, value: T) -> bool {
        set(self.0, Box::new(value))
    }
}

ways_to_read!(RwSignal);

#[inline(never)]
fn create(value: Boxed) -> Inner {
    prelude::RwSignal::new_local(value)
}

#[inline(never)]
fn set(signal: Inner, value: Boxed) -> bool {
    // Followers are notified, and the old value is dropped, once the signal is no longer locked.
    let before = signal.try_write().map(|mut signal| std::mem::replace(&mut *signal, value));
    before.is_some()
}

/// A value that is read here and set elsewhere.
pub struct Signal<T: 'static>(Source<T>);

enum Source<T: 'static> {
    Set(RwSignal<T>),
    Memo(Memo<T>),
    Derived(StoredValue<Rc<dyn Fn() -> T>>),
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> Clone for Source<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<T> {}

impl<T: 'static> Signal<T> {
    /// Computed each time that it is read.
    pub fn derive(compute: impl Fn() -> T + 'static) -> Self {
        Self(Source::Derived(StoredValue::new(Rc::new(compute))))
    }

    /// A value that stays the same.
    pub fn stored(value: T) -> Self {
        RwSignal::new(value).into()
    }

    /// `None` once the signal has ended.
    pub fn try_with<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        match self.0 {
            Source::Set(signal) => signal.try_with(read),
            Source::Memo(memo) => memo.try_with(read),
            Source::Derived(compute) => Some(read(&compute.try_get_value()?())),
        }
    }

    /// `None` once the signal has ended.
    pub fn try_with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        match self.0 {
            Source::Set(signal) => signal.try_with_untracked(read),
            Source::Memo(memo) => memo.try_with_untracked(read),
            Source::Derived(compute) => {
                let compute = compute.try_get_value()?;
                Some(read(&untrack(|| compute())))
            }
        }
    }
}

ways_to_read!(Signal);

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self(Source::Set(signal))
    }
}

impl<T> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self(Source::Memo(memo))
    }
}

impl<T: 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}
