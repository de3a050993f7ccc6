//! What no client can know.

use machine_identity_editor::domain::{
    attribute::Attribute,
    catalog::{Catalog, ListedAttribute},
    connection::Proxy,
    plan::{ChangePlan, Outcome, Unknown},
};

use crate::bench::{Bench, attributes, name};

#[test]
fn unread_credentials_are_assumed_to_be_in_order() {
    let seen = Bench::with(&["ssm"], &["env:prod"]).look();
    let before = seen.without_credentials();
    let plan = ChangePlan::new(&before, &seen.with(&[], &["env:prod"]));
    assert_eq!(*plan.unknowns, [Unknown::Credentials]);
    assert_eq!(plan.revoked().collect::<Vec<_>>(), [&name("ssm")]);
    assert_eq!(plan.expected().credentials().len(), 2);
}

#[test]
fn an_unread_catalog_is_reported_as_unread() {
    let seen = Bench::with(&["ssm"], &[]).look();
    let catalog = Catalog::default();
    let before = seen.with_catalog(&catalog);
    let plan = ChangePlan::new(&before, &seen.with(&["ssm", "nope"], &["new:one"]));
    assert_eq!(*plan.unknowns, [Unknown::Connections, Unknown::Attributes]);
    assert_eq!(plan.obstacles, [], "whether it exists is not known");
    assert_eq!(plan.provisioned().collect::<Vec<_>>(), [&name("nope")]);
}

#[test]
fn an_unlisted_attribute_is_new_or_hidden() {
    let seen = Bench::with(&[], &["hidden:one"]).look();
    let mut catalog = Catalog::new(seen.context.catalog().connections().cloned(), []);
    let plan = |catalog: &Catalog| {
        let before = seen.with_catalog(catalog);
        ChangePlan::new(&before, &seen.with(&[], &["hidden:one", "new:one"])).unknowns
    };
    let [hidden, new]: [Attribute; 2] = attributes(&["hidden:one", "new:one"]).try_into().unwrap();
    assert_eq!(
        *plan(&catalog),
        [
            Unknown::HiddenAttribute { index: 0, attribute: hidden.clone() },
            Unknown::NewAttribute { index: 1, attribute: new.clone() },
        ]
    );
    catalog.learn_absent(new);
    let description = String::new();
    let connection_names = vec![name("ssm")];
    catalog.learn(ListedAttribute { name: hidden, description, managed: false, connection_names });
    assert_eq!(*plan(&catalog), [], "both were asked for by name");
}

#[test]
fn a_proxy_with_an_unknown_address_makes_new_credentials_unknown() {
    let seen = Bench::with(&["web"], &[]).look();
    let plan = ChangePlan::new(&seen.context, &seen.with(&["web", "win", "ssm", "pg-main"], &[]));
    assert_eq!(*plan.unknowns, [Unknown::Listener(Proxy::Rdp)], "ssm needs none, pg is seen");
}

#[test]
fn an_attribute_may_match_an_unlisted_connection() {
    let seen = Bench::with(&[], &[]).look();
    let gone = ListedAttribute {
        name: Attribute::received("env:old"),
        description: String::new(),
        managed: true,
        connection_names: vec![name("gone")],
    };
    let catalog = Catalog::new(seen.context.catalog().connections().cloned(), [gone]);
    let before = seen.with_catalog(&catalog);
    let plan = ChangePlan::new(&before, &seen.with(&[], &["env:old"]));
    assert!(matches!(plan.effects[0].outcome, Outcome::NotSupported { .. }));
    let attribute = Attribute::received("env:old");
    assert_eq!(
        *plan.unknowns,
        [
            Unknown::ManagedAttribute { index: 0, attribute, connections: 1 },
            Unknown::UnlistedConnection(name("gone")),
        ]
    );
}
