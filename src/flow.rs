//! Procedures of several calls, free of any screen.
//!
//! Every write is sent by [`write`], leaves a [`pending::PendingWrite`] behind, and is confirmed by
//! [`confirm`]; [`save`], [`rotate`], [`resave`] and [`delete`] add what they check beforehand.

pub mod confirm;
pub mod connect;
pub mod context;
pub mod delete;
pub mod gate;
pub mod history;
pub mod load;
pub mod pending;
pub mod progress;
mod receipt;
pub mod repair;
pub mod resave;
pub mod rotate;
pub mod save;
pub mod usage;
mod write;
pub mod write_result;
