//! Rules for every format: it includes its types, reports the rest, and replaces hosts.

use machine_identity_editor::{
    domain::{
        access::{Kind, Rejected, ValueError},
        card::{Card, sent},
        connection::ConnectionName,
        credential::{Credential, CredentialField, Links},
        host::PublicHost,
        secret::Secret,
    },
    wire::export::{ExportFormat, ExportNote, ExportWriter, LeftOutReason, Scope},
};

use crate::sample::{self, HTTP, POSTGRES, SSH, all, credential, export, export_with, http, text};

#[test]
fn each_format_includes_its_types_and_reports_what_it_leaves_out() {
    for format in ExportFormat::ALL {
        let export = export(format, &all());
        let is_fit = |it: &&Credential| {
            let is_general = format.is_for(Kind::Other);
            let has_place = it.hostname.is_some() || it.endpoint_url.is_some();
            format.is_for(Kind::of(it)) && (is_general || has_place)
        };
        let fit = all().iter().filter(is_fit).count();
        assert_eq!(export.carried, fit, "{format:?}");
        assert_eq!(export.left_out.len(), all().len() - fit, "{format:?}: {:?}", export.left_out);
        // A spreadsheet would read the AWS secret of the sample, forty zeros, as 0.
        let incomplete = usize::from(format == ExportFormat::Csv);
        assert_eq!(export.incomplete, incomplete, "{format:?}: {:?}", export.values_left_out);
        assert!(!export.text.is_empty(), "{format:?}");
    }
}

#[test]
fn formats_are_listed_by_group() {
    let mut groups: Vec<_> = ExportFormat::ALL.map(ExportFormat::group).to_vec();
    groups.dedup();
    assert_eq!(groups, machine_identity_editor::wire::export::ExportGroup::ALL);
}

#[test]
fn a_masked_export_contains_no_secret_and_a_clear_one_contains_every_secret() {
    for format in ExportFormat::ALL {
        let masked = export(format, &all()).text.masked();
        for secret in sample::secrets() {
            assert!(!masked.contains(&secret), "{format:?} shows {secret}");
        }
    }
    let clear = text(&export(ExportFormat::Json, &all()));
    for secret in sample::secrets() {
        assert!(clear.contains(&secret), "{secret} is missing");
    }
}

/// Every file has secrets, and libpq alone checks who can read its file.
#[test]
fn every_file_says_who_should_be_able_to_read_it() {
    for format in ExportFormat::ALL {
        let notes = export(format, &all()).notes;
        let expected = match format {
            ExportFormat::PgPass => ExportNote::OwnerOnly,
            _ => ExportNote::HoldsSecrets,
        };
        let is_of_mode =
            |it: &&ExportNote| matches!(it, ExportNote::OwnerOnly | ExportNote::HoldsSecrets);
        let found: Vec<&ExportNote> = notes.iter().filter(is_of_mode).collect();
        assert_eq!(found, [&expected], "{format:?}");
    }
}

/// A long export is written while the page stays responsive.
#[test]
fn an_export_in_steps_is_the_same_and_tells_how_far_it_is() {
    let credentials = [all(), http("k8s-2", "kubernetes", "kubernetes", "k8s"), all()].concat();
    let credentials: Vec<&Credential> = credentials.iter().collect();
    let backend = sample::backend();
    for format in ExportFormat::ALL {
        let whole = format.write(&backend, Scope::Part, &credentials, None);
        let mut writer = ExportWriter::new(format, &backend, Scope::Part, &credentials, None);
        let mut done = vec![writer.done()];
        let stepped = loop {
            match writer.advance(1) {
                Some(export) => break export,
                None => done.push(writer.done()),
            }
        };
        assert!(done.is_sorted() && done[0] == 0, "{format:?}: {done:?}");
        assert!(done.len() > credentials.len(), "{format:?}: {done:?}");
        assert!(done.last().is_some_and(|done| *done < credentials.len()), "{format:?}: {done:?}");
        assert_eq!(text(&stepped), text(&whole), "{format:?}");
        assert_eq!(stepped.file_name, whole.file_name, "{format:?}");
        assert_eq!(stepped.carried, whole.carried, "{format:?}");
        assert_eq!(stepped.incomplete, whole.incomplete, "{format:?}");
        assert_eq!(stepped.left_out, whole.left_out, "{format:?}");
        assert_eq!(stepped.values_left_out, whole.values_left_out, "{format:?}");
        assert_eq!(stepped.notes, whole.notes, "{format:?}");
    }
}

#[test]
fn a_public_host_replaces_every_host_and_its_absence_is_reported() {
    let public = PublicHost::parse("proxy.example.com").expect("it is one");
    for format in ExportFormat::ALL {
        let export = export_with(format, &all(), Some(&public));
        let clear = text(&export);
        for own in ["0.0.0.0", "127.0.0.1", "localhost"] {
            assert!(!clear.contains(own), "{format:?} has {own}:\n{clear}");
        }
        assert!(!export.notes.iter().any(|it| matches!(it, ExportNote::Unreachable { .. })));
    }
    let export = export(ExportFormat::PgPass, &all());
    let connection_names = vec![all()[0].connection_name.clone()];
    assert!(export.notes.contains(&ExportNote::Unreachable { hosts: 1, connection_names }));
}

#[test]
fn a_truncated_host_is_exported_only_with_a_public_host() {
    let mut cut = credential(POSTGRES, "pg");
    cut[0].hostname = Some("[".to_owned());
    cut[0].port = Some(":]:15432".to_owned());
    let export = export(ExportFormat::PostgresUri, &cut);
    let rejected = Rejected { field: CredentialField::Hostname, error: ValueError::HostCut };
    assert_eq!(export.left_out[0].reason, LeftOutReason::Rejected(rejected));
    assert!(export.text.is_empty() && export.notes.is_empty());
    let public = PublicHost::parse("2001:db8::1").expect("it is one");
    let uri = text(&export_with(ExportFormat::PostgresUri, &cut, Some(&public)));
    assert!(uri.contains("@[2001:db8::1]:15432/"), "{uri}");
}

#[test]
fn a_name_that_a_format_would_read_as_syntax_is_left_out() {
    for name in ["a\nProxyCommand x", "a b", "a;b", "-oProxyCommand=x", "*", "ü", "a]", ""] {
        let mut odd = credential(SSH, "ssh");
        odd[0].connection_name = ConnectionName::received(name);
        for format in ExportFormat::ALL.into_iter().filter(|it| it.is_for(Kind::Ssh)) {
            let export = export(format, &odd);
            assert!(export.text.is_empty(), "{format:?} carries {name:?}");
            assert_eq!(export.left_out[0].reason, LeftOutReason::ConnectionName);
        }
    }
}

/// python-dotenv and dotenv-expand expand variables in single quotes too, so no quoting is safe.
#[test]
fn only_dot_env_files_leave_out_dollar_signs() {
    let mut it = credential(POSTGRES, "pg");
    for database in ["a$HOME", "${HOME}", "a$", "$(id)"] {
        it[0].database_name = Some(database.to_owned());
        let dot_env = export(ExportFormat::DotEnv, &it);
        assert!(!text(&dot_env).contains('$'));
        let reason = &dot_env.values_left_out[0].reason;
        assert!(
            matches!(reason, LeftOutReason::Unwritable { name } if name.ends_with("_DATABASE")),
            "{reason:?}"
        );
        let formats = [
            ExportFormat::Shell,
            ExportFormat::DockerEnv,
            ExportFormat::Json,
            ExportFormat::PgPass,
        ];
        for format in formats {
            let export = export(format, &it);
            assert!(text(&export).contains(database), "{format:?}");
            assert!(export.values_left_out.is_empty(), "{format:?}");
        }
    }
}

/// A long line would make libpq reject a service file, and read one line of `.pgpass` as two.
#[test]
fn no_value_makes_a_line_that_libpq_rejects() {
    let base = credential(POSTGRES, "pg");
    let (token, password) = ("u".repeat(300), "p".repeat(1_100));
    let mut odd = [base[0].clone(), base[0].clone(), base[0].clone(), base[0].clone()];
    odd[0].database_name = Some("é".repeat(100));
    odd[1].database_name = Some("é".repeat(101));
    odd[2].username = Some(Secret::new(token));
    odd[3].password = Some(Secret::new(password));
    for (it, is_carried) in odd.into_iter().zip([true, false, false, false]) {
        for (format, most) in [(ExportFormat::PgService, 254), (ExportFormat::PgPass, 318)] {
            let export = export(format, std::slice::from_ref(&it));
            assert_eq!(export.carried == 1, is_carried, "{format:?}");
            assert_eq!(export.left_out.is_empty(), is_carried, "{format:?}");
            assert!(text(&export).lines().all(|line| line.len() <= most), "{format:?}");
        }
    }
}

/// Rejecting a field takes time proportional to its length at most: a gateway must not be able to
/// freeze the page.
#[test]
fn long_fields_are_rejected_quickly() {
    let mut long = credential(POSTGRES, "pg");
    // Each round of decoding would find one escape less.
    long[0].hostname = Some(format!("%{}41", "25".repeat(1_000_000)));
    long[0].database_name = long[0].hostname.clone();
    let mut user = credential(SSH, "ssh");
    user[0].username = long[0].hostname.clone().map(Secret::new);
    let mut command = credential(HTTP, "httpproxy");
    for piece in ["http", "http://a", "http:", "https://"] {
        let curl = Secret::new(piece.repeat(1_000_000 / piece.len()));
        command[0].links = Some(Links { curl, browser: None });
        let all = [long.clone(), user.clone(), command.clone()].concat();
        let start = std::time::Instant::now();
        for it in &all {
            Card::of(it, None);
            sent(it);
        }
        export(ExportFormat::Json, &all);
        // This took hours once.
        assert!(start.elapsed() < std::time::Duration::from_secs(20), "{piece}");
    }
}
