//! Commands and addresses, rebuilt from parsed fields.
//!
//! Hosts, ports, user names and secrets are types whose characters a shell takes literally, except
//! the brackets of an IPv6 address and the tilde, a pattern in zsh: words with these are quoted.

use super::{sh_quoted, sh_word};
use crate::domain::{
    access::{AwsSsm, Http, Kind, PLACEHOLDER, Postgres, Rdp, SecretText, Ssh, shown},
    percent::percent_encoded,
    redacted_text::RedactedText,
    secret::Secret,
};

/// `postgres://` with every part percent-encoded; the gateway leaves the database unencoded
/// (contract §7).
pub fn postgres_uri(it: &Postgres) -> RedactedText {
    let mut text = RedactedText::own("postgres://");
    text.append(it.user.redacted());
    if let Some(password) = &it.password {
        text.push(":").append(placeholder(password).map(percent_encoded));
    }
    text.push("@").append(it.address.redacted_in_url()).push("/");
    if let Some(database) = &it.database {
        text.append(shown(database.as_str()).map(percent_encoded));
    }
    if let Some(mode) = it.ssl_mode {
        text.push(format!("?sslmode={}", mode.as_str()));
    }
    text
}

/// The password in the clear if it is the placeholder of Postgres credentials, masked otherwise.
pub fn placeholder(password: &SecretText) -> RedactedText {
    match password.expose() {
        PLACEHOLDER => RedactedText::sent(PLACEHOLDER),
        _ => password.redacted(),
    }
}

/// The proxy authenticates by the password and ignores the user name; the gateway's own command
/// swaps them (G8). The secret is passed through the environment, which other users of the machine
/// can't read.
pub fn ssh(it: &Ssh) -> RedactedText {
    let mut text = RedactedText::own("SSHPASS=");
    text.push_secret(Secret::new(sh_quoted(it.password.expose())))
        .push(" sshpass -e ssh ")
        .append(shown(it.user.as_str()))
        .push("@")
        .append(it.address.redacted_host())
        .push(format!(" -p {}", it.address.port));
    text
}

/// The xfreerdp command; user name and password are both the secret.
pub fn rdp(it: &Rdp) -> RedactedText {
    let mut place = RedactedText::own("/v:");
    place.append(it.address.redacted_in_url());
    let mut text = RedactedText::own("xfreerdp ");
    text.append(place.map_whole(sh_word))
        .push(" /u:")
        .append(it.user.redacted().map(sh_word))
        .push(" /p:")
        .append(it.password.redacted().map(sh_word));
    text
}

/// The command that starts an AWS session, with its credential in the environment of this command
/// only.
pub fn start_session(it: &AwsSsm) -> RedactedText {
    let mut text = RedactedText::own("AWS_ACCESS_KEY_ID=\"");
    text.append(it.access_key_id.redacted())
        .push("\" AWS_SECRET_ACCESS_KEY=\"")
        .append(it.secret_access_key.redacted())
        .push("\" aws ssm start-session --target {TARGET_INSTANCE} --endpoint-url \"")
        .append(it.redacted_endpoint())
        .push("\"");
    text
}

/// `None` when the gateway's commands have no proxy address.
pub fn curl(it: &Http) -> Option<RedactedText> {
    let mut url = it.redacted_origin()?;
    url.push("/");
    let mut text = RedactedText::own("curl -H 'Authorization: ");
    text.append(it.token.redacted()).push("' ").append(url.map_whole(sh_word));
    Some(text)
}

/// The link that signs a browser in; only `httpproxy-` secrets sign in by the path (G25).
pub fn browser(it: &Http, kind: Kind) -> Option<RedactedText> {
    let is_for_browsers = kind == Kind::HttpProxy && it.token.expose().starts_with("httpproxy-");
    let mut text = it.redacted_origin().filter(|_| is_for_browsers)?;
    text.push("/").append(it.token.redacted());
    Some(text)
}
