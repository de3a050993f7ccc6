//! Finding repairs, to be run step by step.

use std::{collections::BTreeSet, sync::Arc};

use super::{edit::go_to, note, save as save_commands, start, when_done};
use crate::{
    domain::{
        collect::Collect,
        draft::{Field, IdentityDraft, IdentitySpec},
        identity_state::IdentityState,
        plan::{Cause, PlanContext},
        repair::{self, Drift, Skipped, drift},
    },
    flow,
    gateway::{calls::ListIdentities, client::Client},
    ui::editor::{
        lazy_part::lazy_part,
        model::{
            Editor,
            repair::{Offer, RepairKind, RepairTitle, Repairing},
        },
    },
};

mod run;

pub use run::run;

/// Offers repairs for what is wrong with the identity as it is stored.
pub fn open(editor: Editor) {
    start(editor, open_lazily(editor));
}

/// Offers ways to save what can be saved of the edits.
pub fn open_for_draft(editor: Editor, spec: IdentitySpec) {
    start(editor, open_for_draft_lazily(editor, spec));
}

/// Saves the edits and revokes the credentials that they leave behind, as one procedure. Where that
/// is known to change another identity it isn't offered: the preview names each of them. That it may is
/// said beside the button, which is the consent.
pub fn save_and_revoke(editor: Editor) {
    if let (Some(_), Ok(spec)) =
        (save_commands::check(editor), editor.fields.checked.get_untracked())
    {
        let client = editor.client().bound();
        start(editor, save_and_revoke_lazily(editor, client, spec));
    }
}

/// Offers to take all access away from the identity as it is stored.
pub fn revoke_access(editor: Editor) {
    start(editor, revoke_access_lazily(editor));
}

/// Fills the form with the access that was revoked, to be reviewed like any edit.
pub fn restore_access(editor: Editor, before: &IdentityDraft) {
    for field in [Field::Attributes, Field::ConnectionNames] {
        editor.fields.take(field, before);
    }
    editor.repairing.set(None);
    go_to(editor, Field::ConnectionNames);
}

lazy_part!(writing: revoke_access_lazily(editor: Editor) -> () = find_revoke_access);
lazy_part!(writing: save_and_revoke_lazily(
    editor: Editor, client: Client, spec: IdentitySpec
) -> () = find_save_and_revoke);
lazy_part!(writing: open_lazily(editor: Editor) -> () = find_for_stored);
lazy_part!(writing: open_for_draft_lazily(editor: Editor, spec: IdentitySpec) -> ()
    = find_for_draft);

fn find_for_stored(editor: Editor) {
    offer(editor, RepairTitle::Repair, |context, others| {
        let mut offers = Vec::new();
        let drift = drift(context);
        let missing: BTreeSet<_> = drift
            .iter()
            .filter(|drift| matches!(drift, Drift::Missing { .. }))
            .map(|drift| drift.connection_name().clone())
            .into_set();
        let mut add = |kind, repair| offers.push(Offer { kind, repair });
        if drift.iter().any(|drift| matches!(drift, Drift::Leftover { .. })) {
            add(RepairKind::RevokeLeftovers, repair::revoke_all_leftover(context, others));
        }
        if !missing.is_empty() {
            add(RepairKind::CreateMissing, repair::create_missing(context, &missing));
        }
        if drift.iter().any(|drift| matches!(drift, Drift::NoSuchConnection { .. })) {
            add(RepairKind::RemoveGone, repair::remove_deleted(context));
        }
        offers
    });
}

fn find_for_draft(editor: Editor, spec: IdentitySpec) {
    offer(editor, RepairTitle::Repair, move |context, others| {
        let accepted = repair::split(context, &spec);
        let is_live =
            |skipped: &Skipped| matches!(skipped, Skipped::Refused(Cause::AlreadyLive { .. }));
        let has_live = accepted.skipped.iter().any(is_live);
        let mut offers = vec![Offer { kind: RepairKind::SaveAccepted, repair: accepted }];
        if has_live {
            let repair = repair::list_after_revoking(context, &spec, others);
            offers.push(Offer { kind: RepairKind::ReplaceLive, repair });
        }
        offers
    });
}

/// `client` is bound to the user who asked for it.
fn find_save_and_revoke(editor: Editor, client: Client, spec: IdentitySpec) {
    let asked = spec.clone();
    let found = read_offers(editor, RepairTitle::Repair, move |context, others| {
        let repair = repair::save_and_revoke(context, &spec, others);
        vec![Offer { kind: RepairKind::SaveAndRevoke, repair }]
    });
    when_done(editor, found, move |offers| {
        // The button that led here named the whole effect, so there is nothing left to ask, unless
        // the repair has further effects or the edits have changed since.
        let is_same = editor.fields.checked.with_untracked(|now| now.as_ref() == Ok(&asked));
        if let Some(offers) = offers
            && is_same
            && offers.iter().any(Offer::is_alone)
        {
            run(editor, client, offers, 0);
        }
    });
}

fn find_revoke_access(editor: Editor) {
    offer(editor, RepairTitle::RevokeAccess, |context, others| {
        let repair = repair::revoke_all_access(context, others);
        vec![Offer { kind: RepairKind::RevokeAccess, repair }]
    });
}

/// Reads the other identities, and which proxies are on, and offers the repairs that it finds.
fn offer(
    editor: Editor,
    title: RepairTitle,
    find: impl Fn(&PlanContext, &[IdentityState]) -> Vec<Offer> + 'static,
) {
    when_done(editor, read_offers(editor, title, find), |_| ());
}

async fn read_offers(
    editor: Editor,
    title: RepairTitle,
    find: impl Fn(&PlanContext, &[IdentityState]) -> Vec<Offer>,
) -> Option<Arc<Vec<Offer>>> {
    let context = editor.loaded.context.try_get_untracked().flatten()?;
    let client = editor.client();
    editor.repairing.set(Some(Repairing::Reading(title)));
    let found = async {
        let identities = client.send(&ListIdentities).await?;
        let others: Vec<_> =
            identities.into_iter().map(|it| IdentityState::new(it, None)).collect();
        let plans = |context: &PlanContext| {
            find(context, &others).into_iter().map(|offer| offer.repair).collect()
        };
        let context = flow::repair::complete(&client, &context, plans).await?;
        let offers = Arc::new(find(&context, &others));
        Ok((context.listeners(), offers))
    };
    let found = found.await;
    if editor.is_gone() {
        return None;
    }
    match found {
        Ok((listeners, offers)) => {
            editor.loaded.update(|context| context.with_listeners(listeners));
            editor.repairing.set(Some(Repairing::Offered(offers.clone())));
            Some(offers)
        }
        Err(error) => {
            note(editor, &error);
            editor.repairing.set(Some(Repairing::Failed(error)));
            None
        }
    }
}

/// Whether edits have to be saved or discarded before a repair of what is stored; tracked.
pub fn waits_for_edits(editor: Editor, kind: RepairKind) -> bool {
    !kind.is_of_draft() && editor.fields.is_changed.get()
}
