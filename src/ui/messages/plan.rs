//! What saving will do, in words.

use super::draft::unaddressable;
use crate::domain::{
    attribute::Attribute,
    connection::{ConnectionName, Ineligible, Proxy},
    merge::ContextChange,
    plan::{Cause, ChangePlan, Extent, Outcome, ProvisionError, Refusal, Unknown},
};

/// A group of the review.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Group {
    Revokes,
    KeepsWorking,
    Creates,
    NoChange,
    /// It stays, and the proxies refuse it.
    Blocked,
    StaysMissing,
    NotSupported,
}

impl Group {
    /// Shown open, in this order: what stops working comes first.
    pub const OPEN: [Self; 3] = [Self::Revokes, Self::KeepsWorking, Self::Creates];
    /// Folded away below.
    pub const FOLDED: [Self; 4] =
        [Self::NoChange, Self::Blocked, Self::StaysMissing, Self::NotSupported];

    /// The group of an outcome; `None` for a refused one, which is a problem to fix. `is_blocked`: the
    /// proxies refuse the credential (G35).
    pub fn of(outcome: &Outcome, is_blocked: bool) -> Option<Self> {
        Some(match outcome {
            outcome if is_blocked && outcome.is_kept() => Self::Blocked,
            Outcome::ProvisionedAsListed | Outcome::ProvisionedByAttribute { .. } => Self::Creates,
            Outcome::Revoked => Self::Revokes,
            Outcome::KeptAsListed | Outcome::KeptByAttribute { .. } => Self::NoChange,
            Outcome::KeptAlthoughUnlisted { .. } | Outcome::Leftover { .. } => Self::KeepsWorking,
            Outcome::MissingCredential { .. } => Self::StaysMissing,
            Outcome::NotSupported { .. } => Self::NotSupported,
            Outcome::Refused { .. } => return None,
        })
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Revokes => "Revokes",
            Self::KeepsWorking => "Keeps working",
            Self::Creates => "Creates",
            Self::NoChange => "No change",
            Self::Blocked => "Blocked: connect access off",
            Self::StaysMissing => "Stays missing",
            Self::NotSupported => "Not supported",
        }
    }
}

/// A word or two beside a connection in the review.
pub fn reason(outcome: &Outcome) -> String {
    match outcome {
        Outcome::ProvisionedAsListed | Outcome::KeptAsListed => "direct".to_owned(),
        Outcome::ProvisionedByAttribute { attributes }
        | Outcome::KeptByAttribute { attributes }
        | Outcome::KeptAlthoughUnlisted { attributes } => sources(attributes),
        Outcome::Leftover { .. } => "leftover".to_owned(),
        Outcome::MissingCredential { reason: Some(found) }
        | Outcome::NotSupported { reason: found, .. } => provision_error_short(found),
        Outcome::Revoked => "removed".to_owned(),
        Outcome::MissingCredential { reason: None } | Outcome::Refused { .. } => String::new(),
    }
}

/// A sentence below a connection in the review, where a word isn't enough.
pub fn detail(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Leftover { removed } if !removed.is_empty() => {
            Some(format!("Removing {} doesn’t revoke it.", names(removed)))
        }
        Outcome::MissingCredential { reason: None } => Some(
            "Saving doesn’t create it. Remove the connection, save, and add it again.".to_owned(),
        ),
        _ => None,
    }
}

/// The credentials that would keep working although this plan removes what assigned them.
pub fn new_leftovers(plan: &ChangePlan) -> usize {
    let is_new =
        |outcome: &Outcome| matches!(outcome, Outcome::Leftover { removed } if !removed.is_empty());
    plan.connections_where(is_new).count()
}

/// All credentials that would be left over after the save.
pub fn leftovers(plan: &ChangePlan) -> usize {
    plan.connections_where(|outcome| matches!(outcome, Outcome::Leftover { .. })).count()
}

/// The save button: the effect in a few words.
pub fn save_label(plan: &ChangePlan, is_new: bool) -> String {
    let (created, revoked) = (plan.provisioned().count(), plan.revoked().count());
    match (is_new, created, revoked) {
        (true, 0, _) => "Create identity".to_owned(),
        (true, created, _) => {
            format!("Create identity and {}", count(created, "credential"))
        }
        (false, 0, 0) => "Save changes".to_owned(),
        (false, created, 0) => format!("Save and create {}", count(created, "credential")),
        (false, _, revoked) => format!("Save and revoke {}", count(revoked, "credential")),
    }
}

/// The plan in a few words, for a bar and for a screen reader.
pub fn summary(plan: &ChangePlan) -> String {
    let mut parts = Vec::new();
    let mut add = |verb: &str, number: usize| {
        if number > 0 {
            parts.push(format!("{verb} {number}"));
        }
    };
    add("Creates", plan.provisioned().count());
    add("Revokes", plan.revoked().count());
    match new_leftovers(plan) {
        0 => {}
        1 => parts.push("1 leftover".to_owned()),
        many => parts.push(format!("{many} leftovers")),
    }
    if parts.is_empty() {
        let fields = plan.edits.fields().count();
        return match fields {
            0 => "No changes".to_owned(),
            fields => format!("Changes {}", count(fields, "field")),
        };
    }
    parts.join(" · ")
}

/// Why no credential can be created, as a sentence without its full stop.
pub fn provision_error(found: &ProvisionError) -> String {
    match found {
        ProvisionError::NoSuchConnection => "The connection doesn’t exist".to_owned(),
        ProvisionError::Ineligible(reason) => ineligible(reason),
        ProvisionError::NotListening(proxy) => {
            format!("The gateway’s {} proxy is off", proxy_name(*proxy))
        }
        ProvisionError::IdentityNameTooLong { characters } => {
            format!("The identity’s name is too long for credentials ({characters} characters)")
        }
    }
}

/// The same in a few words, for a cell.
pub fn provision_error_short(found: &ProvisionError) -> String {
    match found {
        ProvisionError::NoSuchConnection => "Connection gone".to_owned(),
        ProvisionError::Ineligible(Ineligible::UnsupportedType { subtype }) => {
            match subtype.is_empty() {
                true => "Not supported: no type".to_owned(),
                false => format!("Not supported: {subtype}"),
            }
        }
        ProvisionError::Ineligible(Ineligible::ConnectDisabled) => "Connect access off".to_owned(),
        ProvisionError::Ineligible(Ineligible::NameTooLong { .. }) => "Name too long".to_owned(),
        ProvisionError::NotListening(proxy) => format!("{} proxy off", proxy_name(*proxy)),
        ProvisionError::IdentityNameTooLong { .. } => "Identity’s name too long".to_owned(),
    }
}

/// Why a connection can't be added, as a sentence without its full stop.
pub fn ineligible(reason: &Ineligible) -> String {
    match reason {
        Ineligible::UnsupportedType { subtype } if subtype.is_empty() => {
            "Not supported: no type".to_owned()
        }
        Ineligible::UnsupportedType { subtype } => format!("Not supported: {subtype}"),
        Ineligible::ConnectDisabled => "Connect access is off".to_owned(),
        Ineligible::NameTooLong { characters } => {
            format!("Its name is too long for credentials ({characters} characters)")
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

/// A problem that the gateway would meet: what it is, and what to do.
pub fn obstacle(cause: &Cause) -> String {
    match cause {
        Cause::Unaddressable { reason, .. } => unaddressable(*reason),
        Cause::NameTaken { name } => {
            format!("Another identity is named {name}. Choose another name.")
        }
        Cause::NameTooLong { characters } => format!(
            "The name is too long for a new credential ({characters} characters). Shorten it and \
             save that first."
        ),
        Cause::AttributeTooLong { attribute, .. } => format!(
            "Remove {attribute}: it’s too long to store, and the gateway would save everything \
             but the attributes."
        ),
        Cause::CannotProvision { name, reason: ProvisionError::NoSuchConnection } => {
            format!("There is no connection {name}. Remove it, or choose one from the list.")
        }
        Cause::CannotProvision { name, reason: found } => {
            format!("Remove {name}: no credential can be created. {}.", provision_error(found))
        }
        Cause::AlreadyLive { name, attributes } if attributes.is_empty() => format!(
            "{name} still has a leftover credential. Remove {name} here, save, and revoke that \
             credential first."
        ),
        Cause::AlreadyLive { name, attributes } => format!(
            "Remove {name}: it already has a credential {}, and the gateway rejects a second one.",
            sources(attributes)
        ),
        Cause::Repeated { name } => format!("{name} is listed twice. Remove one."),
        Cause::Nul => "Remove the character U+0000: the gateway can’t store it.".to_owned(),
    }
}

/// How many of a list aren't shown.
pub fn and_more(number: usize) -> String {
    format!("and {number} more")
}

/// What keeps a save from being sent.
pub fn to_fix(problems: usize) -> String {
    format!("Fix {} to save", count(problems, "problem"))
}

/// How many connections only the table shows.
pub fn more(number: usize) -> String {
    format!("{}, in the table of connections", and_more(number))
}

/// The title of a fold: how many more values there are, and what they are, such as "added".
pub fn folded(number: usize, kind: &str) -> String {
    format!("{number} more {kind}").trim_end().to_owned()
}

/// What the gateway would do before it failed.
pub fn blocked(refusal: &Refusal) -> Option<String> {
    match &refusal.extent {
        Extent::Nothing => None,
        Extent::Provisioned(created) => Some(format!(
            "Blocked: the gateway would create {}, then fail without returning the secrets.",
            joined(created.iter().map(ConnectionName::as_str), created.len())
        )),
        Extent::CredentialsOnly => Some(
            "Blocked: the gateway would create and revoke credentials, then fail without saving or \
             returning the secrets."
                .to_owned(),
        ),
        Extent::AllButAttributes => Some(
            "Blocked: the gateway would save everything but the attributes, without returning the \
             new secrets."
                .to_owned(),
        ),
    }
}

/// What the editor can't know before the save.
pub fn unknown(unknown: &Unknown) -> String {
    match unknown {
        Unknown::Credentials => {
            "You can’t see which credentials exist. The plan assumes one for each assigned \
             connection."
                .to_owned()
        }
        Unknown::Connections => "Connections aren’t loaded, so they aren’t checked.".to_owned(),
        Unknown::Attributes => {
            "Attributes aren’t loaded, so their connections are missing here.".to_owned()
        }
        Unknown::HiddenAttribute { attribute, .. } => format!(
            "{attribute} isn’t listed. If a rulepack owns it, it can add connections that aren’t \
             shown here."
        ),
        Unknown::NewAttribute { attribute, .. } => {
            format!("{attribute} is new. It matches no connection unless a rulepack owns it.")
        }
        Unknown::ManagedAttribute { attribute, connections, .. } => format!(
            "{attribute} is managed by hoop.dev and on {} now. hoop.dev can add more at any time.",
            count(*connections, "connection")
        ),
        Unknown::KeptUnder(name) => format!(
            "The credential for {name} may be stored under the connection’s ID. If so, this plan is \
             wrong about it."
        ),
        Unknown::UnlistedConnection(name) => {
            format!("{name} has a matching attribute but isn’t in the list of connections.")
        }
        Unknown::Listener(proxy) => format!(
            "We can’t see whether the gateway’s {} proxy is on. If it’s off, the credential can’t \
             be created.",
            proxy_name(*proxy)
        ),
    }
}

/// What someone else changed besides the fields.
pub fn context_change(change: &ContextChange) -> String {
    match change {
        ContextChange::CredentialsReadable { is_now: true } => {
            "Credentials can be read now.".to_owned()
        }
        ContextChange::CredentialsReadable { is_now: false } => {
            "Credentials can no longer be read.".to_owned()
        }
        ContextChange::Credential { name, is_live_now: true } => {
            format!("{name} has a credential now.")
        }
        ContextChange::Credential { name, is_live_now: false } => {
            format!("{name} no longer has a credential.")
        }
        ContextChange::Attribute { attribute, connections } => {
            let parts: Vec<_> =
                [("now matches", &connections.added), ("no longer matches", &connections.removed)]
                    .into_iter()
                    .filter(|(_, names)| !names.is_empty())
                    .map(|(verb, names)| format!("{verb} {}", list(names)))
                    .collect();
            format!("{attribute} {}.", parts.join(" and "))
        }
        ContextChange::Name { is_taken_now: true } => {
            "Another identity has the new name.".to_owned()
        }
        ContextChange::Name { is_taken_now: false } => "The new name is free again.".to_owned(),
        ContextChange::Learned { name, .. } => {
            format!("The review was incomplete: saving also affects {name}.")
        }
        ContextChange::Outcome { name, .. } => {
            format!("Saving would affect {name} differently from what you reviewed.")
        }
    }
}

/// "from env:prod and team:sre".
pub fn sources(attributes: &[Attribute]) -> String {
    format!("from {}", names(attributes))
}

/// `a and b`, `a, b, c and 2 more`.
pub fn names(attributes: &[Attribute]) -> String {
    joined(attributes.iter().map(Attribute::as_str), attributes.len())
}

/// The same for connections.
pub fn list(names: &[ConnectionName]) -> String {
    joined(names.iter().map(ConnectionName::as_str), names.len())
}

fn joined<'a>(items: impl Iterator<Item = &'a str>, total: usize) -> String {
    const SHOWN: usize = 3;
    let mut text = String::new();
    for (index, item) in items.take(SHOWN).enumerate() {
        text.push_str(match index {
            0 => "",
            _ if index + 1 == total => " and ",
            _ => ", ",
        });
        text.push_str(item);
    }
    if total > SHOWN {
        text.push_str(&format!(" and {} more", total - SHOWN));
    }
    text
}

/// `1 connection`, `2 connections`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// What renaming an identity does.
pub const RENAME: &str = "Credentials keep working. API calls that use the old name will fail. No new \
                          identity can use the old name.";

/// What a re-save does to identities whose credentials weren't read (G3).
pub const REVOKED_ALONG: &str = "“Save and revoke” also revokes leftover credentials that other identities \
                                 have for the same connections.";

pub const SESSIONS_CUT: &str = "Open sessions are cut immediately.";

pub const REVOKES: &str = "These credentials stop working immediately, and open sessions are cut. \
                           Adding the connection again creates another secret.";
