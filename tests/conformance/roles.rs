//! The users of the recordings, by the name of their role.

use std::collections::BTreeMap;
use std::sync::Arc;

use machine_identity_editor::sandbox::settings::Settings;
use machine_identity_editor::sandbox::{Directory, User};

/// The user of each role.
pub type Roles = BTreeMap<String, User>;

/// Reads the users.
pub fn read() -> Roles {
    serde_json::from_str(include_str!("../traces/users.json"))
        .expect("users.json is a map of users")
}

/// A gateway configured like the recorded one.
pub fn settings(roles: &Roles) -> Settings {
    let mut settings = Settings::default();
    settings.version = "unknown".into();
    settings.ssh_hosts_key = String::new();
    settings.directory = Directory {
        users: roles.values().cloned().map(Arc::new).collect(),
        server_key: None,
        ..Directory::default()
    };
    settings
}

/// The header that signs in a role; none for an unknown role.
pub fn authorization(roles: &Roles, role: Option<&str>) -> Option<(String, String)> {
    let token = &roles.get(role?)?.token;
    Some(("Authorization".to_owned(), format!("Bearer {token}")))
}
