//! What is done when something has changed.

use leptos::{prelude, reactive::effect::EffectFunction};

use super::{Run, value::Boxed};

/// Runs a function again after each change of what it reads, until its owner ends.
pub struct Effect;

impl Effect {
    /// The function is given what it returned the last time, if it takes that.
    #[expect(clippy::new_ret_no_self, reason = "named as in Leptos; there is nothing to hold")]
    pub fn new<T: 'static, M>(mut run: impl EffectFunction<T, M> + 'static) {
        create(Box::new(move |last: Option<Boxed>| -> Boxed {
            let last = last.and_then(|last| last.downcast().ok()).map(|last: Box<T>| *last);
            Box::new(EffectFunction::run(&mut run, last))
        }));
    }
}

#[inline(never)]
fn create(mut run: Box<dyn Run<Option<Boxed>, Boxed>>) {
    prelude::Effect::new(move |last| run.run(last));
}
