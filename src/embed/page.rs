//! The page's settings of the element, as signals.

use super::{hooks::Hooks, options::Options};
use crate::ui::reactive::*;
use crate::{
    domain::name::IdentityName,
    gateway::{client::Client, token::AccessToken},
    ui::editor::{Unsettled, control::Control},
};

/// The gateway and the identity that the attributes name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Target {
    /// The attribute as written; empty for the page's origin.
    pub gateway: String,
    pub identity: IdentityName,
}

/// The element as the page sees it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Page {
    pub options: RwSignal<Options>,
    pub hooks: StoredValue<Hooks>,
    /// The mounted editor.
    pub control: RwSignal<Option<Control>>,
    /// The target to switch to despite unsaved edits, once the user agreed; it may be none.
    pub accepted: RwSignal<Option<Option<Target>>>,
    /// Counts how often the session was started over.
    pub restarts: RwSignal<u32>,
    /// What the session does when there may be another token.
    on_token: StoredValue<Option<Callback<()>>>,
    /// The token that the page set for the gateway that the attributes name.
    token: StoredValue<Option<AccessToken>>,
    /// The client in use, and the `gateway` attribute that it belongs to.
    client: StoredValue<Option<(String, Client)>>,
}

impl Page {
    pub fn new(options: Options, token: Option<AccessToken>, hooks: Hooks) -> Self {
        Self {
            options: RwSignal::new(options),
            hooks: StoredValue::new(hooks),
            control: RwSignal::new(None),
            accepted: RwSignal::new(None),
            restarts: RwSignal::new(0),
            on_token: StoredValue::new(None),
            token: StoredValue::new(token),
            client: StoredValue::new(None),
        }
    }

    /// The target that the attributes name; `None` without an identity.
    pub fn wanted(&self) -> Option<Target> {
        self.options.with(|options| {
            let identity = options.identity.as_deref().filter(|name| !name.is_empty())?;
            let gateway = options.gateway.as_deref().unwrap_or_default().trim().to_owned();
            Some(Target { gateway, identity: IdentityName::received(identity) })
        })
    }

    /// Whether the editor of `shown` already has the identity of `wanted`: a page that follows a rename
    /// names the one that it has. Tracked.
    pub fn shows(&self, shown: Option<&Target>, wanted: Option<&Target>) -> bool {
        let name = self.control.get().and_then(Control::name);
        shown.zip(wanted).is_some_and(|(shown, wanted)| {
            shown.gateway == wanted.gateway && name.as_ref() == Some(&wanted.identity)
        })
    }

    /// What leaving the editor would lose; tracked.
    pub fn unsettled(&self) -> Unsettled {
        self.control.get().map(Control::unsettled).unwrap_or_default()
    }

    /// Follows the attributes.
    pub fn update(&self, options: Options) {
        let before = self.options.get_untracked();
        if before == options {
            return;
        }
        if before.gateway != options.gateway {
            // A token for one gateway never reaches another.
            self.token.set_value(None);
        }
        if (&before.gateway, &before.identity) != (&options.gateway, &options.identity) {
            // The user agreed to another switch.
            self.accepted.set(None);
        }
        let gained_get_token = options.has_get_token && !before.has_get_token;
        self.options.set(options);
        // With another gateway comes another session, which asks by itself.
        if gained_get_token
            && before.gateway == self.options.with_untracked(|it| it.gateway.clone())
        {
            self.token_changed();
        }
    }

    /// Replaces or removes the token. The same one again changes nothing: a page that answers each
    /// `auth-needed` with a token that the gateway rejects would be asked without end.
    pub fn set_token(&self, token: Option<AccessToken>) {
        if token.is_some() && self.token.with_value(|current| *current == token) {
            return;
        }
        self.token.set_value(token.clone());
        let wanted = self.wanted_gateway();
        self.client.with_value(|client| {
            if let Some((gateway, client)) = client
                && *gateway == wanted
            {
                client.set_token(token);
            }
        });
        self.token_changed();
    }

    /// Calls back when there may be another token; for the session, which sets it in place of the
    /// one before.
    pub fn on_token(&self, run: Callback<()>) {
        self.on_token.set_value(Some(run));
    }

    /// There may be another token: the page set one, or it can be asked for one.
    pub fn token_changed(&self) {
        if let Some(on_token) = self.on_token.get_value() {
            // That session may be over.
            on_token.try_run(());
        }
    }

    /// Forgets the token: the page goes into the back-forward cache.
    pub fn forget_token(&self) {
        self.token.set_value(None);
        self.client.with_value(|client| {
            if let Some((_, client)) = client {
                client.set_token(None);
            }
        });
    }

    /// The token for the gateway that the attributes name.
    pub fn token(&self) -> Option<AccessToken> {
        self.token.get_value()
    }

    /// Makes `client` current; the previous one drops its token and sends nothing more.
    pub fn use_client(&self, gateway: String, client: Client) {
        self.close();
        self.client.set_value(Some((gateway, client)));
    }

    /// Closes the current client.
    pub fn close(&self) {
        self.client.update_value(|client| {
            if let Some((_, client)) = client.take() {
                client.close();
            }
        });
    }

    fn wanted_gateway(&self) -> String {
        self.options.with_untracked(|options| {
            options.gateway.as_deref().unwrap_or_default().trim().to_owned()
        })
    }
}
