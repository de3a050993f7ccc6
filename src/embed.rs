//! The editor on the page of another site: the boundary to JavaScript.
//!
//! The custom element is the class in `embed/element/element.js`: it makes the shadow root, reads the
//! attributes, and calls what `bin/embed.rs` exports. What crosses the boundary is in [`options`],
//! [`hooks`] and [`events`]. No secret goes from the program to the page.

pub mod events;
pub mod hooks;
pub mod mounted;
pub mod options;
pub mod page;
mod session;
mod settings;
mod view;
