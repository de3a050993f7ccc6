//! What the gateway would reject, and how far it would get.

use std::sync::Arc;

use machine_identity_editor::{
    domain::{
        connection::{Ineligible, Proxy},
        draft::IdentitySpec,
        name::IdentityName,
        plan::{Cause, ChangePlan, Extent, Outcome, ProvisionError},
    },
    wire::exchange::Method,
};

use crate::bench::{Bench, attributes, name, names};

#[track_caller]
fn lack_of(connection: &str) -> ProvisionError {
    let played = Bench::with(&[], &[]).save(&["ssm", connection], &[]);
    assert_eq!(played.status, 400, "{connection}");
    assert_eq!(
        played.plan.refusal.unwrap().extent,
        Extent::Provisioned(Arc::new(names(&["ssm"]).into_iter().collect()))
    );
    match played.plan.obstacles.into_iter().next().unwrap().cause {
        Cause::CannotProvision { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_unsupported_connection_has_a_reason() {
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
fn every_obstacle_is_listed_and_the_first_one_ends_the_request() {
    let played = Bench::with(&["ssm"], &[]).save(&["my", "web", "ssm", "nope", "win"], &[]);
    let places: Vec<_> = played.plan.obstacles.iter().map(|it| it.index).collect();
    assert_eq!(places, [Some(0), Some(3)]);
    let refusal = played.plan.refusal.unwrap();
    assert_eq!(refusal.extent, Extent::Nothing);
}

#[test]
fn a_proxy_that_is_off_is_known_if_the_server_reveals_it() {
    let mut bench = Bench::with(&[], &[]);
    bench.listen("postgres", "");
    let played = bench.save(&["ssm", "pg-main"], &[]);
    let reason = ProvisionError::NotListening(Proxy::Postgres);
    assert_eq!(
        played.plan.obstacles[0].cause,
        Cause::CannotProvision { name: name("pg-main"), reason }
    );
    // A connection from an attribute is skipped; the rest of the save succeeds.
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
    // Unsupported connections from attributes are skipped silently.
    let before = bench.look_at(&long);
    let spec = before.with(&[], &["env:prod"]);
    let played = bench.play_after(before, spec);
    assert_eq!((played.status, played.plan.refusal), (200, None));
    assert!(played.plan.obstacles.is_empty());
    let reason = ProvisionError::IdentityNameTooLong { characters: 256 };
    let of_pg = played.plan.effects.iter().find(|it| it.connection_name == name("pg-main"));
    assert!(matches!(&of_pg.unwrap().outcome,
        Outcome::NotSupported { reason: found, .. } if *found == reason));
    assert!(played.now.credentials().is_empty());
}

#[test]
fn a_rename_creates_direct_and_matched_credentials_under_the_old_name() {
    let long = "n".repeat(256);
    let mut bench = Bench::contract();
    bench.tester.create(&long, &[], &[]);
    // Shortening the name doesn't help in the same request.
    let before = bench.look_at(&long);
    let renamed =
        IdentitySpec { name: IdentityName::received("a1"), ..before.with(&["ssm"], &["env:prod"]) };
    let played = bench.play_after(before, renamed.clone());
    assert_eq!(played.plan.obstacles[0].cause, Cause::NameTooLong { characters: 256 });
    let before = bench.look_at(&long);
    let matched = IdentitySpec { connection_names: [].into(), ..renamed };
    let played = bench.play_after(before, matched);
    assert_eq!((played.status, played.now.credentials().len()), (200, 0));
    // A long new name doesn't block it either.
    let before = bench.look();
    let spec = before.with(&["ssm"], &["env:prod"]);
    let spec = IdentitySpec { name: IdentityName::received(long.as_str()), ..spec };
    let played = bench.play_after(before, spec);
    assert_eq!(played.status, 200, "{}", played.message);
    assert_eq!(played.now.live(), ["pg-main", "pg-two", "ssm"]);
}

#[test]
fn of_several_obstacles_the_gateway_reports_the_plans_first() {
    let long = "l".repeat(256);
    let mut bench = Bench::with(&["ssm"], &["env:prod"]);
    // Attributes are stored last, after connections were looked up in order.
    let played = bench.save(&["ssm", "nope", "pg-main"], &["env:prod", &long]);
    assert!(played.message.ends_with("connection nope not found"), "{}", played.message);
    let causes: Vec<_> = played.plan.obstacles.iter().map(|it| &it.cause).collect();
    assert!(matches!(
        causes[..],
        [Cause::CannotProvision { .. }, Cause::AlreadyLive { .. }, Cause::AttributeTooLong { .. }]
    ));
    // The listener is checked before the length of the connection's name.
    bench.listen("postgres", "");
    let connection = "p".repeat(140);
    let body = serde_json::json!({
        "name": connection, "type": "database", "subtype": "postgres",
        "access_mode_connect": "enabled",
    });
    bench.tester.send(Method::Post, "/api/connections", &body.to_string());
    let played = bench.save(&["ssm", &connection], &["env:prod"]);
    assert!(played.message.contains("listening address"), "{}", played.message);
    let reason = ProvisionError::NotListening(Proxy::Postgres);
    let name = name(&connection);
    assert_eq!(played.plan.obstacles[0].cause, Cause::CannotProvision { name, reason });
}

#[test]
fn a_nul_character_is_rejected_after_the_obstacles_before_it() {
    let nul = |bench: &mut Bench, change: fn(&mut IdentitySpec)| {
        let before = bench.look();
        let mut spec = before.with(&["web"], &[]);
        change(&mut spec);
        let played = bench.play_after(before, spec);
        assert_eq!(played.plan.obstacles.last().unwrap().cause, Cause::Nul);
        (played.plan.refusal.unwrap().extent, played.now)
    };
    let bench = || Bench::with(&["ssm", "pg-main"], &["env:prod"]);
    let (extent, now) = nul(&mut bench(), |spec| spec.description = "a\0".to_owned());
    assert_eq!(extent, Extent::CredentialsOnly);
    assert_eq!((now.live(), now.listed()), (vec!["pg-two", "web"], vec!["ssm", "pg-main"]));
    // To the gateway it matches nothing, so that no attribute protects anything.
    let (extent, now) = nul(&mut bench(), |spec| {
        spec.attributes = attributes(&["env:prod", "\0"]).into();
    });
    assert_eq!(extent, Extent::AllButAttributes);
    assert_eq!((now.live(), now.listed()), (vec!["pg-two", "web"], vec!["web"]));
    let (extent, _) = nul(&mut bench(), |spec| spec.name = IdentityName::received("a\0"));
    assert_eq!(extent, Extent::Nothing);
    let (extent, _) = nul(&mut bench(), |spec| {
        let listed = spec.connection_names.iter().cloned();
        spec.connection_names = listed.chain([name("a\0")]).collect();
    });
    assert_eq!(extent, Extent::Provisioned(Arc::new(names(&["web"]).into_iter().collect())));
}

#[test]
fn a_blocked_plan_says_what_a_rejection_leaves_behind() {
    let played = Bench::with(&["ssm"], &["env:prod"]).save(&["web", "nope", "win"], &[]);
    let plan = &played.plan;
    assert_eq!(plan.provisioned().collect::<Vec<_>>(), [&name("web")]);
    assert_eq!(plan.revoked().count(), 0, "it stops before it revokes");
    assert_eq!(plan.expected().credentials(), played.now.credentials());
    assert!(plan.consent().is_none());
    let long = "l".repeat(256);
    let played = Bench::with(&["ssm"], &["env:prod"]).save(&["web"], &[&long]);
    let plan = &played.plan;
    assert_eq!(plan.provisioned().collect::<Vec<_>>(), [&name("web")]);
    assert_eq!(plan.revoked().collect::<Vec<_>>(), [&name("ssm")]);
    assert_eq!(plan.expected().credentials(), played.now.credentials());
}

#[test]
fn a_name_that_no_url_can_carry_is_reported() {
    let before = Bench::with(&[], &[]).look();
    for (text, is_end) in [("a/b", false), ("..", false), ("", true)] {
        let mut spec = before.with(&[], &[]);
        spec.name = IdentityName::received(text);
        let plan = ChangePlan::new(&before.context, &spec);
        assert!(matches!(plan.obstacles[0].cause, Cause::Unaddressable { .. }), "{text}");
        assert_eq!(plan.refusal.is_some(), is_end, "{text}");
    }
}
