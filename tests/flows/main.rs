//! Flows of several calls, against the engine.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

mod addresses;
mod bench;
mod create;
mod history;
mod listeners;
mod pending;
mod receipts;
mod repair;
mod resave;
mod rotate;
mod save;
mod usage;
