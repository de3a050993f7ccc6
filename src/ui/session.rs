//! The gateway, the user who is signed in, and what the editor needs of both.

use crate::ui::reactive::*;
use crate::{
    domain::secret::Secret,
    flow::connect::{self, Welcome},
    gateway::{
        call::Call, calls::LogIn, client::Client, error::GatewayError, loaded::Loaded,
        receipts::Receipts, token::AccessToken,
    },
    ui::{
        browser::{clipboard, storage},
        editor::Rights,
        kept_sign_in,
        options::PageOptions,
        place::Place,
    },
    wire::session::{AuthMethod, Caller, PublicServerInfo, ServerFacts},
};

mod begin;
mod tab;

/// The stages of a session.
#[derive(Clone)]
pub enum SessionState {
    /// Looking for a gateway on this site.
    Probing,
    /// No user is signed in.
    SignedOut {
        /// What this site's own gateway reported about itself, if there is one.
        this_site: Result<PublicServerInfo, GatewayError>,
    },
    SignedIn(Connected),
}

/// A gateway and its user.
#[derive(Clone)]
pub struct Connected {
    pub place: Place,
    /// How users sign in; `None` if unknown.
    pub info: Option<PublicServerInfo>,
    pub client: Client,
    pub facts: ServerFacts,
}

/// The console's session. The token is only inside the client, in memory.
#[derive(Clone, Copy)]
pub struct Session {
    state: RwSignal<SessionState>,
    options: StoredValue<PageOptions>,
    sandbox: StoredValue<Option<Loaded>>,
    /// The gateway rejected the token during the session (401).
    is_expired: RwSignal<bool>,
    /// What the page and its parts do after the user has signed in again.
    on_renewed: StoredValue<Vec<(u32, Callback<()>)>>,
    rights: RwSignal<Rights>,
    /// The current user; changes without a page change when another user signs in again.
    caller: RwSignal<Option<Caller>>,
    /// When the current token expires, if known.
    expires_at: RwSignal<Option<f64>>,
    /// The user asked to sign in again before the token expires.
    is_renewing: RwSignal<bool>,
    /// The user asked to sign out, and would lose something.
    is_leaving: RwSignal<bool>,
    /// Whether the user signed in with a token rather than an account.
    has_used_token: StoredValue<bool>,
    /// Counts the attempts to sign in, and the sign-outs: an answer to an earlier one has no effect.
    attempts: StoredValue<u32>,
    /// What the gateway that was checked last reported about itself.
    info: StoredValue<Option<PublicServerInfo>>,
    /// Why an automatic sign-in failed.
    problem: RwSignal<Option<SignInProblem>>,
}

/// Why an automatic sign-in failed.
#[derive(Clone)]
pub enum SignInProblem {
    /// Single sign-on returned without a token, with the gateway's message.
    SingleSignOn(Option<String>),
    /// The gateway rejected the token.
    Refused(Place, GatewayError),
}

impl Session {
    /// Starts a session with the page's sign-in if it has one, or else by looking for a gateway on
    /// this site.
    pub fn start(options: PageOptions, sandbox: Option<Loaded>) -> Self {
        let session = Self {
            state: RwSignal::new(SessionState::Probing),
            options: StoredValue::new(options),
            sandbox: StoredValue::new(sandbox),
            is_expired: RwSignal::new(false),
            on_renewed: StoredValue::new(Vec::new()),
            rights: RwSignal::new(Rights::default()),
            caller: RwSignal::new(None),
            expires_at: RwSignal::new(None),
            is_renewing: RwSignal::new(false),
            is_leaving: RwSignal::new(false),
            has_used_token: StoredValue::new(false),
            attempts: StoredValue::new(0),
            info: StoredValue::new(None),
            problem: RwSignal::new(None),
        };
        session.begin();
        session
    }

    /// Why an automatic sign-in failed.
    pub fn problem(&self) -> Option<SignInProblem> {
        self.problem.get()
    }

    /// The sandbox, if the page comes with one.
    pub fn sandbox(&self) -> Option<Loaded> {
        self.sandbox.get_value()
    }

    pub fn options(&self) -> PageOptions {
        self.options.get_value()
    }

    pub fn state(&self) -> SessionState {
        self.state.get()
    }

    /// The gateway and its user, while signed in.
    pub fn connected(&self) -> Option<Connected> {
        match self.state.get() {
            SessionState::SignedIn(connected) => Some(connected),
            SessionState::Probing | SessionState::SignedOut { .. } => None,
        }
    }

    /// The current user.
    pub fn caller(&self) -> Option<Caller> {
        self.caller.get()
    }

    /// What the user may do.
    pub fn rights(&self) -> Signal<Rights> {
        self.rights.into()
    }

    /// Whether the gateway has rejected the token during the session.
    pub fn is_expired(&self) -> Signal<bool> {
        self.is_expired.into()
    }

    /// Whether the user is asked to sign in again.
    pub fn is_asking(&self) -> Signal<bool> {
        let session = *self;
        Signal::derive(move || session.is_expired.get() || session.is_renewing.get())
    }

    /// When the token expires, in milliseconds since 1970; `None` if it doesn't, or may renew
    /// itself (contract §2).
    pub fn expires_at(&self) -> Signal<Option<f64>> {
        self.expires_at.into()
    }

    /// Opens or closes the request to sign in again. An expired sign-in can't be postponed.
    pub fn renew(&self, is_renewing: bool) {
        self.is_renewing.set(is_renewing);
    }

    /// Remembers how the user signs in, for the next time.
    pub fn remember_method(&self, has_used_token: bool) {
        self.has_used_token.set_value(has_used_token);
    }

    /// Whether the user signed in with a token rather than an account.
    pub fn has_used_token(&self) -> bool {
        self.has_used_token.get_value()
    }

    /// Begins an attempt to sign in, and ends the earlier ones.
    fn attempt(&self) -> u32 {
        self.attempts.update_value(|attempts| *attempts += 1);
        self.attempts.get_value()
    }

    /// Fails if another attempt has begun since this one, or the user has signed out.
    fn check(&self, attempt: u32) -> Result<(), GatewayError> {
        let is_latest = self.attempts.get_value() == attempt;
        is_latest.then_some(()).ok_or(GatewayError::OtherSession)
    }

    /// Signs in; an error leaves the state unchanged.
    pub async fn sign_in(
        &self,
        place: Place,
        token: Option<AccessToken>,
    ) -> Result<(), GatewayError> {
        let attempt = self.attempt();
        let client = self.client(&place, token.clone());
        let welcome = connect::connect(&client).await?;
        self.check(attempt)?;
        self.enter(place, client, token.as_ref(), welcome);
        Ok(())
    }

    /// Shows the gateway to the user who was signed in with a token.
    fn enter(self, place: Place, client: Client, token: Option<&AccessToken>, welcome: Welcome) {
        let Welcome { caller, facts } = welcome;
        let expires_at = self.expiry_of(token);
        client.allow_server_config(caller.role.may_read_server_config());
        self.is_expired.set(false);
        self.rights.set(Rights::of(&caller, &facts));
        let info = self.info.get_value();
        self.expires_at.set(expires_at);
        tab::forget_of_others(&caller);
        self.caller.set(Some(caller));
        let connected = Connected { place, info, client, facts };
        self.state.set(SessionState::SignedIn(connected));
    }

    /// Whether a gateway answers, and how its users sign in.
    pub async fn probe(&self, place: &Place) -> Result<PublicServerInfo, GatewayError> {
        let info = connect::probe(&self.client(place, None)).await;
        self.info.set_value(info.clone().ok());
        info
    }

    /// Signs in with a gateway account and returns the token.
    pub async fn log_in(
        &self,
        place: &Place,
        email: &str,
        password: &Secret,
    ) -> Result<AccessToken, GatewayError> {
        self.ask(place, &LogIn { email, password }).await
    }

    /// A client without a token.
    pub fn anonymous(&self, place: &Place) -> Client {
        self.client(place, None)
    }

    /// Sends a gateway a request that needs no token.
    pub async fn ask<C: Call>(&self, place: &Place, call: &C) -> Result<C::Output, GatewayError> {
        self.client(place, None).send(call).await
    }

    /// Signs in to the same gateway again; everything open stays as it is.
    pub async fn sign_in_again(&self, token: AccessToken) -> Result<(), GatewayError> {
        let attempt = self.attempt();
        if let Some(connected) = self.connected() {
            let expires_at = self.expiry_of(Some(&token));
            // It may be another user: until that is known, the new token is only used to find out.
            let client = self.client(&connected.place, Some(token.clone()));
            let welcome = connect::connect(&client).await;
            self.check(attempt)?;
            let Welcome { caller, facts } = match welcome {
                Ok(welcome) => welcome,
                Err(error) => {
                    if self.is_expired.get_untracked() {
                        // Unknown permissions allow nothing.
                        connected.client.set_token(None);
                        self.rights.set(Rights::default());
                    }
                    return Err(error);
                }
            };
            let is_same =
                |before: &Caller| !before.email.is_empty() && before.email == caller.email;
            let is_same_user = self.caller.with_untracked(|it| it.as_ref().is_some_and(is_same));
            connected.client.adopt(&client, is_same_user);
            connected.client.allow_server_config(caller.role.may_read_server_config());
            self.rights.set(Rights::of(&caller, &facts));
            self.expires_at.set(expires_at);
            let is_kept = kept_sign_in::is_kept();
            tab::forget_of_others(&caller);
            if is_kept {
                kept_sign_in::keep(&connected.place, &token);
            }
            self.caller.set(Some(caller));
        }
        let was_expired = self.is_expired.get_untracked();
        self.is_expired.set(false);
        self.is_renewing.set(false);
        if was_expired {
            for (_, on_renewed) in self.on_renewed.get_value() {
                on_renewed.run(());
            }
        }
        Ok(())
    }

    /// Runs after the user has signed in again, as long as the current owner exists.
    pub fn on_renewed(&self, run: Callback<()>) {
        let all = self.on_renewed;
        let number = all.with_value(|all| all.last().map_or(0, |(last, _)| last + 1));
        all.update_value(|all| all.push((number, run)));
        on_cleanup(move || {
            all.try_update_value(|all| all.retain(|(it, _)| *it != number));
        });
    }

    /// OpenID tokens may renew themselves (contract §2), so only other tokens have a known expiry.
    fn expiry_of(&self, token: Option<&AccessToken>) -> Option<f64> {
        let info = self.info.get_value()?;
        let ends = matches!(info.auth_method, AuthMethod::Local | AuthMethod::Saml);
        let seconds = token.filter(|_| ends)?.expires_at()?;
        // Exact for every date before the year 285,000,000.
        Some(seconds as f64 * 1000.0)
    }

    /// Signs out, or asks first if something that only this tab has would be lost.
    pub fn ask_to_sign_out(&self) {
        match tab::has_work() {
            true => self.is_leaving.set(true),
            false => self.sign_out(),
        }
    }

    /// Whether the question about signing out is open.
    pub fn is_leaving(&self) -> Signal<bool> {
        self.is_leaving.into()
    }

    /// Cancels signing out.
    pub fn stay(&self) {
        self.is_leaving.set(false);
    }

    /// Signs out: deletes everything that the tab stores, and looks for this site's gateway again.
    pub fn sign_out(&self) {
        self.is_leaving.set(false);
        self.attempt();
        if let Some(connected) = self.connected() {
            connected.client.close();
            clipboard::forget_now();
        }
        kept_sign_in::forget();
        self.problem.set(None);
        self.is_expired.set(false);
        self.is_renewing.set(false);
        self.expires_at.set(None);
        self.caller.set(None);
        self.state.set(SessionState::Probing);
        storage::forget_all();
        self.look(false);
    }

    /// Reports that the gateway rejected the token.
    pub fn expire(&self) {
        kept_sign_in::forget();
        self.is_expired.set(true);
    }

    fn client(&self, place: &Place, token: Option<AccessToken>) -> Client {
        let (base, transport) = place.connection();
        let provider = match place {
            Place::Sandbox(sandbox) => Some(sandbox.provider()),
            Place::ThisSite | Place::Address(_) => None,
        };
        let options = self.options();
        let receipts =
            if options.has_receipts { Receipts::from_browser() } else { Receipts::off() };
        Client::new(base, transport, options.deadlines, token, provider, receipts)
    }
}
