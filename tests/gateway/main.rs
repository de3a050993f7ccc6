//! The typed client: what an answer is taken for, and whose token goes where.
#![cfg(not(target_arch = "wasm32"))]

mod answers;
#[path = "../flows/bench.rs"]
mod bench;
mod tokens;
