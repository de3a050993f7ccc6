//! What drafts may contain, and the messages for what they may not.

use machine_identity_editor::domain::{
    attribute::{Attribute, AttributePolicy, Pattern},
    catalog::Catalog,
    connection::ConnectionName,
    draft::{DraftError, IdentityDraft, Rules},
    identity::{Identity, Timestamp},
    name::IdentityName,
};

#[track_caller]
fn attribute(text: &str, policy: &AttributePolicy, expected: Result<&str, &str>) {
    let parsed = Attribute::parse(text, policy, |known| known == "legacy attribute");
    let found = parsed.as_ref().map(Attribute::as_str).map_err(ToString::to_string);
    assert_eq!(found, expected.map_err(str::to_owned), "{text:?}");
}

#[test]
fn a_new_attribute_must_be_a_key_and_a_value() {
    let check = |text, expected| attribute(text, &AttributePolicy::KeyValue, expected);
    check("env:prod", Ok("env:prod"));
    check("  env:prod\t", Ok("env:prod"));
    check("a.b_c/d-e:x:y z", Ok("a.b_c/d-e:x:y z"));
    check("legacy attribute", Ok("legacy attribute"));
    check("", Err("the attribute is empty"));
    check(" \n ", Err("the attribute is empty"));
    check("prod", Err("there is no “:” between a key and a value"));
    check(":prod", Err("there is no key before “:”"));
    check("-env:prod", Err("the key begins with “-” at character 1"));
    check("en v:prod", Err("the key has “ ” at character 3"));
    check("ënv:prod", Err("the key begins with “ë” at character 1"));
    check("env:", Err("there is no value after “:”"));
    check("env: prod", Err("the value has a space at its start or end"));
    check("env:prod\u{200b}", Err("invisible character U+200B at character 9"));
    check("env:a\u{0}b", Err("invisible character U+0000 at character 6"));
    let longest = format!("{}:v", "k".repeat(63));
    check(&longest, Ok(&longest));
    check(&format!("{}:v", "k".repeat(64)), Err("the key has 64 characters, 1 more than 63"));
}

#[test]
fn lengths_count_characters_not_bytes() {
    let fits = format!("k:{}", "ü".repeat(253));
    attribute(&fits, &AttributePolicy::KeyValue, Ok(&fits));
    attribute(&format!("{fits}ü"), &AttributePolicy::Any, Err("256 characters, 1 more than 255"));
}

#[test]
fn a_page_may_set_another_policy() {
    attribute("no key", &AttributePolicy::Any, Ok("no key"));
    let pattern =
        AttributePolicy::Pattern(Pattern::new("x+", |text| text.trim_matches('x').is_empty()));
    attribute("xx", &pattern, Ok("xx"));
    attribute("xy", &pattern, Err("does not match x+"));
    attribute("legacy attribute", &pattern, Ok("legacy attribute"));
}

#[track_caller]
fn name(text: &str, expected: Result<(), &str>) {
    let found = IdentityName::parse(text).map(drop).map_err(|error| error.to_string());
    assert_eq!(found, expected.map_err(str::to_owned), "{text:?}");
}

#[test]
fn a_name_must_fit_in_a_url() {
    for fits in ["backend-prod", "a b", "größe", "a?b#c%2F", "...", &"n".repeat(255)] {
        name(fits, Ok(()));
    }
    name("", Err("the name is empty"));
    name("  ", Err("the name is empty"));
    name(" a", Err("a space at the start or end"));
    name("a/b", Err("“/” at character 2 splits the address of the identity"));
    name(".", Err("“.” and “..” vanish from an address"));
    name("..", Err("“.” and “..” vanish from an address"));
    name("\u{feff}a", Err("invisible character U+FEFF at character 1"));
    name("a\u{202e}b", Err("invisible character U+202E at character 2"));
    name("a\u{7}", Err("invisible character U+0007 at character 2"));
    name(&"n".repeat(256), Err("256 characters, 1 more than 255"));
}

fn identity() -> Identity {
    Identity {
        id: "id".to_owned(),
        name: IdentityName::received("eu/west"),
        description: String::new(),
        connection_names: vec![ConnectionName::received("an odd one")],
        attributes: vec![Attribute::received("legacy")],
        created_at: Timestamp::received("2026-01-01T00:00:00Z"),
        updated_at: Timestamp::received("2026-01-01T00:00:00Z"),
    }
}

fn check(draft: &IdentityDraft) -> Result<(), Vec<DraftError>> {
    let (identity, catalog) = (identity(), Catalog::default());
    let policy = AttributePolicy::KeyValue;
    draft.check(Rules { baseline: Some(&identity), catalog: &catalog, policy: &policy }).map(drop)
}

#[test]
fn stored_values_are_accepted_unchanged() {
    assert_eq!(check(&IdentityDraft::of(&identity())), Ok(()));
}

#[test]
fn every_error_is_reported_at_once_in_form_order() {
    let draft = IdentityDraft {
        name: "..".to_owned(),
        description: "a\0".to_owned(),
        attributes: ["x:1", "bad", "x:1"].map(str::to_owned).to_vec(),
        connection_names: ["ok", "not ok", "ok"].map(str::to_owned).to_vec(),
    };
    let errors = check(&draft).expect_err("everything is wrong");
    let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "“.” and “..” vanish from an address",
            "the description has U+0000 at character 2",
            "attribute “bad”: there is no “:” between a key and a value",
            "attribute “x:1” is in the list twice",
            "connection “not ok”: the name has “ ” at character 4",
            "connection “ok” is in the list twice",
        ]
    );
}
