//! Formats that are lists of variables.

use base64ct::{Base64, Encoding};

use super::{Entry, ExportNote, LeftOutReason, Report, Written, names, quote};
use crate::domain::{
    access::{Access, Address, shown},
    card::{Label, commands, sh_quoted},
    redacted_text::RedactedText,
};

type Value = (&'static str, RedactedText);

/// The variables of a credential, for a workload; commands are for people.
fn values(entry: &Entry<'_>, report: &mut Report) -> Vec<Value> {
    match entry.access() {
        Access::Postgres(it) => {
            let mut values = vec![("URL", commands::postgres_uri(it))];
            values.extend(address(&it.address));
            values.extend(it.database.as_ref().map(|name| ("DATABASE", shown(name.as_str()))));
            values.push(("USER", it.user.redacted()));
            let password = it.password.as_ref().map(commands::placeholder);
            values.extend(password.map(|password| ("PASSWORD", password)));
            values
        }
        Access::Ssh(it) => {
            let mut values = address(&it.address);
            values.push(("USER", shown(it.user.as_str())));
            values.push(("PASSWORD", it.password.redacted()));
            values
        }
        Access::Rdp(it) => {
            let mut values = address(&it.address);
            values.push(("USER", it.user.redacted()));
            values.push(("PASSWORD", it.password.redacted()));
            values
        }
        Access::AwsSsm(it) => vec![
            ("AWS_ENDPOINT_URL", shown(&it.endpoint.to_string())),
            ("AWS_ACCESS_KEY_ID", it.access_key_id.redacted()),
            ("AWS_SECRET_ACCESS_KEY", it.secret_access_key.redacted()),
        ],
        Access::Http(it) => {
            let mut values = Vec::new();
            match &it.origin {
                Some(origin) => values.push(("URL", shown(&origin.origin()))),
                None => report.leave_out(entry.credential(), LeftOutReason::NoAddress),
            }
            values.extend(address(&it.address));
            values.push(("TOKEN", it.token.redacted()));
            values
        }
        Access::SecretOnly(token) => vec![("SECRET_KEY", token.redacted())],
        Access::Other(it) => {
            for rejected in &it.rejected {
                report.reject(entry, rejected.field, rejected.error);
            }
            let public = it.public.iter();
            let mut values: Vec<Value> =
                public.map(|host| ("HOST", RedactedText::sent(host.as_str()))).collect();
            let others = it
                .values
                .iter()
                .filter_map(|(field, value)| Some((ending(Label::of(*field)?), value.redacted())));
            values.extend(others);
            values
        }
    }
}

fn address(address: &Address) -> Vec<Value> {
    vec![
        ("HOST", shown(address.host.as_str())),
        ("PORT", RedactedText::sent(address.port.to_string())),
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

/// One line for each variable, in the format's own quoting.
fn lines(
    entries: &[Entry<'_>],
    report: &mut Report,
    start: impl Fn(&str) -> String,
    quoted: impl Fn(RedactedText) -> Option<RedactedText>,
) -> Written {
    let mut written = Written::new();
    for entry in entries {
        let prefix = names::prefix(entry.name(), entry.id());
        let mut is_carried = false;
        for (ending, value) in values(entry, report) {
            let name = format!("{prefix}_{ending}");
            match quoted(value) {
                Some(value) => {
                    written.text.push(start(&name)).append(value).push("\n");
                    is_carried = true;
                }
                None => report.leave_out(entry.credential(), LeftOutReason::Unwritable { name }),
            }
        }
        written.carried += usize::from(is_carried);
    }
    written
}

pub fn dot_env(entries: &[Entry<'_>], report: &mut Report) -> Written {
    lines(entries, report, |name| format!("{name}="), quote::dot_env)
}

/// `docker run --env-file` takes each value literally, quotes included.
pub fn docker_env(entries: &[Entry<'_>], report: &mut Report) -> Written {
    lines(entries, report, |name| format!("{name}="), Some)
}

pub fn terraform(entries: &[Entry<'_>], report: &mut Report) -> Written {
    report.notes.push(ExportNote::Declare);
    lines(entries, report, |name| format!("{} = ", name.to_lowercase()), quote::hcl)
}

pub fn shell(entries: &[Entry<'_>], report: &mut Report) -> Written {
    let quoted = |value: RedactedText| Some(value.map_whole(sh_quoted));
    lines(entries, report, |name| format!("export {name}="), quoted)
}

/// Values are in base64, as the API server stores them, so that no rule of YAML applies.
pub fn kubernetes_secret(stem: &str, entries: &[Entry<'_>], report: &mut Report) -> Written {
    let encoded = |value: RedactedText| {
        let mut quoted = RedactedText::own("\"");
        quoted.append(value.map_whole(|text| Base64::encode_string(text.as_bytes()))).push("\"");
        Some(quoted)
    };
    let data = lines(entries, report, |name| format!("  {name}: "), encoded);
    let mut text = RedactedText::new();
    if data.carried > 0 {
        let head = "apiVersion: v1\nkind: Secret\nmetadata:\n";
        text.push(format!("{head}  name: \"{stem}\"\ntype: Opaque\ndata:\n")).append(data.text);
    }
    Written { text, carried: data.carried }
}
