//! Functions whose program is loaded when they are first called.
//!
//! A first visit needs one screen; writing and credentials come later and are larger. With the feature
//! `split` they are programs of their own that share the first one's memory; in any other build they
//! are ordinary functions.

/// The program of a part couldn't be loaded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(error: wasm_split_helpers::SplitLoaderError) -> Self {
        // The browser has logged which file it was.
        web_sys::console::error_1(&format!("a part of the editor is missing: {error}").into());
        Self
    }
}

/// Declares, beside a function, the way to call it that loads its program first:
/// `lazy_part!(writing: pub save_lazily(editor: Editor) -> () = save);` puts `save` into the program
/// `writing`.
macro_rules! lazy_part {
    ($part:ident: $visibility:vis $name:ident(
        $($argument:ident: $type:ty),*
    ) -> $out:ty = $path:path) => {
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        $visibility fn $name(
            $($argument: $type),*
        ) -> Result<$out, crate::ui::lazy_part::NotLoaded> {
            Ok($path($($argument),*))
        }
        #[cfg(not(feature = "split"))]
        $visibility async fn $name(
            $($argument: $type),*
        ) -> Result<$out, crate::ui::lazy_part::NotLoaded> {
            Ok($path($($argument),*))
        }
    };
}

pub(crate) use lazy_part;
