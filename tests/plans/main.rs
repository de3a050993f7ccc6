//! What saving will do, said before and compared after: the plan, its aftermath, merges and repairs.
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

mod aftermath;
mod bench;
mod edits;
mod merge;
mod near;
mod obstacles;
mod repair;
mod scenarios;
#[path = "../guards/tester.rs"]
mod tester;
mod unknowns;
