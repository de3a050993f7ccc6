//! A problem that blocks a save: in the form of an entry, or in the plan.

use crate::{
    domain::{
        draft::{DraftError, Field},
        plan::Obstacle,
    },
    ui::{
        editor::model::typed_secrets::TypedSecret,
        messages::{draft::draft_error, plan, typed_secret},
    },
};

/// One thing to fix before a save.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Problem {
    Draft(DraftError),
    Obstacle(Obstacle),
    /// It looks like a secret, and the user hasn't chosen to send it anyway.
    Secret(TypedSecret),
}

impl Problem {
    pub fn field(&self) -> Field {
        match self {
            Self::Draft(error) => error.field(),
            Self::Obstacle(obstacle) => obstacle.field,
            Self::Secret(secret) => secret.field,
        }
    }

    /// The place in the field's list; `None` for a field that isn't a list.
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::Draft(error) => error.index(),
            Self::Obstacle(obstacle) => obstacle.index,
            Self::Secret(secret) => secret.index,
        }
    }

    pub fn text(&self) -> String {
        match self {
            Self::Draft(error) => draft_error(error),
            Self::Obstacle(obstacle) => plan::obstacle(&obstacle.cause),
            Self::Secret(secret) => typed_secret::problem(secret.field, secret.shape),
        }
    }
}
