//! What a new attribute is nearly.

use machine_identity_editor::domain::{
    attribute::Attribute,
    suggest::{Nearness, Vocabulary},
};

use crate::bench::attributes;

fn vocabulary() -> Vocabulary {
    let known =
        attributes(&["env:prod", "env:staging", "team:data", "region:eu-west-1", "größe:XL"]);
    Vocabulary::new(&known)
}

#[track_caller]
fn check(text: &str, expected: Nearness<'_>) {
    assert_eq!(vocabulary().look_up(text), expected, "{text:?}");
}

fn attribute(text: &str) -> Attribute {
    Attribute::received(text)
}

#[test]
fn a_slip_is_near_what_was_meant() {
    let suggest = |text, meant: &str| check(text, Nearness::Suggestion(&attribute(meant)));
    check("env:prod", Nearness::Known);
    check(" env:prod ", Nearness::Known);
    suggest("env:prd", "env:prod");
    suggest("env:pord", "env:prod");
    suggest("evn:pord", "env:prod");
    suggest("env:prodd", "env:prod");
    suggest("region:eu-wset-l", "region:eu-west-1");
    suggest("grösse:xl", "größe:XL");
}

#[test]
fn case_alone_makes_another_attribute_for_the_gateway() {
    check("Env:PROD", Nearness::SameButForCase(&attribute("env:prod")));
    check("GRÖßE:xl", Nearness::SameButForCase(&attribute("größe:XL")));
}

#[test]
fn a_key_is_known_near_or_new() {
    check("env:development", Nearness::NewValue { key: "env" });
    check("regoin:mars", Nearness::NearKey { key: "regoin", known: "region" });
    check("Team:everybody", Nearness::NearKey { key: "Team", known: "team" });
    check("cost-centre:42", Nearness::NewKey { key: Some("cost-centre") });
    check("production", Nearness::NewKey { key: None });
}

#[test]
fn nothing_is_like_nothing() {
    check("", Nearness::Unlike);
    check(" ", Nearness::Unlike);
    assert_eq!(Vocabulary::default().look_up("env:prod"), Nearness::Unlike);
    let mixed = attributes(&["plain", "env:prod"]);
    assert_eq!(Vocabulary::new(&mixed).look_up("something"), Nearness::Unlike);
}

#[test]
fn very_short_words_and_numbered_ones_are_near_nothing() {
    let known = attributes(&["a:1", "b"]);
    let vocabulary = Vocabulary::new(&known);
    assert_eq!(vocabulary.look_up("a:2"), Nearness::NewValue { key: "a" });
    assert_eq!(vocabulary.look_up("c"), Nearness::Unlike);
    check("region:eu-west-2", Nearness::NewValue { key: "region" });
    check("regoin:eu-west-1", Nearness::Suggestion(&attribute("region:eu-west-1")));
}

/// Two thousand attributes at each keystroke, in a build without optimisation.
#[test]
fn two_thousand_attributes_are_looked_through_at_once() {
    let known: Vec<_> = (0..2_000)
        .map(|index| Attribute::received(format!("service:backend-{index:05}-production")))
        .collect();
    let vocabulary = Vocabulary::new(&known);
    let start = std::time::Instant::now();
    for typed in ["service:backend-9", "service:backend-99999-prodcution", "serv"] {
        let _ = vocabulary.look_up(typed);
    }
    let each = start.elapsed() / 3;
    assert!(each.as_millis() < 50, "{each:?}");
    println!("{} attributes looked through in {each:?}", known.len());
}
