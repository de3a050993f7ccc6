//! No field is forgotten: each is changed alone, and everything that handles fields must notice.

use std::sync::Arc;

use machine_identity_editor::{
    domain::{
        attribute::AttributePolicy,
        catalog::Catalog,
        draft::{CheckedLists, Field, IdentityDraft, IdentitySpec, Rules, TextOrList},
        history::as_stored,
        identity::Identity,
        identity_state::LiveCredentials,
        merge::{Merge, Side, Status},
        plan::ChangePlan,
        repair::revoke_all_access,
        save_result::{Answer, ItemStatus, SaveResult, UnplannedChange},
        write::WriteRequest,
    },
    wire::{
        draft::{WrittenDraft, read_draft, write_lists, write_texts},
        identity::write_spec,
        pending::{StoredWrite, read_pending, write_pending},
    },
};

use crate::bench::{Bench, name};

mod gateway;

/// The same draft with another value of one field.
fn vary(draft: &IdentityDraft, field: Field, value: &str) -> IdentityDraft {
    let mut other = draft.clone();
    match other.get_mut(field) {
        TextOrList::Text(text) => *text = value.to_owned(),
        TextOrList::List(list) => list.push(value.to_owned()),
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
    StoredWrite { before: pending.before.clone().with_fields(spec), ..pending.clone() }
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
        let lists = write_lists(&mine.attributes, &mine.connection_names);
        let written = WrittenDraft { texts: write_texts(&mine.texts()), lists };
        assert_eq!(read_draft(written), Some(mine.clone()), "{field:?} is kept");
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
        let mut found = loaded.clone();
        match found.get_mut(field) {
            TextOrList::Text(text) => *text = "win".to_owned(),
            TextOrList::List(list) => *list = vec!["win".to_owned()],
        }
        seen.pretend(
            |identity| *identity = identity.clone().with_fields(spec_of(&found)),
            [name("ssm")].into_iter().collect(),
        );
        let now = Some(seen.context.state());
        let result = SaveResult::new(&plan, Answer::Done, now, &LiveCredentials::default());
        let is_of_field = |change: &UnplannedChange| match change {
            UnplannedChange::Text { field: other, .. } => field == *other,
            UnplannedChange::Attributes(_) => field == Field::Attributes,
            UnplannedChange::ConnectionNames(_) => field == Field::ConnectionNames,
            _ => false,
        };
        assert!(result.unplanned.iter().any(is_of_field), "{field:?}: {result:?}");
        seen.context = stored;
    }
}

#[test]
fn every_field_can_be_taken_from_another_draft_and_from_either_side_of_a_conflict() {
    let loaded = IdentityDraft::of(Bench::with(&["ssm"], &["env:prod"]).look().identity());
    for field in Field::ALL {
        let (mine, theirs) = (vary(&loaded, field, "web"), vary(&loaded, field, "win"));
        let mut taken = loaded.clone();
        taken.take(field, &mine);
        assert_eq!(taken, mine, "{field:?}");
        let mut merge = Merge::new(&loaded, &theirs, &mine);
        for (side, chosen) in [(Side::Theirs, &theirs), (Side::Mine, &mine)] {
            merge.choose(field, Some(side));
            assert_eq!(merge.merged(), *chosen, "{field:?}: {side:?}");
        }
    }
}

/// As the form does it: the lists are planned first, and the texts follow each key press.
#[test]
fn every_field_that_is_typed_after_the_lists_were_planned_is_in_the_plan() {
    let seen = Bench::with(&["ssm"], &["env:prod"]).look();
    let loaded = IdentityDraft::of(seen.identity());
    for field in Field::ALL {
        let mine = vary(&loaded, field, "web");
        let (attributes, names) = (mine.attributes.clone(), mine.connection_names.clone());
        let lists = loaded.clone().with_lists(attributes, names);
        let spec = spec_of(&mine);
        let planned = Arc::new(ChangePlan::new(&seen.context, &spec_of(&lists)));
        let typed = planned.with_texts(spec.texts());
        assert_eq!(*typed, ChangePlan::new(&seen.context, &spec), "{field:?}");
    }
}

/// A key press in a text costs the same however long the lists are.
#[test]
fn every_text_that_is_typed_shares_the_lists_of_the_plan_before() {
    let seen = Bench::with(&["ssm"], &["env:prod"]).look();
    let loaded = IdentityDraft::of(seen.identity());
    let catalog = Catalog::default();
    let policy = AttributePolicy::KeyValue;
    let rules = Rules { baseline: Some(seen.identity()), catalog: &catalog, policy: &policy };
    let lists = CheckedLists::new(&loaded.attributes, &loaded.connection_names, rules);
    let spec = |draft: &IdentityDraft| lists.check(draft.texts(), rules).unwrap();
    let planned = Arc::new(ChangePlan::new(&seen.context, &spec(&loaded)));
    let is_text = |field: &Field| matches!(loaded.get(*field), TextOrList::Text(_));
    for field in Field::ALL.into_iter().filter(is_text) {
        let mine = spec(&vary(&loaded, field, "web"));
        let plan = planned.with_texts(mine.texts());
        assert_eq!(*plan.spec(), mine, "{field:?}");
        for spec in [&mine, plan.spec()] {
            assert!(Arc::ptr_eq(&spec.attributes, &planned.spec().attributes), "{field:?}");
            let names = &planned.spec().connection_names;
            assert!(Arc::ptr_eq(&spec.connection_names, names), "{field:?}");
        }
        let (before, after) = (&planned.edits, &plan.edits);
        assert!(Arc::ptr_eq(&before.attributes, &after.attributes), "{field:?}");
        assert!(Arc::ptr_eq(&before.connection_names, &after.connection_names), "{field:?}");
        assert!(Arc::ptr_eq(&planned.effects, &plan.effects), "{field:?}");
        assert!(Arc::ptr_eq(&planned.unknowns, &plan.unknowns), "{field:?}");
    }
}

#[test]
fn revoking_all_access_empties_the_lists_and_leaves_every_other_field() {
    let mut bench = Bench::with(&["ssm"], &["env:prod"]);
    for field in Field::ALL {
        let mut seen = bench.look();
        let loaded = IdentityDraft::of(seen.identity());
        let varied = as_stored(&spec_of(&vary(&loaded, field, "web")));
        let live = seen.credentials().clone();
        seen.pretend(|identity| *identity = varied.clone(), live);
        let repair = revoke_all_access(&seen.context, &[]);
        let after = &repair.steps[0].after.identity;
        for other in Field::ALL {
            let kept = match loaded.get(other) {
                TextOrList::Text(_) => other.texts(&varied),
                TextOrList::List(_) => Vec::new(),
            };
            assert_eq!(other.texts(after), kept, "{other:?}");
        }
    }
}
