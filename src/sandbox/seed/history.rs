//! The history of the sample's identities: requests that the gateway itself answered.

use crate::sandbox::access::ADMIN_TOKEN;
use crate::sandbox::gateway::Gateway;
use crate::sandbox::http::Target;
use crate::sandbox::settings::Listener;
use crate::sandbox::world::{Backdated, World};
use crate::wire::exchange::{Method, RawRequest};

/// Nanoseconds.
pub const DAY: i64 = 86_400 * 1_000_000_000;

/// One event of the past.
enum Event {
    /// A request by an administrator: method, target, body.
    Sent(Method, &'static str, &'static str),
    /// The operator set the Postgres proxy's address.
    PostgresListener(&'static str),
}

use Event::{PostgresListener, Sent};

/// The events, a day apart, oldest first.
const HISTORY: &[Event] = &[
    // Blocked: connect access was switched off after the credential was issued (G35).
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"mail-archiver","description":"","connection_names":["retired-postgres"],"attributes":[]}"#,
    ),
    Sent(
        Method::Patch,
        "/api/connections/retired-postgres",
        r#"{"access_mode_connect":"disabled"}"#,
    ),
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"backend-prod","description":"","connection_names":[],"attributes":[]}"#,
    ),
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"ci-runner","description":"Builds and deploys","connection_names":["deploy-repo","bastion"],"attributes":[]}"#,
    ),
    // Listed and matched: removing it from the list doesn't revoke its credential (G27).
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"etl-nightly","description":"Nightly load of the warehouse","connection_names":["analytics-warehouse"],"attributes":["team:data"]}"#,
    ),
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"dashboard-sync","description":"Everything through attributes","connection_names":[],"attributes":["team:sre"]}"#,
    ),
    // Leftover: the attribute was removed, its credentials still work (G3).
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"staging-reporter","description":"","connection_names":[],"attributes":["env:staging"]}"#,
    ),
    Sent(
        Method::Put,
        "/api/machineidentities/staging-reporter",
        r#"{"name":"staging-reporter","description":"Retired with the staging report","connection_names":[],"attributes":[]}"#,
    ),
    // Missing: a rotation failed after it had revoked (G7).
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"payments-reconciler","description":"","connection_names":["payments-postgres"],"attributes":[]}"#,
    ),
    PostgresListener(""),
    Sent(
        Method::Post,
        "/api/machineidentities/payments-reconciler/credentials/payments-postgres/rotate",
        "",
    ),
    PostgresListener("0.0.0.0:15432"),
    // Lists a connection that no longer exists (G23).
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"billing-exporter","description":"","connection_names":["billing-postgres","api-proxy"],"attributes":[]}"#,
    ),
    Sent(Method::Delete, "/api/connections/billing-postgres", ""),
    // Can't be addressed by name (G18).
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"platform/deployer","description":"Named before names with a slash were refused","connection_names":["deploy-repo"],"attributes":[]}"#,
    ),
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"größe prüfer","description":"Names are any Unicode","connection_names":["docs-repo"],"attributes":[]}"#,
    ),
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"claude-agent","description":"","connection_names":["claude-code"],"attributes":["team:ai"]}"#,
    ),
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"fleet-operator","description":"One credential of every shape","connection_names":["ssm-fleet","windows-jump","eks-prod","legacy-api","grafana","staging-postgres","bastion","claude-shell"],"attributes":[]}"#,
    ),
    // Has an attribute that is in no list (G10).
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"privacy-scanner","description":"","connection_names":[],"attributes":["rulepack_personal-data"]}"#,
    ),
    // A PUT that stopped half-way left a credential that isn't listed (G4).
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"half-moved","description":"","connection_names":["kibana"],"attributes":[]}"#,
    ),
    Sent(
        Method::Put,
        "/api/machineidentities/half-moved",
        r#"{"name":"half-moved","description":"","connection_names":["kibana","archive-postgres","prod-mysql"],"attributes":[]}"#,
    ),
    // Renamed: its old name can't be used again (G19).
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"release-bot","description":"","connection_names":["docs-repo"],"attributes":[]}"#,
    ),
    Sent(
        Method::Put,
        "/api/machineidentities/release-bot",
        r#"{"name":"release-robot","description":"Was called release-bot","connection_names":["docs-repo"],"attributes":[]}"#,
    ),
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"night-watch","description":"Everything that pages","connection_names":["payments-postgres"],"attributes":["tier:critical","hoop-discovered"]}"#,
    ),
    Sent(
        Method::Post,
        "/api/machineidentities",
        r#"{"name":"idle","description":"Nothing yet","connection_names":[],"attributes":["unassigned"]}"#,
    ),
];

/// Creates an identity of this name that can reach a few connections, unless there is one: what an
/// administrator would send.
pub fn create_named(gateway: &mut Gateway, world: &mut dyn World, name: &str) {
    let body = serde_json::json!({
        "name": name,
        "description": "Created by the sandbox for this page",
        "connection_names": ["bastion"],
        "attributes": ["team:data"],
    });
    send(gateway, world, Method::Post, "/api/machineidentities", body.to_string().as_bytes());
}

/// Replays the history; its last event was a day ago.
pub fn play(gateway: &mut Gateway, world: &mut dyn World) {
    let ages = (1..=HISTORY.len() as i64).rev();
    for (age, event) in ages.zip(HISTORY) {
        match event {
            Sent(method, target, body) => {
                let world = &mut Backdated { world, by: age * DAY };
                send(gateway, world, *method, target, body.as_bytes());
            }
            PostgresListener(address) => {
                gateway.settings.set_listen_address(Listener::Postgres, (*address).to_owned());
            }
        }
    }
}

/// Lets the gateway answer a request of an administrator.
fn send(gateway: &mut Gateway, world: &mut dyn World, method: Method, target: &str, body: &[u8]) {
    let request = RawRequest {
        method,
        target: target.to_owned(),
        headers: vec![("Authorization".into(), format!("Bearer {ADMIN_TOKEN}"))],
        body: body.to_vec(),
    };
    let target = Target::parse(target).expect("the history's targets are valid");
    gateway.answer(&request, &target, world);
}
