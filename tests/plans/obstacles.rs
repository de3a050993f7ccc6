//! What the gateway would refuse, and how far it would get.

use machine_identity_editor::domain::{
    connection::{Ineligible, Proxy},
    name::IdentityName,
    plan::{Cause, ChangePlan, Extent, Outcome, ProvisionError},
};

use crate::bench::{Bench, name, names};

#[track_caller]
fn lack_of(connection: &str) -> ProvisionError {
    let played = Bench::with(&[], &[]).save(&["ssm", connection], &[]);
    assert_eq!(played.status, 400, "{connection}");
    assert_eq!(played.plan.refusal.unwrap().extent, Extent::Provisioned(names(&["ssm"])));
    match played.plan.obstacles.into_iter().next().unwrap().cause {
        Cause::CannotProvision { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_granted_says_why() {
    assert_eq!(lack_of("nope"), ProvisionError::NoSuchConnection);
    assert_eq!(lack_of("pg-off"), ProvisionError::Ineligible(Ineligible::ConnectDisabled));
    let unsupported = |subtype: &str| {
        ProvisionError::Ineligible(Ineligible::UnsupportedType { subtype: subtype.to_owned() })
    };
    assert_eq!(lack_of("my"), unsupported("mysql"));
    assert_eq!(lack_of("nosub"), unsupported(""));
    let long = "c".repeat(140);
    assert_eq!(
        lack_of(&long),
        ProvisionError::Ineligible(Ineligible::NameTooLong { characters: 140 })
    );
}

#[test]
fn every_obstacle_is_told_and_the_first_one_met_ends_the_request() {
    let played = Bench::with(&["ssm"], &[]).save(&["my", "web", "ssm", "nope", "win"], &[]);
    let places: Vec<_> = played.plan.obstacles.iter().map(|it| it.index).collect();
    assert_eq!(places, [Some(0), Some(3)]);
    let refusal = played.plan.refusal.unwrap();
    assert_eq!((refusal.obstacle, refusal.extent), (0, Extent::Nothing));
}

#[test]
fn a_proxy_that_is_off_is_seen_where_the_server_says_so() {
    let mut bench = Bench::with(&[], &[]);
    bench.listen("postgres", "");
    let played = bench.save(&["ssm", "pg-main"], &[]);
    let reason = ProvisionError::NotListening(Proxy::Postgres);
    assert_eq!(
        played.plan.obstacles[0].cause,
        Cause::CannotProvision { name: name("pg-main"), reason }
    );
    // By an attribute it is passed over, as the whole of the save is not.
    let played = bench.save(&[], &["env:prod"]);
    assert_eq!(played.status, 200);
    assert!(played.plan.effects.iter().any(|it| matches!(
        it.outcome,
        Outcome::NotSupported { reason: ProvisionError::NotListening(Proxy::Postgres), .. }
    )));
}

#[test]
fn a_name_of_256_characters_gets_no_credential() {
    let long = "n".repeat(256);
    let mut bench = Bench::contract();
    bench.tester.create(&long, &[], &[]);
    let before = bench.look_at(&long);
    let spec = before.with(&["ssm"], &[]);
    let played = bench.play_after(before, spec);
    assert_eq!(played.plan.obstacles[0].cause, Cause::NameTooLong { characters: 256 });
    assert_eq!(played.plan.refusal.unwrap().extent, Extent::Nothing);
    // What an attribute brings is passed over without a word.
    let before = bench.look_at(&long);
    let spec = before.with(&[], &["env:prod"]);
    let played = bench.play_after(before, spec);
    assert_eq!((played.status, played.plan.refusal), (200, None));
    assert_eq!(played.plan.obstacles[0].cause, Cause::NameTooLong { characters: 256 });
    assert!(played.now.credentials().is_empty());
}

#[test]
fn a_name_that_no_request_reaches_is_told() {
    let before = Bench::with(&[], &[]).look();
    for (text, is_end) in [("a/b", false), ("..", false), ("", true)] {
        let mut spec = before.with(&[], &[]);
        spec.name = IdentityName::received(text);
        let plan = ChangePlan::new(&before.context, &spec);
        assert!(matches!(plan.obstacles[0].cause, Cause::Unaddressable { .. }), "{text}");
        assert_eq!(plan.refusal.is_some(), is_end, "{text}");
    }
}
