//! The ways to read a value that is followed.

/// Defines them for a type that has `try_with` and `try_with_untracked`.
macro_rules! ways_to_read {
    ($name:ident) => {
        impl<T: 'static> $name<T> {
            #[cfg_attr(debug_assertions, track_caller)]
            pub fn with<U>(&self, read: impl FnOnce(&T) -> U) -> U {
                self.try_with(read).unwrap_or_else(|| crate::ui::reactive::value::gone())
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn with_untracked<U>(&self, read: impl FnOnce(&T) -> U) -> U {
                self.try_with_untracked(read).unwrap_or_else(|| crate::ui::reactive::value::gone())
            }
        }

        impl<T: Clone + 'static> $name<T> {
            #[cfg_attr(debug_assertions, track_caller)]
            pub fn get(&self) -> T {
                self.with(T::clone)
            }

            /// `None` once the value has ended.
            pub fn try_get(&self) -> Option<T> {
                self.try_with(T::clone)
            }

            #[cfg_attr(debug_assertions, track_caller)]
            pub fn get_untracked(&self) -> T {
                self.with_untracked(T::clone)
            }

            /// `None` once the value has ended.
            pub fn try_get_untracked(&self) -> Option<T> {
                self.try_with_untracked(T::clone)
            }
        }
    };
}

pub(super) use ways_to_read;
