//! Plans, and the results compared with them; merges and repairs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

mod bench;
mod edits;
mod fields;
mod merge;
mod obstacles;
mod repair;
mod resave;
mod revoke_access;
mod save_result;
mod scenarios;
mod stored_ids;
mod suggest;
#[path = "../guards/tester.rs"]
mod tester;
mod unknowns;
