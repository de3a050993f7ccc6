//! A value of any type.

use std::any::Any;

/// A boxed value.
pub(super) type Boxed = Box<dyn Any>;

/// The value, which was boxed as this type.
pub(super) fn of<T: 'static>(boxed: &Boxed) -> &T {
    // Of the box's content: a box is `Any` as well.
    let value: &dyn Any = &**boxed;
    value.downcast_ref().unwrap_or_else(|| wrong())
}

/// The value to change, which was boxed as this type.
pub(super) fn of_mut<T: 'static>(boxed: &mut Boxed) -> &mut T {
    let value: &mut dyn Any = &mut **boxed;
    value.downcast_mut().unwrap_or_else(|| wrong())
}

/// A handle has the type of what it was created with.
#[cold]
fn wrong() -> ! {
    unreachable!("a value is read as the type that it was stored as")
}

/// Ends the program: a view reads what ended with another one.
#[cold]
#[cfg_attr(debug_assertions, track_caller)]
pub(super) fn gone() -> ! {
    panic!("a signal was read after its owner had ended")
}
