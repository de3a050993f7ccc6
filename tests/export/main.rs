//! Exports: the real readers of each format read what the gateway sent, or the value is left out
//! and reported.
#![cfg(not(target_arch = "wasm32"))]

#[cfg(unix)]
mod clients;
#[cfg(unix)]
mod corpus;
#[cfg(unix)]
mod docker;
mod gate;
mod hosts;
mod kubernetes;
#[cfg(unix)]
mod left_out;
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
