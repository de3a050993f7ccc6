//! An editor for hoop.dev machine identities.

pub mod wire;
