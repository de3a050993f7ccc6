//! What went wrong with a call: the outcome, then the one thing to do.

use super::{draft, proxy};
use crate::gateway::error::GatewayError;

/// What was being done when it went wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum During {
    SigningIn,
    /// Reading a list or an identity.
    Loading,
    /// Reading again before a write: nothing was sent.
    Comparing,
    /// The write itself.
    Saving,
    /// The write that creates an identity.
    Creating,
    /// Reading back what a write did.
    ReadingBack,
}

/// What the user is told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message {
    pub title: String,
    pub advice: String,
    /// The gateway's message, which the screen keeps collapsed.
    pub gateway_message: Option<String>,
}

pub fn failure(during: During, error: &GatewayError) -> Message {
    Message {
        title: title(during, error),
        advice: advice(during, error),
        gateway_message: error.message().map(str::to_owned),
    }
}

/// A write was sent, and its outcome is unknown: why the state could not be read, or `None` when
/// it was read and doesn't show the whole effect.
pub fn unconfirmed(reading: Option<&GatewayError>) -> Message {
    Message {
        title: "We couldn’t confirm the save".to_owned(),
        advice: match reading {
            Some(error) => title(During::ReadingBack, error),
            None => "Not seen on the gateway yet. It can still take effect.".to_owned(),
        },
        gateway_message: reading.and_then(GatewayError::message).map(str::to_owned),
    }
}

fn title(during: During, error: &GatewayError) -> String {
    match error {
        GatewayError::SignedOut { .. } => "Token not accepted".to_owned(),
        // Signing in depends on no role (contract §2).
        GatewayError::Forbidden { .. } if during == During::SigningIn => {
            "The gateway refused to sign you in".to_owned()
        }
        GatewayError::Forbidden { .. } => "Only administrators can do this".to_owned(),
        GatewayError::Gone { .. } => "This identity no longer exists".to_owned(),
        GatewayError::NameTaken { .. } => "Another identity has this name".to_owned(),
        GatewayError::Rejected { status, .. } => {
            format!("The gateway rejected the request ({status})")
        }
        GatewayError::Failed { status, .. } => format!("The gateway failed ({status})"),
        GatewayError::NotTheApi { status: 200..300 } => "We got a web page, not the API".to_owned(),
        GatewayError::NotTheApi { status } => format!("This isn’t the gateway’s API ({status})"),
        GatewayError::Proxy(answer) => proxy::title(*answer),
        GatewayError::Redirected => "The answer was a redirect".to_owned(),
        GatewayError::TooMany { entries } => {
            format!("The list has more than {} entries", grouped(*entries))
        }
        GatewayError::TooLarge { megabytes } => {
            format!("The answer is larger than {megabytes} MB")
        }
        GatewayError::Unreadable(unreadable) => {
            format!("The answer isn’t {}", unreadable.expected)
        }
        GatewayError::OtherSession => "Another user signed in".to_owned(),
        GatewayError::Unreachable => match during {
            During::Saving | During::Creating => {
                "The connection was lost before the answer came".to_owned()
            }
            _ => "Can’t reach the gateway".to_owned(),
        },
        GatewayError::TimedOut { seconds } => format!("No answer within {seconds} seconds"),
        GatewayError::Unaddressable(_) => "Browsers can’t address this identity".to_owned(),
    }
}

/// A number with a comma before each group of three digits.
fn grouped(number: usize) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousands => format!("{},{:03}", grouped(thousands), number % 1000),
    }
}

fn advice(during: During, error: &GatewayError) -> String {
    let is_write = matches!(during, During::Saving | During::Creating);
    let text = match error {
        GatewayError::SignedOut { .. } if during == During::SigningIn => {
            "It may be wrong, expired or revoked. Check it, or use another."
        }
        GatewayError::SignedOut { .. } => {
            "It may be wrong, expired or revoked. Sign in again; your edits stay here."
        }
        GatewayError::Forbidden { .. } if during == During::SigningIn => {
            "Its sign-in may not be set up correctly: see its message. Its operator can fix it."
        }
        GatewayError::Forbidden { .. } if is_write || during == During::Comparing => {
            "Your role, which may have changed since you signed in, doesn’t allow this. Your \
             edits are still here."
        }
        GatewayError::Forbidden { .. } => {
            "Your role doesn’t allow it. Ask an administrator, or sign in as one."
        }
        GatewayError::Gone { .. } => match during {
            During::SigningIn | During::Loading => {
                "It was deleted or renamed, or the link is wrong. Look for it in the list."
            }
            _ => "It was deleted or renamed. Your edits are still here. Look for it in the list.",
        },
        GatewayError::NameTaken { .. } => "Nothing was saved. Choose another name.",
        // Ids derive from names, and a renamed identity keeps the one of its first name (G19).
        GatewayError::Rejected { message: Some(message), .. }
            if during == During::Creating && message.ends_with("duplicated key not allowed") =>
        {
            "A renamed identity had this name first. The gateway keeps the name for it until it is \
             deleted. Choose another name."
        }
        GatewayError::Rejected { .. } if is_write => {
            "Fix what its message names, then save again. What it did before failing is shown below."
        }
        GatewayError::Rejected { .. } => "Fix what its message names, then try again.",
        GatewayError::Failed { .. } if is_write => {
            "It may have saved some of the changes. Checking what it did."
        }
        GatewayError::Failed { .. } => {
            "Try again. If it keeps failing, contact the gateway’s operator."
        }
        GatewayError::NotTheApi { .. } => "Check the URL, or sign in to your proxy.",
        GatewayError::Proxy(answer) => return proxy::advice(*answer, is_write),
        GatewayError::Redirected => {
            "We don’t follow redirects: they could send your token elsewhere. Check the URL, or \
             sign in to your proxy."
        }
        GatewayError::TooLarge { .. } | GatewayError::TooMany { .. } => {
            "We stopped reading. Something other than the gateway may have answered."
        }
        GatewayError::Unreadable(unreadable) => {
            return format!(
                "We can’t read line {}, column {} of the answer. This version of the gateway may \
                 not be supported.",
                unreadable.line, unreadable.column
            );
        }
        GatewayError::OtherSession => {
            "This started before that sign-in, so we stopped it. Review the changes, then save again."
        }
        GatewayError::Unreachable => "Check the URL, your network and CORS.",
        GatewayError::TimedOut { .. } if is_write => {
            "The gateway may still be working on the save. Checking what it did."
        }
        GatewayError::TimedOut { .. } => "The gateway may be busy. Try again.",
        GatewayError::Unaddressable(reason) => return draft::unaddressable(*reason),
    };
    text.to_owned()
}
