//! How far a rotation is.

use std::sync::Arc;

use crate::{
    domain::{connection::ConnectionName, credential::Credential, write::CredentialMark},
    flow::rotate::{Rotated, RotationResult, Unfit},
    gateway::error::GatewayError,
};

/// How far a rotation is.
#[derive(Clone)]
pub enum Rotating {
    /// Waiting for the user to confirm.
    Asked(Vec<ConnectionName>),
    Running {
        /// How many are done.
        done: usize,
        of: usize,
        name: ConnectionName,
    },
    Over(Arc<Vec<Turn>>),
}

/// What one credential's rotation came to.
pub struct Turn {
    pub name: ConnectionName,
    pub end: TurnEnd,
    pub error: Option<GatewayError>,
}

/// Which credential of a connection a rotation replaced: it can have two (contract §8).
#[derive(Clone)]
pub struct Replaced {
    pub connection_name: ConnectionName,
    /// The new credential, by its fingerprint.
    new: Option<CredentialMark>,
    /// How many others have the secret from before.
    pub others: usize,
}

impl Replaced {
    pub fn of(rotated: &Rotated) -> Self {
        let new = match &rotated.result {
            RotationResult::Rotated(new) => Some(CredentialMark::of(new)),
            RotationResult::Untouched | RotationResult::Destroyed => None,
        };
        Self { connection_name: rotated.connection_name.clone(), new, others: rotated.others }
    }

    /// Whether the rotation created it.
    pub fn is_new(&self, credential: &Credential) -> bool {
        self.new.as_ref().is_some_and(|mark| mark.is_of(credential))
    }
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TurnEnd {
    Rotated,
    Untouched,
    /// The old secret was revoked and no new one created (G7).
    Destroyed,
    Unfit(Unfit),
    NotSent,
    Unconfirmed,
    /// The sequence was stopped before.
    NotStarted,
}
