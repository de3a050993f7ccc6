//! An editor for hoop.dev machine identities.
//!
//! The layers, each of which may use only those before it:
//!
//! ```text
//! domain ← wire ← sandbox ← gateway ← flow ← ui ← { embed, main }
//! └─────── pure: native, no I/O ─────┘└ pure but for fetch ┘└── in a browser ──┘
//! ```
//!
//! - [`domain`]: the vocabulary and the rules.
//! - [`wire`]: raw exchanges and JSON shapes.
//! - `sandbox`: a stand-in for the gateway that copies its mistakes.
//! - [`gateway`]: the typed client over a network or the sandbox.
//! - [`flow`]: procedures of several calls, such as a save that verifies its outcome.
//! - `ui`: the screens.
//! - `embed`: the custom element's side of the boundary to JavaScript.

#![warn(clippy::allow_attributes)]

// The layers that run without a browser are documented in full: clippy denies the warning.
#[warn(missing_docs)]
pub mod domain;
#[cfg(feature = "web")]
pub mod embed;
#[warn(missing_docs)]
pub mod flow;
#[warn(missing_docs)]
pub mod gateway;
#[cfg(feature = "sandbox")]
#[warn(missing_docs)]
pub mod sandbox;
#[cfg(feature = "web")]
pub mod ui;
#[warn(missing_docs)]
pub mod wire;
