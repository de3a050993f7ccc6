//! Formats that are lists of variables.

use base64ct::{Base64, Encoding};

use super::{Entry, LeftOutReason, Report, Value, Written, names, quote, value::other};
use crate::domain::{
    access::{Access, Address, shown},
    card::{Label, commands, sh_quoted},
    redacted_text::RedactedText,
};

/// The variables of a credential, for a workload; commands are for people.
fn values(entry: &Entry<'_>, report: &mut Report) -> Vec<Value> {
    match entry.access() {
        Access::Postgres(it) => {
            let mut values =
                vec![Value::new("URL", commands::postgres_uri(it)).at(&it.address.host)];
            values.extend(address(&it.address));
            let database = it.database.as_ref().map(|name| shown(name.as_str()));
            values.extend(database.map(|name| Value::new("DATABASE", name)));
            values.push(Value::new("USER", it.user.redacted()));
            let password = it.password.as_ref().map(commands::placeholder);
            values.extend(password.map(|password| Value::new("PASSWORD", password)));
            values
        }
        Access::Ssh(it) => {
            let mut values = address(&it.address);
            values.push(Value::new("USER", shown(it.user.as_str())));
            values.push(Value::new("PASSWORD", it.password.redacted()));
            values
        }
        Access::Rdp(it) => {
            let mut values = address(&it.address);
            values.push(Value::new("USER", it.user.redacted()));
            values.push(Value::new("PASSWORD", it.password.redacted()));
            values
        }
        Access::AwsSsm(it) => vec![
            Value::new("AWS_ENDPOINT_URL", it.redacted_endpoint()).at(&it.endpoint.host),
            Value::new("AWS_ACCESS_KEY_ID", it.access_key_id.redacted()),
            Value::new("AWS_SECRET_ACCESS_KEY", it.secret_access_key.redacted()),
        ],
        Access::Http(it) => {
            let mut values = Vec::new();
            match it.origin.as_ref().zip(it.redacted_origin()) {
                Some((url, text)) => values.push(Value::new("URL", text).at(&url.host)),
                None => report.leave_out(entry.credential(), LeftOutReason::NoAddress),
            }
            values.extend(address(&it.address));
            values.push(Value::new("TOKEN", it.token.redacted()));
            values
        }
        Access::SecretOnly(token) => vec![Value::new("SECRET_KEY", token.redacted())],
        Access::Other(it) => {
            for rejected in &it.rejected {
                report.reject(entry, rejected.field, rejected.error);
            }
            other(it, |field| Label::of(field).map(ending))
        }
    }
}

fn address(address: &Address) -> Vec<Value> {
    vec![
        Value::new("HOST", address.redacted_host()).at(&address.host),
        Value::new("PORT", RedactedText::sent(address.port.to_string())),
    ]
}

fn ending(label: Label) -> &'static str {
    match label {
        Label::Host => "HOST",
        Label::Port => "PORT",
        Label::Database => "DATABASE",
        Label::UserName => "USER",
        Label::Password => "PASSWORD",
        Label::ProxyToken => "TOKEN",
        Label::EndpointUrl => "ENDPOINT_URL",
        Label::AccessKeyId => "AWS_ACCESS_KEY_ID",
        Label::SecretAccessKey => "AWS_SECRET_ACCESS_KEY",
        Label::SecretKey => "SECRET_KEY",
        Label::ConnectionString => "URL",
        Label::Command | Label::Curl | Label::Browser | Label::StartSession => "COMMAND",
    }
}

/// One line for each variable, in the format's own quoting. `head` comes before the first.
fn lines(
    entry: &Entry<'_>,
    values: Vec<Value>,
    written: &mut Written,
    report: &mut Report,
    head: impl Fn() -> String,
    start: impl Fn(&str) -> String,
    quoted: impl Fn(RedactedText) -> Option<RedactedText>,
) {
    let prefix = names::prefix(entry.name(), entry.id());
    let (mut lines, mut hosts) = (RedactedText::new(), Vec::new());
    for Value { name: ending, text, host } in values {
        let name = format!("{prefix}_{ending}");
        match quoted(text) {
            Some(value) => {
                lines.push(start(&name)).append(value).push("\n");
                hosts.extend(host);
            }
            None => report.leave_out(entry.credential(), LeftOutReason::Unwritable { name }),
        }
    }
    if lines.is_empty() {
        return;
    }
    if written.carried == 0 {
        written.text().push(head());
    }
    written.text().append(lines);
    hosts.iter().for_each(|host| report.wrote_host(entry, host));
    written.carried += 1;
}

pub fn dot_env(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let values = values(entry, report);
    lines(entry, values, written, report, String::new, |name| format!("{name}="), quote::dot_env);
}

/// `docker run --env-file` takes each value literally, quotes included.
pub fn docker_env(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let values = values(entry, report);
    lines(entry, values, written, report, String::new, |name| format!("{name}="), Some);
}

pub fn terraform(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let start = |name: &str| format!("{} = ", name.to_lowercase());
    let values = values(entry, report);
    lines(entry, values, written, report, String::new, start, quote::hcl);
}

pub fn shell(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let quoted = |value: RedactedText| Some(value.map_whole(sh_quoted));
    let values = values(entry, report);
    lines(entry, values, written, report, String::new, |name| format!("export {name}="), quoted);
}

/// What a Kubernetes Secret takes in a cluster.
#[derive(Clone, Copy, Default)]
pub struct SecretSize {
    /// The bytes of its values.
    data: usize,
    /// The bytes that etcd stores of it, rounded up.
    stored: usize,
}

impl SecretSize {
    /// The most bytes that the values of a Secret may have (`MaxSecretSize` of Kubernetes).
    const DATA: usize = 1024 * 1024;

    /// The most bytes of one object: etcd's own limit (`--max-request-bytes`), less room for what a cluster
    /// adds to an object.
    const STORED: usize = 1536 * 1024 - 32 * 1024;

    /// The size with more values, unless they are too many.
    fn with(self, prefix: &str, values: &[Value]) -> Option<Self> {
        let mut size = self;
        for it in values {
            let data = it.text.reveal().expose().len();
            // A key is stored again in the list of fields that `kubectl` manages. Each has a name, and
            // lengths, tags and quotes around it.
            let key = prefix.len() + 1 + it.name.len();
            size.data += data;
            size.stored += data + 2 * key + 24;
        }
        (size.data <= Self::DATA && size.stored <= Self::STORED).then_some(size)
    }
}

/// Values are in base64, as the API server stores them, so that no rule of YAML applies.
///
/// The manifest is for `kubectl apply --server-side`. Without that option kubectl stores each value a
/// second time, in an annotation, and fails when that has more than 262,144 bytes.
pub fn kubernetes_secret(
    stem: &str,
    entry: &Entry<'_>,
    written: &mut Written,
    report: &mut Report,
) {
    let values = values(entry, report);
    let prefix = names::prefix(entry.name(), entry.id());
    let Some(size) = written.secret_size.with(&prefix, &values) else {
        return report.leave_out(entry.credential(), LeftOutReason::SecretTooLarge);
    };
    written.secret_size = size;
    let encoded = |value: RedactedText| {
        let mut quoted = RedactedText::own("\"");
        quoted.append(value.map_whole(|text| Base64::encode_string(text.as_bytes()))).push("\"");
        Some(quoted)
    };
    let head = || {
        let kind = "apiVersion: v1\nkind: Secret\nmetadata:\n";
        format!("{kind}  name: \"{stem}\"\ntype: Opaque\ndata:\n")
    };
    lines(entry, values, written, report, head, |name| format!("  {name}: "), encoded);
}
