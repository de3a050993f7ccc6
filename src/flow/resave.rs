//! Saving a connection again as it is, which ends what is left over (contract §5, G3).
//!
//! It goes by the same rules as a save: compare, write once, read back, and report what was read.

use super::{
    context,
    load::{self, Before},
    save::{Progress, SaveStep, WriteEnd},
};
use crate::{
    domain::{
        connection::ConnectionName, credential::Credential, draft::IdentitySpec,
        identity_state::LiveCredentials, plan::PlanContext, repair::Reconciliation,
        save_result::Answer,
    },
    gateway::{
        calls::{GetCarried, ResaveConnection},
        client::Client,
        error::GatewayError,
        pause::pause,
    },
};

/// How it ended.
pub enum ResaveOutcome {
    /// Nothing was sent: something could not be read before.
    NotSent(GatewayError),
    /// Nothing was sent: whoever asked for it is gone.
    Abandoned,
    /// Nothing was sent: the identity, or what it has credentials for, is not what it was.
    ContextChange(Box<PlanContext>),
    /// It was sent, and this is what is the case now.
    Known(Box<Resaved>),
    /// It was sent, and what it did could not be read back.
    Undecided { end: WriteEnd, reading: GatewayError },
}

/// What is the case after a connection was saved again.
pub struct Resaved {
    pub end: WriteEnd,
    pub now: PlanContext,
    /// Planned and done.
    pub done: Reconciliation,
    /// Planned and not done.
    pub left: Reconciliation,
    /// Credentials that changed and were not planned to.
    pub unplanned: Vec<ConnectionName>,
    /// The credentials that there are now, and were not, or not with this secret.
    pub fresh: Vec<Credential>,
}

/// The pauses between the looks at what it did, in milliseconds.
const PAUSES: [u32; 3] = [1_000, 2_000, 4_000];

/// Saves a connection again, provided that `known` is still the context.
pub async fn resave(
    client: &Client,
    known: &PlanContext,
    connection_name: &ConnectionName,
    planned: &Reconciliation,
    step: Progress<'_>,
) -> ResaveOutcome {
    let _ = step(SaveStep::Comparing);
    let spec = IdentitySpec::of(&known.identity());
    let (now, before) = match context::read(client, known, &spec).await {
        Ok(read) => read,
        Err(error) => return ResaveOutcome::NotSent(error),
    };
    if now.state() != known.state() {
        return ResaveOutcome::ContextChange(Box::new(now));
    }
    // Read at the last moment: what somebody else sets in between would be taken back.
    let attributes = match client.send(&GetCarried { connection_name }).await {
        Ok(attributes) => attributes,
        Err(error) => return ResaveOutcome::NotSent(error),
    };
    if step(SaveStep::Writing).is_break() {
        return ResaveOutcome::Abandoned;
    }
    let call = ResaveConnection { connection_name, attributes: &attributes };
    let end = match client.send(&call).await {
        Ok(()) => WriteEnd::Done,
        Err(error) => WriteEnd::Failed(error),
    };
    let is_lost = end.answer() == Answer::Lost;
    let mut pauses = PAUSES.into_iter();
    for attempt in 1.. {
        let _ = step(SaveStep::ReadingBack { attempt });
        let pause_left = pauses.next();
        match load::reading(client, &known.identity().name).await {
            Ok(reading) => {
                let fresh = reading.fresh(Before::Secrets(&before));
                let live = reading.state.credentials.as_deref().cloned().unwrap_or_default();
                let old = before.state.credentials.as_deref().cloned().unwrap_or_default();
                let resaved = compare(planned, &old, &live, &fresh);
                let [done, left] = resaved.0;
                let is_done = left == Reconciliation::default();
                if is_done || !is_lost || pause_left.is_none() {
                    let credentials = reading.credentials.iter();
                    let is_fresh = |it: &&Credential| fresh.contains(&it.connection_name);
                    return ResaveOutcome::Known(Box::new(Resaved {
                        end,
                        now: known.with_state(reading.state.clone()),
                        done,
                        left,
                        unplanned: resaved.1,
                        fresh: credentials.filter(is_fresh).cloned().collect(),
                    }));
                }
            }
            Err(reading) if pause_left.is_none() => {
                return ResaveOutcome::Undecided { end, reading };
            }
            Err(_) => {}
        }
        pause(pause_left.unwrap_or_default()).await;
    }
    unreachable!("the attempts have no end but a return")
}

/// What was planned, as done and not done, and what changed without being planned.
fn compare(
    planned: &Reconciliation,
    before: &LiveCredentials,
    live: &LiveCredentials,
    fresh: &LiveCredentials,
) -> ([Reconciliation; 2], Vec<ConnectionName>) {
    let split = |names: &[ConnectionName], is_done: &dyn Fn(&ConnectionName) -> bool| {
        names.iter().cloned().partition::<Vec<_>, _>(|name| is_done(name))
    };
    let (provisioned, unmade) = split(&planned.provisioned, &|name| fresh.contains(name));
    let (revoked, unended) = split(&planned.revoked, &|name| !live.contains(name));
    let lost = before.minus(live);
    let gone = lost.connections().filter(|name| !planned.revoked.contains(name));
    let come = fresh.connections().filter(|name| !planned.provisioned.contains(name));
    let unplanned = gone.chain(come).cloned().collect();
    let left = Reconciliation { provisioned: unmade, revoked: unended };
    ([Reconciliation { provisioned, revoked }, left], unplanned)
}
