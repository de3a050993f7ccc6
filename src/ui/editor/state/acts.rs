//! What a person does in an editor, by name.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;

use super::{Editor, Listing, Phase, Report};
use crate::{
    domain::{
        credential::Credential,
        draft::{Field, IdentityDraft},
        name::IdentityName,
        plan::PlanContext,
    },
    ui::{
        browser::{clipboard, focus},
        editor::{actions, vault::CredentialList},
    },
};

impl Editor {
    /// Puts one field back to what was loaded.
    pub fn reset_field(&self, field: Field) {
        let Some(identity) = self.baseline.get_untracked() else { return };
        let loaded = IdentityDraft::of(&identity);
        match field {
            Field::Name => self.name.set(loaded.name),
            Field::Description => self.description.set(loaded.description),
            Field::Attributes => self.attributes.replace(loaded.attributes),
            Field::ConnectionNames => self.connection_names.replace(loaded.connection_names),
        }
    }

    /// Puts every field back to what was loaded.
    pub fn discard(&self) {
        if let Some(identity) = self.baseline.get_untracked() {
            self.fill(&IdentityDraft::of(&identity));
        }
        self.refused_saves.set(0);
        self.is_restored.set(false);
    }

    /// Gives the focus to the heading: what had it is gone, and nobody should begin at the top of the
    /// page again.
    pub fn focus_heading(&self) {
        if let Some(heading) = self.heading.get_untracked() {
            focus::give_back(heading);
        }
    }

    /// Fills the form.
    pub fn fill(&self, draft: &IdentityDraft) {
        self.name.set(draft.name.clone());
        self.description.set(draft.description.clone());
        self.attributes.load(draft.attributes.clone());
        self.connection_names.load(draft.connection_names.clone());
    }

    pub fn load(&self, name: IdentityName) {
        actions::load(*self, name);
    }

    /// Begins with nothing stored.
    pub fn begin_new(&self) {
        actions::begin_new(*self);
    }

    /// Saves, unless something is wrong, has to be confirmed first, or a save is under way.
    pub fn save(&self) {
        if self.is_locked().get_untracked() || self.conflict.with_untracked(Option::is_some) {
            return;
        }
        // What is still in the inputs is meant to be saved as well.
        self.attributes.enter_pending();
        self.connection_names.enter_pending();
        if self.checked.with_untracked(Result::is_err) {
            return self.refuse();
        }
        match self.listing.get_untracked() {
            // The plan is not whole yet; the save goes on when it is.
            Listing::Loading => return self.phase.set(Phase::Waiting),
            Listing::Loaded(_) | Listing::Failed(_) => {}
        }
        let Some(plan) = self.plan.get_untracked() else { return };
        if !plan.obstacles.is_empty() {
            return self.refuse();
        }
        // Also a save without a change is a write, with all that can become of one.
        self.asked_in_vain.set(plan.is_noop());
        if plan.is_noop() {
            return;
        }
        // Nothing stops working for want of what was never there.
        match plan.consent().filter(|_| !self.is_new()) {
            Some(consent) => self.consent.set(Some(consent)),
            None => self.send(),
        }
    }

    /// Goes on with a save that waited for the lists.
    pub fn go_on(&self) {
        if self.phase.get_untracked() == Phase::Waiting {
            self.phase.set(Phase::Editing);
            self.save();
        }
    }

    /// The person has seen what stops working, and wants it.
    pub fn confirm(&self) {
        self.consent.set(None);
        self.send();
    }

    fn send(&self) {
        if let (Ok(spec), Some(context)) =
            (self.checked.get_untracked(), self.context.get_untracked())
        {
            actions::save(*self, context, spec);
        }
    }

    fn refuse(&self) {
        // What the last save did has nothing to do with this one.
        let is_known = |report: &Option<Report>| !matches!(report, Some(Report::Undecided { .. }));
        if self.report.with_untracked(is_known) {
            self.report.set(None);
        }
        self.refused_saves.update(|count| *count += 1);
    }

    /// Takes over what the person made of a conflict: the draft goes on from what is there now.
    pub fn resolve(&self) {
        let Some(conflict) = self.conflict.get_untracked() else { return };
        self.conflict.set(None);
        self.stand_on(&conflict.now);
        let draft = conflict.merge.merged();
        self.name.set(draft.name);
        self.description.set(draft.description);
        self.attributes.replace(draft.attributes);
        self.connection_names.replace(draft.connection_names);
    }

    /// Gives up the draft for what is there now.
    pub fn take_theirs(&self) {
        let Some(conflict) = self.conflict.get_untracked() else { return };
        self.conflict.set(None);
        self.stand_on(&conflict.now);
        self.discard();
    }

    /// Puts credentials on screen that a write has made.
    pub fn show(&self, fresh: Vec<Arc<Credential>>) {
        self.is_unseen.try_set(!fresh.is_empty());
        self.shown.try_set(fresh);
    }

    /// Takes all credentials off the page again.
    pub fn close_vault(&self) {
        self.secret_visibility.mask();
        self.exporting.try_set(None);
        self.opened.try_set(None);
        self.chosen.try_set(BTreeSet::new());
        self.vault.try_set(CredentialList::Closed);
    }

    /// Takes every secret off the page.
    pub fn wipe(&self) {
        self.wipes.try_update_value(|wipes| *wipes += 1);
        let has_any = self.shown.try_with_untracked(|shown| !shown.is_empty()) == Some(true)
            || self.vault.try_with_untracked(|vault| matches!(vault, CredentialList::Open(_)))
                == Some(true);
        if has_any {
            self.close_vault();
            self.show(Vec::new());
            clipboard::forget_now();
            self.is_wiped.try_set(true);
        }
    }

    /// Takes another context as what the draft is compared with.
    pub fn stand_on(&self, context: &PlanContext) {
        self.baseline.try_set(Some(context.identity().clone()));
        self.live.try_set(context.credentials().cloned());
        self.taken.try_set(context.taken_names().clone());
        self.listing.try_set(Listing::Loaded(context.catalog().clone()));
    }
}
