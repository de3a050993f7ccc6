//! The sandbox gateway: one engine that copies the real gateway, its mistakes included.
//!
//! [`engine::Engine`] turns a raw request into a raw reply. It does no I/O and has no clock or randomness
//! of its own; both come from a [`world::World`]. It has two hosts: a transport inside the page, and
//! `listen` over HTTP/1.1. "Contract" and the guard numbers (G1 to G35) in the comments refer to
//! `docs/gateway-contract.md`.

mod access;
mod audit;
mod call;
mod catalog;
mod controls;
mod credentials;
pub mod engine;
pub mod faults;
mod gateway;
mod http;
mod identities;
mod json;
#[cfg(all(feature = "server", not(target_arch = "wasm32")))]
pub mod listen;
mod log;
mod provision;
mod reply;
pub mod seed;
mod server;
mod sessions;
pub mod settings;
mod store;
pub mod world;

pub use access::{
    ADMIN_TOKEN, API_KEY, AUDITOR_TOKEN, Directory, EXPIRED_TOKEN, READER_KEY, REVOKED_TOKEN,
    STANDARD_TOKEN, User,
};
pub use json::{instant, nanoseconds};
