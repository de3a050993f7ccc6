//! Credentials as files: what goes in is what the readers of each form read.
//!
//! The laws read each form with a parser of somebody else's, on values of any kind. `clients` asks
//! the programs themselves, where they are on the machine.
#![cfg(not(target_arch = "wasm32"))]

#[cfg(unix)]
mod clients;
mod laws;
mod sample;

use machine_identity_editor::{
    domain::host::{HostFlag, PublicHost},
    wire::export::{Format, Reason, Remark},
};
use sample::{all, credential, pack, pack_with, text};

#[test]
fn each_form_carries_its_own_kinds_and_says_what_it_leaves_out() {
    for format in Format::ALL {
        let package = pack(format, &all());
        let carried = all().iter().filter(|it| package_names(format, it)).count();
        let left_out = package.left_out.len();
        assert_eq!(carried + left_out, all().len(), "{format:?}: {:?}", package.left_out);
        assert!(!text(&package).is_empty(), "{format:?}");
        assert!(!package.file_name.contains(['/', ' ']), "{}", package.file_name);
    }
}

/// Whether the form is for the credential, by the type that the gateway gives.
fn package_names(
    format: Format,
    credential: &machine_identity_editor::domain::credential::Credential,
) -> bool {
    let subtype = credential.connection_subtype.as_deref().unwrap_or_default();
    let has_place = credential.hostname.is_some() || credential.endpoint_url.is_some();
    match format {
        Format::PostgresUri | Format::PgPass | Format::PgService => subtype == "postgres",
        Format::SshConfig => subtype == "ssh" && has_place,
        Format::Rdp => subtype == "rdp",
        Format::AwsProfile => subtype == "aws-ssm",
        Format::Curl => ["httpproxy", "kubernetes", "claude-code"].contains(&subtype),
        Format::Kubeconfig => subtype == "kubernetes",
        Format::ClaudeSettings => subtype == "claude-code",
        _ => true,
    }
}

#[test]
fn a_masked_form_holds_no_secret_and_the_clear_one_each() {
    for format in Format::ALL {
        let package = pack(format, &all());
        let masked = package.text.masked();
        for secret in sample::secrets() {
            assert!(!masked.contains(&secret), "{format:?} shows {secret}");
        }
    }
    let clear = text(&pack(Format::Json, &all()));
    for secret in sample::secrets() {
        assert!(clear.contains(&secret), "{secret} is missing");
    }
}

#[test]
fn a_public_host_stands_in_everywhere_and_its_want_is_said() {
    let public = PublicHost::parse("proxy.example.com").expect("it is one");
    for format in Format::ALL {
        let package = pack_with(format, &all(), Some(&public));
        let clear = text(&package);
        for own in ["0.0.0.0", "127.0.0.1", "localhost"] {
            assert!(!clear.contains(own), "{format:?} has {own}:\n{clear}");
        }
        assert!(!package.remarks.iter().any(|it| matches!(it, Remark::Host { .. })));
    }
    let package = pack(Format::PgPass, &all());
    assert!(package.remarks.contains(&Remark::Host {
        connection_name: all()[0].connection_name.clone(),
        flag: HostFlag::Unspecified,
    }));
}

#[test]
fn a_host_that_was_cut_in_two_is_not_handed_over() {
    let cut = credential(sample::POSTGRES, "pg")
        .into_iter()
        .map(|mut credential| {
            credential.hostname = Some("[".to_owned());
            credential.port = Some(":]:15432".to_owned());
            credential
        })
        .collect::<Vec<_>>();
    let package = pack(Format::PostgresUri, &cut);
    assert_eq!(package.left_out[0].reason, Reason::HostCut);
    assert_eq!(text(&package), "");
    let public = PublicHost::parse("2001:db8::1").expect("it is one");
    let uri = text(&pack_with(Format::PostgresUri, &cut, Some(&public)));
    assert!(uri.contains("@[2001:db8::1]:15432/"), "{uri}");
}

#[test]
fn a_name_that_a_form_would_read_as_its_own_syntax_is_left_out() {
    let mut odd = credential(sample::SSH, "ssh");
    odd[0].connection_name =
        machine_identity_editor::domain::connection::ConnectionName::received("a\nProxyCommand x");
    let package = pack(Format::SshConfig, &odd);
    assert_eq!(text(&package), "");
    assert!(matches!(package.left_out[0].reason, Reason::Unwritable { .. }));
}
