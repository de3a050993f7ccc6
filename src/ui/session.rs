//! Where the gateway is, who is signed in, and what the editor shares of it.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    flow::connect::{self, Welcome},
    gateway::{
        base::ApiBase, client::Client, error::GatewayError, fetch::Fetch, loaded::Loaded,
        receipts::Receipts, token::AccessToken, transport::Transport,
    },
    ui::{browser::clipboard, editor::Rights, options::PageOptions},
    wire::session::{Caller, Role, ServerFacts},
};

/// A gateway that a person can choose.
#[derive(Clone)]
pub enum Place {
    /// `/api` of the origin that the page came from.
    ThisSite,
    Address(ApiBase),
    /// The sandbox engine, in this page.
    Sandbox(Loaded),
}

impl Place {
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
    /// Nobody is signed in.
    SignedOut {
        /// What the look at this site's gateway gave; `None` when there was none.
        this_site: Result<(), GatewayError>,
    },
    SignedIn(Connected),
}

/// A gateway and the person who uses it.
#[derive(Clone)]
pub struct Connected {
    pub place: Place,
    pub client: Client,
    pub caller: Caller,
    pub facts: ServerFacts,
}

impl Connected {
    /// Whether the person may change identities and see credentials (contract §2).
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
}

impl Session {
    /// A session that begins with a look for a gateway on this site.
    pub fn start(options: PageOptions) -> Self {
        let session = Self {
            state: RwSignal::new_local(SessionState::Probing),
            options: StoredValue::new_local(options),
            is_expired: RwSignal::new(false),
            rights: RwSignal::new(Rights::default()),
        };
        spawn_local(async move {
            let this_site = connect::probe(&session.client(&Place::ThisSite, None)).await;
            let sandbox = session.options.with_value(|options| options.sandbox.clone());
            if let (Err(GatewayError::NotTheApi { .. }), Some(sandbox)) = (&this_site, sandbox) {
                // A static host: there is no gateway to sign in to, and everything to try.
                if session.sign_in(Place::Sandbox(sandbox), None).await.is_ok() {
                    return;
                }
            }
            session.state.set(SessionState::SignedOut { this_site });
        });
        session
    }

    pub fn options(&self) -> PageOptions {
        self.options.get_value()
    }

    pub fn state(&self) -> SessionState {
        self.state.get()
    }

    /// The gateway and the person, while somebody is signed in.
    pub fn connected(&self) -> Option<Connected> {
        match self.state.get() {
            SessionState::SignedIn(connected) => Some(connected),
            SessionState::Probing | SessionState::SignedOut { .. } => None,
        }
    }

    /// What the person may do who is signed in.
    pub fn rights(&self) -> Signal<Rights> {
        self.rights.into()
    }

    pub fn is_expired(&self) -> Signal<bool> {
        self.is_expired.into()
    }

    /// Signs in; on an error the state stays what it was.
    pub async fn sign_in(
        &self,
        place: Place,
        token: Option<AccessToken>,
    ) -> Result<(), GatewayError> {
        let client = self.client(&place, token);
        let Welcome { caller, facts } = connect::connect(&client).await?;
        client.allow_server_config(caller.role.may_read_server_config());
        self.is_expired.set(false);
        self.rights.set(Rights::of(&caller, &facts));
        self.state.set(SessionState::SignedIn(Connected { place, client, caller, facts }));
        Ok(())
    }

    /// Signs in again to the same gateway, with everything that is open left as it is.
    pub async fn sign_in_again(&self, token: AccessToken) -> Result<(), GatewayError> {
        if let Some(connected) = self.connected() {
            connected.client.set_token(Some(token));
            // It may be another person, and the organisation may have changed its mind.
            match connect::connect(&connected.client).await {
                Ok(Welcome { caller, facts }) => {
                    let may_read = caller.role.may_read_server_config();
                    connected.client.allow_server_config(may_read);
                    self.rights.set(Rights::of(&caller, &facts));
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
        Ok(())
    }

    pub fn sign_out(&self) {
        if let Some(connected) = self.connected() {
            connected.client.close();
            clipboard::forget_now();
        }
        self.is_expired.set(false);
        self.state.set(SessionState::SignedOut { this_site: Ok(()) });
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
        let (deadlines, receipts) = (self.options().deadlines, Receipts::from_browser());
        Client::new(base, transport, deadlines, token, provider, receipts)
    }
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
