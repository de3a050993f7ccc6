//! Where the gateway is, who is signed in, and what the editor shares of it.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    domain::secret::Secret,
    flow::connect::{self, Welcome},
    gateway::{
        base::ApiBase, calls::LogIn, client::Client, error::GatewayError, fetch::Fetch,
        loaded::Loaded, receipts::Receipts, token::AccessToken, transport::Transport,
    },
    ui::{
        browser::{clipboard, storage},
        editor::Rights,
        options::PageOptions,
    },
    wire::session::{AuthMethod, Caller, PublicServerInfo, Role, ServerFacts},
};

/// A gateway to choose.
#[derive(Clone)]
pub enum Place {
    /// `/api` of the origin that the page came from.
    ThisSite,
    Address(ApiBase),
    /// The sandbox engine, in this page.
    Sandbox(Loaded),
}

impl Place {
    /// Whether what is sent there can be read on the way: plain HTTP to another machine.
    pub fn is_unprotected(&self) -> bool {
        let (scheme, host) = match self {
            Self::ThisSite => {
                let location = window().location();
                let scheme = location.protocol().unwrap_or_default();
                (scheme, location.hostname().unwrap_or_default())
            }
            Self::Address(base) => {
                let url = web_sys::Url::new(base.origin());
                url.map(|url| (url.protocol(), url.hostname())).unwrap_or_default()
            }
            Self::Sandbox(_) => return false,
        };
        let is_local = host == "localhost"
            || host == "[::1]"
            || host.starts_with("127.")
            || host.ends_with(".localhost");
        scheme == "http:" && !is_local
    }

    /// The host of the gateway, as it is named on screen.
    pub fn host(&self) -> String {
        match self {
            Self::ThisSite => window().location().host().unwrap_or_default(),
            Self::Address(base) => base.origin().split("://").last().unwrap_or_default().to_owned(),
            Self::Sandbox(_) => "sandbox".to_owned(),
        }
    }
}

/// How far the session is.
#[derive(Clone)]
pub enum SessionState {
    /// Looking for a gateway on this site.
    Probing,
    /// No user is signed in.
    SignedOut {
        /// What this site's own gateway said of itself, if there is one.
        this_site: Result<PublicServerInfo, GatewayError>,
    },
    SignedIn(Connected),
}

/// A gateway and its user.
#[derive(Clone)]
pub struct Connected {
    pub place: Place,
    /// How users sign in; `None` where it was not asked.
    pub info: Option<PublicServerInfo>,
    pub client: Client,
    pub caller: Caller,
    pub facts: ServerFacts,
}

impl Connected {
    /// Whether the user may change identities and see credentials (contract §2).
    pub fn is_admin(&self) -> bool {
        self.caller.role == Role::Admin
    }
}

/// The console's session. The token is inside the client, in memory, and nowhere else.
#[derive(Clone, Copy)]
pub struct Session {
    state: RwSignal<SessionState, LocalStorage>,
    options: StoredValue<PageOptions, LocalStorage>,
    /// The gateway stopped accepting the token while something was open (401).
    is_expired: RwSignal<bool>,
    rights: RwSignal<Rights>,
    /// When the current token expires, as far as it is known.
    expires_at: RwSignal<Option<f64>>,
    /// The user asked to sign in again before the token expires.
    is_renewing: RwSignal<bool>,
    /// Whether the user signed in with a token rather than an account.
    has_used_token: StoredValue<bool>,
    /// What the gateway that was asked last said of itself.
    info: StoredValue<Option<PublicServerInfo>, LocalStorage>,
}

impl Session {
    /// A session that begins with a look for a gateway on this site.
    pub fn start(options: PageOptions) -> Self {
        let session = Self {
            state: RwSignal::new_local(SessionState::Probing),
            options: StoredValue::new_local(options),
            is_expired: RwSignal::new(false),
            rights: RwSignal::new(Rights::default()),
            expires_at: RwSignal::new(None),
            is_renewing: RwSignal::new(false),
            has_used_token: StoredValue::new(false),
            info: StoredValue::new_local(None),
        };
        session.look(true);
        session
    }

    /// Looks for a gateway on this site. A static host has none to sign in to, and everything to try:
    /// there the sandbox is entered at once, unless the user has just left it.
    fn look(self, enters_sandbox: bool) {
        spawn_local(async move {
            let this_site = self.probe(&Place::ThisSite).await;
            let sandbox = self.options().sandbox.filter(|_| enters_sandbox);
            if let (Err(GatewayError::NotTheApi { .. }), Some(sandbox)) = (&this_site, sandbox)
                && self.sign_in(Place::Sandbox(sandbox), None).await.is_ok()
            {
                return;
            }
            self.state.set(SessionState::SignedOut { this_site });
        });
    }

    pub fn options(&self) -> PageOptions {
        self.options.get_value()
    }

    pub fn state(&self) -> SessionState {
        self.state.get()
    }

    /// The gateway and its user, while one is signed in.
    pub fn connected(&self) -> Option<Connected> {
        match self.state.get() {
            SessionState::SignedIn(connected) => Some(connected),
            SessionState::Probing | SessionState::SignedOut { .. } => None,
        }
    }

    /// What the user may do.
    pub fn rights(&self) -> Signal<Rights> {
        self.rights.into()
    }

    /// Whether the gateway has refused the token while something was open.
    pub fn is_expired(&self) -> Signal<bool> {
        self.is_expired.into()
    }

    /// Whether the user is asked to sign in again.
    pub fn is_asking(&self) -> Signal<bool> {
        let session = *self;
        Signal::derive(move || session.is_expired.get() || session.is_renewing.get())
    }

    /// When the token expires, in milliseconds since 1970; `None` where it doesn't, or may renew
    /// itself (contract §2).
    pub fn expires_at(&self) -> Signal<Option<f64>> {
        self.expires_at.into()
    }

    /// Asks the user to sign in again, or stops asking. An expired sign-in can't be put off.
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

    /// Signs in; on an error the state stays what it was.
    pub async fn sign_in(
        &self,
        place: Place,
        token: Option<AccessToken>,
    ) -> Result<(), GatewayError> {
        let expires_at = self.expiry_of(token.as_ref());
        let client = self.client(&place, token);
        let Welcome { caller, facts } = connect::connect(&client).await?;
        client.allow_server_config(caller.role.may_read_server_config());
        self.is_expired.set(false);
        self.rights.set(Rights::of(&caller, &facts));
        let info = self.info.get_value();
        self.expires_at.set(expires_at);
        forget_of_others(&caller);
        let connected = Connected { place, info, client, caller, facts };
        self.state.set(SessionState::SignedIn(connected));
        Ok(())
    }

    /// Whether a gateway answers, and how its users sign in.
    pub async fn probe(&self, place: &Place) -> Result<PublicServerInfo, GatewayError> {
        let info = connect::probe(&self.client(place, None)).await;
        self.info.set_value(info.clone().ok());
        info
    }

    /// The token of an account of the gateway's own.
    pub async fn log_in(
        &self,
        place: &Place,
        email: &str,
        password: &Secret,
    ) -> Result<AccessToken, GatewayError> {
        self.client(place, None).send(&LogIn { email, password }).await
    }

    /// Signs in again to the same gateway, with everything that is open left as it is.
    pub async fn sign_in_again(&self, token: AccessToken) -> Result<(), GatewayError> {
        if let Some(connected) = self.connected() {
            let expires_at = self.expiry_of(Some(&token));
            connected.client.set_token(Some(token));
            // It may be another user, and the policy of the organization may have changed.
            match connect::connect(&connected.client).await {
                Ok(Welcome { caller, facts }) => {
                    let may_read = caller.role.may_read_server_config();
                    connected.client.allow_server_config(may_read);
                    self.rights.set(Rights::of(&caller, &facts));
                    self.expires_at.set(expires_at);
                    forget_of_others(&caller);
                }
                Err(error) => {
                    // What is not known is not allowed.
                    connected.client.set_token(None);
                    self.rights.set(Rights::default());
                    return Err(error);
                }
            }
        }
        self.is_expired.set(false);
        self.is_renewing.set(false);
        Ok(())
    }

    /// OpenID tokens may renew themselves (contract §2): only the others have a known end.
    fn expiry_of(&self, token: Option<&AccessToken>) -> Option<f64> {
        let info = self.info.get_value()?;
        let ends = matches!(info.auth_method, AuthMethod::Local | AuthMethod::Saml);
        let seconds = token.filter(|_| ends)?.expires_at()?;
        // Exact for every date before the year 285,000,000.
        Some(seconds as f64 * 1000.0)
    }

    /// Forgets the user, and looks for this site's gateway again.
    pub fn sign_out(&self) {
        if let Some(connected) = self.connected() {
            connected.client.close();
            clipboard::forget_now();
        }
        self.is_expired.set(false);
        self.is_renewing.set(false);
        self.expires_at.set(None);
        self.state.set(SessionState::Probing);
        self.look(false);
    }

    /// Says that the gateway did not accept the token.
    pub fn expire(&self) {
        self.is_expired.set(true);
    }

    fn client(&self, place: &Place, token: Option<AccessToken>) -> Client {
        let (base, transport) = reach(place);
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

/// The key of the user that the tab's drafts belong to.
const USER: &str = "user";

/// Drops what the tab has stored for another user.
fn forget_of_others(caller: &Caller) {
    if storage::kept(USER).is_some_and(|user| user != caller.email) {
        storage::forget_all();
    }
    storage::keep(USER, &caller.email);
}

/// The address of a gateway and the way there.
pub fn reach(place: &Place) -> (ApiBase, Transport) {
    match place {
        Place::ThisSite => {
            let base = ApiBase::same_origin();
            let fetch = Fetch::to(&base);
            (base, Transport::Fetch(fetch))
        }
        Place::Address(base) => (base.clone(), Transport::Fetch(Fetch::to(base))),
        Place::Sandbox(loaded) => (ApiBase::same_origin(), Transport::Loaded(loaded.clone())),
    }
}
