//! Signals whose code exists once behave as those of Leptos.

#![cfg(target_arch = "wasm32")]

use std::{cell::RefCell, rc::Rc, sync::Arc};

use leptos::task::tick;
use machine_identity_editor::ui::reactive::{Effect, Memo, Owner, RwSignal, Signal, StoredValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// What effects report, in order.
type Log = Rc<RefCell<Vec<String>>>;

/// An owner, which ends what is created from here on when it is dropped.
fn owner() -> Owner {
    // Whoever mounts first starts what runs effects.
    leptos::mount::mount_to_body(|| ());
    let owner = Owner::new();
    owner.set();
    owner
}

#[wasm_bindgen_test]
async fn a_memo_tells_of_another_value_only() {
    let _owner = owner();
    let number = RwSignal::new(1);
    let is_even = Memo::new(move |_| number.get() % 2 == 0);
    let log = Log::default();
    let told = log.clone();
    Effect::new(move || told.borrow_mut().push(is_even.get().to_string()));
    tick().await;
    for next in [3, 4, 6, 7] {
        number.set(next);
        tick().await;
    }
    assert_eq!(*log.borrow(), ["false", "true", "false"]);
}

#[wasm_bindgen_test]
async fn a_memo_by_pointer_reports_an_equal_value_that_is_new() {
    let _owner = owner();
    let shared = RwSignal::new(Some(Arc::new(1)));
    let memo = Memo::by_pointer(move |_| shared.get());
    let log = Log::default();
    let told = log.clone();
    Effect::new(move || told.borrow_mut().push(format!("{:?}", memo.get())));
    tick().await;
    for next in [shared.get_untracked(), Some(Arc::new(1)), None, None] {
        shared.set(next);
        tick().await;
    }
    assert_eq!(*log.borrow(), ["Some(1)", "Some(1)", "None"]);
}

#[wasm_bindgen_test]
async fn an_effect_is_given_what_it_returned() {
    let _owner = owner();
    let number = RwSignal::new(1);
    let log = Log::default();
    let told = log.clone();
    Effect::new(move |before: Option<i32>| {
        told.borrow_mut().push(format!("{before:?}"));
        number.get()
    });
    tick().await;
    number.update(|number| *number += 1);
    tick().await;
    assert_eq!(*log.borrow(), ["None", "Some(1)"]);
}

#[wasm_bindgen_test]
async fn what_is_changed_untracked_is_told_to_nobody() {
    let _owner = owner();
    let text = RwSignal::new(String::from("a"));
    let log = Log::default();
    let told = log.clone();
    Effect::new(move || told.borrow_mut().push(text.get()));
    tick().await;
    text.update_untracked(|text| text.push('b'));
    tick().await;
    assert_eq!(text.get_untracked(), "ab");
    assert_eq!(*log.borrow(), ["a"]);
}

#[wasm_bindgen_test]
async fn every_kind_of_signal_follows_its_source() {
    let _owner = owner();
    let number = RwSignal::new(2);
    let memo = Memo::new(move |_| number.get() * 10);
    let all: [Signal<i32>; 4] =
        [number.into(), memo.into(), Signal::derive(move || number.get() + 1), 7.into()];
    let log = Log::default();
    let told = log.clone();
    Effect::new(move || told.borrow_mut().push(format!("{:?}", all.map(|it| it.get()))));
    tick().await;
    number.set(3);
    tick().await;
    assert_eq!(*log.borrow(), ["[2, 20, 3, 7]", "[3, 30, 4, 7]"]);
}

#[wasm_bindgen_test]
fn what_has_ended_is_neither_read_nor_set() {
    let owner = owner();
    let (signal, memo) = (RwSignal::new(1), Memo::new(|_| 2));
    let (stored, derived) = (StoredValue::new(3), Signal::derive(|| 4));
    assert!(signal.try_set(5) && stored.try_set_value(6) && !stored.is_disposed());
    assert_eq!((signal.try_get_untracked(), stored.try_get_value()), (Some(5), Some(6)));
    owner.cleanup();
    assert!(!signal.try_set(7) && !stored.try_set_value(8) && stored.is_disposed());
    signal.set(9);
    assert_eq!(signal.try_get_untracked(), None);
    assert_eq!(signal.try_update(|it| *it += 1), None);
    assert_eq!((memo.try_get_untracked(), derived.try_get_untracked()), (None, None));
    assert_eq!((stored.try_get_value(), stored.try_update_value(|it| *it)), (None, None));
}
