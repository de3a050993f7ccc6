//! An editor for hoop.dev machine identities.

pub mod domain;
pub mod gateway;
pub mod wire;
