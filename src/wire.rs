//! What travels: raw exchanges and the gateway's JSON shapes.

pub mod exchange;
