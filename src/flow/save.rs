//! Saving: compare, write once, and find out what is the case.
//!
//! The gateway has no versions, its write is not atomic, goes on after the caller has gone, and a
//! refusal does not mean that nothing happened (G4, G15, G16). So a save reads before it writes, and
//! after it, whatever the answer was; what it reports is what it read, never what it was told.

use std::collections::BTreeSet;

use crate::{
    domain::{
        connection::ConnectionName, credential::Credential, draft::IdentitySpec,
        identity::Identity, name::IdentityName,
    },
    flow::load::{self, Reading},
    gateway::{calls::UpdateIdentity, client::Client, error::GatewayError, pause::pause},
};

/// How far a save is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SaveStep {
    /// Reading the identity again, to see that nobody else has changed it.
    Comparing,
    /// The write is under way; from here on it may take effect.
    Writing,
    /// Reading back what the write did.
    ReadingBack {
        /// The first is 1.
        attempt: usize,
    },
}

/// How a save ended.
pub enum SaveOutcome {
    /// Nothing was sent: the identity could not be read again.
    NotSent(GatewayError),
    /// Nothing was sent: somebody else has changed the identity since it was loaded.
    Moved(Box<Reading>),
    /// The write was sent, and this is what is the case now.
    Known(Box<Settled>),
    /// The write was sent, and what it did could not be read so far.
    Undecided {
        /// How the write ended; `None` when the gateway said that it was done.
        answer: Option<GatewayError>,
        /// Why nothing could be read back.
        reading: GatewayError,
        before: Box<Reading>,
    },
}

/// What is the case after a write.
pub struct Settled {
    pub verdict: Verdict,
    /// How the write ended; `None` when the gateway said that it was done.
    pub answer: Option<GatewayError>,
    pub now: Reading,
    /// The connections whose credential is new, or has another secret than before.
    pub new_credentials: Vec<ConnectionName>,
    /// The connections whose credential is gone.
    pub revoked: Vec<ConnectionName>,
}

/// Whether a write took effect, from what is the case now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Every field is as it was sent.
    Saved,
    /// Everything is as it was before, credentials included.
    NotSaved,
    /// Something has changed, and not everything that was sent is there.
    HalfDone,
}

/// How long to wait before reading back again, in milliseconds, after each failed attempt or, when
/// the answer was lost, while nothing is to be seen: the gateway may still be at it.
const PAUSES: [u32; 4] = [1_000, 2_000, 4_000, 8_000];

/// Saves `spec` over the identity that was loaded as `loaded`.
pub async fn save(
    client: &Client,
    loaded: &Identity,
    spec: &IdentitySpec,
    step: impl Fn(SaveStep),
) -> SaveOutcome {
    step(SaveStep::Comparing);
    let before = match load::reading(client, &loaded.name).await {
        Ok(before) => before,
        Err(error) => return SaveOutcome::NotSent(error),
    };
    if before.identity != *loaded {
        return SaveOutcome::Moved(Box::new(before));
    }
    step(SaveStep::Writing);
    let answer = client.send(&UpdateIdentity { name: &loaded.name, spec }).await.err();
    if let Some(error) = answer.as_ref().filter(|error| !error.may_have_written()) {
        let (answer, new_credentials, revoked) = (Some(error.clone()), vec![], vec![]);
        let verdict = Verdict::NotSaved;
        let settled = Settled { verdict, answer, now: before, new_credentials, revoked };
        return SaveOutcome::Known(Box::new(settled));
    }
    find_out(client, before, spec, answer, step).await
}

/// Reads back what a write did, again and again until it can be told or `PAUSES` are over.
pub async fn find_out(
    client: &Client,
    before: Reading,
    spec: &IdentitySpec,
    answer: Option<GatewayError>,
    step: impl Fn(SaveStep),
) -> SaveOutcome {
    let mut pauses = PAUSES.into_iter();
    for attempt in 1.. {
        step(SaveStep::ReadingBack { attempt });
        let pause_left = pauses.next();
        match read_back(client, &before.identity.name, &spec.name).await {
            Ok(now) => {
                let settled = settle(&before, spec, now, answer.clone());
                let is_lost = answer.as_ref().is_some_and(is_lost);
                if settled.verdict == Verdict::Saved || !is_lost || pause_left.is_none() {
                    return SaveOutcome::Known(Box::new(settled));
                }
            }
            Err(reading) if pause_left.is_none() => {
                return SaveOutcome::Undecided { answer, reading, before: Box::new(before) };
            }
            Err(_) => {}
        }
        pause(pause_left.unwrap_or_default()).await;
    }
    unreachable!("the attempts have no end but a return")
}

/// Whether the gateway may still be at work on a write that ended so (G16).
fn is_lost(answer: &GatewayError) -> bool {
    match answer {
        GatewayError::Unreachable | GatewayError::TimedOut { .. } => true,
        // A proxy's own answer, while the gateway behind it goes on.
        GatewayError::Failed { .. }
        | GatewayError::NotTheApi { .. }
        | GatewayError::Unreadable(_) => true,
        GatewayError::SignedOut { .. }
        | GatewayError::Forbidden { .. }
        | GatewayError::Gone { .. }
        | GatewayError::NameTaken { .. }
        | GatewayError::Rejected { .. }
        | GatewayError::Unaddressable(_) => false,
    }
}

/// After a rename the identity is at its new name, or still at the old one when it did not happen.
async fn read_back(
    client: &Client,
    old: &IdentityName,
    new: &IdentityName,
) -> Result<Reading, GatewayError> {
    match load::reading(client, old).await {
        Err(GatewayError::Gone { .. }) if new != old => load::reading(client, new).await,
        answer => answer,
    }
}

fn settle(
    before: &Reading,
    spec: &IdentitySpec,
    now: Reading,
    answer: Option<GatewayError>,
) -> Settled {
    let (new_credentials, revoked) = compare(before, &now);
    let is_as_sent = has_fields(&now.identity, spec);
    let is_as_before =
        before.identity == now.identity && new_credentials.is_empty() && revoked.is_empty();
    let verdict = match (is_as_sent, is_as_before) {
        (true, false) => Verdict::Saved,
        // What was sent is what there was: only the gateway knows whether it took it in.
        (true, true) if answer.is_none() => Verdict::Saved,
        (_, true) => Verdict::NotSaved,
        (false, false) => Verdict::HalfDone,
    };
    Settled { verdict, answer, now, new_credentials, revoked }
}

fn has_fields(identity: &Identity, spec: &IdentitySpec) -> bool {
    let sent: BTreeSet<_> = spec.attributes.iter().collect();
    identity.name == spec.name
        && identity.description == spec.description
        && identity.connection_names == spec.connection_names
        && identity.attributes.iter().collect::<BTreeSet<_>>() == sent
}

/// The credentials that are new or have another secret, and the ones that are gone.
fn compare(before: &Reading, now: &Reading) -> (Vec<ConnectionName>, Vec<ConnectionName>) {
    let list = |reading: &Reading| reading.credentials.clone().unwrap_or_default();
    let (before, now) = (list(before), list(now));
    let find = |list: &[Credential], name: &ConnectionName| -> Option<Credential> {
        list.iter().find(|credential| credential.connection_name == *name).cloned()
    };
    let is_new = |credential: &&Credential| {
        find(&before, &credential.connection_name)
            .is_none_or(|old| old.secret_key != credential.secret_key)
    };
    let is_gone = |credential: &&Credential| find(&now, &credential.connection_name).is_none();
    (
        now.iter().filter(is_new).map(|credential| credential.connection_name.clone()).collect(),
        before
            .iter()
            .filter(is_gone)
            .map(|credential| credential.connection_name.clone())
            .collect(),
    )
}
