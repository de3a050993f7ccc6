//! An editor for hoop.dev machine identities.

pub mod domain;
pub mod wire;
