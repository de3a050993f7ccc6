//! The sentences of signing in.

use super::{draft::base_error, failure::Message};
use crate::{
    gateway::{base::ApiBase, error::GatewayError},
    ui::browser::address,
    wire::session::AuthMethod,
};

pub const WRONG_PASSWORD: &str = "Wrong password. Check it and try again.";

/// The gateway gave a token for the password, and then didn't take it (contract §2).
pub fn account_not_accepted(error: &GatewayError) -> Message {
    Message {
        title: "The gateway doesn’t accept this account".to_owned(),
        advice: "The password is right, but the account may be inactive. Ask an administrator."
            .to_owned(),
        gateway_message: error.message().map(str::to_owned),
    }
}

/// The gateway can't tell where to sign on (contract §11).
pub fn no_single_sign_on(error: &GatewayError) -> Message {
    Message {
        title: "Single sign-on isn’t set up".to_owned(),
        advice: "The gateway has no working identity provider. Its operator can set one up."
            .to_owned(),
        gateway_message: error.message().map(str::to_owned),
    }
}

pub const UNKNOWN_EMAIL: &str = "This gateway has no account with this e-mail. Upper and lower case \
                                 matter.";

pub const SETUP_REQUIRED: &str = "This gateway has no users yet. Create the first administrator on its \
                                  own web page, then sign in here.";

pub const SINGLE_SIGN_ON: &str = "Continue with single sign-on";

pub const WEB_PAGE: &str = "Use the session of the gateway’s web page";

pub const KEEP: &str = "Keep me signed in in this tab";

pub const LEAVES_UNCONFIRMED: &str = "A save is still unconfirmed. This tab stops checking it, and it \
                                      can still take effect.";

pub const LEAVES_DELETION: &str = "A deletion is still unconfirmed. This tab stops checking it, and it \
                                   can still take effect.";

pub const LEAVES_EDITS: &str = "This tab deletes your unsaved edits.";

/// What it costs.
pub const KEEP_COST: &str = "Survives a reload. Until you sign out or close the tab, any script on \
                             this site can read the token.";

/// The sandbox's program is missing, or isn't the one that was built with the page.
pub const SANDBOX_MISSING: &str =
    "The sandbox couldn’t be loaded. Reload the page, or use a gateway.";

/// The user came back from the identity provider without a token.
pub fn single_sign_on_failed(word: Option<&str>) -> String {
    match word {
        Some(word) => format!("Single sign-on failed. The gateway answered “{word}”. Try again."),
        None => {
            "Single sign-on ended without a token. Try again, or sign in with a token.".to_owned()
        }
    }
}

pub const PLAIN_HTTP: &str = "This connection isn’t encrypted. Others on the network can read your \
                              password, your token and every secret. Use https:// if the gateway has it.";

/// How long a sign-in lasts, and where it is kept.
pub fn kept(method: &AuthMethod) -> &'static str {
    match method {
        AuthMethod::Local => {
            "The sign-in lasts 12 hours. Unless kept, it ends when you reload the page."
        }
        AuthMethod::OpenId | AuthMethod::Saml | AuthMethod::Other(_) => {
            "Unless kept, the sign-in ends when you reload the page."
        }
    }
}

/// What a gateway without accounts of its own asks for.
pub fn no_accounts(method: &AuthMethod, can_return: bool) -> &'static str {
    match method {
        AuthMethod::OpenId | AuthMethod::Saml if can_return => {
            "Or paste an access token or an API key."
        }
        AuthMethod::OpenId | AuthMethod::Saml => {
            "This gateway uses single sign-on. Sign in on its own web page, then paste your access \
             token or an API key here."
        }
        AuthMethod::Local | AuthMethod::Other(_) => "Paste an access token or an API key.",
    }
}

/// Why the user is asked to sign in again.
pub fn again(is_expired: bool) -> &'static str {
    match is_expired {
        true => "Your sign-in has expired. Your edits are still here.",
        false => "Your sign-in expires soon. Your edits stay here while you sign in again.",
    }
}

/// The strip that announces the end of a sign-in.
pub fn expires_in(minutes: u32) -> String {
    match minutes {
        0 | 1 => "Your sign-in expires in 1 minute.".to_owned(),
        minutes => format!("Your sign-in expires in {minutes} minutes."),
    }
}

/// What is wrong with the URL of a gateway.
pub fn address_error(text: &str) -> Option<String> {
    match ApiBase::parse(text) {
        Err(error) => Some(base_error(&error)),
        Ok(_) => address::problem(text.trim()),
    }
}
