//! The editor on somebody else's page: the boundary to JavaScript.
//!
//! The custom element itself is `embed/element.js`, a class without logic: it makes the shadow root
//! and calls what `bin/embed.rs` exports. Everything that crosses is in [`options`] and [`events`]; nothing else of
//! the program is visible to the page, and no secret crosses at all.

pub mod events;
pub mod mounted;
pub mod options;
pub mod view;
