//! Credentials as files: what goes in is what the real readers of each format read, or it is left out
//! and reported.
#![cfg(not(target_arch = "wasm32"))]

#[cfg(unix)]
mod clients;
#[cfg(unix)]
mod corpus;
#[cfg(unix)]
mod docker;
mod gate;
mod masking;
mod names;
#[cfg(unix)]
mod postgres;
#[cfg(unix)]
mod readers;
#[cfg(unix)]
mod records;
mod rules;
mod sample;
#[cfg(unix)]
mod ssh;
#[cfg(unix)]
mod variables;
