//! Procedures of several calls, free of any screen.

pub mod connect;
pub mod load;
pub mod save;
