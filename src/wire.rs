//! What travels: raw exchanges, and the gateway's JSON shapes in both directions.
//!
//! Besides the sandbox and the embed's boundary, this is the only layer that serializes. Every reader is
//! lenient where the gateway is loose (`null` for an empty list, unknown fields, missing optional ones)
//! and strict where a wrong guess would mislead: an answer without the fields that make it an identity
//! is not an identity (G14, G17).

pub mod audit;
pub mod catalog;
pub mod credential;
pub mod draft;
pub mod exchange;
pub mod export;
pub mod failure;
mod fields;
pub mod identity;
pub mod json;
pub mod list;
pub mod pending;
pub mod session;
pub mod sessions;
