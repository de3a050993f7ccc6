//! The caller of a request, and whether they may send it (contract §2).

mod token;
mod user;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use user::{
    ADMIN_TOKEN, API_KEY, AUDITOR_TOKEN, Access, Directory, EXPIRED_TOKEN, READER_KEY,
    REVOKED_TOKEN, Role, STANDARD_TOKEN, User,
};

use super::http::message;
use super::world::World;
use crate::wire::exchange::{RawRequest, RawResponse};

/// Tokens that were issued while the engine ran.
#[derive(Default)]
pub struct Tokens {
    /// Token to user and expiry.
    issued: BTreeMap<String, (Arc<User>, i64)>,
}

/// The outcome of checking a call's credential. A rotated token is sent with any answer (G21).
pub struct Admission {
    /// `None` on an open route.
    pub caller: Result<Option<Arc<User>>, RawResponse>,
    pub new_token: Option<String>,
}

/// What a fault does to the caller's token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TokenFault {
    Expired,
    Revoked,
    /// The user's role was changed since they signed in.
    Demoted,
}

impl Tokens {
    /// A new token for the user.
    pub fn issue(
        &mut self,
        user: &Arc<User>,
        directory: &Directory,
        world: &mut dyn World,
    ) -> String {
        const SECOND: i64 = 1_000_000_000;
        let mut signature = [0; token::SIGNATURE];
        world.fill(&mut signature);
        let issued_at = world.now().div_euclid(SECOND);
        let expires_at = issued_at.saturating_add(directory.session_seconds.into());
        let token = token::jwt(user, issued_at, expires_at, &signature);
        self.issued.insert(token.clone(), (user.clone(), expires_at.saturating_mul(SECOND)));
        token
    }

    /// Checks the caller of a route that isn't open, in the gateway's order: `Api-Key`, `hpk_`,
    /// token, role.
    pub fn admit(
        &mut self,
        request: &RawRequest,
        access: Access,
        fault: Option<TokenFault>,
        directory: &Directory,
        world: &mut dyn World,
    ) -> Admission {
        if access == Access::Open {
            return Admission { caller: Ok(None), new_token: None };
        }
        if let Some(key) = request.header("Api-Key").filter(|key| !key.is_empty()) {
            let caller = match &directory.server_key {
                Some(known) if known == key => Ok(directory.administrator()),
                Some(_) => Err(message(401, "unauthorize")),
                None => Err(message(401, "access denied")),
            };
            return Admission { caller, new_token: None };
        }
        let token = bearer(request).filter(|_| fault != Some(TokenFault::Revoked));
        let (user, new_token) = match token {
            None => (None, None),
            Some(EXPIRED_TOKEN) => {
                let user = directory.administrator();
                let token = user.as_ref().map(|user| self.issue(user, directory, world));
                (user, token)
            }
            Some(token) => {
                let user = self.user(token, directory, world);
                let expired = user.as_ref().filter(|_| fault == Some(TokenFault::Expired));
                let token = expired.map(|user| self.issue(user, directory, world));
                (user, token)
            }
        };
        let is_demoted = fault == Some(TokenFault::Demoted);
        let caller = match user {
            None => Err(message(401, "access denied")),
            Some(user) if is_demoted || !user.role().passes(access) => {
                Err(message(403, "access denied"))
            }
            Some(user) => Ok(Some(user)),
        };
        Admission { caller, new_token }
    }

    fn user(&self, token: &str, directory: &Directory, world: &mut dyn World) -> Option<Arc<User>> {
        let known =
            directory.users.iter().find(|user| !user.token.is_empty() && user.token == token);
        known.cloned().or_else(|| {
            let (user, expires) = self.issued.get(token)?;
            (*expires > world.now()).then(|| user.clone())
        })
    }
}

/// The bearer token: exactly two parts around one space, the scheme spelled exactly so.
pub fn bearer(request: &RawRequest) -> Option<&str> {
    let mut parts = request.header("Authorization")?.split(' ');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("Bearer"), Some(token), None) if !token.is_empty() => Some(token),
        _ => None,
    }
}
