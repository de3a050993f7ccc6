//! What went wrong with a call: what happened, and what to do.

use super::{draft, proxy};
use crate::gateway::error::GatewayError;

/// What was being done when it went wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum During {
    SigningIn,
    /// Reading a list or an identity.
    Loading,
    /// Before anything was sent: nothing can have changed.
    Comparing,
    /// The write itself.
    Saving,
    /// The write of an identity that was not there before.
    Creating,
    /// Reading back what a write did.
    ReadingBack,
}

/// What a person is told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message {
    pub title: String,
    pub advice: String,
    /// The gateway's own words, one click away.
    pub gateway_words: Option<String>,
}

pub fn failure(during: During, error: &GatewayError) -> Message {
    Message {
        title: title(during, error),
        advice: advice(during, error),
        gateway_words: error.message().map(str::to_owned),
    }
}

/// A write was sent, and its outcome is unknown: why the state could not be read, or `None` when
/// it was read and doesn't show the whole effect.
pub fn unconfirmed(reading: Option<&GatewayError>) -> Message {
    Message {
        title: "We couldn't confirm the save".to_owned(),
        advice: match reading {
            Some(error) => title(During::ReadingBack, error),
            None => "Not seen on the gateway yet. It can still take effect.".to_owned(),
        },
        gateway_words: reading.and_then(GatewayError::message).map(str::to_owned),
    }
}

fn title(during: During, error: &GatewayError) -> String {
    match error {
        GatewayError::SignedOut { .. } => "The gateway does not accept the token".to_owned(),
        GatewayError::Forbidden { .. } => "You are not allowed to do this".to_owned(),
        GatewayError::Gone { .. } => "This identity does not exist any more".to_owned(),
        GatewayError::NameTaken { .. } => "Another identity has this name".to_owned(),
        GatewayError::Rejected { status, .. } => {
            format!("The gateway rejected the request ({status})")
        }
        GatewayError::Failed { status, .. } => format!("The gateway failed ({status})"),
        GatewayError::NotTheApi { status: 200..300 } => {
            "A web page answered, not the gateway's API".to_owned()
        }
        GatewayError::NotTheApi { status } => {
            format!("Something that is not the gateway's API answered ({status})")
        }
        GatewayError::Proxy(answer) => proxy::title(*answer),
        GatewayError::Redirected => "The answer was a redirect".to_owned(),
        GatewayError::TooLarge { megabytes } => {
            format!("The answer is larger than {megabytes} MB")
        }
        GatewayError::Unreadable(unreadable) => {
            format!("The answer is not {}", unreadable.expected)
        }
        GatewayError::Unreachable => match during {
            During::Saving | During::Creating => {
                "The connection was cut before the answer came".to_owned()
            }
            _ => "The gateway did not answer".to_owned(),
        },
        GatewayError::TimedOut { seconds } => {
            format!("The gateway did not answer within {seconds} seconds")
        }
        GatewayError::Unaddressable(_) => "No browser can address this identity".to_owned(),
    }
}

fn advice(during: During, error: &GatewayError) -> String {
    let after_write = match during {
        During::Saving | During::Creating => " What it did before that is shown below.",
        _ => "",
    };
    match error {
        GatewayError::SignedOut { .. } => "It may be wrong, expired or revoked; the gateway does \
                                           not say which. Sign in with a new one; what you typed \
                                           stays."
            .to_owned(),
        GatewayError::Forbidden { .. } => {
            "Only an administrator may change identities and see credentials. Ask one, or sign in \
             as one."
                .to_owned()
        }
        GatewayError::Gone { .. } => match during {
            During::Saving | During::Creating | During::Comparing | During::ReadingBack => {
                "Somebody deleted or renamed it. Look for it in the list; your draft is kept."
                    .to_owned()
            }
            During::SigningIn | During::Loading => {
                "Somebody deleted or renamed it, or the address is mistyped. Look for it in the \
                 list."
                    .to_owned()
            }
        },
        GatewayError::NameTaken { .. } => {
            "Nothing was saved. Choose another name and save again.".to_owned()
        }
        // Ids derive from names, and a renamed identity keeps the one of its first name (G19).
        GatewayError::Rejected { message: Some(message), .. }
            if during == During::Creating && message.ends_with("duplicated key not allowed") =>
        {
            "An identity that had this name was renamed, and the gateway keeps the name for it \
             until it is deleted. Choose another name."
                .to_owned()
        }
        GatewayError::Rejected { .. } => {
            format!("Read its own message, fix what it names and try again.{after_write}")
        }
        GatewayError::Failed { .. } => match during {
            During::Saving | During::Creating => {
                "It may have saved some of it before it failed; that is being looked up.".to_owned()
            }
            _ => "Try again; if it goes on, tell whoever runs the gateway.".to_owned(),
        },
        GatewayError::NotTheApi { .. } => {
            "The address is probably not the gateway's, lacks the path that leads to it, or a \
             sign-in page of a proxy stands in between. Check the address."
                .to_owned()
        }
        GatewayError::Proxy(answer) => {
            proxy::advice(*answer, matches!(during, During::Saving | During::Creating))
        }
        GatewayError::Redirected => {
            "Redirects are not followed, so that the token goes nowhere else. Check the URL, or \
             sign in to your proxy."
                .to_owned()
        }
        GatewayError::TooLarge { .. } => {
            "Reading stopped there. Something other than the gateway may have answered.".to_owned()
        }
        GatewayError::Unreadable(unreadable) => format!(
            "It could not be read from line {}, column {}. This gateway may be of a version that \
             the editor does not know.",
            unreadable.line, unreadable.column
        ),
        GatewayError::Unreachable => {
            "Browsers do not say why. You may be offline, the gateway may be down, its address \
             wrong or behind a proxy, or it may not allow requests from this page. Check these and \
             try again."
                .to_owned()
        }
        GatewayError::TimedOut { .. } => match during {
            During::Saving | During::Creating => {
                "It goes on with the save all the same; that is being looked up.".to_owned()
            }
            _ => "It may be busy. Try again.".to_owned(),
        },
        GatewayError::Unaddressable(reason) => draft::unaddressable(*reason),
    }
}
