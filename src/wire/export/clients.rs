//! What the clients of the other proxies read.

use super::{Entry, Remark, Writer, quote};
use crate::domain::{
    card::{Label, sh_quoted},
    redacted_text::RedactedText,
};

/// A host under the name of the connection. `ssh` reads no password from a file; the command that
/// gives it one stands above, as a comment (G8).
pub fn ssh_config(entries: &[Entry<'_>], writer: &mut Writer) -> RedactedText {
    if !entries.is_empty() {
        writer.remarks.push(Remark::SshPass);
    }
    let mut text = RedactedText::new();
    for entry in entries {
        let password = entry.part(Label::Password).cloned().and_then(quote::line);
        let (Some(host), Some(port), Some(user), Some(password)) =
            (entry.host(), entry.port(), entry.word(Label::UserName), password)
        else {
            writer.unwritable(entry, "hostname");
            continue;
        };
        let name = entry.name();
        text = text
            .and("# SSHPASS=")
            .and_all(password.map(sh_quoted))
            .and(format!(" sshpass -e ssh {name}\nHost {name}\n"))
            .and(format!("    HostName {host}\n    Port {port}\n    User {user}\n"))
            .and("    PreferredAuthentications password\n    PubkeyAuthentication no\n\n");
    }
    text
}

/// The lines of a remote desktop file, which end as on Windows.
pub fn rdp(entries: &[Entry<'_>], writer: &mut Writer) -> RedactedText {
    let mut text = RedactedText::new();
    for entry in entries {
        let user = entry.part(Label::UserName).cloned().and_then(quote::line);
        let (Some(host), Some(port), Some(user)) = (entry.host_in_address(), entry.port(), user)
        else {
            writer.unwritable(entry, "hostname");
            continue;
        };
        writer.remarks.push(Remark::PasswordApart);
        text = text
            .and(format!("full address:s:{host}:{port}\r\nusername:s:"))
            .and_all(user)
            .and("\r\nprompt for credentials:i:1\r\n");
    }
    text
}

/// A profile under the name of the connection, with the address of its one service.
pub fn aws_profile(entries: &[Entry<'_>], writer: &mut Writer) -> RedactedText {
    if !entries.is_empty() {
        writer.remarks.extend([Remark::OwnerOnly, Remark::Region]);
    }
    let mut text = RedactedText::new();
    for entry in entries {
        let values = [Label::AccessKeyId, Label::SecretAccessKey, Label::EndpointUrl]
            .map(|label| entry.part(label).cloned().and_then(quote::line));
        let [Some(id), Some(secret), Some(endpoint)] = values else {
            writer.unwritable(entry, "endpoint_url");
            continue;
        };
        let name = entry.name();
        text = text
            .and(format!("[profile {name}]\naws_access_key_id = "))
            .and_all(id)
            .and("\naws_secret_access_key = ")
            .and_all(secret)
            .and(format!("\nservices = {name}\n\n[services {name}]\nssm =\n  endpoint_url = "))
            .and_all(endpoint)
            .and("\n\n");
    }
    text
}

pub fn curl(entries: &[Entry<'_>]) -> RedactedText {
    let commands = entries.iter().filter_map(|entry| Some((entry, entry.part(Label::Curl)?)));
    commands.fold(RedactedText::new(), |text, (entry, command)| {
        text.and(format!("# {}\n", entry.name())).and_all(command.clone()).and("\n")
    })
}

/// A cluster, a user and a context under the name of each connection.
pub fn kubeconfig(entries: &[Entry<'_>], writer: &mut Writer) -> RedactedText {
    let (mut clusters, mut users, mut contexts) =
        (RedactedText::new(), RedactedText::new(), RedactedText::new());
    let mut first = None;
    for entry in entries {
        let (Some(origin), Some(token)) = (entry.origin(), entry.part(Label::ProxyToken)) else {
            continue;
        };
        if !origin.starts_with("https://") {
            let connection_name = entry.credential.connection_name.clone();
            writer.remarks.push(Remark::TokenNeedsHttps { connection_name });
        }
        let name = || quote::json(RedactedText::plain(entry.name()));
        let item = |text: RedactedText, inside: &str| {
            text.and("- name: ").and_all(name()).and(format!("\n  {inside}:\n"))
        };
        clusters = item(clusters, "cluster")
            .and("    server: ")
            .and_all(quote::json(RedactedText::plain(origin)))
            .and("\n");
        users =
            item(users, "user").and("    token: ").and_all(quote::json(token.clone())).and("\n");
        contexts = item(contexts, "context")
            .and("    cluster: ")
            .and_all(name())
            .and("\n    user: ")
            .and_all(name())
            .and("\n");
        first.get_or_insert_with(name);
    }
    let Some(first) = first else { return RedactedText::new() };
    RedactedText::plain("apiVersion: v1\nkind: Config\nclusters:\n")
        .and_all(clusters)
        .and("users:\n")
        .and_all(users)
        .and("contexts:\n")
        .and_all(contexts)
        .and("current-context: ")
        .and_all(first)
        .and("\n")
}

/// Claude Code sends the token as a bearer token, which the HTTP proxy takes (contract §7).
pub fn claude_settings(entries: &[Entry<'_>]) -> RedactedText {
    let found = entries
        .iter()
        .find_map(|entry| Some((entry.origin()?, entry.part(Label::ProxyToken)?.clone())));
    let Some((origin, token)) = found else { return RedactedText::new() };
    RedactedText::plain("{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": ")
        .and_all(quote::json(RedactedText::plain(origin)))
        .and(",\n    \"ANTHROPIC_AUTH_TOKEN\": ")
        .and_all(quote::json(token))
        .and("\n  }\n}\n")
}
