//! The laws of merges, which need no gateway.

use std::collections::BTreeSet;

use machine_identity_editor::domain::{
    draft::{
        Field, IdentityDraft,
        TextOrList::{self, List},
    },
    merge::{Merge, Side, Status},
};
use proptest::prelude::*;

use crate::{cases, cases::NAMES, check};

fn draft() -> impl Strategy<Value = IdentityDraft> {
    let text = || prop::sample::select(&["", "a", "b"][..]).prop_map(str::to_owned);
    let list = || {
        prop::sample::subsequence(&NAMES[..], 0..=5)
            .prop_shuffle()
            .prop_map(|list| list.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let values = Field::ALL.map(|_| (text(), list()));
    values.prop_map(|values| {
        let mut draft = IdentityDraft::default();
        for (field, (text, list)) in Field::ALL.into_iter().zip(values) {
            match draft.get_mut(field) {
                TextOrList::Text(value) => *value = text,
                TextOrList::List(value) => *value = list,
            }
        }
        draft
    })
}

#[test]
fn merges_lose_nothing_and_invent_nothing() {
    check(cases(), &(draft(), draft(), draft()), |(base, theirs, mine)| {
        prop_assert_eq!(Merge::new(&base, &base, &mine).merged(), mine.clone());
        prop_assert_eq!(Merge::new(&base, &theirs, &base).merged(), theirs.clone());
        prop_assert_eq!(Merge::new(&base, &mine, &mine).merged(), mine.clone());
        let mut merge = Merge::new(&base, &theirs, &mine);
        let merged = merge.merged();
        for field in Field::ALL {
            let lists = [&merged, &base, &theirs, &mine].map(|draft| draft.get(field));
            let [List(merged), List(base), List(theirs), List(mine)] = lists else { continue };
            prop_assert_eq!(merged.iter().collect::<BTreeSet<_>>().len(), merged.len());
            for entry in NAMES {
                let has = |list: &[String]| list.iter().any(|item| item == entry);
                // One change against an unchanged base wins.
                let expected = match has(base) {
                    true => has(theirs) && has(mine),
                    false => has(theirs) || has(mine),
                };
                prop_assert_eq!(has(merged), expected);
            }
        }
        for (field, status) in merge.statuses() {
            let is_open = merge.open().any(|open| open == field);
            prop_assert_eq!(is_open, status == Status::Conflict);
        }
        for (field, _) in merge.statuses() {
            merge.choose(field, Some(Side::Theirs));
        }
        prop_assert_eq!(merge.merged(), theirs);
        prop_assert_eq!(merge.open().count(), 0);
        Ok(())
    });
    println!("{} merges", cases());
}
