//! The credentials of the identity: loaded on request, shown, rotated.

pub mod cards;
pub mod display;
pub mod list;
pub mod open;
pub mod rotation;
mod used;
