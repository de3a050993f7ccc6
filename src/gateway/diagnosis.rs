//! Why a request got no answer. Browsers say no more than that there was none (G20), so several
//! probes are made, and one finding is concluded from what they showed.

use super::error::GatewayError;

/// What the probes showed.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The browser has no network.
    pub is_offline: bool,
    /// An `https:` page, and a gateway at an `http:` address of another machine.
    pub is_mixed: bool,
    /// The page's policy stopped the probe: its `connect-src` doesn't name the gateway.
    pub is_blocked_by_policy: bool,
    /// The user or an administrator doesn't let this page reach the local network, where the gateway
    /// is.
    pub is_local_network_denied: bool,
    /// What became of a request that needs no token.
    pub answer: Result<(), GatewayError>,
    /// A request whose answer the page may not read was answered.
    pub answers_unreadably: bool,
}

/// Why there was no answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Finding {
    /// It answers now.
    Answers,
    /// It answers, but not as the gateway's API.
    Answer(GatewayError),
    /// The browser has no network.
    Offline,
    /// An `https:` page may not call an `http:` gateway.
    MixedContent,
    /// The `connect-src` of the page doesn't name the gateway.
    BlockedByPolicy,
    /// The browser keeps this page from the local network.
    LocalNetworkDenied,
    /// Something answers, without the headers that let this page read it: a proxy, a login page, or
    /// a redirect (G33).
    NoCors,
    /// Nothing answers: a wrong name or port, a server that is down, a firewall, or a certificate that
    /// the browser rejects.
    Nothing,
}

impl Evidence {
    /// The finding. What an answer shows wins over everything else; then what keeps a request from
    /// being sent at all; then what keeps the answer from the page.
    pub fn conclude(&self) -> Finding {
        match &self.answer {
            Ok(()) => return Finding::Answers,
            Err(GatewayError::Unreachable | GatewayError::TimedOut { .. }) => {}
            Err(error) => return Finding::Answer(error.clone()),
        }
        if self.is_blocked_by_policy {
            Finding::BlockedByPolicy
        } else if self.is_mixed {
            Finding::MixedContent
        } else if self.is_offline {
            Finding::Offline
        } else if self.is_local_network_denied {
            Finding::LocalNetworkDenied
        } else if self.answers_unreadably {
            Finding::NoCors
        } else {
            Finding::Nothing
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Finding};
    use crate::gateway::error::GatewayError;

    const NOTHING: Evidence = Evidence {
        is_offline: false,
        is_mixed: false,
        is_blocked_by_policy: false,
        is_local_network_denied: false,
        answer: Err(GatewayError::Unreachable),
        answers_unreadably: false,
    };

    #[test]
    fn each_cause_has_its_finding() {
        assert_eq!(NOTHING.conclude(), Finding::Nothing);
        for (evidence, finding) in [
            (Evidence { answer: Ok(()), ..NOTHING }, Finding::Answers),
            (Evidence { is_offline: true, ..NOTHING }, Finding::Offline),
            (Evidence { is_mixed: true, ..NOTHING }, Finding::MixedContent),
            (Evidence { is_blocked_by_policy: true, ..NOTHING }, Finding::BlockedByPolicy),
            (Evidence { is_local_network_denied: true, ..NOTHING }, Finding::LocalNetworkDenied),
            (Evidence { answers_unreadably: true, ..NOTHING }, Finding::NoCors),
        ] {
            assert_eq!(evidence.conclude(), finding);
        }
        let page = GatewayError::NotTheApi { status: 200 };
        let evidence = Evidence { answer: Err(page.clone()), ..NOTHING };
        assert_eq!(evidence.conclude(), Finding::Answer(page));
    }

    /// A browser that calls itself offline can still reach its own machine.
    #[test]
    fn an_answer_wins_over_what_the_browser_believes() {
        let evidence = Evidence { answer: Ok(()), is_offline: true, is_mixed: true, ..NOTHING };
        assert_eq!(evidence.conclude(), Finding::Answers);
    }

    /// Whatever answers without headers did so over a connection that works.
    #[test]
    fn a_request_that_was_never_sent_says_nothing_of_the_server() {
        let evidence = Evidence { is_blocked_by_policy: true, answers_unreadably: true, ..NOTHING };
        assert_eq!(evidence.conclude(), Finding::BlockedByPolicy);
    }
}
