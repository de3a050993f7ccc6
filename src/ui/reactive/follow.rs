//! What is done again whenever a signal changes.

use leptos::prelude::RenderEffect;

use super::Run;

/// Follows signals until it is dropped. Of one type, so that its code exists once.
pub type Followed = RenderEffect<()>;

/// Runs a function now, and again after each change of what it reads.
#[inline(never)]
pub fn follow(mut run: Box<dyn Run<(), ()>>) -> Followed {
    RenderEffect::new(move |_: Option<()>| run.run(()))
}
