//! No field is forgotten: each is changed alone, and everything that handles fields must notice.

use machine_identity_editor::{
    domain::{
        draft::{Field, IdentityDraft, IdentitySpec},
        identity::Identity,
        identity_state::LiveCredentials,
        merge::{Merge, Status},
        plan::ChangePlan,
        save_result::{Answer, ItemStatus, SaveResult, UnplannedChange},
        write::WriteRequest,
    },
    wire::{
        draft::{WrittenLists, read_draft},
        identity::write_spec,
        pending::{StoredWrite, read_pending, write_pending},
    },
};

use crate::bench::{Bench, attributes, name};

/// The same draft with another value of one field.
fn vary(draft: &IdentityDraft, field: Field, value: &str) -> IdentityDraft {
    let mut other = draft.clone();
    match field {
        Field::Name => other.name = value.to_owned(),
        Field::Description => other.description = value.to_owned(),
        Field::Attributes => other.attributes.push(value.to_owned()),
        Field::ConnectionNames => other.connection_names.push(value.to_owned()),
    }
    other
}

fn spec_of(draft: &IdentityDraft) -> IdentitySpec {
    draft.as_typed()
}

/// An unconfirmed write of `spec`.
fn pending(before: &Identity, spec: &IdentitySpec) -> StoredWrite {
    StoredWrite {
        request: WriteRequest::Save { spec: spec.clone() },
        before: before.clone(),
        credentials: None,
        sent_at: 1,
        receipt: None,
    }
}

/// The same write over an identity with another value of one field.
fn pending_with(pending: &StoredWrite, field: Field) -> StoredWrite {
    let spec = spec_of(&vary(&IdentityDraft::of(&pending.before), field, "before"));
    let IdentitySpec { name, description, connection_names, attributes } = spec;
    let before =
        Identity { name, description, connection_names, attributes, ..pending.before.clone() };
    StoredWrite { before, ..pending.clone() }
}

#[test]
fn every_field_is_planned_sent_stored_verified_and_merged() {
    let seen = Bench::with(&["ssm"], &["env:prod"]).look();
    let loaded = IdentityDraft::of(seen.identity());
    for field in Field::ALL {
        let mine = vary(&loaded, field, "web");
        let spec = spec_of(&mine);
        let plan = ChangePlan::new(&seen.context, &spec);
        assert_eq!(plan.edits.fields().collect::<Vec<_>>(), [field], "the plan");
        assert_ne!(
            write_spec(&spec, Default::default()),
            write_spec(&IdentitySpec::of(seen.identity()), Default::default()),
            "{field:?} is sent"
        );
        let lists = WrittenLists::new(&mine.attributes, &mine.connection_names);
        let written = lists.write_draft(&mine.name, &mine.description);
        assert_eq!(read_draft(&written), Some(mine.clone()), "{field:?} is kept");
        let pending = pending(seen.identity(), &spec);
        let varied = pending_with(&pending, field);
        for pending in [pending, varied] {
            let read = read_pending(&write_pending(&pending));
            assert_eq!(read, Some(pending), "{field:?} of an unconfirmed write is kept");
        }
        // The gateway reports success, but nothing was stored.
        let now = Some(seen.context.state());
        let result = SaveResult::new(&plan, Answer::Done, now, &LiveCredentials::default());
        let found: Vec<_> = result.fields.iter().map(|it| (it.field, it.status)).collect();
        assert_eq!(found, [(field, ItemStatus::NotDone)], "the verification");
        let theirs = vary(&loaded, field, "win");
        let status = Merge::new(&loaded, &theirs, &mine).status(field);
        assert!(
            matches!(status, Status::Conflict | Status::BothMerged),
            "{field:?} is a conflict: {status:?}"
        );
        let others = Field::ALL.into_iter().filter(|other| *other != field);
        let merge = Merge::new(&loaded, &theirs, &mine);
        let open: Vec<_> = merge.open().collect();
        let expected = if status == Status::Conflict { vec![field] } else { Vec::new() };
        assert_eq!(open, expected, "a conflict of {field:?} is open until one side is chosen");
        assert!(others.into_iter().all(|other| merge.status(other) == Status::Unchanged));
    }
}

#[test]
fn every_field_with_an_unexpected_value_is_unplanned() {
    let mut seen = Bench::with(&["ssm"], &["env:prod"]).look();
    let loaded = IdentityDraft::of(seen.identity());
    for field in Field::ALL {
        let plan = ChangePlan::new(&seen.context, &spec_of(&vary(&loaded, field, "web")));
        let stored = seen.context.clone();
        seen.pretend(
            |identity| match field {
                Field::Name => {
                    identity.name =
                        machine_identity_editor::domain::name::IdentityName::received("win");
                }
                Field::Description => identity.description = "win".to_owned(),
                Field::Attributes => identity.attributes = attributes(&["win"]),
                Field::ConnectionNames => identity.connection_names = vec![name("win")],
            },
            [name("ssm")].into_iter().collect(),
        );
        let now = Some(seen.context.state());
        let result = SaveResult::new(&plan, Answer::Done, now, &LiveCredentials::default());
        let is_of_field = |change: &UnplannedChange| match change {
            UnplannedChange::Name { .. } => field == Field::Name,
            UnplannedChange::Description { .. } => field == Field::Description,
            UnplannedChange::Attributes(_) => field == Field::Attributes,
            UnplannedChange::ConnectionNames(_) => field == Field::ConnectionNames,
            _ => false,
        };
        assert!(result.unplanned.iter().any(is_of_field), "{field:?}: {result:?}");
        seen.context = stored;
    }
}
