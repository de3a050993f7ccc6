//! One credential of each shape that the gateway answers (contract §13).

use machine_identity_editor::{
    domain::{
        credential::Credential,
        host::PublicHost,
        identity::{Identity, Timestamp},
        name::IdentityName,
    },
    wire::{
        credential::read_credentials,
        export::{Export, ExportFormat, Scope},
    },
};

const TAIL: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const AWS_ID: &str = "AKIAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const AWS_SECRET: &str = "0000000000000000000000000000000000000000";

pub const POSTGRES: &str = r#"{"connection_name":"pg-main","connection_type":"database","connection_subtype":"postgres","secret_key":"$","hostname":"0.0.0.0","port":"15432","database_name":"hoopdb","connection_string":"postgres://$:hoop@0.0.0.0:15432/hoopdb?sslmode=disable","username":"$","password":"hoop"}"#;
pub const SSH: &str = r#"{"connection_name":"ssh-box","connection_type":"application","connection_subtype":"ssh","secret_key":"$","hostname":"127.0.0.1","port":"12222","username":"hoop","password":"$","command":"sshpass -p 'hoop' ssh $@127.0.0.1 -p 12222"}"#;
pub const RDP: &str = r#"{"connection_name":"win","connection_type":"custom","connection_subtype":"rdp","secret_key":"$","hostname":"0.0.0.0","port":"13389","username":"$","password":"$","command":"xfreerdp /v:0.0.0.0:13389 /u:$ /p:$"}"#;
pub const AWS: &str = r#"{"connection_name":"ssm","connection_type":"custom","connection_subtype":"aws-ssm","secret_key":"$","connection_string":"AWS_ACCESS_KEY_ID=\"AKIAAAAAAAAAAAAAAAAAAAAAAAAAAA\" AWS_SECRET_ACCESS_KEY=\"0000000000000000000000000000000000000000\" aws ssm start-session --target {TARGET_INSTANCE} --endpoint-url \"http://localhost:8009/ssm/\"","endpoint_url":"http://localhost:8009/ssm/","aws_access_key_id":"AKIAAAAAAAAAAAAAAAAAAAAAAAAAAA","aws_secret_access_key":"0000000000000000000000000000000000000000"}"#;
pub const HTTP: &str = r#"{"connection_name":"web","connection_type":"httpproxy","connection_subtype":"httpproxy","secret_key":"$","hostname":"0.0.0.0","port":"18888","command":"{\n\t\"curl\": \"curl -H 'Authorization: $' http://localhost:18888/\",\n\t\"browser\": \"http://localhost:18888/$\"\n}","proxy_token":"$"}"#;
pub const SECRET_ONLY: &str = r#"{"connection_name":"ssh-custom","connection_type":"custom","connection_subtype":"ssh","secret_key":"$"}"#;

/// A credential as the gateway answers it, with `$` for its secret.
pub fn credential(body: &str, prefix: &str) -> Vec<Credential> {
    read(&body.replace('$', &format!("{prefix}-{TAIL}")))
}

pub fn read(body: &str) -> Vec<Credential> {
    read_credentials(format!("[{body}]").as_bytes()).expect("it is a list")
}

/// The HTTP shape under another name and type.
pub fn http(name: &str, kind: &str, subtype: &str, prefix: &str) -> Vec<Credential> {
    let body = HTTP
        .replace("\"web\"", &format!("\"{name}\""))
        .replace("\"connection_type\":\"httpproxy\"", &format!("\"connection_type\":\"{kind}\""))
        .replace(
            "\"connection_subtype\":\"httpproxy\"",
            &format!("\"connection_subtype\":\"{subtype}\""),
        );
    credential(&body, prefix)
}

pub fn all() -> Vec<Credential> {
    [
        credential(POSTGRES, "pg"),
        credential(SSH, "ssh"),
        credential(RDP, "rdp"),
        credential(AWS, "aws-ssm"),
        http("web", "httpproxy", "httpproxy", "httpproxy"),
        http("k8s", "kubernetes", "kubernetes", "k8s"),
        http("claude", "httpproxy", "claude-code", "claude-code"),
        credential(SECRET_ONLY, "ssh"),
    ]
    .concat()
}

pub fn secrets() -> Vec<String> {
    let prefixes = ["pg", "ssh", "rdp", "httpproxy", "k8s", "claude-code"];
    let tails = prefixes.map(|prefix| format!("{prefix}-{TAIL}"));
    tails.into_iter().chain([AWS_ID.to_owned(), AWS_SECRET.to_owned()]).collect()
}

/// An identity as the gateway answers it.
pub fn identity(name: &str, id: &str) -> Identity {
    Identity {
        id: id.to_owned(),
        name: IdentityName::received(name),
        created_at: Timestamp::received("2026-01-01T00:00:00Z"),
        updated_at: Timestamp::received("2026-01-01T00:00:00Z"),
        ..Identity::unsaved()
    }
}

pub fn backend() -> Identity {
    identity("backend prod", "7722430f-ab11-5002-b476-613711cd11bf")
}

pub fn export(format: ExportFormat, credentials: &[Credential]) -> Export {
    export_with(format, credentials, None)
}

pub fn export_with(
    format: ExportFormat,
    credentials: &[Credential],
    public: Option<&PublicHost>,
) -> Export {
    let credentials: Vec<&Credential> = credentials.iter().collect();
    format.write(&backend(), Scope::All, &credentials, public)
}

/// The clear text.
pub fn text(export: &Export) -> String {
    export.text.reveal().expose().to_owned()
}
