//! One edit: planned, saved with the product's flow, and compared with the stored state.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use machine_identity_editor::{
    domain::{
        connection::ConnectionName,
        draft::IdentitySpec,
        identity::Identity,
        identity_state::{IdentityState, LiveCredentials},
        plan::{Cause, ChangePlan, PlanContext, ProvisionError, Unknown},
    },
    flow::{
        context, load,
        save::{self, SaveOutcome, Settled, WriteEnd},
    },
    gateway::{client::Client, error::GatewayError},
};

use crate::{
    case::{Case, TAKEN},
    organization::{Organization, Truth},
};

/// The outcome of an edit.
pub struct Verdict {
    pub is_creation: bool,
    /// The kinds of unknowns in the plan, before and after asking the gateway about them.
    pub unknowns_before: BTreeSet<String>,
    pub unknowns: BTreeSet<String>,
    /// The plan has no obstacle: the editor would send it.
    pub would_be_sent: bool,
    pub agreement: Agreement,
}

pub enum Agreement {
    /// Status, reason, fields, credentials and verification are as planned.
    Full,
    /// The outcome differs, in a way that an unknown of the plan covers.
    Unknown(String),
    Disagreement(String),
    /// The verification after the save doesn't match the stored state.
    FalseVerification(String),
}

/// Runs one case; `None` if its state can't be reached.
pub fn play(organization: &mut Organization, case: &Case) -> Option<Verdict> {
    let stored = match organization.prepare(case)? {
        _ if case.is_creation => Identity::unsaved(),
        stored => stored,
    };
    let spec = case.draft.spec(&stored, &organization.ids);
    let client = organization.client();
    let context = pollster::block_on(read(&client, &stored)).expect("everything can be read");
    let incomplete = ChangePlan::new(&context, &spec);
    let complete = pollster::block_on(context::complete(&client, &incomplete));
    let complete = complete.expect("everything can be read");
    let plan = ChangePlan::new(&complete, &spec);
    let nothing = || Truth { identity: Identity::unsaved(), credentials: Vec::new() };
    let before = match case.is_creation {
        true => nothing(),
        false => organization.truth(&stored.name)?,
    };
    let outcome = pollster::block_on(save::save(&client, &complete, &spec, None, &save::unwatched));
    let agreement = match outcome {
        SaveOutcome::Known(settled) => {
            let after = match case.is_creation {
                // Another identity has that name.
                true if spec.name.as_str() == TAKEN => nothing(),
                true => organization.truth(&spec.name).unwrap_or_else(nothing),
                false => organization
                    .truth(&settled.plan.expected().fields().name)
                    .or_else(|| organization.truth(&stored.name))
                    .or_else(|| organization.truth(&spec.name))?,
            };
            judge(&settled, &before, &after)
        }
        SaveOutcome::ContextChange { context_changes, now } => {
            let is_taken = now.is_taken(&spec.name);
            match is_taken && !complete.is_taken(&spec.name) {
                // Unlike the form, this didn't check beforehand whether the name is taken.
                true => Agreement::Full,
                false => Agreement::Disagreement(format!("told as changed: {context_changes:?}")),
            }
        }
        // An identity without a name can't be read by any client, so only the gateway's error
        // counts.
        SaveOutcome::Unconfirmed { pending, .. } if spec.name.as_str().is_empty() => {
            let first = plan.obstacles.first();
            match first.is_some_and(|it| names_reason(&pending.end, &it.cause)) {
                true => Agreement::Full,
                false => Agreement::Disagreement(format!("{:?} is not {first:?}", pending.end)),
            }
        }
        SaveOutcome::NotSent(error) => Agreement::Disagreement(format!("not sent: {error}")),
        _ => Agreement::Disagreement("the outcome could not be confirmed".to_owned()),
    };
    Some(Verdict {
        is_creation: case.is_creation,
        unknowns_before: kinds(&ChangePlan::new(&context, &spec)),
        unknowns: kinds(&plan),
        would_be_sent: plan.obstacles.is_empty(),
        agreement,
    })
}

/// What the editor reads when it opens an identity.
async fn read(client: &Client, stored: &Identity) -> Result<PlanContext, GatewayError> {
    let state = match stored.is_stored() {
        true => load::state(client, &stored.name).await?,
        false => IdentityState::unsaved(),
    };
    let mut catalog = Arc::new(load::catalog(client).await?);
    context::ask_for_hidden(client, &mut catalog, stored.attributes.iter()).await?;
    let context = PlanContext::new(state, catalog);
    Ok(context.with_listeners(load::public_listeners(client).await?))
}

fn kinds(plan: &ChangePlan) -> BTreeSet<String> {
    plan.unknowns.iter().map(kind).collect()
}

fn kind(unknown: &Unknown) -> String {
    let text = format!("{unknown:?}");
    text.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
}

fn judge(settled: &Settled, before: &Truth, after: &Truth) -> Agreement {
    let plan = &settled.plan;
    let stored = state(after);
    let mut differences = Vec::new();
    let is_done = matches!(settled.end, WriteEnd::Done);
    if is_done != plan.refusal.is_none() {
        differences.push(format!("planned {:?}, ended {:?}", plan.refusal, settled.end));
    }
    if !is_done && plan.refusal.is_some() && !names_reason(&settled.end, &plan.obstacles[0].cause) {
        differences.push(format!("{:?} is not {:?}", settled.end, plan.obstacles[0]));
    }
    let expected = plan.expected();
    let [found, wanted] = [&*stored.identity, &*expected.state().identity].map(IdentitySpec::of);
    if found != wanted {
        differences.push(format!("fields {found:?} instead of {wanted:?}"));
    }
    let live = stored.credentials.as_deref().expect("an administrator reads them");
    let concerned = difference(live, expected.credentials());
    if !concerned.is_empty() {
        differences.push(format!("{live:?} instead of {:?}", expected.credentials()));
    }
    if let Some(problem) = verification(settled, before, after, differences.is_empty()) {
        return Agreement::FalseVerification(problem);
    }
    if differences.is_empty() {
        return Agreement::Full;
    }
    let text = differences.join("; ");
    match plan.unknowns.iter().find(|it| accounts_for(it, plan, &concerned, &settled.end)) {
        Some(unknown) => Agreement::Unknown(kind(unknown)),
        None => Agreement::Disagreement(text),
    }
}

fn state(truth: &Truth) -> IdentityState {
    let names = truth.credentials.iter().map(|it| it.connection_name.clone());
    IdentityState::new(truth.identity.clone(), Some(names.collect()))
}

/// The connections whose number of credentials changed.
fn difference(left: &LiveCredentials, right: &LiveCredentials) -> BTreeSet<ConnectionName> {
    let (more, less) = (left.minus(right), right.minus(left));
    more.connections().chain(less.connections()).cloned().collect()
}

/// Whether an unknown covers the difference.
fn accounts_for(
    unknown: &Unknown,
    plan: &ChangePlan,
    concerned: &BTreeSet<ConnectionName>,
    end: &WriteEnd,
) -> bool {
    let message = end.error().and_then(GatewayError::message).unwrap_or_default();
    match unknown {
        Unknown::Listener(proxy) => {
            let proxy_of = |name: &ConnectionName| {
                plan.context().catalog().connection(name).and_then(|it| it.eligibility().ok())
            };
            message.contains("listening address is not configured")
                || (!concerned.is_empty()
                    && concerned.iter().all(|it| proxy_of(it) == Some(*proxy)))
        }
        Unknown::KeptUnder(name) => {
            let id = plan.context().catalog().connection(name).map(|it| it.id.as_str());
            let is_named =
                message.contains(name.as_str()) || id.is_some_and(|id| message.contains(id));
            (is_named && message.ends_with("duplicated key not allowed"))
                || concerned.contains(name)
        }
        Unknown::UnlistedConnection(name) => concerned.contains(name),
        Unknown::Credentials
        | Unknown::Connections
        | Unknown::Attributes
        | Unknown::HiddenAttribute { .. }
        | Unknown::NewAttribute { .. }
        | Unknown::ManagedAttribute { .. } => false,
    }
}

/// Whether the gateway's message is about the plan's first obstacle.
fn names_reason(end: &WriteEnd, cause: &Cause) -> bool {
    let WriteEnd::Failed(error) = end else { return false };
    let message = error.message().unwrap_or_default();
    let says = |word: &str| message.contains(word);
    match cause {
        Cause::Unaddressable { .. } => says("'required' tag"),
        Cause::NameTaken { .. } => matches!(error, GatewayError::NameTaken { .. }),
        Cause::NameTooLong { .. } => says("character varying(255)") && says("creating session"),
        Cause::AttributeTooLong { .. } => says("upserting machine identity attributes"),
        Cause::AlreadyLive { name, .. } | Cause::Repeated { name } => {
            says(name.as_str()) && says("duplicated key")
        }
        Cause::Nul => says("0x00"),
        Cause::CannotProvision { name, reason } => {
            says(name.as_str())
                && match reason {
                    ProvisionError::NoSuchConnection => says("not found"),
                    ProvisionError::NotListening(_) => says("listening address"),
                    ProvisionError::IdentityNameTooLong { .. } => says("varying(255)"),
                    ProvisionError::Ineligible(_) => {
                        says("unsupported type") || says("access mode") || says("varying(128)")
                    }
                }
        }
    }
}

/// Where the verification differs from the stored state.
fn verification(
    settled: &Settled,
    before: &Truth,
    after: &Truth,
    is_as_expected: bool,
) -> Option<String> {
    let told = settled.now.as_ref()?;
    if *told.state() != state(after) {
        return Some(format!("told {:?}, stored {:?}", told.state(), state(after)));
    }
    let should_be = is_as_expected && settled.plan.refusal.is_none();
    if settled.save_result.is_as_planned() != should_be {
        return Some(format!("as planned: {}; {:?}", !should_be, settled.save_result));
    }
    let mut old: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for it in &before.credentials {
        let secret = it.secret_key.as_ref().map(|secret| secret.expose());
        old.entry(&it.connection_name).or_default().push(secret);
    }
    let is_fresh = |it: &&machine_identity_editor::domain::credential::Credential| {
        let secret = it.secret_key.as_ref().map(|secret| secret.expose());
        !old.get(&it.connection_name).is_some_and(|old| old.contains(&secret))
    };
    let fresh: LiveCredentials =
        after.credentials.iter().filter(is_fresh).map(|it| it.connection_name.clone()).collect();
    let shown: LiveCredentials =
        settled.fresh.iter().map(|it| it.connection_name.clone()).collect();
    (fresh != shown).then(|| format!("new are {fresh:?}, shown {shown:?}"))
}
