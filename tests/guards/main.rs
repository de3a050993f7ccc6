//! One test per guard that shows the surprise an editor must protect its users from.
//!
//! If the guard is entirely up to the client, the test shows the gateway's behavior that makes it
//! necessary.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

mod insight;
mod reaching;
mod reading;
mod tester;
mod writing;
