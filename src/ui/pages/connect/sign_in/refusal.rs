//! Which step of signing in failed, and what the form says about it.

use crate::{
    gateway::{client::Client, error::GatewayError},
    ui::{
        components::failure::failure_notice,
        diagnosis::diagnosed,
        dom::El,
        messages::{failure::During, sign_in as words},
    },
};

/// The step that failed, and how.
#[derive(Clone)]
pub enum Refusal {
    /// The e-mail and the password.
    Account(GatewayError),
    /// The account itself: the password was right.
    Inactive(GatewayError),
    /// The question where to sign on.
    SingleSignOn(GatewayError),
    /// The token.
    Token(GatewayError),
}

impl Refusal {
    /// The field of the e-mail says it.
    pub fn is_unknown_email(&self) -> bool {
        matches!(self, Self::Account(GatewayError::Gone { .. }))
    }

    /// The field of the password says it.
    pub fn is_wrong_password(&self) -> bool {
        matches!(self, Self::Account(GatewayError::SignedOut { .. }))
    }

    /// What no field says. `client` needs no token.
    pub fn notice(self, client: &Client) -> Option<El> {
        if self.is_unknown_email() || self.is_wrong_password() {
            return None;
        }
        Some(match self {
            Self::Inactive(error @ GatewayError::SignedOut { .. }) => {
                failure_notice(words::account_not_accepted(&error), ())
            }
            Self::SingleSignOn(
                error @ (GatewayError::SignedOut { .. } | GatewayError::Forbidden { .. }),
            ) => failure_notice(words::no_single_sign_on(&error), ()),
            Self::Account(error)
            | Self::Inactive(error)
            | Self::SingleSignOn(error)
            | Self::Token(error) => diagnosed(client, During::SigningIn, &error, ()),
        })
    }
}
