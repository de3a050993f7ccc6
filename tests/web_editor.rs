//! The editor's parts in a real DOM, without a gateway.

#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Intl, Object, Reflect};
use leptos::prelude::*;
use machine_identity_editor::{
    domain::name::IdentityName,
    flow::load,
    gateway::{
        base::ApiBase, call::Deadlines, client::Client, in_page::InPage, receipts::Receipts,
        token::AccessToken, transport::Transport,
    },
    sandbox::{
        ADMIN_TOKEN,
        seed::{Seed, Sizes},
    },
    ui::{
        browser::{pattern, time_text::relative},
        components::token_list::TokenList,
        editor::IdentityView,
        routes::Route,
    },
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn list(items: &[&str]) -> TokenList {
    let list = TokenList::new();
    list.load(items.iter().map(|&item| item.to_owned()).collect());
    list
}

#[wasm_bindgen_test]
fn a_paste_enters_what_is_new_in_order_and_says_what_is_not() {
    Owner::new().with(|| {
        let list = list(&["env:prod"]);
        list.paste(" a:1,env:prod\n b:2 ,,\r\n");
        assert_eq!(list.items().get_untracked(), ["env:prod", "a:1", "b:2"]);
        assert_eq!(list.said().get_untracked(), "2 added. env:prod is already in the list.");
    });
}

#[wasm_bindgen_test]
fn every_change_can_be_undone() {
    Owner::new().with(|| {
        let list = list(&["a", "b"]);
        list.remove_last();
        list.choose("c,d");
        assert_eq!(list.items().get_untracked(), ["a", "c,d"]);
        list.undo();
        list.undo();
        assert_eq!(list.items().get_untracked(), ["a", "b"]);
        assert!(!list.can_undo());
    });
}

/// The states before lack what someone else added.
#[wasm_bindgen_test]
fn what_a_merge_adds_leaves_what_is_typed_and_cant_be_undone() {
    Owner::new().with(|| {
        let list = list(&["a"]);
        list.choose("b");
        list.type_text("half".to_owned());
        list.follow(&["a".to_owned(), "b".to_owned()]);
        assert!(list.can_undo(), "nothing changed");
        list.follow(&["a".to_owned(), "c".to_owned(), "b".to_owned()]);
        assert_eq!(list.items().get_untracked(), ["a", "c", "b"]);
        assert_eq!(list.pending().get_untracked(), "half");
        assert!(!list.can_undo());
    });
}

/// A live region that doesn't change isn't read out.
#[wasm_bindgen_test]
fn the_same_change_again_is_said_again() {
    Owner::new().with(|| {
        let list = list(&["a", "b", "c"]);
        (0..3).for_each(|_| list.remove_last());
        let mut said = list.said().get_untracked();
        for _ in 0..3 {
            list.undo();
            let now = list.said().get_untracked();
            assert_eq!(now.trim_end(), "Undone.");
            assert_ne!(std::mem::replace(&mut said, now.clone()), now);
        }
        list.choose("a");
        let first = list.said().get_untracked();
        list.choose("a");
        assert_ne!(list.said().get_untracked(), first);
        list.put_back(vec!["d".into(), "a".into()], "d");
        assert_eq!(list.said().get_untracked(), "d added back.");
    });
}

#[wasm_bindgen_test]
fn editing_an_entry_loses_neither_it_nor_what_was_being_typed() {
    Owner::new().with(|| {
        let list = list(&["a", "b"]);
        list.type_text("half".to_owned());
        list.edit(0);
        assert_eq!(list.items().get_untracked(), ["b", "half"]);
        assert_eq!(list.pending().get_untracked(), "a");
    });
}

#[wasm_bindgen_test]
fn a_pattern_is_anchored_at_both_ends() {
    let pattern = pattern::compile("a|b").expect("it is an expression");
    assert!(pattern.accepts("b"));
    assert!(!pattern.accepts("ab"));
    assert!(pattern::compile("a)(b").is_err());
    assert!(pattern::compile("(").is_err());
}

#[wasm_bindgen_test]
fn an_address_leads_back_to_its_route() {
    for name in ["a b", "ü", "a?b", "a#b", "a%2Fb", "a/b"] {
        for view in IdentityView::ALL {
            let route = Route::Identity(IdentityName::received(name), view);
            assert_eq!(Route::parse(&route.href()), route, "{name}");
        }
    }
    assert_eq!(Route::parse("#/identities/%zz"), Route::NotFound);
}

#[wasm_bindgen_test]
async fn the_sandbox_in_the_page_holds_ten_thousand_connections() {
    let seed = Seed::Sized(Sizes {
        identities: 1,
        connections: 10_000,
        attributes: 100,
        ..Sizes::default()
    });
    let transport = Transport::InPage(InPage::of(seed));
    let token = AccessToken::parse(ADMIN_TOKEN).ok();
    let client = Client::new(
        ApiBase::same_origin(),
        transport,
        Deadlines::default(),
        token,
        None,
        Receipts::off(),
    );
    let catalog = load::catalog(&client).await.expect("it answers");
    assert_eq!(catalog.connections().count(), 10_000);
}

#[wasm_bindgen_test]
fn distances_in_time_are_worded_as_browsers_word_them() {
    let options = Object::new();
    Reflect::set(&options, &"numeric".into(), &"auto".into()).expect("it can be set");
    let format = Intl::RelativeTimeFormat::new(&Array::of1(&"en".into()), &options);
    let units = [
        ("minute", 60.0, 59),
        ("hour", 3_600.0, 23),
        ("day", 86_400.0, 6),
        ("week", 604_800.0, 4),
        ("month", 2_629_746.0, 11),
        ("year", 31_556_952.0, 300),
    ];
    for (unit, seconds, most) in units {
        for (count, direction) in (1..=most).flat_map(|count| [(count, -1.0), (count, 1.0)]) {
            let distance = direction * f64::from(count);
            let words = relative(distance * (seconds + 0.01) * 1000.0);
            // A clock that runs a little ahead isn't the future.
            let is_skew = unit == "minute" && (0.0..10.0).contains(&distance);
            let expected = match is_skew {
                true => "just now".to_owned(),
                false => String::from(format.format(distance, unit)),
            };
            assert_eq!(words, expected, "{distance} {unit}");
        }
    }
    assert_eq!(relative(-59_999.0), "just now");
}
