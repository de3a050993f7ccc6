//! The vocabulary and the rules of the editor: pure values, no I/O, no JSON, no browser.
//!
//! # Glossary
//!
//! The nouns are the gateway's own (contract §3):
//!
//! - **identity**: the account of a service: name, description, attributes, connection names.
//! - **connection**: something the gateway gives access to; *eligible* when an identity can have a
//!   credential for it ([`connection`]).
//! - **attribute**: a label such as `env:prod` that connections and identities share; an identity
//!   also gets every eligible connection that shares one of its attributes ([`attribute`]).
//! - **credential**: what lets the identity use one connection ([`credential`]).
//! - **catalog**: the connections and attributes that the gateway lists ([`catalog`]).
//!
//! An edit starts from an identity as last read, is kept as a [`draft::IdentityDraft`] (any text
//! the user types), and is sent as a [`draft::IdentitySpec`] (only what may be sent). Around the
//! write:
//!
//! - **plan**: what the save will do: edits, effects on credentials, obstacles, unknowns
//!   ([`plan`]).
//! - **result**: what the save did, compared with the plan ([`save_result`]).
//! - **merge**: the same edit applied to what someone else stored meanwhile ([`merge`]).
//! - **drift**, **repair**: how an identity differs from what it is assigned, and the steps that
//!   fix it ([`repair`]).
//!
//! Text enters in two ways. What the *user types* is checked by `parse`, whose error names the rule
//! and the offending part. What the *gateway sent* is taken as it is by `received`: the gateway
//! stores names of any shape (contract §8), and an editor that refused to show them couldn't repair
//! them.

pub mod access;
pub mod attribute;
pub mod card;
pub mod catalog;
pub mod collect;
pub mod connection;
pub mod credential;
pub mod draft;
pub mod history;
pub mod host;
pub mod identity;
pub mod identity_state;
pub mod invisible;
pub mod listeners;
pub mod look_alike;
pub mod merge;
pub mod moment;
pub mod name;
pub mod outgoing;
pub mod overview;
pub mod percent;
pub mod plan;
pub mod redacted_text;
pub mod repair;
pub mod save_result;
pub mod secret;
pub mod suggest;
pub mod text;
pub mod typed_secret;
pub mod usage;
pub mod write;
