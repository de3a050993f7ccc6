//! The editor of one identity, without routes or pages: shared by the console and the element.
//!
//! Dependencies go `view → commands → model`, never back:
//!
//! - [`model`] holds the state: small `Copy` structs of signals.
//! - [`commands`] is the only place that starts a flow: load, save, confirm, repair, rotate.
//! - [`storage`] is what survives a reload of the tab.
//! - [`view`], [`credentials`], [`repair`] and [`export`] render.

mod access_words;
mod commands;
pub mod control;
mod credentials;
mod export;
mod host;
mod model;
mod repair;
mod storage;
mod view;
mod views;

use super::lazy_part;

pub use control::Unsettled;
pub use host::{EditorHost, IdentityMenu, Renamed, Rights, Saved, Subject};
pub use storage::has_write_to;
pub use view::editor;
pub use views::{IdentityView, Views};
