//! Credentials as files: what goes in is what the real readers of each format read, or it is left out
//! and reported.
#![cfg(not(target_arch = "wasm32"))]

mod names;
mod rules;
mod sample;
