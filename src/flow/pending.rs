//! The record that every write keeps until its outcome is known.
//!
//! The gateway's writes aren't atomic, continue after the client has gone, and can take effect
//! minutes after a lost answer (G4, G16). So a write isn't "failed" because its effect isn't seen:
//! it stays a [`PendingWrite`] until one of these holds:
//!
//! - The gateway itself answered.
//! - The audit log has the receipt of exactly this write (contract §15).
//! - Its whole planned effect is seen.
//! - The user chooses to forget it.
//!
//! Absence is not evidence, and a later write never resolves an earlier one.
//!
//! A pending write holds names, the fields and fingerprints, so a tab may keep it
//! ([`PendingWrite::to_stored`]); it never holds a secret.

use std::ops::ControlFlow;

use super::load::Reading;
use crate::{
    domain::{
        credential::Credential,
        identity::Timestamp,
        identity_state::IdentityState,
        merge::ContextChange,
        plan::PlanContext,
        save_result::Answer,
        write::{CredentialMark, LogFields, ReceiptId, WriteRequest},
    },
    gateway::{clock, error::GatewayError},
    wire::{audit::Receipt, pending::StoredWrite},
};

/// A write that was sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PendingWrite {
    /// What was sent.
    pub request: WriteRequest,
    /// What was read right before the write.
    pub context: PlanContext,
    /// The credentials right before the write; `None` when the user may not read them.
    pub credentials: Option<Vec<CredentialMark>>,
    /// When it was sent: milliseconds since 1970 by this device's clock; 0 when unknown.
    pub sent_at: u64,
    /// The id that it carries; `None` where receipts are off.
    pub receipt_id: Option<ReceiptId>,
    /// Why it is sent; the audit log keeps it.
    pub reason: Option<String>,
    /// The receipt, once it was found.
    pub receipt: Option<Receipt>,
    /// How it ended, as far as this page knows.
    pub end: WriteEnd,
}

/// How a write ended, as far as this page knows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum WriteEnd {
    /// The gateway, or the receipt, said that it was done.
    Done,
    /// No success. [`WriteEnd::answer`] says whether it was the gateway that refused.
    Failed(GatewayError),
    /// The page was left before an answer came.
    PageLeft,
}

/// How far a write is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SaveStep {
    /// Reading again what the plan rests on, to see whether someone else changed it.
    Comparing,
    /// The write is about to be sent; from here on it may take effect.
    Writing,
    /// Reading back what the write did.
    ReadingBack {
        /// The first is 1.
        attempt: usize,
    },
}

/// Follows the steps of a write. With [`SaveStep::Writing`] comes the write that is about to be
/// sent, to be kept in case the page is left. Until then a break ends the procedure, and nothing is
/// sent.
pub type Progress<'a> = &'a dyn Fn(SaveStep, Option<&PendingWrite>) -> ControlFlow<()>;

/// Takes no notice of the steps.
pub fn unwatched(_: SaveStep, _: Option<&PendingWrite>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// How a procedure with one write ended.
pub enum WriteOutcome<T> {
    /// Nothing was sent: what the plan rests on could not be read again.
    NotSent(GatewayError),
    /// Nothing was sent: the procedure was broken off.
    Abandoned,
    /// Nothing was sent: someone else changed the identity, or what the plan rests on.
    ContextChange {
        /// What to plan from now.
        now: Box<PlanContext>,
        /// What makes the old plan wrong; empty when only the identity's fields changed.
        context_changes: Vec<ContextChange>,
    },
    /// The outcome is known, and the state was read after it.
    Known(Box<T>),
    /// The outcome is unknown, or what it led to could not be read. No other write may start.
    Unconfirmed {
        /// What was sent; kept until its outcome is known.
        pending: Box<PendingWrite>,
        /// Why the state could not be read; `None` when it was read and does not show the whole
        /// effect.
        reading: Option<GatewayError>,
    },
}

impl<T> WriteOutcome<T> {
    /// The same ending with another form of what is known.
    pub fn map<U>(self, form: impl FnOnce(T) -> U) -> WriteOutcome<U> {
        match self {
            Self::NotSent(error) => WriteOutcome::NotSent(error),
            Self::Abandoned => WriteOutcome::Abandoned,
            Self::ContextChange { now, context_changes } => {
                WriteOutcome::ContextChange { now, context_changes }
            }
            Self::Known(known) => WriteOutcome::Known(Box::new(form(*known))),
            Self::Unconfirmed { pending, reading } => {
                WriteOutcome::Unconfirmed { pending, reading }
            }
        }
    }
}

impl PendingWrite {
    /// A write that is about to be sent over what `before` was read to be.
    pub fn new(
        request: WriteRequest,
        context: PlanContext,
        before: &Reading,
        receipt_id: Option<ReceiptId>,
    ) -> Self {
        let is_readable = before.state.credentials.is_some();
        let marks = || before.credentials.iter().map(CredentialMark::of).collect();
        Self {
            request,
            context,
            credentials: is_readable.then(marks),
            sent_at: clock::now(),
            receipt_id,
            reason: None,
            receipt: None,
            end: WriteEnd::PageLeft,
        }
    }

    /// The same write with a reason.
    #[must_use]
    pub fn because(self, reason: Option<&str>) -> Self {
        Self { reason: reason.map(str::to_owned), ..self }
    }

    /// What the audit log is to store of this write.
    pub fn log_fields(&self) -> LogFields<'_> {
        LogFields { receipt: self.receipt_id.as_ref(), reason: self.reason.as_deref() }
    }

    /// What the tab's storage keeps of it.
    pub fn to_stored(&self) -> StoredWrite {
        StoredWrite {
            request: self.request.clone(),
            before: (**self.context.identity()).clone(),
            credentials: self.credentials.clone(),
            sent_at: self.sent_at,
            receipt: self.receipt_id.clone(),
        }
    }

    /// The write that the tab's storage kept. `known` lends the catalog, which is not kept.
    pub fn from_stored(stored: StoredWrite, known: &PlanContext) -> Self {
        let live = stored
            .credentials
            .as_ref()
            .map(|marks| marks.iter().map(|mark| mark.connection_name.clone()).collect());
        let context = known.with_state(IdentityState::new(stored.before, live));
        Self {
            request: stored.request,
            context,
            credentials: stored.credentials,
            sent_at: stored.sent_at,
            receipt_id: stored.receipt,
            reason: None,
            receipt: None,
            end: WriteEnd::PageLeft,
        }
    }

    /// When it took effect by the gateway's clock, where its receipt says so.
    pub fn took_effect_at(&self) -> Option<&Timestamp> {
        self.receipt.as_ref().filter(|receipt| receipt.succeeded).map(|receipt| &receipt.written_at)
    }

    /// The credentials that this write, or someone after it, created: their secret is not one that
    /// was there before. None when it isn't known what was there.
    pub fn fresh<'a>(&self, now: &'a [Credential]) -> Vec<&'a Credential> {
        self.told_apart(now).fresh
    }

    /// The credentials of before and of now, told apart by their secrets.
    pub fn told_apart<'a>(&self, now: &'a [Credential]) -> ToldApart<'a> {
        let Some(marks) = self.credentials.clone() else { return ToldApart::default() };
        let mut found = ToldApart { lost: marks, ..ToldApart::default() };
        for credential in now {
            // A connection can have two credentials: each mark accounts for one.
            match found.lost.iter().position(|mark| mark.is_of(credential)) {
                Some(index) => {
                    found.kept.push(credential);
                    found.lost.swap_remove(index);
                }
                None => found.fresh.push(credential),
            }
        }
        found
    }
}

/// The credentials from before a write beside those after it. Empty when it isn't known which there
/// were before.
#[derive(Default)]
pub struct ToldApart<'a> {
    /// Their secret wasn't there before.
    pub fresh: Vec<&'a Credential>,
    /// They have the secret from before.
    pub kept: Vec<&'a Credential>,
    /// Their secret is no longer there.
    pub lost: Vec<CredentialMark>,
}

impl WriteEnd {
    /// What the answer tells.
    pub fn answer(&self) -> Answer {
        match self {
            Self::Done => Answer::Done,
            Self::PageLeft => Answer::Lost,
            Self::Failed(error) => match error {
                GatewayError::Unreachable
                | GatewayError::TimedOut { .. }
                | GatewayError::TooLarge { .. }
                | GatewayError::TooMany { .. }
                // The gateway behind the proxy may continue.
                | GatewayError::Proxy(_)
                | GatewayError::NotTheApi { .. }
                | GatewayError::Unreadable(_) => Answer::Lost,
                // A crash leaves an empty body, and no word of how far it came.
                GatewayError::Failed { .. } if !error.is_own_failure() => Answer::Lost,
                GatewayError::SignedOut { .. }
                | GatewayError::Forbidden { .. }
                | GatewayError::Gone { .. }
                | GatewayError::NameTaken { .. }
                | GatewayError::Rejected { .. }
                | GatewayError::Failed { .. }
                | GatewayError::Redirected
                | GatewayError::OtherSession
                | GatewayError::Unaddressable(_) => Answer::Refused,
            },
        }
    }

    /// Why it was no success.
    pub fn error(&self) -> Option<&GatewayError> {
        match self {
            Self::Failed(error) => Some(error),
            Self::Done | Self::PageLeft => None,
        }
    }
}
