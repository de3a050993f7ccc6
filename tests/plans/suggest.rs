//! Which known attribute a new one resembles.

use machine_identity_editor::domain::{
    attribute::Attribute,
    suggest::{KnownAttributes, Similarity},
};

use crate::bench::attributes;

fn known_attributes() -> KnownAttributes {
    let known =
        attributes(&["env:prod", "env:staging", "team:data", "region:eu-west-1", "größe:XL"]);
    KnownAttributes::new(&known, composed)
}

/// Stands in for the browser's normalization, with the one pair of characters that these tests use.
fn composed(text: &str) -> String {
    text.replace("e\u{301}", "é")
}

#[track_caller]
fn check(text: &str, expected: Similarity<'_>) {
    assert_eq!(known_attributes().look_up(text, composed), expected, "{text:?}");
}

fn attribute(text: &str) -> Attribute {
    Attribute::received(text)
}

#[test]
fn a_typo_resembles_the_intended_attribute() {
    let suggest = |text, meant: &str| check(text, Similarity::Suggestion(&attribute(meant)));
    check("env:prod", Similarity::Known);
    check(" env:prod ", Similarity::Known);
    suggest("env:prd", "env:prod");
    suggest("env:pord", "env:prod");
    suggest("evn:pord", "env:prod");
    suggest("env:prodd", "env:prod");
    suggest("region:eu-wset-l", "region:eu-west-1");
    suggest("grösse:xl", "größe:XL");
}

#[test]
fn case_alone_makes_another_attribute() {
    check("Env:PROD", Similarity::SameButForCase(&attribute("env:prod")));
    check("GRÖßE:xl", Similarity::SameButForCase(&attribute("größe:XL")));
}

#[test]
fn another_unicode_form_of_a_known_attribute_is_recognized() {
    let known = attributes(&["team:café", "team:cafe\u{301}s"]);
    let known = KnownAttributes::new(&known, composed);
    let look_up = |text| known.look_up(text, composed);
    assert_eq!(look_up("team:café"), Similarity::Known);
    let stored = attribute("team:café");
    assert_eq!(look_up("team:cafe\u{301}"), Similarity::SameButForForm(&stored));
    assert_eq!(look_up("Team:cafe\u{301}"), Similarity::SameButForCase(&stored));
    let decomposed = attribute("team:cafe\u{301}s");
    assert_eq!(look_up("team:cafés"), Similarity::SameButForForm(&decomposed));
}

#[test]
fn a_key_is_known_similar_or_new() {
    check("env:development", Similarity::NewValue { key: "env" });
    check("regoin:mars", Similarity::NearKey { key: "regoin", known: "region" });
    check("Team:everybody", Similarity::NearKey { key: "Team", known: "team" });
    check("cost-centre:42", Similarity::NewKey { key: Some("cost-centre") });
    check("production", Similarity::NewKey { key: None });
}

#[test]
fn an_empty_text_resembles_nothing() {
    check("", Similarity::Unlike);
    check(" ", Similarity::Unlike);
    assert_eq!(KnownAttributes::default().look_up("env:prod", composed), Similarity::Unlike);
    let mixed = attributes(&["plain", "env:prod"]);
    assert_eq!(
        KnownAttributes::new(&mixed, composed).look_up("something", composed),
        Similarity::Unlike
    );
}

#[test]
fn very_short_and_numbered_words_resemble_nothing() {
    let known = attributes(&["a:1", "b"]);
    let known_attributes = KnownAttributes::new(&known, composed);
    assert_eq!(known_attributes.look_up("a:2", composed), Similarity::NewValue { key: "a" });
    assert_eq!(known_attributes.look_up("c", composed), Similarity::Unlike);
    check("region:eu-west-2", Similarity::NewValue { key: "region" });
    check("regoin:eu-west-1", Similarity::Suggestion(&attribute("region:eu-west-1")));
}

/// Two thousand attributes at each keystroke, in an unoptimized build.
#[test]
fn searching_two_thousand_attributes_is_fast() {
    let known: Vec<_> = (0..2_000)
        .map(|index| Attribute::received(format!("service:backend-{index:05}-production")))
        .collect();
    let known_attributes = KnownAttributes::new(&known, composed);
    let start = std::time::Instant::now();
    for typed in ["service:backend-9", "service:backend-99999-prodcution", "serv"] {
        let _ = known_attributes.look_up(typed, composed);
    }
    let each = start.elapsed() / 3;
    assert!(each.as_millis() < 50, "{each:?}");
    println!("{} attributes looked through in {each:?}", known.len());
}
