//! Names of files, secrets and variables: F1 and F2 of the field reports, with variants.

use std::collections::BTreeSet;

use machine_identity_editor::{
    domain::{
        access::Kind, connection::ConnectionName, credential::Credential, identity::Identity,
    },
    wire::export::{Export, ExportFormat, ExportNote, LeftOutReason, Scope},
};

use crate::sample::{AWS, HTTP, POSTGRES, SSH, all, backend, credential, identity, text};

/// Credentials for connections of these names.
fn named(names: &[&str]) -> Vec<Credential> {
    let one = |name: &&str| {
        let mut one = credential(POSTGRES, "pg").remove(0);
        one.connection_name = ConnectionName::received(*name);
        one
    };
    names.iter().map(one).collect()
}

fn write(format: ExportFormat, identity: &Identity, scope: Scope, of: &[Credential]) -> Export {
    format.write(identity, scope, &of.iter().collect::<Vec<_>>(), None)
}

/// The names of the variables in a `.env` file.
fn variables(export: &Export) -> Vec<String> {
    let text = text(export);
    text.lines().filter_map(|line| Some(line.split_once('=')?.0.to_owned())).collect()
}

#[test]
fn selections_of_one_identity_never_share_a_file_or_a_secret() {
    let parts: [&[&str]; 6] = [
        &["pg-main"],
        &["pg.main"],
        &["pg_main"],
        &["a-b", "c"],
        &["a", "b-c"],
        &["c", "a-b", "d"],
    ];
    for format in [ExportFormat::KubernetesSecret, ExportFormat::Terraform, ExportFormat::DotEnv] {
        let exports = parts.map(|names| write(format, &backend(), Scope::Part, &named(names)));
        let whole = write(format, &backend(), Scope::All, &named(parts[0]));
        let files: BTreeSet<&String> =
            exports.iter().chain([&whole]).map(|export| &export.file_name).collect();
        assert_eq!(files.len(), parts.len() + 1, "{files:?}");
        if format == ExportFormat::KubernetesSecret {
            let secrets: BTreeSet<String> = exports
                .iter()
                .map(|it| text(it).lines().find(|it| it.contains("name:")).unwrap_or("").to_owned())
                .collect();
            assert_eq!(secrets.len(), parts.len(), "{secrets:?}");
        }
    }
}

#[test]
fn identities_never_share_a_file_a_secret_or_a_variable() {
    let id = |index: usize| format!("{index:08x}-ab11-5002-b476-613711cd11bf");
    let names = ["Платежи", "Склад", "Backend.Prod", "backend_prod", "backend-prod", "", "--", "ü"];
    let identities: Vec<Identity> =
        names.iter().enumerate().map(|(index, name)| identity(name, &id(index))).collect();
    for format in ExportFormat::ALL {
        let exports: Vec<Export> =
            identities.iter().map(|it| write(format, it, Scope::All, &all())).collect();
        let files: BTreeSet<String> =
            exports.iter().map(|it| it.file_name.to_lowercase()).collect();
        assert_eq!(files.len(), names.len(), "{files:?}");
        for file in files {
            let fits = |it: char| it.is_ascii_alphanumeric() || "-._".contains(it);
            assert!(file.chars().all(fits) && !file.starts_with(['-', '.']), "{file}");
        }
    }
    let exports = identities.iter().map(|it| write(ExportFormat::DotEnv, it, Scope::All, &all()));
    let variables: Vec<String> = exports.flat_map(|export| variables(&export)).collect();
    let different: BTreeSet<&String> = variables.iter().collect();
    assert_eq!(different.len(), variables.len());
}

#[test]
fn connections_never_share_a_variable_and_keep_their_own_in_every_selection() {
    let names =
        ["a-b", "a.b", "a_b", "A-B", "a_b_URL", "a", "a_b_HOST", "1a", "_a", "db", "db_URL"];
    let together = variables(&write(ExportFormat::DotEnv, &backend(), Scope::All, &named(&names)));
    let different: BTreeSet<&String> = together.iter().collect();
    assert_eq!(different.len(), names.len() * 6);
    for name in names {
        let alone = write(ExportFormat::DotEnv, &backend(), Scope::Part, &named(&[name]));
        assert!(variables(&alone).iter().all(|it| different.contains(it)), "{name}");
    }
    let is_name = |name: &&String| {
        name.starts_with("HOOP_")
            && name.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_')
    };
    assert!(different.iter().all(is_name), "{different:?}");
}

/// Two names whose 32-bit fingerprints are equal; finding such a pair takes a second.
#[test]
fn names_crafted_to_collide_do_not() {
    let long = "x".repeat(60);
    let names = [format!("{long}5863"), format!("{long}34264")];
    let both = named(&names.each_ref().map(String::as_str));
    let together = write(ExportFormat::DotEnv, &backend(), Scope::All, &both);
    assert!(together.left_out.is_empty(), "{:?}", together.left_out);
    let different: BTreeSet<String> = variables(&together).into_iter().collect();
    assert_eq!(different.len(), 12);
    // The names of the identity and of the connection have 64 bits each.
    let part = write(ExportFormat::DotEnv, &backend(), Scope::Part, &both[..1]);
    let is_hex = |it: &&str| it.len() == 16 && it.bytes().all(|it| it.is_ascii_hexdigit());
    assert_eq!(part.file_name.split(['-', '.']).filter(is_hex).count(), 2, "{}", part.file_name);
    for variable in variables(&part) {
        assert_eq!(variable.split('_').filter(is_hex).count(), 1, "{variable}");
    }
}

/// Names that normalize to the same text, and ids that a gateway makes equal in one group or as a
/// whole.
#[test]
fn lookalike_identities_never_share_a_file() {
    let identities = [
        ("Backend.Prod", "7722430f-ab11-5002-b476-613711cd11bf"),
        ("backend_prod", "7722430f-ab11-5002-b476-613711cd11bf"),
        ("backend_prod", "7722430f-0000-5002-b476-613711cd11bf"),
        ("backend_prod.", "7722430f-0000-5002-b476-613711cd11bf"),
    ];
    for format in ExportFormat::ALL {
        for scope in [Scope::All, Scope::Part] {
            let names = identities.map(|(name, id)| {
                write(format, &identity(name, id), scope, &all()).file_name.to_lowercase()
            });
            let different: BTreeSet<&String> = names.iter().collect();
            assert_eq!(different.len(), identities.len(), "{names:?}");
        }
    }
}

/// A gateway that names an identity or a connection after a secret.
#[test]
fn no_name_in_an_export_contains_a_secret() {
    for (body, prefix) in [(POSTGRES, "pg"), (SSH, "ssh"), (AWS, "aws-ssm"), (HTTP, "httpproxy")] {
        for name in ["$", "a-$", "$.b"] {
            let mut it = credential(body, prefix);
            let secret = it[0].secret_key.as_ref().expect("it has one").expose().to_owned();
            let name = name.replace('$', &secret);
            let tells = |text: &str| text.to_lowercase().contains(&secret.to_lowercase());
            let odd = identity(&name, "7722430f-ab11-5002-b476-613711cd11bf");
            let formats =
                || ExportFormat::ALL.into_iter().filter(|format| format.is_for(Kind::of(&it[0])));
            for format in formats() {
                let export = write(format, &odd, Scope::Part, &it);
                assert_eq!(export.carried, 1);
                assert!(!tells(&export.file_name), "{}", export.file_name);
                assert!(!tells(&export.text.masked()), "{format:?}");
            }
            let formats: Vec<_> = formats().collect();
            it[0].connection_name = ConnectionName::received(name);
            for format in formats {
                let export = write(format, &backend(), Scope::Part, &it);
                assert!(!tells(&export.file_name), "{}", export.file_name);
                assert!(export.text.is_empty(), "{format:?}");
                assert_eq!(export.left_out[0].reason, LeftOutReason::SecretInName);
            }
        }
    }
}

/// Programs read variables by prefix: `ssh` sends `LC_*` to every server, bundlers publish `VITE_*`
/// and `REACT_APP_*`, cargo and npm read settings.
#[test]
fn no_variable_has_the_prefix_of_another_program() {
    let names = ["lc-all", "vite", "react-app", "npm_config_x", "cargo", "git", "tf-var", "ld.x"];
    for format in [
        ExportFormat::DotEnv,
        ExportFormat::Shell,
        ExportFormat::DockerEnv,
        ExportFormat::KubernetesSecret,
        ExportFormat::Terraform,
    ] {
        let export = write(format, &backend(), Scope::All, &named(&names));
        let text = text(&export);
        let values = text.lines().filter(|line| line.contains('_')).count();
        let own = text.lines().map(|line| line.trim_start().trim_start_matches("export "));
        let own = own.filter(|line| line.to_uppercase().starts_with("HOOP_")).count();
        assert_eq!((values, own), (names.len() * 6, names.len() * 6), "{format:?}");
    }
}

#[test]
fn an_export_is_deterministic_and_ignores_order() {
    for format in ExportFormat::ALL {
        let once = write(format, &backend(), Scope::Part, &all());
        let again = write(format, &backend(), Scope::Part, &all());
        assert_eq!((&once.file_name, text(&once)), (&again.file_name, text(&again)), "{format:?}");
        let mut reversed = all();
        reversed.reverse();
        let reversed = write(format, &backend(), Scope::Part, &reversed);
        assert_eq!(reversed.file_name, once.file_name, "{format:?}");
    }
}

#[test]
fn a_second_credential_for_a_connection_never_takes_the_first_ones_names() {
    let mut two = named(&["pg-main", "pg-main"]);
    two[1].database_name = Some("other".to_owned());
    let export = write(ExportFormat::DotEnv, &backend(), Scope::All, &two);
    assert_eq!(export.left_out[0].reason, LeftOutReason::Duplicate);
    assert_eq!((export.carried, variables(&export).len()), (1, 6));
    assert!(!text(&export).contains("other"));
    // Records and addresses have no names, so they contain both.
    for format in [ExportFormat::Json, ExportFormat::Csv, ExportFormat::PostgresUri] {
        assert_eq!(write(format, &backend(), Scope::All, &two).carried, 2, "{format:?}");
    }
}

#[test]
fn names_stay_within_every_limit() {
    let long = identity(&"x".repeat(2_000), "odd id / with $(everything)");
    let name = "c".repeat(254);
    for format in ExportFormat::ALL {
        for scope in [Scope::All, Scope::Part] {
            let export = write(format, &long, scope, &named(&[&name]));
            assert!(export.file_name.len() <= 220, "{}", export.file_name);
        }
    }
    let export = write(ExportFormat::DotEnv, &long, Scope::All, &named(&[&name]));
    assert!(variables(&export).iter().all(|name| name.len() <= 110));
}

#[test]
fn the_scope_is_all_only_if_the_export_is_known_to_be_complete() {
    let check = |exported: &[&str], all: Option<&[&str]>, expected: Scope| {
        let all = all.map(named);
        assert_eq!(Scope::of(&named(exported), all.as_ref()), expected, "{exported:?}");
    };
    check(&["b", "a"], Some(&["a", "b"]), Scope::All);
    check(&["b"], Some(&["a", "b"]), Scope::Part);
    check(&["b"], None, Scope::Part);
    check(&["a", "b", "c"], Some(&["a", "b"]), Scope::Part);
    // A connection that is listed by its name and by its id has two credentials (contract §8).
    check(&["a", "a"], Some(&["a", "a"]), Scope::All);
    check(&["a"], Some(&["a", "a"]), Scope::PartOfTwins);
    check(&["a", "b"], Some(&["a", "b", "a"]), Scope::PartOfTwins);
    check(&["a", "a"], Some(&["a", "b", "a"]), Scope::Part);
    check(&["b"], Some(&["a", "b", "a"]), Scope::Part);
}

/// Nothing but secrets tells two credentials for one connection apart, so one export may replace
/// another: never unsaid, and never the export of all.
#[test]
fn an_export_of_one_of_two_credentials_says_that_the_names_are_shared() {
    let twins = named(&["pg-main", "pg-main"]);
    let export = |format, of: &[Credential], all: &[Credential]| {
        write(format, &backend(), Scope::of(of, Some(all)), of)
    };
    for format in ExportFormat::ALL.into_iter().filter(|it| it.is_for(Kind::Postgres)) {
        let both = export(format, &twins, &twins);
        let one = export(format, &twins[..1], &twins);
        assert_ne!(one.file_name, both.file_name, "{format:?}");
        assert!(one.notes.contains(&ExportNote::SharedNames), "{format:?}");
        assert!(!both.notes.contains(&ExportNote::SharedNames), "{format:?}");
        // Both of three differ from one of three, too.
        let all = [twins.clone(), named(&["other"])].concat();
        let both = export(format, &twins, &all);
        assert_ne!(one.file_name, both.file_name, "{format:?}");
        assert!(!both.notes.contains(&ExportNote::SharedNames), "{format:?}");
    }
}
