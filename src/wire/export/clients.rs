//! Formats for the clients of the other proxies.

use super::{Entry, ExportNote, LeftOutReason, Report, Written, quote};
use crate::domain::{
    access::{Access, Http, HttpUrl, shown},
    card::commands,
    redacted_text::RedactedText,
};

/// The lines of a remote desktop file, which end with CRLF.
pub fn rdp(entries: &[Entry<'_>], report: &mut Report) -> Written {
    report.notes.push(ExportNote::PasswordApart);
    let mut written = Written::new();
    for entry in entries {
        let Access::Rdp(it) = entry.access() else { continue };
        let text = &mut written.text;
        text.push("full address:s:")
            .append(shown(&it.address.in_url()))
            .push("\r\nusername:s:")
            .append(it.user.redacted())
            .push("\r\nprompt for credentials:i:1\r\n");
        written.carried += 1;
    }
    written
}

/// A profile under the credential's alias, with the URL of its one service.
pub fn aws_profile(entries: &[Entry<'_>], report: &mut Report) -> Written {
    report.notes.extend([ExportNote::OwnerOnly, ExportNote::Region]);
    let mut written = Written::new();
    for entry in entries {
        let Access::AwsSsm(it) = entry.access() else { continue };
        let alias = entry.alias();
        let text = &mut written.text;
        text.push(format!("[profile {alias}]\naws_access_key_id = "))
            .append(it.access_key_id.redacted())
            .push("\naws_secret_access_key = ")
            .append(it.secret_access_key.redacted())
            .push(format!("\nservices = {alias}\n\n[services {alias}]\nssm =\n  endpoint_url = "))
            .append(shown(&it.endpoint.to_string()))
            .push("\n\n");
        written.carried += 1;
    }
    written
}

/// The HTTP credentials with a known proxy address; the others are reported.
fn http<'a>(
    entries: &'a [Entry<'a>],
    report: &mut Report,
) -> Vec<(&'a Entry<'a>, &'a Http, &'a HttpUrl)> {
    let mut found = Vec::new();
    for entry in entries {
        let Access::Http(it) = entry.access() else { continue };
        match &it.origin {
            Some(origin) => found.push((entry, it, origin)),
            None => report.leave_out(entry.credential(), LeftOutReason::NoAddress),
        }
    }
    found
}

pub fn curl(entries: &[Entry<'_>], report: &mut Report) -> Written {
    let mut written = Written::new();
    for (entry, it, _) in http(entries, report) {
        let Some(command) = commands::curl(it) else { continue };
        written.text.push(format!("# {}\n", entry.name())).append(command).push("\n");
        written.carried += 1;
    }
    written
}

/// A cluster, a user and a context under the credential's alias.
pub fn kubeconfig(entries: &[Entry<'_>], report: &mut Report) -> Written {
    let [mut clusters, mut users, mut contexts] = [(); 3].map(|()| RedactedText::new());
    let mut written = Written::new();
    let mut first = None;
    for (entry, it, origin) in http(entries, report) {
        if !origin.is_tls {
            let connection_name = entry.credential().connection_name.clone();
            report.notes.push(ExportNote::TokenNeedsHttps { connection_name });
        }
        let alias = entry.alias();
        clusters
            .push(format!("- name: \"{alias}\"\n  cluster:\n    server: "))
            .append(quote::json(shown(&origin.origin())))
            .push("\n");
        users
            .push(format!("- name: \"{alias}\"\n  user:\n    token: "))
            .append(quote::json(it.token.redacted()))
            .push("\n");
        contexts.push(format!(
            "- name: \"{alias}\"\n  context:\n    cluster: \"{alias}\"\n    user: \"{alias}\"\n"
        ));
        first.get_or_insert(alias);
        written.carried += 1;
    }
    let Some(first) = first else { return written };
    let text = &mut written.text;
    text.push("apiVersion: v1\nkind: Config\nclusters:\n")
        .append(clusters)
        .push("users:\n")
        .append(users)
        .push("contexts:\n")
        .append(contexts)
        .push(format!("current-context: \"{first}\"\n"));
    written
}

/// Claude Code sends the token as a bearer token, which the HTTP proxy accepts (contract §7).
pub fn claude_settings(entries: &[Entry<'_>], report: &mut Report) -> Written {
    let mut written = Written::new();
    let Some((_, it, origin)) = http(entries, report).into_iter().next() else { return written };
    let text = &mut written.text;
    text.push("{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": ")
        .append(quote::json(shown(&origin.origin())))
        .push(",\n    \"ANTHROPIC_AUTH_TOKEN\": ")
        .append(quote::json(it.token.redacted()))
        .push("\n  }\n}\n");
    written.carried = 1;
    written
}
