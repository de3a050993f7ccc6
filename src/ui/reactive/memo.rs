//! Values that are computed when something that they depend on has changed.

use std::{marker::PhantomData, sync::Arc};

use leptos::prelude::{self, Read, ReadUntracked, Track};
use send_wrapper::SendWrapper;

use super::{
    read::ways_to_read,
    value::{Boxed, of},
};

/// A value that is computed once per change of what it depends on. Its followers are notified only if
/// the value differs.
pub struct Memo<T>(prelude::Memo<Computed>, PhantomData<fn() -> T>);

/// A computed value, and how it is compared.
struct Computed {
    value: SendWrapper<Boxed>,
    is_same: fn(&Boxed, &Boxed) -> bool,
}

impl PartialEq for Computed {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&self.value, &other.value)
    }
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: 'static> Memo<T> {
    /// `compute` is given the last value.
    pub fn new(compute: impl Fn(Option<&T>) -> T + 'static) -> Self
    where
        T: PartialEq,
    {
        Self::compared(compute, |one, other| of::<T>(one) == of::<T>(other))
    }

    /// A memo that compares pointers, so that a long value isn't compared item by item.
    pub fn by_pointer(compute: impl Fn(Option<&T>) -> T + 'static) -> Self
    where
        T: Shared,
    {
        Self::compared(compute, |one, other| of::<T>(one).is_same(of(other)))
    }

    /// A memo whose value counts as another one each time that it is computed.
    pub fn always(compute: impl Fn(Option<&T>) -> T + 'static) -> Self {
        Self::compared(compute, |_, _| false)
    }

    fn compared(
        compute: impl Fn(Option<&T>) -> T + 'static,
        is_same: fn(&Boxed, &Boxed) -> bool,
    ) -> Self {
        Self(create(Box::new(Compute(compute, PhantomData)), is_same), PhantomData)
    }

    pub fn track(&self) {
        self.0.track();
    }

    /// `None` once the memo has ended.
    pub fn try_with<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.0.try_read().map(|computed| read(of(&computed.value)))
    }

    /// `None` once the memo has ended.
    pub fn try_with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.0.try_read_untracked().map(|computed| read(of(&computed.value)))
    }
}

ways_to_read!(Memo);

/// A value behind a shared pointer.
pub trait Shared {
    /// Whether both point to the same value.
    fn is_same(&self, other: &Self) -> bool;
}

impl<T> Shared for Arc<T> {
    fn is_same(&self, other: &Self) -> bool {
        Self::ptr_eq(self, other)
    }
}

impl<T: Shared> Shared for Option<T> {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.is_same(other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// How a value is computed from the last one.
trait Computation {
    fn value(&self, last: Option<&Boxed>) -> Boxed;
}

struct Compute<T, F>(F, PhantomData<fn() -> T>);

impl<T: 'static, F: Fn(Option<&T>) -> T> Computation for Compute<T, F> {
    fn value(&self, last: Option<&Boxed>) -> Boxed {
        Box::new((self.0)(last.map(of)))
    }
}

#[inline(never)]
fn create(
    compute: Box<dyn Computation>,
    is_same: fn(&Boxed, &Boxed) -> bool,
) -> prelude::Memo<Computed> {
    let compute = SendWrapper::new(compute);
    prelude::Memo::new(move |last: Option<&Computed>| Computed {
        value: SendWrapper::new(compute.value(last.map(|last| &*last.value))),
        is_same,
    })
}
