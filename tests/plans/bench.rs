//! A client that plans before it writes, in front of an engine.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use machine_identity_editor::{
    domain::{
        attribute::Attribute,
        catalog::Catalog,
        connection::ConnectionName,
        draft::IdentitySpec,
        identity::Identity,
        identity_state::{IdentityState, LiveCredentials},
        listeners::Listeners,
        name::IdentityName,
        plan::{ChangePlan, PlanContext},
        repair::{Action, RepairPlan, is_same_state},
        save_result::{Answer, SaveResult},
    },
    sandbox::seed::{Catalogue, Seed},
    wire::{catalog, credential, exchange::Method, identity},
};

use crate::tester::Tester;

/// An engine and the client in front of it.
pub struct Bench {
    pub tester: Tester,
}

/// Everything that a client can read about one identity.
pub struct Seen {
    pub context: PlanContext,
    /// The secrets of each connection, in no particular order.
    pub secrets: BTreeMap<ConnectionName, BTreeSet<String>>,
}

/// A planned save, sent even if blocked, and read afterwards.
#[allow(dead_code, reason = "each test binary uses a part of it")]
pub struct Played {
    pub before: Seen,
    pub spec: IdentitySpec,
    pub plan: ChangePlan,
    pub status: u16,
    /// The gateway's message when it refused.
    pub message: String,
    pub now: Seen,
}

#[allow(dead_code, reason = "each test binary uses a part of it")]
impl Seen {
    /// The context of a reader without access to the credentials.
    pub fn without_credentials(&self) -> PlanContext {
        let state = self.context.state().clone();
        self.context.with_state(IdentityState { credentials: None, ..state })
    }

    /// The context with another list of connections or attributes.
    pub fn with_catalog(&self, catalog: &Catalog) -> PlanContext {
        self.context.with_catalog(Arc::new(catalog.clone()))
    }

    /// Replaces what was read.
    pub fn pretend(&mut self, change: impl FnOnce(&mut Identity), live: LiveCredentials) {
        let mut identity = self.identity().clone();
        change(&mut identity);
        self.context = self.context.with_state(IdentityState::new(identity, Some(live)));
    }

    pub fn identity(&self) -> &Identity {
        self.context.identity()
    }

    pub fn credentials(&self) -> &LiveCredentials {
        self.context.credentials().expect("an administrator may read them")
    }

    /// The credentials whose secret is new.
    pub fn fresh_since(&self, before: &Self) -> LiveCredentials {
        let mut fresh = LiveCredentials::default();
        for (name, secrets) in &self.secrets {
            let old = before.secrets.get(name);
            let is_old = |secret| old.is_some_and(|old| old.contains(secret));
            secrets.iter().filter(|it| !is_old(*it)).for_each(|_| fresh.add(name.clone()));
        }
        fresh
    }

    /// The connection of each credential.
    pub fn live(&self) -> Vec<&str> {
        self.credentials().iter().map(ConnectionName::as_str).collect()
    }

    pub fn listed(&self) -> Vec<&str> {
        self.identity().connection_names.iter().map(ConnectionName::as_str).collect()
    }

    /// The spec with other lists and everything else unchanged.
    pub fn with(&self, connections: &[&str], attributes: &[&str]) -> IdentitySpec {
        IdentitySpec {
            connection_names: names(connections).into(),
            attributes: self::attributes(attributes).into(),
            ..IdentitySpec::of(self.identity())
        }
    }
}

impl Played {
    pub fn save_result(&self) -> SaveResult {
        let answer = if self.status == 200 { Answer::Done } else { Answer::Refused };
        save_result(&self.before, &self.plan, answer, &self.now)
    }
}

/// The result of a save, from two reads.
pub fn save_result(before: &Seen, plan: &ChangePlan, answer: Answer, now: &Seen) -> SaveResult {
    SaveResult::new(plan, answer, Some(now.context.state()), &now.fresh_since(before))
}

#[allow(dead_code, reason = "each test binary uses a part of it")]
impl Bench {
    /// The gateway of contract §13.
    pub fn contract() -> Self {
        Self { tester: Tester::contract() }
    }

    /// A gateway with these connections, in the form of `GET /connections`.
    pub fn of(connections: &str) -> Self {
        let mut catalogue = Catalogue::default();
        catalogue.add(connections).unwrap();
        Self { tester: Tester::with(Seed::Catalogue(catalogue)) }
    }

    /// With an identity `a1`.
    pub fn with(connections: &[&str], attributes: &[&str]) -> Self {
        let mut bench = Self::contract();
        assert_eq!(bench.tester.create("a1", connections, attributes).status(), 201);
        bench
    }

    pub fn listen(&mut self, proxy: &str, address: &str) {
        let body = format!(r#"{{"{proxy}":"{address}"}}"#);
        assert_eq!(self.tester.send(Method::Put, "/_sandbox/listeners", &body).status(), 200);
    }

    /// Reads everything again.
    pub fn look(&mut self) -> Seen {
        self.look_at("a1")
    }

    pub fn look_at(&mut self, name: &str) -> Seen {
        let catalog = self.catalog();
        let server = self.body("/api/serverinfo");
        let facts: serde_json::Value = serde_json::from_slice(&server).unwrap();
        let postgres = facts["postgres_proxy_enabled"].as_bool();
        self.look_with(name, Arc::new(catalog), Listeners::of_postgres(postgres))
    }

    /// Reads the identity, its credentials and the names again.
    pub fn look_with(&mut self, name: &str, catalog: Arc<Catalog>, listeners: Listeners) -> Seen {
        let path = format!("/api/machineidentities/{name}");
        let identity = identity::read_identity(&self.body(&path)).unwrap();
        let credentials =
            credential::read_credentials(&self.body(&format!("{path}/credentials"))).unwrap();
        let mut secrets: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for credential in &credentials {
            let secret = credential.secret_key.as_ref().unwrap().expose().to_owned();
            secrets.entry(credential.connection_name.clone()).or_default().insert(secret);
        }
        let live = credentials.into_iter().map(|credential| credential.connection_name).collect();
        let listed = identity::read_identities(&self.body("/api/machineidentities")).unwrap();
        let names = listed.into_iter().map(|identity| identity.name).collect();
        let state = IdentityState::new(identity, Some(live));
        let context = PlanContext::new(state, catalog).with_listeners(listeners);
        Seen { context: context.with_taken_names(Arc::new(names)), secrets }
    }

    pub fn catalog(&mut self) -> Catalog {
        let connections = catalog::read_connections(&self.body("/api/connections")).unwrap();
        let page = self.body("/api/attributes?page=1&page_size=100");
        Catalog::new(connections, catalog::read_attribute_page(&page).unwrap().attributes)
    }

    fn body(&mut self, path: &str) -> Vec<u8> {
        let answer = self.tester.get(path);
        assert_eq!(answer.status(), 200, "{path}");
        answer.0.body
    }

    /// Sends a spec as the client does, and returns the status and an error's message.
    pub fn put(&mut self, name: &IdentityName, spec: &IdentitySpec) -> (u16, String) {
        let body = String::from_utf8(identity::write_spec(spec, Default::default())).unwrap();
        let path = format!("/api/machineidentities/{}", escaped(name.as_str()));
        let answer = self.tester.send(Method::Put, &path, &body);
        (answer.status(), answer.message())
    }

    /// Plans a save, sends it even if blocked, and compares everything that the plan promised.
    pub fn play(&mut self, spec: IdentitySpec) -> Played {
        let before = self.look();
        self.play_after(before, spec)
    }

    pub fn play_after(&mut self, before: Seen, spec: IdentitySpec) -> Played {
        let plan = ChangePlan::new(&before.context, &spec);
        let (status, message) = self.put(&before.identity().name, &spec);
        let expected = plan.expected();
        let (catalog, listeners) = (self.catalog(), before.context.listeners());
        let name = escaped(expected.fields().name.as_str());
        let now = self.look_with(&name, Arc::new(catalog), listeners);
        assert_eq!(status == 200, plan.refusal.is_none(), "{message}: {plan:?}");
        assert_eq!(now.credentials(), expected.credentials(), "{message}: {plan:?}");
        let fields = IdentitySpec::of(&expected.state().identity);
        assert_eq!(IdentitySpec::of(now.identity()), fields, "{message}: {plan:?}");
        for name in before.secrets.keys() {
            let of_name = plan.effects.iter().filter(|it| it.connection_name == *name);
            let kept = of_name.filter(|it| it.outcome.is_kept()).count();
            let old = before.secrets[name].iter();
            let same = old.filter(|it| now.secrets.get(name).is_some_and(|now| now.contains(*it)));
            assert!(same.count() >= kept, "{name} has another secret: {plan:?}");
        }
        let played = Played { before, spec, plan, status, message, now };
        let save_result = played.save_result();
        let is_planned = played.plan.obstacles.is_empty();
        assert!(!is_planned || save_result.is_as_planned(), "{save_result:?}");
        assert_eq!(save_result.unplanned, [], "{:?}", played.plan);
        played
    }

    /// Runs the steps of a repair, and compares each result with what the step promised.
    pub fn run(&mut self, repair: &RepairPlan) -> Seen {
        let mut path = escaped(repair.start.identity.name.as_str());
        let mut name = repair.start.identity.name.clone();
        let mut seen = self.look_at(&path);
        for step in &repair.steps {
            match &step.action {
                Action::Save { spec, plan } => {
                    let (status, message) = self.put(&name, spec);
                    assert_eq!(status, 200, "{message}: {plan:?}");
                }
                Action::Resave { connection_name, .. } => {
                    self.tester.resave(connection_name.as_str());
                }
            }
            name = step.after.identity.name.clone();
            path = escaped(name.as_str());
            seen = self.look_at(&path);
            assert!(
                is_same_state(&step.after, seen.context.state()),
                "{step:?} is {:?}",
                seen.identity()
            );
        }
        seen
    }

    /// The same with other lists.
    pub fn save(&mut self, connections: &[&str], attributes: &[&str]) -> Played {
        let before = self.look();
        let spec = before.with(connections, attributes);
        self.play_after(before, spec)
    }
}

#[allow(dead_code, reason = "each test binary uses a part of it")]
pub fn name(text: &str) -> ConnectionName {
    ConnectionName::received(text)
}

pub fn names(list: &[&str]) -> Vec<ConnectionName> {
    list.iter().copied().map(ConnectionName::received).collect()
}

pub fn attributes(list: &[&str]) -> Vec<Attribute> {
    list.iter().copied().map(Attribute::received).collect()
}

/// A name in a path, every byte escaped.
pub fn escaped(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
