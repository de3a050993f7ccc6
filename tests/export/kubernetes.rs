//! What fits into a Kubernetes Secret.

use base64ct::{Base64, Encoding};
use machine_identity_editor::{
    domain::{connection::ConnectionName, credential::Credential, secret::Secret},
    wire::export::{Export, ExportFormat, LeftOutReason},
};

use crate::sample::{POSTGRES, credential, export, text};

/// Kubernetes refuses a Secret whose values have more bytes (`MaxSecretSize`).
const DATA: usize = 1_048_576;

/// etcd refuses an object that has more bytes.
const OBJECT: usize = 1_572_864;

/// Credentials for distinct connections, with a password of this length.
fn many(number: usize, password: usize) -> Vec<Credential> {
    let base = credential(POSTGRES, "pg").remove(0);
    let one = |index| Credential {
        connection_name: ConnectionName::received(format!("pg-{index:04}")),
        password: Some(Secret::new("p".repeat(password))),
        ..base.clone()
    };
    (0..number).map(one).collect()
}

/// Bytes of the values, and of the object with its list of managed fields.
fn sizes(export: &Export) -> (usize, usize) {
    let text = text(export);
    let pairs = text.lines().filter_map(|line| {
        let (key, value) = line.strip_prefix("  HOOP_")?.split_once(": ")?;
        let value = Base64::decode_vec(value.trim_matches('"')).expect("it is in base64");
        Some((key.len() + "HOOP_".len(), value.len()))
    });
    pairs.fold((0, 0), |(data, object), (key, value)| {
        (data + value, object + value + key + format!("\"f:{}\":{{}},", "k".repeat(key)).len())
    })
}

#[track_caller]
fn check(number: usize, password: usize, expected: impl Fn(&Export) -> bool) {
    let export = export(ExportFormat::KubernetesSecret, &many(number, password));
    let (data, object) = sizes(&export);
    assert!(data <= DATA && object <= OBJECT, "{data} {object}");
    assert_eq!(export.carried + export.left_out.len(), number);
    assert!(export.left_out.iter().all(|it| it.reason == LeftOutReason::SecretTooLarge));
    assert!(expected(&export), "{} of {number} are in it: {data} {object}", export.carried);
}

#[test]
fn a_secret_has_no_more_than_a_cluster_takes() {
    // As many as a list of connections has.
    check(1_000, 4, |export| export.left_out.is_empty());
    // The names count too: etcd stores each of them twice.
    check(5_600, 4, |export| {
        let (data, object) = sizes(export);
        data < DATA / 2 && object > OBJECT * 4 / 5
    });
    // Exactly as many long values as fit.
    check(200, 4_000, |export| {
        let (data, _) = sizes(export);
        data + data / export.carried > DATA
    });
}

/// What is left out fits into a Secret of its own, and other formats have no such limit.
#[test]
fn only_a_kubernetes_secret_is_limited() {
    let all = many(200, 4_000);
    let whole = export(ExportFormat::KubernetesSecret, &all);
    let rest = export(ExportFormat::KubernetesSecret, &all[whole.carried..]);
    assert_eq!((rest.carried, rest.left_out.len()), (200 - whole.carried, 0));
    for format in [ExportFormat::DotEnv, ExportFormat::Terraform, ExportFormat::Json] {
        assert_eq!(export(format, &all).carried, 200, "{format:?}");
    }
}
