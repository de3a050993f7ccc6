//! How far a rotation is.

use std::sync::Arc;

use crate::{
    domain::connection::ConnectionName, flow::rotate::Unfit, gateway::error::GatewayError,
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
