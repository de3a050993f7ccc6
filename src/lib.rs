//! An editor for hoop.dev machine identities.

#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod wire;
