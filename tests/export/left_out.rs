//! An export accounts for every credential: it is in it, perhaps without a value, or left out.

use machine_identity_editor::{
    domain::{
        credential::{Credential, CredentialField},
        secret::Secret,
    },
    wire::export::{Export, ExportFormat, LeftOutReason},
};

use crate::{
    corpus::corpus,
    readers::Bench,
    sample::{POSTGRES, SECRET_ONLY, all, credential, export, http},
};

/// How many credentials an export has, how many of them lack a value, and the reasons for each.
fn account(export: &Export) -> (usize, usize, usize, usize) {
    (export.carried, export.incomplete, export.left_out.len(), export.values_left_out.len())
}

#[test]
fn every_credential_is_in_an_export_or_has_a_reason_not_to_be() {
    let bench = Bench::new();
    for it in corpus(bench.canary.path()).iter().take(3_000) {
        for format in ExportFormat::ALL {
            let export = export(format, std::slice::from_ref(it));
            let name = it.connection_name.as_str();
            assert_eq!(export.carried == 0, !export.left_out.is_empty(), "{format:?}: {name}");
            let lacks = !export.values_left_out.is_empty();
            assert_eq!(export.incomplete, usize::from(lacks), "{format:?}: {name}");
            assert!(export.incomplete <= export.carried, "{format:?}: {name}");
            assert_eq!(export.text.is_empty(), export.carried == 0, "{format:?}: {name}");
        }
    }
}

/// The number beside a format, whichever format is being looked at.
#[test]
fn the_number_of_credentials_that_fit_is_what_a_format_has() {
    let twins = [credential(POSTGRES, "pg"), credential(POSTGRES, "pg")].concat();
    let claude = |name: &str| http(name, "httpproxy", "claude-code", "claude-code");
    let mut without_origin = claude("claude-1");
    without_origin[0].links = None;
    let secret_only = SECRET_ONLY.replace("\"ssh\"", "\"claude-code\"");
    let secret_only = credential(&secret_only, "claude-code");
    let mut cut = credential(&POSTGRES.replace("pg-main", "pg-cut"), "pg");
    cut[0].hostname = Some("[".to_owned());
    let odd =
        [secret_only.clone(), without_origin, claude("claude-2"), cut.clone(), twins].concat();
    for of in [all(), [all(), odd.clone()].concat(), odd, secret_only, cut] {
        let exports = ExportFormat::ALL.map(|format| export(format, &of));
        for (format, written) in ExportFormat::ALL.into_iter().zip(&exports) {
            for other in &exports {
                assert_eq!(other.fitting.of(format), written.carried, "{format:?}");
            }
        }
    }
}

/// A format that is chosen for the user isn't one that can hold nothing.
#[test]
fn a_format_that_needs_an_address_holds_no_credential_without_one() {
    let body = SECRET_ONLY.replace("\"ssh\"", "\"claude-code\"");
    let mut without_origin = http("claude", "httpproxy", "claude-code", "claude-code");
    let fits = |it: &Credential| {
        let formats = [ExportFormat::Curl, ExportFormat::ClaudeSettings, ExportFormat::DotEnv];
        formats.map(|format| format.may_hold(it))
    };
    assert_eq!(fits(&without_origin[0]), [true, true, true]);
    without_origin[0].links = None;
    assert_eq!(fits(&without_origin[0]), [false, false, true]);
    assert_eq!(fits(&credential(&body, "claude-code")[0]), [false, false, true]);
    assert!(!ExportFormat::SshConfig.may_hold(&without_origin[0]));
    // The first that fits is taken, even after one that doesn't.
    let both = [without_origin, http("b", "httpproxy", "claude-code", "claude-code")].concat();
    assert_eq!(account(&export(ExportFormat::ClaudeSettings, &both)), (1, 0, 1, 0));
}

#[test]
fn a_missing_value_leaves_out_no_credential() {
    let mut it = credential(POSTGRES, "pg");
    it[0].database_name = Some("a$b".to_owned());
    assert_eq!(account(&export(ExportFormat::DotEnv, &it)), (1, 1, 0, 1));
    assert_eq!(account(&export(ExportFormat::Shell, &it)), (1, 0, 0, 0));
}

#[test]
fn several_missing_values_are_of_one_credential() {
    let body = POSTGRES.replace("\"postgres\"", "\"graph\"");
    let mut it = credential(&body, "graph");
    it[0].command = Some(Secret::new("open it"));
    for format in [ExportFormat::Json, ExportFormat::DotEnv] {
        assert_eq!(account(&export(format, &it)), (1, 1, 0, 2), "{format:?}");
    }
    let all = [it.clone(), credential(POSTGRES, "pg"), it].concat();
    assert_eq!(account(&export(ExportFormat::Json, &all)), (3, 2, 0, 4));
}

#[test]
fn a_credential_without_any_value_is_left_out() {
    let mut it = credential(r#"{"connection_name":"x","connection_type":"graph"}"#, "graph");
    for format in [ExportFormat::DotEnv, ExportFormat::Json, ExportFormat::Csv] {
        let export = export(format, &it);
        assert_eq!(account(&export), (0, 0, 1, 0), "{format:?}");
        assert_eq!(export.left_out[0].reason, LeftOutReason::Empty);
    }
    // What the gateway sent and can't be written is the reason.
    it[0].command = Some(Secret::new("open it"));
    for format in [ExportFormat::DotEnv, ExportFormat::Json, ExportFormat::Csv] {
        let export = export(format, &it);
        assert_eq!(account(&export), (0, 0, 1, 0), "{format:?}");
        assert!(matches!(
            export.left_out[0].reason,
            LeftOutReason::Rejected(it) if it.field == CredentialField::Command
        ));
    }
}
