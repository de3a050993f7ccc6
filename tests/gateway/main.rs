//! The typed client: how it classifies answers, and which token it sends where.
#![cfg(not(target_arch = "wasm32"))]

mod answers;
#[path = "../flows/bench.rs"]
mod bench;
mod tokens;
