//! One test for each guard, showing the surprise that an editor must protect its user from.
//!
//! Where the guard is the client's own business, the test shows the fact at the gateway that makes
//! it necessary.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

mod insight;
mod reaching;
mod reading;
mod tester;
mod writing;
