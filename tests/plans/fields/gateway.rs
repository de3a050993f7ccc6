//! No field is forgotten between the client and the gateway, whose audit log has earlier versions.

use machine_identity_editor::{
    domain::{
        attribute::AttributePolicy,
        catalog::Catalog,
        draft::{DraftError, Field, IdentityDraft, IdentitySpec, Rules},
        history::{as_stored, compare},
        plan::Cause,
        repair::{Skipped, split},
    },
    wire::{audit::read_audit_page, exchange::Method, identity::write_spec},
};

use super::{spec_of, vary};
use crate::bench::{Bench, attributes, escaped};

/// The request body of a spec.
fn body_of(spec: &IdentitySpec) -> String {
    String::from_utf8(write_spec(spec, Default::default())).unwrap()
}

#[test]
fn every_field_reaches_the_gateway_and_is_read_back() {
    for field in Field::ALL {
        let mut bench = Bench::with(&["ssm"], &["env:prod"]);
        let is_stored =
            |bench: &mut Bench| bench.tester.get("/_sandbox/state").text().contains("\"web\"");
        assert!(!is_stored(&mut bench));
        let before = bench.look();
        let mine = spec_of(&vary(&IdentityDraft::of(before.identity()), field, "web"));
        let saved = bench.play_after(before, mine.clone());
        assert_eq!(saved.status, 200, "{}", saved.message);
        assert_eq!(IdentitySpec::of(saved.now.identity()), mine, "{field:?} of a save");
        assert!(is_stored(&mut bench), "{field:?} is in the sandbox's state");

        let mut bench = Bench::contract();
        let answer = bench.tester.send(Method::Post, "/api/machineidentities", &body_of(&mine));
        assert_eq!(answer.status(), 201, "{}", answer.text());
        assert!(answer.text().contains("\"web\""), "{field:?} is in the answer to a creation");
        let created = bench.look_at(&escaped(mine.name.as_str()));
        assert_eq!(IdentitySpec::of(created.identity()), mine, "{field:?} of a creation");
    }
}

#[test]
fn every_field_of_a_version_is_read_compared_and_restored() {
    let seen = Bench::with(&["ssm"], &["env:prod"]).look();
    let loaded = IdentityDraft::of(seen.identity());
    for field in Field::ALL {
        let draft = vary(&loaded, field, "web");
        let version = spec_of(&draft);
        let log = format!(
            r#"{{"pages":{{"total":1,"page":1,"size":100}},"data":[
                {{"id":"1","http_method":"PUT","http_path":"/api/machineidentities/a1",
                  "http_status":200,"outcome":true,"created_at":"2026-08-21T10:00:00Z",
                  "request_payload_redacted":{}}}]}}"#,
            body_of(&version)
        );
        let page = read_audit_page(log.as_bytes()).unwrap();
        assert_eq!(page.entries[0].version(), Some(&version), "{field:?} is read");
        let edits = compare(&spec_of(&loaded), &version);
        assert_eq!(edits.fields().collect::<Vec<_>>(), [field], "the comparison");
        let stored = as_stored(&version);
        assert_eq!(IdentityDraft::of(&stored), draft, "{field:?} is restored");
        assert_eq!(version.borrowed().to_draft(), draft, "{field:?} of a spec's draft");
        assert!(field.texts(&stored).contains(&"web"), "{field:?} is searched for secrets");
    }
}

/// The database refuses U+0000 in every text (contract §9). `play_after` compares the plan with what
/// the gateway did.
#[test]
fn every_field_with_a_null_character_is_refused_and_split_off() {
    for field in Field::ALL {
        let mut bench = Bench::with(&["ssm"], &["env:prod"]);
        let before = bench.look();
        let draft = vary(&IdentityDraft::of(before.identity()), field, "a\0");
        let (catalog, policy) = (Catalog::default(), AttributePolicy::KeyValue);
        let rules = Rules { baseline: Some(before.identity()), catalog: &catalog, policy: &policy };
        let errors = draft.check(rules).expect_err("it has a null character");
        assert_eq!(errors.iter().map(DraftError::field).collect::<Vec<_>>(), [field]);

        let mut spec = spec_of(&draft);
        let entered = spec.attributes.iter().cloned();
        spec.attributes = entered.chain(attributes(&["k:new"])).collect();
        let repair = split(&before.context, &spec);
        assert_eq!(repair.skipped, [Skipped::Refused(Cause::Nul)], "{field:?}");
        let rest = bench.run(&repair);
        assert_eq!(rest.identity().attributes, attributes(&["env:prod", "k:new"]), "{field:?}");

        let refused = bench.play_after(rest, spec_of(&draft));
        let found: Vec<_> = refused.plan.obstacles.iter().map(|it| (it.field, &it.cause)).collect();
        assert_eq!(found, [(field, &Cause::Nul)]);
        assert_ne!(refused.status, 200);
    }
}
