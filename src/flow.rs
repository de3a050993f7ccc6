//! Procedures of several calls, free of any screen.

pub mod connect;
pub mod context;
pub mod load;
pub mod resave;
pub mod rotate;
pub mod save;
