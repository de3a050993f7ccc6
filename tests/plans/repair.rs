//! Repairs, each carried out on the engine step by step: `Bench::run` compares the state after
//! every step with what the step promised.

use std::collections::BTreeSet;

use machine_identity_editor::domain::{
    identity_state::LiveCredentials,
    name::IdentityName,
    plan::{Cause, ProvisionError},
    repair::{
        Drift, RepairPlan, Skipped, create_missing, drift, is_same_state, list_after_revoking,
        remove_deleted, revoke_all_leftover, split,
    },
};

use crate::{
    bench::{Bench, Seen, attributes, name},
    scenarios::{scenario_10, scenario_16},
};

fn missing(seen: &Seen) -> BTreeSet<machine_identity_editor::domain::connection::ConnectionName> {
    let needs = drift(&seen.context);
    let missing = needs.iter().filter(|need| matches!(need, Drift::Missing { .. }));
    missing.map(|need| need.connection_name().clone()).collect()
}

fn refused(repair: &RepairPlan) -> Vec<&Cause> {
    let skipped = repair.skipped.iter();
    skipped
        .map(|skipped| match skipped {
            Skipped::Refused(cause) => cause,
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn missing_credentials_are_created_again_in_two_saves() {
    let mut bench = scenario_10();
    let seen = bench.look();
    let repair = create_missing(&seen.context, &missing(&seen));
    assert_eq!((repair.steps.len(), repair.skipped.len()), (2, 0));
    assert_eq!(repair.provisioned().count(), 2);
    let now = bench.run(&repair);
    assert_eq!(now.live(), ["pg-main", "ssm"]);
    assert_eq!(now.listed(), ["pg-main", "ssm"], "in their places");
    assert_eq!(drift(&now.context), []);
}

#[test]
fn each_drift_has_its_repair() {
    let mut bench = Bench::with(&["ssm", "web", "win"], &["env:prod"]);
    bench.save(&["ssm", "web", "win"], &[]);
    let delete = machine_identity_editor::wire::exchange::Method::Delete;
    bench.tester.send(delete, "/api/connections/web", "");
    bench.listen("rdp", "");
    bench.tester.rotate("a1", "win");
    bench.listen("rdp", "0.0.0.0:13389");
    let mut seen = bench.look();
    assert_eq!(drift(&seen.context).len(), 4);
    while let Some(need) = drift(&seen.context).first() {
        let repair = match need {
            Drift::Missing { name, .. } => create_missing(&seen.context, &[name.clone()].into()),
            Drift::Leftover { .. } => revoke_all_leftover(&seen.context, &[]),
            Drift::NoSuchConnection { .. } => remove_deleted(&seen.context),
        };
        assert!(repair.is_possible(), "{need:?}");
        assert!(is_same_state(&repair.start, seen.context.state()), "{need:?}");
        seen = bench.run(&repair);
    }
    assert_eq!((seen.live(), seen.listed()), (vec!["ssm", "win"], vec!["ssm", "win"]));
}

#[test]
fn one_of_several_missing_credentials_can_be_created_alone() {
    let mut bench = scenario_10();
    let seen = bench.look();
    let repair = create_missing(&seen.context, &[name("pg-main")].into());
    let now = bench.run(&repair);
    assert_eq!((now.live(), now.listed()), (vec!["pg-main"], vec!["pg-main", "ssm"]));
}

#[test]
fn what_cannot_be_created_is_left_out_before_anything_is_removed() {
    let mut bench = scenario_16();
    let seen = bench.look();
    let repair = create_missing(&seen.context, &missing(&seen));
    assert!(!repair.is_possible());
    let [Skipped::CannotProvision { reason: ProvisionError::NotListening(_), .. }] =
        &repair.skipped[..]
    else {
        panic!("{:?}", repair.skipped)
    };
    bench.listen("postgres", "0.0.0.0:15432");
    let seen = bench.look();
    assert_eq!(bench.run(&create_missing(&seen.context, &missing(&seen))).live(), ["pg-main"]);
    let live = bench.look();
    let nothing = create_missing(&live.context, &[name("pg-main")].into());
    assert_eq!(nothing.skipped, [Skipped::NotMissing { name: name("pg-main") }]);
}

/// Once removed, it would be matched by the attribute, and couldn't be added directly again.
#[test]
fn a_connection_that_is_also_from_an_attribute_needs_one_save_and_stays_direct() {
    let mut bench = Bench::with(&["pg-main", "ssm"], &["env:prod"]);
    for proxy in ["postgres", "rdp"] {
        bench.listen(proxy, "");
    }
    bench.tester.rotate("a1", "pg-main");
    bench.listen("postgres", "0.0.0.0:15432");
    let seen = bench.look();
    assert_eq!(
        drift(&seen.context),
        [Drift::Missing {
            name: name("pg-main"),
            entry: name("pg-main"),
            attributes: attributes(&["env:prod"]),
            reason: None
        }]
    );
    let repair = create_missing(&seen.context, &missing(&seen));
    assert_eq!(repair.steps.len(), 1);
    let now = bench.run(&repair);
    assert_eq!(now.live(), ["pg-main", "pg-two", "ssm"]);
    assert_eq!(now.listed(), ["pg-main", "ssm"]);
}

#[test]
fn re_saving_a_connection_revokes_leftovers_and_creates_missing_credentials() {
    let mut bench = Bench::with(&["ssm"], &["env:prod"]);
    bench.save(&["ssm"], &[]);
    let seen = bench.look();
    let repair = revoke_all_leftover(&seen.context, &[]);
    assert_eq!(repair.revoked().collect::<Vec<_>>(), [&name("pg-main"), &name("pg-two")]);
    assert_eq!(bench.run(&repair).live(), ["ssm"]);
    let seen = bench.look();
    let nothing = revoke_all_leftover(&seen.context, &[]);
    assert!(nothing.steps.is_empty() && nothing.skipped.is_empty(), "{nothing:?}");
}

#[test]
fn names_of_connections_that_no_longer_exist_are_removed() {
    let mut bench = Bench::with(&["ssm", "web", "pg-main"], &[]);
    let delete = machine_identity_editor::wire::exchange::Method::Delete;
    bench.tester.send(delete, "/api/connections/web", "");
    let seen = bench.look();
    let repair = remove_deleted(&seen.context);
    assert_eq!((repair.steps.len(), repair.revoked().count()), (1, 0));
    let now = bench.run(&repair);
    assert_eq!(now.listed(), ["ssm", "pg-main"]);
    assert!(!remove_deleted(&now.context).is_possible());
}

#[test]
fn a_save_that_would_fail_is_split_into_saves_that_succeed() {
    let mut bench = Bench::with(&["ssm"], &["env:prod"]);
    let seen = bench.look();
    let long = "a".repeat(256);
    let mut spec = seen
        .with(&["my", "web", "pg-main", "win", "web", "nope"], &["env:prod", &long, "team:new"]);
    spec.description = "new".to_owned();
    let repair = split(&seen.context, &spec);
    assert_eq!(refused(&repair).len(), 5, "{:?}", repair.skipped);
    let now = bench.run(&repair);
    assert_eq!(now.listed(), ["web", "win"]);
    assert_eq!(now.live(), ["pg-main", "pg-two", "web", "win"], "ssm is revoked as asked");
    assert_eq!(now.identity().description, "new");
    assert_eq!(now.identity().attributes, attributes(&["env:prod", "team:new"]));
}

#[test]
fn a_split_continues_without_a_taken_name() {
    let mut bench = Bench::with(&[], &[]);
    bench.tester.create("n2", &[], &[]);
    let seen = bench.look();
    let mut spec = seen.with(&["ssm"], &[]);
    spec.name = IdentityName::received("n2");
    let repair = split(&seen.context, &spec);
    assert_eq!(refused(&repair), [&Cause::NameTaken { name: spec.name.clone() }]);
    assert_eq!(bench.run(&repair).live(), ["ssm"]);
}

#[test]
fn too_long_a_name_is_shortened_before_connections_are_added() {
    let long = "n".repeat(256);
    let mut bench = Bench::contract();
    bench.tester.create(&long, &[], &[]);
    let seen = bench.look_at(&long);
    let mut spec = seen.with(&["ssm"], &["env:prod"]);
    spec.name = IdentityName::received("short");
    let repair = split(&seen.context, &spec);
    assert_eq!((repair.steps.len(), repair.skipped.len()), (2, 0));
    assert_eq!(bench.run(&repair).live(), ["pg-main", "pg-two", "ssm"]);
    // Without another name it can't be repaired.
    let mut bench = Bench::contract();
    bench.tester.create(&long, &[], &[]);
    let seen = bench.look_at(&long);
    let mut spec = seen.with(&["ssm"], &[]);
    spec.description = "new".to_owned();
    let repair = split(&seen.context, &spec);
    assert_eq!(refused(&repair), [&Cause::NameTooLong { characters: 256 }]);
    assert_eq!(bench.run(&repair).identity().description, "new");
}

#[test]
fn a_split_of_obstacles_alone_has_no_steps() {
    let seen = Bench::with(&[], &["env:prod"]).look();
    let repair = split(&seen.context, &seen.with(&["pg-main"], &["env:prod"]));
    assert!(!repair.is_possible());
    assert_eq!(refused(&repair).len(), 1);
}

#[test]
fn a_leftover_connection_is_added_after_its_credential_is_revoked() {
    let mut bench = Bench::with(&["ssm"], &["env:prod"]);
    bench.save(&["ssm"], &[]);
    let seen = bench.look();
    let repair = list_after_revoking(&seen.context, &seen.with(&["ssm", "pg-main"], &[]), &[]);
    assert_eq!((repair.steps.len(), repair.skipped.len()), (2, 0));
    assert_eq!(repair.renewed().collect::<Vec<_>>(), [&name("pg-main")]);
    assert_eq!(repair.revoked().collect::<Vec<_>>(), [&name("pg-two")]);
    let now = bench.run(&repair);
    assert_eq!((now.live(), now.listed()), (vec!["pg-main", "ssm"], vec!["ssm", "pg-main"]));
    assert_ne!(now.secrets[&name("pg-main")], seen.secrets[&name("pg-main")]);
}

#[test]
fn making_a_matched_connection_direct_costs_everything_its_attribute_matches() {
    let mut bench = Bench::with(&["ssm"], &["env:prod"]);
    let seen = bench.look();
    let spec = seen.with(&["ssm", "web", "pg-main"], &["env:prod"]);
    let repair = list_after_revoking(&seen.context, &spec, &[]);
    assert_eq!((repair.steps.len(), repair.skipped.len()), (3, 0));
    let renewed: Vec<_> = repair.renewed().collect();
    assert_eq!(renewed, [&name("pg-main"), &name("pg-two")]);
    let now = bench.run(&repair);
    assert_eq!(now.listed(), ["ssm", "web", "pg-main"]);
    assert_eq!(now.identity().attributes, seen.identity().attributes);
    for (connection, secret) in &seen.secrets {
        let is_renewed = renewed.contains(&connection);
        assert_eq!(now.secrets[connection] != *secret, is_renewed, "{connection}");
    }
}

/// Re-saving a connection would create what the attribute matches, which couldn't be added
/// directly.
#[test]
fn a_connection_to_add_is_never_matched_by_an_attribute_on_the_way() {
    let mut bench = Bench::contract();
    bench.tester.attribute("k:web", &["web"]);
    bench.tester.attribute("k:ssm", &["ssm"]);
    bench.tester.create("a1", &["ssm"], &["k:web"]);
    bench.save(&["ssm"], &["k:ssm"]);
    // Fails after ssm was revoked and before its attribute was removed.
    bench.save(&[], &["l".repeat(256).as_str()]);
    let seen = bench.look();
    assert_eq!((seen.live(), seen.identity().attributes.len()), (vec!["web"], 1));
    let repair = list_after_revoking(&seen.context, &seen.with(&["ssm", "web"], &["k:ssm"]), &[]);
    assert_eq!(repair.skipped, []);
    assert_eq!(bench.run(&repair).live(), ["ssm", "web"]);
}

#[test]
fn a_leftover_of_an_agent_managed_connection_is_revoked_through_another_connection() {
    let connections = r#"[
        {"name":"mine","type":"custom","subtype":"aws-ssm","access_mode_connect":"enabled"},
        {"name":"agents","type":"custom","subtype":"aws-ssm","access_mode_connect":"enabled",
         "managed_by":"hoopagent"}
    ]"#;
    let mut bench = Bench::of(connections);
    bench.tester.attribute("k:agents", &["agents"]);
    bench.tester.create("a1", &["mine"], &["k:agents"]);
    bench.save(&["mine"], &[]);
    let seen = bench.look();
    let repair = revoke_all_leftover(&seen.context, &[]);
    assert_eq!(bench.run(&repair).live(), ["mine"]);
    // Without another connection it can't be revoked.
    bench.save(&[], &["k:agents"]);
    bench.save(&[], &[]);
    let seen = bench.look();
    let repair = revoke_all_leftover(&seen.context, &[]);
    assert!(!repair.is_possible());
    assert_eq!(repair.skipped, [Skipped::Managed { name: name("agents") }]);
}

#[test]
fn an_identity_that_no_url_can_carry_cannot_be_repaired() {
    let mut seen = Bench::with(&["ssm"], &["env:prod"]).look();
    let unaddressable = IdentityName::received("a/b");
    seen.pretend(|identity| identity.name = unaddressable, LiveCredentials::default());
    let spec = seen.with(&["ssm", "web"], &["env:prod"]);
    let asked = [name("ssm")].into();
    let repairs = [
        create_missing(&seen.context, &asked),
        split(&seen.context, &spec),
        list_after_revoking(&seen.context, &spec, &[]),
    ];
    for repair in repairs {
        assert!(!repair.is_possible(), "{repair:?}");
        assert!(matches!(refused(&repair)[..], [Cause::Unaddressable { .. }]), "{repair:?}");
    }
}
