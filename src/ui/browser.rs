//! Browser features that Leptos doesn't cover.

pub mod address;
pub mod clipboard;
pub mod download;
pub mod focus;
pub mod focus_keeper;
pub mod gateway_page;
pub mod leave_guard;
pub mod letters;
pub mod mark;
pub mod network;
pub mod panic;
pub mod pattern;
pub mod platform;
pub mod preference;
pub mod scroll;
pub mod secret_visibility;
pub mod shortcut;
pub mod storage;
pub mod theme;
pub mod time_text;
pub mod unicode;
pub mod write_lock;
