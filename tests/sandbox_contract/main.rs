//! Facts of the contract that neither the recorded traffic nor a guard covers.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

mod audit;
mod catalogue;
mod identities;
mod sessions;
#[path = "../guards/tester.rs"]
mod tester;
mod transport;
