//! Formats for the clients of the other proxies.

use super::{Entry, ExportNote, Report, Written, quote};
use crate::domain::{
    access::{Access, Http, HttpUrl},
    card::commands,
};

/// The lines of a remote desktop file, which end with CRLF.
pub fn rdp(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let Access::Rdp(it) = entry.access() else { return };
    written
        .text()
        .push("full address:s:")
        .append(it.address.redacted_in_url())
        .push("\r\nusername:s:")
        .append(it.user.redacted())
        .push("\r\nprompt for credentials:i:1\r\n");
    report.wrote_host(entry, &it.address.host);
    written.carried += 1;
}

/// A profile under the credential's alias, with the URL of its one service.
pub fn aws_profile(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let Access::AwsSsm(it) = entry.access() else { return };
    let alias = entry.alias();
    written
        .text()
        .push(format!("[profile {alias}]\naws_access_key_id = "))
        .append(it.access_key_id.redacted())
        .push("\naws_secret_access_key = ")
        .append(it.secret_access_key.redacted())
        .push(format!("\nservices = {alias}\n\n[services {alias}]\nssm =\n  endpoint_url = "))
        .append(it.redacted_endpoint())
        .push("\n\n");
    report.wrote_host(entry, &it.endpoint.host);
    written.carried += 1;
}

/// An HTTP credential with its proxy's address; these formats take no other.
fn http<'a>(entry: &'a Entry<'_>) -> Option<(&'a Http, &'a HttpUrl)> {
    match entry.access() {
        Access::Http(it) => Some((it, it.origin.as_ref()?)),
        _ => None,
    }
}

pub fn curl(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let Some((it, origin)) = http(entry) else { return };
    let Some(command) = commands::curl(it) else { return };
    written.text().push(format!("# {}\n", entry.name())).append(command).push("\n");
    report.wrote_host(entry, &origin.host);
    written.carried += 1;
}

/// A cluster, a user and a context under the credential's alias, each in the section of its list.
pub fn kubeconfig(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let Some((it, origin)) = http(entry) else { return };
    if !origin.is_tls {
        let connection_name = entry.credential().connection_name.clone();
        report.notes.push(ExportNote::TokenNeedsHttps { connection_name });
    }
    let alias = entry.alias();
    let [clusters, users, contexts, current] = &mut written.sections;
    if written.carried == 0 {
        clusters.push("apiVersion: v1\nkind: Config\nclusters:\n");
        users.push("users:\n");
        contexts.push("contexts:\n");
        current.push(format!("current-context: \"{alias}\"\n"));
    }
    clusters
        .push(format!("- name: \"{alias}\"\n  cluster:\n    server: "))
        .append(quote::json(it.redacted_origin().unwrap_or_default()))
        .push("\n");
    users
        .push(format!("- name: \"{alias}\"\n  user:\n    token: "))
        .append(quote::json(it.token.redacted()))
        .push("\n");
    contexts.push(format!(
        "- name: \"{alias}\"\n  context:\n    cluster: \"{alias}\"\n    user: \"{alias}\"\n"
    ));
    report.wrote_host(entry, &origin.host);
    written.carried += 1;
}

/// Claude Code sends the token as a bearer token, which the HTTP proxy accepts (contract §7).
pub fn claude_settings(entry: &Entry<'_>, written: &mut Written, report: &mut Report) {
    let Some((it, origin)) = http(entry) else { return };
    written
        .text()
        .push("{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": ")
        .append(quote::json(it.redacted_origin().unwrap_or_default()))
        .push(",\n    \"ANTHROPIC_AUTH_TOKEN\": ")
        .append(quote::json(it.token.redacted()))
        .push("\n  }\n}\n");
    report.wrote_host(entry, &origin.host);
    written.carried += 1;
}
