//! What a write did, in words.

use super::{
    draft::field_label,
    failure::{During, Message, failure},
    plan::{Group, count},
};
use crate::{
    domain::{
        name::IdentityName,
        save_result::{CredentialResult, ItemStatus, UnplannedChange, Verdict},
    },
    flow::{pending::WriteEnd, rotate::Unfit, save::Settled},
};

/// How well a save went.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    Success,
    Warning,
    Error,
}

/// The outcome of a save: how it's marked, its title and the cause.
pub struct Outcome {
    pub tone: Tone,
    pub title: String,
    pub cause: Option<Message>,
}

/// `leftovers`: the credentials that still work although nothing assigns them.
pub fn outcome(settled: &Settled, leftovers: usize) -> Outcome {
    let result = &settled.save_result;
    let during = if settled.is_new { During::Creating } else { During::Saving };
    let cause = settled.end.error().map(|error| failure(during, error));
    let (tone, title) = match (result.verdict, &settled.end) {
        (Verdict::Saved, _) if result.is_as_planned() => {
            let what = if settled.is_new { "Identity created" } else { "Changes saved" };
            let numbers = numbers(settled);
            match leftovers {
                0 => (Tone::Success, format!("{what} and verified.{numbers}")),
                _ => (
                    Tone::Warning,
                    format!(
                        "{what} and verified.{numbers} {} still {}.",
                        count(leftovers, "leftover credential"),
                        if leftovers == 1 { "works" } else { "work" }
                    ),
                ),
            }
        }
        (Verdict::Saved, _) => (Tone::Warning, "Saved, but not all as planned.".to_owned()),
        (Verdict::NotSaved, WriteEnd::Done) => (
            Tone::Warning,
            "Not saved. The gateway reported success, but nothing changed.".to_owned(),
        ),
        (Verdict::NotSaved, _) => (Tone::Error, "Not saved. Your edits are still here.".to_owned()),
        (Verdict::HalfDone, _) => {
            (Tone::Error, "Partly saved. Your edits are still here.".to_owned())
        }
        (Verdict::Gone, _) => (
            Tone::Error,
            "The identity was deleted, and its credentials with it. Your edits are still here."
                .to_owned(),
        ),
    };
    let is_saved = result.verdict == Verdict::Saved;
    Outcome { tone, title, cause: cause.filter(|_| !is_saved) }
}

/// " 4 credentials created, 1 revoked.", or nothing.
fn numbers(settled: &Settled) -> String {
    let created = settled.save_result.provisioned().count();
    let revoked = settled.save_result.revoked().count();
    match (created, revoked) {
        (0, 0) => String::new(),
        (created, 0) => format!(" {} created.", count(created, "credential")),
        (0, revoked) => format!(" {} revoked.", count(revoked, "credential")),
        (created, revoked) => {
            format!(" {} created, {revoked} revoked.", count(created, "credential"))
        }
    }
}

/// One line of what was planned for a credential.
pub fn planned(line: &CredentialResult) -> String {
    let effect = match Group::of(&line.planned, line.is_blocked) {
        Some(Group::Revokes) => "credential revoked",
        Some(Group::Creates) => "credential created",
        Some(Group::KeepsWorking | Group::NoChange) => "credential kept",
        Some(Group::Blocked) => "credential kept, blocked: connect access off",
        Some(Group::StaysMissing) => "credential missing",
        Some(Group::NotSupported) => "not supported",
        None => "blocked",
    };
    format!("{}: {effect}", line.connection_name)
}

pub fn planned_field(field: crate::domain::draft::Field) -> String {
    format!("{} changed", field_label(field))
}

/// What a save created while the form came to be about another identity.
pub fn created_beside(name: &IdentityName) -> String {
    format!("It created {name}. The form below is for another identity, which isn’t created yet.")
}

/// Leads to an identity.
pub fn open(name: &IdentityName) -> String {
    format!("Open {name}")
}

pub const fn status(status: ItemStatus) -> &'static str {
    match status {
        ItemStatus::Done => "as planned",
        ItemStatus::NotDone => "not done",
        ItemStatus::Otherwise => "differs, see below",
        ItemStatus::Unseen => "not visible to you",
    }
}

/// A change that the save didn't plan; `None` for one of a list, which is drawn.
pub fn unplanned(change: &UnplannedChange) -> Option<String> {
    Some(match change {
        UnplannedChange::Recreated => {
            "The identity was deleted and created again under this name.".to_owned()
        }
        UnplannedChange::Text { field, found } => {
            format!("The {} is “{found}”.", field.as_str())
        }
        UnplannedChange::Appeared(name) => format!("{name} has a new credential."),
        UnplannedChange::Vanished(name) => format!("{name} no longer has a credential."),
        UnplannedChange::Replaced(name) => format!("{name} has a different secret."),
        UnplannedChange::Attributes(_) | UnplannedChange::ConnectionNames(_) => return None,
    })
}

/// Why a credential can't be rotated.
pub fn unfit(unfit: &Unfit) -> String {
    match unfit {
        Unfit::NoCredential => "There is no credential to rotate.".to_owned(),
        Unfit::StoredById => super::rotation::STORED_BY_ID.to_owned(),
        Unfit::CannotProvision(found) => format!(
            "Rotating would revoke it without creating a new one. {}.",
            super::plan::provision_error(found)
        ),
    }
}
