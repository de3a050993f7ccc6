//! Leptos, with signals whose code exists once.
//!
//! Leptos compiles its signals and memos anew for each type that they hold: a fifth of the element's
//! first program. Here every value is boxed, and Leptos sees one type. This module is used in place of
//! `leptos::prelude`: it has everything of that, with its own signals, memos, stored values and
//! effects. They are used as those of Leptos, except that `try_set` and `try_set_value` return whether
//! the value is still there, and an effect has no handle.
//!
//! Values don't have to be `Send`: the program has one thread.

mod effect;
mod follow;
mod memo;
mod read;
mod run;
mod signal;
mod stored;
mod value;

pub use leptos::prelude::*;

pub use self::{
    effect::Effect,
    follow::{Followed, follow},
    memo::{Memo, Shared},
    run::Run,
    signal::{RwSignal, Signal},
    stored::StoredValue,
};
