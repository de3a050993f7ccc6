//! What saving will do, in words.

use super::draft::unaddressable;
use crate::domain::{
    attribute::Attribute,
    connection::{ConnectionName, Ineligible, Proxy},
    merge::ContextChange,
    plan::{Cause, Extent, Outcome, ProvisionError, Refusal, Unknown},
};

/// What a save does to a credential, under one heading of the plan.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Heading {
    Ends,
    Made,
    KeptAlthoughUnlisted,
    Leftover,
    Without,
    NotSupported,
    Kept,
}

impl Heading {
    /// In the order in which a plan shows them: what hurts comes first.
    pub const ALL: [Self; 7] = [
        Self::Ends,
        Self::Made,
        Self::KeptAlthoughUnlisted,
        Self::Leftover,
        Self::Without,
        Self::NotSupported,
        Self::Kept,
    ];

    /// The heading of an outcome; `None` for a refused one, which an obstacle speaks of.
    pub fn of(outcome: &Outcome) -> Option<Self> {
        Some(match outcome {
            Outcome::ProvisionedAsListed | Outcome::ProvisionedByAttribute { .. } => Self::Made,
            Outcome::Revoked => Self::Ends,
            Outcome::KeptAsListed | Outcome::KeptByAttribute { .. } => Self::Kept,
            Outcome::KeptAlthoughUnlisted { .. } => Self::KeptAlthoughUnlisted,
            Outcome::Leftover { .. } => Self::Leftover,
            Outcome::MissingCredential { .. } => Self::Without,
            Outcome::NotSupported { .. } => Self::NotSupported,
            Outcome::Refused { .. } => return None,
        })
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Ends => "Credentials revoked",
            Self::Made => "New credentials",
            Self::KeptAlthoughUnlisted => "Kept although taken off the list",
            Self::Leftover => "Left over: live, but no longer assigned",
            Self::Without => "Listed, without a credential",
            Self::NotSupported => "Matched but skipped",
            Self::Kept => "Unchanged",
        }
    }

    /// What it means, where the title does not say it all.
    pub const fn note(self) -> Option<&'static str> {
        match self {
            Self::Ends => Some("They stop working at once, and open sessions are cut."),
            Self::Leftover => Some("They keep working until they are ended."),
            Self::Without => Some("Saving does not make these."),
            Self::Made | Self::KeptAlthoughUnlisted | Self::NotSupported | Self::Kept => None,
        }
    }
}

/// Why it comes to an outcome; empty where the heading says it.
pub fn reason(outcome: &Outcome) -> String {
    match outcome {
        Outcome::ProvisionedAsListed => "listed".to_owned(),
        Outcome::ProvisionedByAttribute { attributes }
        | Outcome::KeptByAttribute { attributes }
        | Outcome::KeptAlthoughUnlisted { attributes } => format!("through {}", names(attributes)),
        Outcome::Leftover { removed } if removed.is_empty() => String::new(),
        Outcome::Leftover { removed } => {
            format!("came through {}; taking it away ends nothing", names(removed))
        }
        Outcome::MissingCredential { reason: Some(found) } => provision_error(found),
        Outcome::MissingCredential { reason: None } => {
            "take it off and list it again to get one".to_owned()
        }
        Outcome::NotSupported { attributes, reason: found } => {
            format!("through {}; {}", names(attributes), provision_error(found))
        }
        Outcome::Revoked | Outcome::KeptAsListed | Outcome::Refused { .. } => String::new(),
    }
}

/// Why no credential can be made, as a part of a sentence.
pub fn provision_error(found: &ProvisionError) -> String {
    match found {
        ProvisionError::NoSuchConnection => "no such connection".to_owned(),
        ProvisionError::Ineligible(reason) => ineligible(reason),
        ProvisionError::NotListening(proxy) => {
            format!("the gateway’s proxy for {} is switched off", proxy_name(*proxy))
        }
        ProvisionError::IdentityNameTooLong { characters } => {
            format!("the identity’s name is too long for credentials ({characters} characters)")
        }
    }
}

/// Why a connection cannot be given to an identity, as a part of a sentence.
pub fn ineligible(reason: &Ineligible) -> String {
    match reason {
        Ineligible::UnsupportedType { subtype } if subtype.is_empty() => {
            "it has no type that identities can use".to_owned()
        }
        Ineligible::UnsupportedType { subtype } => {
            format!("identities cannot use the type {subtype}")
        }
        Ineligible::ConnectDisabled => "its connect access is off".to_owned(),
        Ineligible::NameTooLong { characters } => {
            format!("its name has {characters} characters, too many for a credential")
        }
    }
}

pub const fn proxy_name(proxy: Proxy) -> &'static str {
    match proxy {
        Proxy::Postgres => "Postgres",
        Proxy::Ssh => "SSH",
        Proxy::Rdp => "RDP",
        Proxy::AwsSsm => "AWS SSM",
        Proxy::HttpProxy => "HTTP",
        Proxy::Kubernetes => "Kubernetes",
        Proxy::ClaudeCode => "Claude Code",
    }
}

/// What is in the way of a save: the reason, and the way out.
pub fn obstacle(cause: &Cause) -> String {
    match cause {
        Cause::Unaddressable { reason, .. } => unaddressable(*reason),
        Cause::NameTaken { name } => {
            format!("Another identity has the name “{name}”. Choose another.")
        }
        Cause::NameTooLong { characters } => format!(
            "The name has {characters} characters, too many for a new credential to be made. \
             Shorten it first, in a save of its own."
        ),
        Cause::AttributeTooLong { attribute, .. } => format!(
            "The attribute “{attribute}” is too long to be stored: everything else would be saved, \
             and the attributes lost. Remove it."
        ),
        Cause::CannotProvision { name, reason: ProvisionError::NoSuchConnection } => {
            format!("There is no connection “{name}”. Remove it, or choose one from the list.")
        }
        Cause::CannotProvision { name, reason: found } => format!(
            "The connection “{name}” cannot be given: {}. Remove it; it can be listed once that \
             has changed.",
            provision_error(found)
        ),
        Cause::AlreadyLive { name, attributes } if attributes.is_empty() => format!(
            "The identity still has a left-over credential for “{name}”, and the gateway refuses \
             to list it until that is ended. Remove it from the list, save, and end the left-over \
             credential first."
        ),
        Cause::AlreadyLive { name, attributes } => format!(
            "The identity has a credential for “{name}” already, through {}, and the gateway \
             refuses to list it as well. Remove it from the list: the credential stays.",
            names(attributes)
        ),
        Cause::Repeated { name } => {
            format!("The connection “{name}” is in the list twice. Remove one of the two.")
        }
        Cause::Nul => "Remove the character U+0000: the gateway can’t store it.".to_owned(),
    }
}

/// What the gateway would have done by the time it refused.
pub fn harm(refusal: &Refusal) -> Option<String> {
    match &refusal.extent {
        Extent::Nothing => None,
        Extent::Provisioned(made) => Some(format!(
            "Sent all the same, it would make {} and then refuse, with the secrets in no answer.",
            credentials_for(made)
        )),
        Extent::CredentialsOnly => Some(
            "Blocked: the gateway would create and revoke credentials, then fail without saving or \
             returning the secrets."
                .to_owned(),
        ),
        Extent::AllButAttributes => Some(
            "Sent all the same, everything but the attributes would be saved, with the new secrets \
             in no answer."
                .to_owned(),
        ),
    }
}

/// What cannot be known beforehand.
pub fn unknown(unknown: &Unknown) -> String {
    match unknown {
        Unknown::Credentials => "You may not see which credentials there are. The plan supposes \
                                 that there is one for each connection that should have one."
            .to_owned(),
        Unknown::Connections => {
            "The connections have not been read, so they are not checked.".to_owned()
        }
        Unknown::Attributes => {
            "The attributes have not been read: what they bring and keep is missing here."
                .to_owned()
        }
        Unknown::HiddenAttribute { attribute, .. } => format!(
            "“{attribute}” is in no list. A rulepack may own it, and it may bring or keep \
             connections that are not shown here."
        ),
        Unknown::NewAttribute { attribute, .. } => format!(
            "“{attribute}” is new and matches nothing, unless a rulepack owns it. Saving creates it."
        ),
        Unknown::ManagedAttribute { attribute, connections, .. } => format!(
            "“{attribute}” is managed by hoop.dev, which may give it to other connections at any \
             time; it is on {} now.",
            count(*connections, "connection")
        ),
        Unknown::KeptUnder(name) => format!(
            "The credential for {name} may be stored under the connection’s ID. Then this plan is \
             wrong about it."
        ),
        Unknown::UnlistedConnection(name) => {
            format!("“{name}” is matched by an attribute and is not in the list of connections.")
        }
        Unknown::Listener(proxy) => format!(
            "Whether the gateway’s proxy for {} has an address cannot be seen. Without one the \
             credential cannot be made.",
            proxy_name(*proxy)
        ),
    }
}

/// What has changed under a plan.
pub fn context_changes(context_changes: &ContextChange) -> String {
    match context_changes {
        ContextChange::CredentialsReadable { is_now: true } => {
            "The credentials can be read now.".to_owned()
        }
        ContextChange::CredentialsReadable { is_now: false } => {
            "The credentials can no longer be read.".to_owned()
        }
        ContextChange::Credential { name, is_live_now: true } => {
            format!("There is a credential for “{name}” now.")
        }
        ContextChange::Credential { name, is_live_now: false } => {
            format!("The credential for “{name}” is gone.")
        }
        ContextChange::Attribute { attribute, connections } => {
            let mut text = format!("“{attribute}”");
            if !connections.added.is_empty() {
                text.push_str(&format!(" is now on {} too", list(&connections.added)));
            }
            if !connections.removed.is_empty() {
                let join = if connections.added.is_empty() { "" } else { ", and" };
                text.push_str(&format!("{join} is no longer on {}", list(&connections.removed)));
            }
            text.push('.');
            text
        }
        ContextChange::Name { is_taken_now: true } => {
            "Another identity has the name that you chose.".to_owned()
        }
        ContextChange::Name { is_taken_now: false } => {
            "The name that you chose is free again.".to_owned()
        }
        ContextChange::Learned { name, .. } => {
            format!("The plan was incomplete: the save changes something about {name} too.")
        }
        ContextChange::Outcome { name, .. } => {
            format!("The save would do something else to “{name}” than the plan said.")
        }
    }
}

/// `“a” and “b”`, `“a”, “b” and 3 more`.
pub fn names(attributes: &[Attribute]) -> String {
    quoted(attributes.iter().map(Attribute::as_str), attributes.len())
}

/// The same for connections.
pub fn list(names: &[ConnectionName]) -> String {
    quoted(names.iter().map(ConnectionName::as_str), names.len())
}

fn quoted<'a>(items: impl Iterator<Item = &'a str>, total: usize) -> String {
    const SHOWN: usize = 3;
    let mut text = String::new();
    for (index, item) in items.take(SHOWN).enumerate() {
        let is_last = index + 1 == total;
        text.push_str(match index {
            0 => "",
            _ if is_last => " and ",
            _ => ", ",
        });
        text.push('“');
        text.push_str(item);
        text.push('”');
    }
    if total > SHOWN {
        text.push_str(&format!(" and {} more", total - SHOWN));
    }
    text
}

fn credentials_for(names: &[ConnectionName]) -> String {
    match names {
        [_] => format!("a credential for {}", list(names)),
        _ => format!("credentials for {}", list(names)),
    }
}

/// `1 connection`, `2 connections`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
