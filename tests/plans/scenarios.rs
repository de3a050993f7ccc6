//! The recorded scenarios of contract §13, by number: `Bench::save` compares the plan with the
//! fields, the credentials and their secrets afterwards.

use std::sync::Arc;

use machine_identity_editor::domain::{
    plan::{Cause, Extent, Obstacle, Outcome, ProvisionError, Refusal},
    save_result::{Answer, UnplannedChange, Verdict},
};

use crate::{
    bench::{Bench, Played, attributes, name, names},
    save_result::{instead, missing},
};

fn provisioned(played: &Played) -> Vec<&str> {
    played.plan.provisioned().map(|name| name.as_str()).collect()
}

#[track_caller]
fn outcome(played: &Played, connection: &str) -> Outcome {
    let found = played.plan.effects.iter().find(|it| it.connection_name == name(connection));
    found.map(|effect| effect.outcome.clone()).unwrap_or_else(|| panic!("{connection}"))
}

#[track_caller]
fn refusal(played: &Played) -> (&Obstacle, &Extent) {
    let Refusal { extent } = played.plan.refusal.as_ref().expect("it is refused");
    (&played.plan.obstacles[0], extent)
}

fn already_live(connection: &str, by: &[&str]) -> Cause {
    Cause::AlreadyLive { name: name(connection), attributes: attributes(by) }
}

/// Scenario 1: `env:prod` alone matches `pg-main` and `pg-two`.
fn scenario_1() -> Bench {
    Bench::with(&[], &["env:prod"])
}

/// Scenario 3: one more credential, which isn't assigned.
fn scenario_3() -> Bench {
    let mut bench = scenario_1();
    bench.save(&["pg-three", "pg-main"], &["env:prod"]);
    bench
}

/// Scenario 4: three leftover credentials.
fn scenario_4() -> Bench {
    let mut bench = scenario_3();
    bench.save(&[], &[]);
    bench
}

#[test]
fn scenario_01_an_attribute_brings_what_is_eligible() {
    let mut bench = Bench::with(&[], &[]);
    let played = bench.save(&[], &["env:prod"]);
    assert_eq!(played.now.live(), ["pg-main", "pg-two"]);
    assert_eq!(provisioned(&played), ["pg-main", "pg-two"]);
    assert!(matches!(outcome(&played, "pg-off"), Outcome::NotSupported { .. }));
    assert!(matches!(outcome(&played, "my"), Outcome::NotSupported { .. }));
    assert_eq!(scenario_1().look().live(), ["pg-main", "pg-two"], "as it is when it is created so");
}

#[test]
fn scenario_02_listing_what_an_attribute_brings_is_refused() {
    let played = scenario_1().save(&["pg-main"], &["env:prod"]);
    assert_eq!(played.status, 400);
    let (obstacle, extent) = refusal(&played);
    assert_eq!(obstacle.cause, already_live("pg-main", &["env:prod"]));
    assert_eq!((obstacle.index, extent), (Some(0), &Extent::Nothing));
}

#[test]
fn scenario_03_what_stands_before_the_refused_entry_is_provisioned() {
    let played = scenario_1().save(&["pg-three", "pg-main"], &["env:prod"]);
    let (obstacle, extent) = refusal(&played);
    assert_eq!(obstacle.index, Some(1));
    assert_eq!(extent, &Extent::Provisioned(Arc::new(names(&["pg-three"]).into_iter().collect())));
    assert_eq!(played.now.live(), ["pg-main", "pg-three", "pg-two"]);
    assert!(played.now.listed().is_empty());
}

#[test]
fn scenario_04_removing_an_attribute_revokes_nothing() {
    let played = scenario_3().save(&[], &[]);
    assert_eq!(played.status, 200);
    assert_eq!(played.now.live(), ["pg-main", "pg-three", "pg-two"]);
    let removed = attributes(&["env:prod"]);
    assert_eq!(outcome(&played, "pg-main"), Outcome::Leftover { removed });
    assert_eq!(outcome(&played, "pg-three"), Outcome::Leftover { removed: vec![] });
    assert!(played.plan.consent().is_none(), "nothing stops working");
}

#[test]
fn scenario_05_a_left_over_credential_cannot_be_listed() {
    let played = scenario_4().save(&["pg-two"], &[]);
    let (obstacle, extent) = refusal(&played);
    assert_eq!(obstacle.cause, already_live("pg-two", &[]));
    assert_eq!(extent, &Extent::Nothing);
    assert_eq!(outcome(&played, "pg-two"), Outcome::Refused { is_live: true });
}

#[test]
fn scenario_06_the_attribute_takes_its_left_over_credentials_back() {
    let played = scenario_4().save(&[], &["env:prod"]);
    assert_eq!(played.status, 200);
    assert_eq!(provisioned(&played), [""; 0]);
    let attributes = attributes(&["env:prod"]);
    assert_eq!(outcome(&played, "pg-main"), Outcome::KeptByAttribute { attributes });
}

#[test]
fn scenario_07_saving_a_connection_again_ends_what_is_left_over() {
    let mut bench = scenario_4();
    bench.tester.resave("pg-main");
    assert!(bench.look().credentials().is_empty());
}

#[test]
fn scenario_08_an_attribute_keeps_what_is_taken_off_the_list() {
    let mut bench = Bench::with(&["pg-main"], &["env:prod"]);
    let played = bench.save(&[], &["env:prod"]);
    assert_eq!(played.now.live(), ["pg-main", "pg-two"]);
    let attributes = attributes(&["env:prod"]);
    assert_eq!(outcome(&played, "pg-main"), Outcome::KeptAlthoughUnlisted { attributes });
    assert_eq!(played.plan.revoked().count(), 0);
}

#[test]
fn scenario_09_what_only_the_attribute_brought_is_left_over() {
    let mut bench = Bench::with(&["pg-main"], &["env:prod"]);
    let played = bench.save(&["pg-main"], &[]);
    assert_eq!(played.now.live(), ["pg-main", "pg-two"]);
    let removed = attributes(&["env:prod"]);
    assert_eq!(outcome(&played, "pg-two"), Outcome::Leftover { removed });
    assert_eq!(outcome(&played, "pg-main"), Outcome::KeptAsListed);
}

/// Scenario 10: the request that this client never makes.
pub fn scenario_10() -> Bench {
    let mut bench = Bench::with(&["pg-main", "ssm"], &[]);
    let answer = bench.tester.put("a1", &serde_json::json!({ "name": "a1" }));
    assert_eq!(answer.status(), 400);
    bench
}

/// Another client sends it; this one can't (G1).
#[test]
fn scenario_10_a_put_without_the_list_is_told_as_credentials_that_vanished() {
    let mut bench = Bench::with(&["pg-main", "ssm"], &[]);
    let save_result =
        instead(&mut bench, &["pg-main", "ssm", "web"], &[], Answer::Lost, |bench, _, _| {
            bench.tester.put("a1", &serde_json::json!({ "name": "a1" }));
        });
    assert_eq!(save_result.verdict, Verdict::HalfDone);
    let vanished = ["pg-main", "ssm"].map(|text| UnplannedChange::Vanished(name(text)));
    assert_eq!(save_result.unplanned, vanished);
    assert_eq!(save_result.drift, [missing("pg-main"), missing("ssm")]);
}

#[test]
fn scenario_11_a_put_of_the_same_list_brings_nothing_back() {
    let played = scenario_10().save(&["pg-main", "ssm"], &[]);
    assert_eq!(played.status, 200);
    assert!(played.now.credentials().is_empty());
    assert_eq!(outcome(&played, "ssm"), Outcome::MissingCredential { reason: None });
    assert!(played.plan.is_noop());
}

#[test]
fn scenario_12_off_the_list_and_on_again_brings_it_back() {
    let mut bench = scenario_10();
    assert_eq!(bench.save(&[], &[]).status, 200);
    let played = bench.save(&["pg-main"], &[]);
    assert_eq!(played.status, 200);
    assert_eq!(provisioned(&played), ["pg-main"]);
    assert_eq!(played.now.live(), ["pg-main"]);
}

#[test]
fn scenario_13_an_unknown_connection_ends_the_request_half_way() {
    let played = Bench::with(&[], &[]).save(&["pg-main", "nope"], &[]);
    let (obstacle, extent) = refusal(&played);
    let reason = ProvisionError::NoSuchConnection;
    assert_eq!(obstacle.cause, Cause::CannotProvision { name: name("nope"), reason });
    assert_eq!(extent, &Extent::Provisioned(Arc::new(names(&["pg-main"]).into_iter().collect())));
    assert_eq!((played.now.live(), played.now.listed()), (vec!["pg-main"], vec![]));
}

#[test]
fn scenario_14_a_connection_listed_twice_is_in_its_own_way() {
    let played = Bench::with(&[], &[]).save(&["pg-main", "pg-main"], &[]);
    let (obstacle, extent) = refusal(&played);
    assert_eq!(obstacle.cause, Cause::Repeated { name: name("pg-main") });
    assert_eq!(extent, &Extent::Provisioned(Arc::new(names(&["pg-main"]).into_iter().collect())));
    assert_eq!(played.now.live(), ["pg-main"]);
}

#[test]
fn scenario_15_too_long_an_attribute_fails_after_the_row_is_saved() {
    let mut bench = Bench::with(&[], &[]);
    let before = bench.look();
    let long = "a".repeat(256);
    let mut spec = before.with(&["ssm"], &[&long]);
    spec.description = "new".to_owned();
    let played = bench.play_after(before, spec);
    assert_eq!(played.status, 400);
    assert_eq!(refusal(&played).1, &Extent::AllButAttributes);
    assert_eq!(played.now.identity().description, "new");
    assert_eq!((played.now.listed(), played.now.live()), (vec!["ssm"], vec!["ssm"]));
}

/// Scenario 16: a failed rotation has revoked the old credential.
pub fn scenario_16() -> Bench {
    let mut bench = Bench::with(&["pg-main"], &[]);
    bench.listen("postgres", "");
    assert_eq!(bench.tester.rotate("a1", "pg-main").status(), 400);
    bench
}

#[test]
fn scenario_16_a_failed_rotation_leaves_a_listed_connection_without() {
    let played = scenario_16().save(&["pg-main"], &[]);
    let Outcome::MissingCredential { reason: Some(ProvisionError::NotListening(_)) } =
        outcome(&played, "pg-main")
    else {
        panic!("{:?}", played.plan);
    };
}

#[test]
fn scenario_17_once_the_proxy_listens_it_can_be_made_again() {
    let mut bench = scenario_16();
    bench.listen("postgres", "0.0.0.0:15432");
    assert_eq!(bench.tester.rotate("a1", "pg-main").status(), 400, "there is nothing to rotate");
    let played = bench.save(&["pg-main"], &[]);
    assert_eq!(outcome(&played, "pg-main"), Outcome::MissingCredential { reason: None });
}

#[test]
fn scenario_18_a_name_that_is_taken_is_refused_before_anything_happens() {
    let mut bench = Bench::with(&[], &[]);
    bench.tester.create("n2", &[], &[]);
    let before = bench.look();
    let mut spec = before.with(&["ssm"], &[]);
    spec.name = machine_identity_editor::domain::name::IdentityName::received("n2");
    let plan = machine_identity_editor::domain::plan::ChangePlan::new(&before.context, &spec);
    assert_eq!(plan.obstacles[0].cause, Cause::NameTaken { name: spec.name.clone() });
    assert_eq!(bench.put(&before.identity().name, &spec).0, 409);
    assert_eq!(plan.expected().credentials(), bench.look().credentials());
    assert!(plan.consent().is_some_and(|consent| consent.rename.is_some()));
}

#[test]
fn scenario_19_a_rename_is_an_edit_that_wants_consent() {
    let mut bench = Bench::with(&["ssm"], &[]);
    let before = bench.look();
    let mut spec = before.with(&["ssm"], &[]);
    spec.name = machine_identity_editor::domain::name::IdentityName::received("a1-new");
    let played = bench.play_after(before, spec);
    assert_eq!(played.status, 200);
    let rename = played.plan.consent().and_then(|consent| consent.rename).expect("it is asked");
    assert_eq!((rename.before.as_str(), rename.after.as_str()), ("a1", "a1-new"));
    assert_eq!(bench.tester.create("a1", &[], &[]).status(), 400, "the old name is spent (G19)");
}

/// The two that lost the race had read the earlier list, and were rejected because of the new one.
#[test]
fn scenario_20_a_save_that_lost_a_race_against_its_like_has_what_it_asked_for() {
    let mut bench = Bench::with(&[], &[]);
    let list = ["pg-main", "ssm", "web"];
    let save_result = instead(&mut bench, &list, &[], Answer::Refused, |bench, before, spec| {
        bench.put(&before.identity().name, spec);
    });
    assert!(save_result.is_as_planned(), "{save_result:?}");
    assert_eq!(save_result.answer, Answer::Refused, "which is told all the same");
}
