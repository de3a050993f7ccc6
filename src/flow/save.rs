//! Saving: compare, write once, and find out what is the case.
//!
//! The gateway has no versions, its write is not atomic, goes on after the caller has gone, and a
//! refusal does not mean that nothing happened (G4, G15, G16). So a save reads before it writes, and
//! after it, whatever the answer was; what it reports is what it read, never what it was told.

use std::ops::ControlFlow;

use super::{
    context,
    load::{self, Before, Reading},
};
use crate::{
    domain::{
        credential::Credential,
        draft::IdentitySpec,
        identity::Identity,
        merge::{ContextChange, context_changes},
        name::IdentityName,
        plan::{ChangePlan, PlanContext},
        save_result::{Answer, SaveResult, Verdict},
    },
    gateway::{
        calls::{CreateIdentity, UpdateIdentity},
        client::Client,
        error::GatewayError,
        pause::pause,
    },
};

/// How far a save is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SaveStep {
    /// Reading again what the plan rests on, to see that nobody else has changed it.
    Comparing,
    /// The write is under way; from here on it may take effect.
    Writing,
    /// Reading back what the write did.
    ReadingBack {
        /// The first is 1.
        attempt: usize,
    },
}

/// Is told of each step. Before the write it may break off, and nothing is sent: a person who has
/// left, or signed out, does not want it any more.
pub type Progress<'a> = &'a dyn Fn(SaveStep) -> ControlFlow<()>;

/// Takes no notice of the steps.
pub fn unwatched(_: SaveStep) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// How a save ended.
pub enum SaveOutcome {
    /// Nothing was sent: what the plan rests on could not be read again.
    NotSent(GatewayError),
    /// Nothing was sent: whoever asked for it is gone.
    Abandoned,
    /// Nothing was sent: the identity, or what the plan rests on, is not what it was.
    ContextChange { now: Box<PlanContext>, context_changes: Vec<ContextChange> },
    /// The write was sent, and this is what is the case now.
    Known(Box<Settled>),
    /// The write was sent, and what it did could not be read so far.
    Undecided {
        /// What to go on with.
        trail: Box<Trail>,
        /// Why nothing could be read back.
        reading: GatewayError,
    },
}

/// How a write ended, as far as this page knows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum WriteEnd {
    /// The gateway said that it was done.
    Done,
    Failed(GatewayError),
    /// The page was left before an answer came.
    PageLeft,
}

/// A write that was sent, and what is needed to find out what it did.
pub struct Trail {
    pub context: PlanContext,
    pub spec: IdentitySpec,
    pub end: WriteEnd,
    /// What was read right before the write, secrets included; it does not outlive the page.
    pub before: Option<Reading>,
}

/// What is the case after a write.
pub struct Settled {
    /// What was planned, from what was read right before the write.
    pub plan: ChangePlan,
    pub save_result: SaveResult,
    pub end: WriteEnd,
    /// It was to be created.
    pub is_new: bool,
    /// `None` when the identity is gone, or was not created.
    pub now: Option<PlanContext>,
    /// The credentials that there are now, and were not, or not with this secret.
    pub fresh: Vec<Credential>,
}

/// How long to wait before reading back again, in milliseconds, after each failed attempt or, when
/// the answer was lost, while nothing is to be seen: the gateway may still be at it.
const PAUSES: [u32; 4] = [1_000, 2_000, 4_000, 8_000];

/// Saves `spec` over the identity, provided that `known` is still the context. Over one that is not
/// stored it creates: the same comparing, the same care for the answer.
pub async fn save(
    client: &Client,
    known: &PlanContext,
    spec: &IdentitySpec,
    step: Progress<'_>,
) -> SaveOutcome {
    let _ = step(SaveStep::Comparing);
    let (now, before) = match context::read(client, known, spec).await {
        Ok(read) => read,
        Err(error) => return SaveOutcome::NotSent(error),
    };
    let context_changes = context_changes(known, &now, spec);
    if now.identity() != known.identity() || !context_changes.is_empty() {
        return SaveOutcome::ContextChange { now: Box::new(now), context_changes };
    }
    if step(SaveStep::Writing).is_break() {
        return SaveOutcome::Abandoned;
    }
    let name = &known.identity().name;
    let answer = match known.identity().is_stored() {
        true => client.send(&UpdateIdentity { name, spec }).await.map(|_| ()),
        false => client.send(&CreateIdentity { spec }).await,
    };
    let end = answer.map_or_else(WriteEnd::Failed, |()| WriteEnd::Done);
    let trail = Trail { context: now, spec: spec.clone(), end, before: Some(before) };
    find_out(client, trail, step).await
}

/// Reads back what a write did, again and again until it can be told or `PAUSES` are over.
pub async fn find_out(client: &Client, trail: Trail, step: Progress<'_>) -> SaveOutcome {
    if let WriteEnd::Failed(error) = &trail.end
        && !error.may_have_written()
    {
        return SaveOutcome::Known(Box::new(settle(&trail, trail.before.as_ref())));
    }
    let is_lost = trail.end.answer() == Answer::Lost;
    let mut pauses = PAUSES.into_iter();
    for attempt in 1.. {
        let _ = step(SaveStep::ReadingBack { attempt });
        let pause_left = pauses.next();
        match read_back(client, trail.context.identity(), &trail.spec.name).await {
            Ok(now) => {
                let settled = settle(&trail, now.as_ref());
                let is_settled = settled.save_result.verdict == Verdict::Saved;
                if is_settled || !is_lost || pause_left.is_none() {
                    return SaveOutcome::Known(Box::new(settled));
                }
            }
            Err(reading) => {
                // Waiting does not make a token good again.
                let is_final = matches!(reading, GatewayError::SignedOut { .. });
                if pause_left.is_none() || is_final {
                    return SaveOutcome::Undecided { trail: Box::new(trail), reading };
                }
            }
        }
        pause(pause_left.unwrap_or_default()).await;
    }
    unreachable!("the attempts have no end but a return")
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
                // A proxy's own answer, while the gateway behind it goes on.
                | GatewayError::Failed { .. }
                | GatewayError::NotTheApi { .. }
                | GatewayError::Unreadable(_) => Answer::Lost,
                GatewayError::SignedOut { .. }
                | GatewayError::Forbidden { .. }
                | GatewayError::Gone { .. }
                | GatewayError::NameTaken { .. }
                | GatewayError::Rejected { .. }
                | GatewayError::Unaddressable(_) => Answer::Refused,
            },
        }
    }

    pub fn error(&self) -> Option<&GatewayError> {
        match self {
            Self::Failed(error) => Some(error),
            Self::Done | Self::PageLeft => None,
        }
    }
}

/// After a rename the identity is at its new name, or still at the old one when it did not happen;
/// `None` when it is at neither.
async fn read_back(
    client: &Client,
    old: &Identity,
    new: &IdentityName,
) -> Result<Option<Reading>, GatewayError> {
    let old = Some(&old.name).filter(|_| old.is_stored());
    for name in [old, Some(new).filter(|new| Some(*new) != old)].into_iter().flatten() {
        match load::reading(client, name).await {
            Ok(reading) => return Ok(Some(reading)),
            Err(GatewayError::Gone { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

fn settle(trail: &Trail, now: Option<&Reading>) -> Settled {
    let Trail { context, spec, end, before } = trail;
    let plan = ChangePlan::new(context, spec);
    let before = match before {
        Some(before) => Before::Secrets(before),
        None => Before::Counts(context.credentials().map(|live| &**live)),
    };
    let fresh = now.map(|now| now.fresh(before)).unwrap_or_default();
    let state = now.map(|now| &now.state);
    let save_result = SaveResult::new(&plan, end.answer(), state, &fresh);
    let credentials = now.into_iter().flat_map(|now| &now.credentials);
    Settled {
        plan,
        save_result,
        end: end.clone(),
        is_new: !context.identity().is_stored(),
        now: state.map(|state| context.with_state(state.clone())),
        fresh: credentials.filter(|it| fresh.contains(&it.connection_name)).cloned().collect(),
    }
}
