//! How a session begins: with the page's sign-in if it has one, or else by looking for a gateway on
//! this site.

use std::time::Duration;

use futures_util::future::join;
use leptos::task::spawn_local;

use super::{Session, SessionState, SignInProblem};
use crate::ui::reactive::*;
use crate::{
    flow::connect,
    gateway::{
        calls::{GetIdentity, ListIdentities, ListLive},
        client::Client,
        error::GatewayError,
        token::AccessToken,
    },
    ui::{
        kept_sign_in,
        place::Place,
        router,
        routes::Route,
        single_sign_on::{self, Returned},
    },
};

/// How long after the sign-in what was read ahead may be taken: until the editor's program is loaded.
/// What isn't taken by then, because the user went to another page, would be out of date.
const AHEAD: Duration = Duration::from_secs(5);

impl Session {
    pub(super) fn begin(self) {
        match single_sign_on::returned() {
            Some(Returned::Token { place, token, is_kept }) => {
                self.resume(place, token, is_kept);
            }
            Some(Returned::Refused(word)) => {
                self.problem.set(Some(SignInProblem::SingleSignOn(word)));
                self.look(false);
            }
            None => match kept_sign_in::kept() {
                Some((place, token)) => self.resume(place, token, true),
                None => self.look(true),
            },
        }
    }

    /// Signs in with the page's token.
    fn resume(self, place: Place, token: AccessToken, is_kept: bool) {
        spawn_local(async move {
            let client = self.client(&place, Some(token.clone()));
            read_ahead(&client);
            // Whether the token's expiry is known depends on how users sign in. If the gateway
            // can't be reached, signing in reports it.
            let (_, welcome) = join(self.probe(&place), connect::connect(&client)).await;
            match welcome {
                Ok(welcome) => {
                    self.enter(place.clone(), client.clone(), Some(&token), welcome);
                    if is_kept {
                        kept_sign_in::keep(&place, &token);
                    }
                    set_timeout(move || client.forget_ahead(), AHEAD);
                }
                Err(error) => {
                    client.close();
                    if matches!(error, GatewayError::SignedOut { .. }) {
                        kept_sign_in::forget();
                    }
                    self.problem.set(Some(SignInProblem::Refused(place, error)));
                    self.look(false);
                }
            }
        });
    }

    /// Looks for a gateway on this site. A static host without one opens the sandbox directly,
    /// unless the user has just left it.
    pub(super) fn look(self, enters_sandbox: bool) {
        spawn_local(async move {
            let this_site = self.probe(&Place::ThisSite).await;
            let sandbox = self.sandbox().filter(|_| enters_sandbox);
            if let (Err(GatewayError::NotTheApi { .. }), Some(sandbox)) = (&this_site, sandbox) {
                let place = Place::Sandbox(sandbox);
                match self.sign_in(place.clone(), None).await {
                    Ok(()) => return,
                    Err(error) => self.problem.set(Some(SignInProblem::Refused(place, error))),
                }
            }
            self.state.set(SessionState::SignedOut { this_site });
        });
    }
}

/// Asks for what the page shows first: that needn't wait for who the user is.
fn read_ahead(client: &Client) {
    match router::current() {
        Route::Identities(_) => spawn_local(client.read_ahead(&ListIdentities)),
        Route::Identity(name, _) => {
            spawn_local(client.read_ahead(&GetIdentity { name: &name }));
            spawn_local(client.read_ahead(&ListLive { name: &name }));
        }
        Route::New { .. } | Route::NotFound => {}
    }
}
