//! An export accounts for every credential: it is in it, perhaps without a value, or left out.

use machine_identity_editor::{
    domain::{credential::CredentialField, secret::Secret},
    wire::export::{Export, ExportFormat, LeftOutReason},
};

use crate::{
    corpus::corpus,
    readers::Bench,
    sample::{POSTGRES, credential, export},
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
