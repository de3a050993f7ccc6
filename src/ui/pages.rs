//! The console's pages.

pub mod connect;
pub mod expiry;
pub mod identities;
pub mod identity;
pub mod not_found;
pub mod shell;
pub mod shortcuts;
pub mod tour;
