//! What a proxy between the page and the gateway answered: the gateway isn't to blame for it.

use crate::gateway::proxy_answer::ProxyAnswer;

/// What happened, as a title.
pub fn title(answer: ProxyAnswer) -> String {
    match answer {
        ProxyAnswer::SignIn { status } => format!("A proxy asks you to sign in ({status})"),
        ProxyAnswer::Blocked => "A proxy blocked the request (403)".to_owned(),
        ProxyAnswer::RequestTooLarge => "The request is too large for a proxy (413)".to_owned(),
        ProxyAnswer::TooManyRequests { retry_after: Some(seconds) } => {
            format!("Too many requests: wait {}", wait(seconds))
        }
        ProxyAnswer::TooManyRequests { retry_after: None } => "Too many requests (429)".to_owned(),
        ProxyAnswer::Failed { status } => {
            format!("A proxy got no answer from the gateway ({status})")
        }
        ProxyAnswer::Empty { status } => format!("The answer was empty ({status})"),
        ProxyAnswer::Other { status } => format!("A proxy rejected the request ({status})"),
    }
}

/// What to do about it. `is_write`: the request was a write.
pub fn advice(answer: ProxyAnswer, is_write: bool) -> String {
    let text = match answer {
        ProxyAnswer::SignIn { .. } => {
            "Sign in to the proxy in another tab, then try again. Your token was not checked."
        }
        ProxyAnswer::Blocked if is_write => {
            "A rule of the proxy matched. The gateway may have saved the change anyway."
        }
        ProxyAnswer::Blocked => "A rule of the proxy matched. Ask its operator to allow this API.",
        ProxyAnswer::RequestTooLarge => {
            "Nothing was saved. Shorten the description, or raise the proxy’s limit."
        }
        ProxyAnswer::TooManyRequests { .. } => "A proxy limits requests. Nothing was changed.",
        ProxyAnswer::Failed { .. } if is_write => {
            "The gateway may still be working on the save. Checking what it did."
        }
        ProxyAnswer::Failed { .. } => "The gateway may be down or slow. Try again.",
        ProxyAnswer::Empty { .. } => {
            "The gateway always sends a body; something in between removed it or answered itself."
        }
        ProxyAnswer::Other { .. } => "The gateway didn’t send this answer. Check the proxy.",
    };
    text.to_owned()
}

fn wait(seconds: u32) -> String {
    match seconds {
        1 => "1 second".to_owned(),
        0..=119 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::{ProxyAnswer, title};

    #[test]
    fn the_wait_that_a_proxy_asks_for_is_shown() {
        let busy = |seconds| title(ProxyAnswer::TooManyRequests { retry_after: Some(seconds) });
        assert_eq!(busy(1), "Too many requests: wait 1 second");
        assert_eq!(busy(30), "Too many requests: wait 30 seconds");
        assert_eq!(busy(121), "Too many requests: wait 3 minutes");
    }
}
