//! JSON, read as JSON and as YAML, and CSV, read by a parser and by a spreadsheet.

use std::{collections::BTreeMap, process::Command};

use machine_identity_editor::{
    domain::{
        access::{Kind, Rejected, ValueError},
        credential::{Credential, CredentialField},
        secret::Secret,
        text::InvalidCharacter,
    },
    wire::export::{ExportFormat, ExportNote, LeftOutReason},
};
use serde_json::Value;
use yaml_rust2::YamlLoader;

use crate::readers::{Bench, Chunk, output, program};

type Record = BTreeMap<String, String>;

/// Compares a record with what the gateway sent, and returns its number of values.
fn hold(chunk: &Chunk, record: &Record) -> usize {
    let name = record.get("connection_name").expect("it has a name");
    let it = chunk.credential(name);
    let secret = |secret: &Option<Secret>| secret.as_ref().map(|it| it.expose().to_owned());
    for (column, value) in record {
        let sent = match column.as_str() {
            "connection_name" => Some(it.connection_name.as_str().to_owned()),
            "connection_type" => Some(it.connection_type.clone()),
            "connection_subtype" => it.connection_subtype.clone(),
            "hostname" => it.hostname.clone(),
            "port" => it.port.clone(),
            "database_name" => it.database_name.clone(),
            "username" if Kind::of(it) == Kind::Ssh => {
                secret(&it.username).or(Some("hoop".to_owned()))
            }
            "username" => secret(&it.username),
            "password" => secret(&it.password),
            "proxy_token" => secret(&it.proxy_token),
            "endpoint_url" => it.endpoint_url.clone(),
            "aws_access_key_id" => secret(&it.aws_access_key_id),
            "aws_secret_access_key" => secret(&it.aws_secret_access_key),
            "secret_key" => secret(&it.secret_key),
            // Commands are rebuilt; the card tests cover how.
            "connection_string" | "command" | "browser" => continue,
            column => panic!("{column:?} isn’t a column that this program wrote"),
        };
        assert_eq!(Some(value), sent.as_ref(), "{column} of {name}");
    }
    record.len()
}

fn hold_carried(chunk: &Chunk, records: &[Record]) -> usize {
    assert_eq!(records.len(), chunk.export.carried);
    let names: Vec<&String> = records.iter().map(|record| &record["connection_name"]).collect();
    for it in chunk.carried() {
        let is_in = names.iter().any(|name| *name == it.connection_name.as_str());
        assert!(is_in, "{} isn’t in it", it.connection_name);
    }
    records.iter().map(|record| hold(chunk, record)).sum()
}

#[test]
fn json_is_read_as_json_and_as_yaml() {
    let bench = Bench::new();
    let (chunks, mut count) = bench.exports(ExportFormat::Json);
    for chunk in &chunks {
        let text = chunk.text();
        let read: Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(read.as_object().map(serde_json::Map::len), Some(2));
        let yaml = YamlLoader::load_from_str(&text).expect("it is YAML").remove(0);
        let list = read["credentials"].as_array().expect("a list");
        let records: Vec<Record> =
            list.iter().map(|it| serde_json::from_value(it.clone()).expect("texts")).collect();
        for (index, record) in records.iter().enumerate() {
            let as_yaml = &yaml["credentials"][index];
            assert_eq!(as_yaml.as_hash().map(|map| map.len()), Some(record.len()));
            for (name, value) in record {
                assert_eq!(as_yaml[name.as_str()].as_str(), Some(value.as_str()));
            }
        }
        count.add(chunk, hold_carried(chunk, &records));
    }
    bench.assert_nothing_ran();
    count.say("serde_json and yaml-rust2");
}

/// Columns have the names of the fields that the gateway sent; one is from inside its command.
#[test]
fn a_record_has_only_names_of_the_gateways() {
    let all = crate::sample::all();
    let export = crate::sample::export(ExportFormat::Json, &all);
    let read: Value = serde_json::from_str(&crate::sample::text(&export)).expect("it is JSON");
    for (it, record) in all.iter().zip(read["credentials"].as_array().expect("a list")) {
        let record = record.as_object().expect("a record");
        let sent = [
            ("connection_string", it.connection_string.is_some()),
            ("command", it.command.is_some()),
            ("browser", it.links.as_ref().is_some_and(|links| links.browser.is_some())),
        ];
        for (name, is_sent) in sent {
            let name_of = it.connection_name.as_str();
            assert!(is_sent || !record.contains_key(name), "the gateway sent {name_of} no {name}");
        }
    }
    let aws = &read["credentials"][3];
    assert_eq!(aws["connection_name"], "ssm");
    assert!(aws["connection_string"].as_str().is_some_and(|it| it.contains("start-session")));
}

#[test]
fn a_type_that_is_no_name_is_reported() {
    let mut it = crate::sample::credential(crate::sample::POSTGRES, "pg");
    for (odd, error) in [
        ("data base", ValueError::Character(InvalidCharacter { character: ' ', position: 5 })),
        (&"d".repeat(33), ValueError::TooLong { limit: 32 }),
        ("x-AAAAAAAAAAAAAAAAAAAA", ValueError::HoldsSecret),
    ] {
        it[0].connection_type = odd.to_owned();
        for format in [ExportFormat::Json, ExportFormat::Csv] {
            let export = crate::sample::export(format, &it);
            let rejected = Rejected { field: CredentialField::ConnectionType, error };
            assert_eq!(export.values_left_out.len(), 1, "{format:?}: {odd}");
            assert_eq!(export.values_left_out[0].reason, LeftOutReason::Rejected(rejected));
            assert!(export.carried == 1 && !crate::sample::text(&export).contains(odd));
        }
    }
    // The gateway sends none.
    it[0].connection_type = String::new();
    it[0].connection_subtype = Some("postgres".to_owned());
    let export = crate::sample::export(ExportFormat::Json, &it);
    assert_eq!((export.carried, export.incomplete), (1, 0));
}

fn rows(text: &[u8]) -> Vec<Record> {
    let mut reader = csv::Reader::from_reader(text);
    let rows = reader.deserialize().collect::<Result<Vec<Record>, _>>().expect("it is CSV");
    let present = |mut row: Record| {
        row.retain(|_, value| !value.is_empty());
        row
    };
    rows.into_iter().map(present).collect()
}

#[test]
fn a_parser_and_a_spreadsheet_read_csv_alike() {
    let bench = Bench::new();
    let (chunks, mut count) = bench.exports(ExportFormat::Csv);
    let (_, mut by_office) = bench.exports(ExportFormat::Csv);
    let office = program(&["soffice", "libreoffice", "localc"]);
    let mut files = Vec::new();
    for (index, chunk) in chunks.iter().enumerate() {
        let records = rows(chunk.text().as_bytes());
        count.add(chunk, hold_carried(chunk, &records));
        files.push(bench.file(&format!("{index}.csv"), &chunk.text()));
    }
    count.say("csv");
    let Some(office) = office else { return };
    let profile = bench.folder.path().join("profile");
    let convert = |separators: &str, to: &str, folder: &str| {
        let mut command = Command::new(&office);
        command.arg(format!("-env:UserInstallation=file://{}", profile.display()));
        command.args([
            "--headless",
            "--norestore",
            &format!("--infilter=CSV:{separators},34,76,1"),
        ]);
        command.args(["--convert-to", to, "--outdir"]).arg(bench.folder.path().join(folder));
        output(command.args(&files).env("HOME", bench.folder.path()));
    };
    // Opened with commas as separators, and written again as displayed.
    convert("44", "csv:Text - txt - csv (StarCalc):44,34,76,1", "out");
    // Opened with every separator in use anywhere: no cell becomes a formula.
    convert("9/44/59/124", "fods", "cells");
    for index in 0..chunks.len() {
        let cells = bench.folder.path().join("cells").join(format!("{index}.fods"));
        let cells = std::fs::read_to_string(cells).expect("it was written");
        assert!(cells.contains("table:table-cell") && !cells.contains("table:formula"), "{index}");
    }
    for (index, chunk) in chunks.iter().enumerate() {
        let out = bench.folder.path().join("out").join(format!("{index}.csv"));
        let records = rows(&std::fs::read(out).expect("it was written"));
        by_office.add(chunk, hold_carried(chunk, &records));
    }
    bench.assert_nothing_ran();
    by_office.say("LibreOffice");
}

/// A spreadsheet set to another language, with date detection, shows every value as it was sent.
#[test]
fn spreadsheets_of_other_languages_change_nothing() {
    let Some(office) = program(&["soffice", "libreoffice", "localc"]) else { return };
    let words = "Mai mai août Dez. dic mayo kesä május Mär märz 5月 Orders db wahr Vrai kr EUR Ft";
    let shapes =
        ["# w", "w #", "w-#", "#-w", "w#", "#. w 2024", "# de w de 2024", "Montag, #. w 2024"];
    let base = crate::sample::credential(crate::sample::POSTGRES, "pg").remove(0);
    let texts = words.split(' ').flat_map(|word| {
        let texts = shapes.map(|shape| shape.replace('w', word).replace('#', "5"));
        texts.into_iter().chain([word.to_owned()])
    });
    let credentials: Vec<Credential> =
        texts.map(|text| Credential { database_name: Some(text), ..base.clone() }).collect();
    let export = crate::sample::export(ExportFormat::Csv, &credentials);
    let sent = rows(crate::sample::text(&export).as_bytes());
    let carried = sent.iter().filter(|row| row.contains_key("database_name")).count();
    assert!(carried > 10 && carried < sent.len(), "{carried} of {}", sent.len());
    let bench = Bench::new();
    let file = bench.file("languages.csv", &crate::sample::text(&export));
    // German, French, Spanish, Swedish, Finnish, Hungarian, Japanese.
    for language in [1031, 1036, 3082, 1053, 1035, 1038, 1041] {
        let profile = bench.folder.path().join("profile");
        let mut command = Command::new(&office);
        command.arg(format!("-env:UserInstallation=file://{}", profile.display()));
        command.args(["--headless", "--norestore"]);
        command.arg(format!("--infilter=CSV:44,34,76,1,,{language},false,true"));
        command.args(["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir"]);
        let out = bench.folder.path().join(language.to_string());
        output(command.arg(&out).arg(&file).env("HOME", bench.folder.path()));
        let read = rows(&std::fs::read(out.join("languages.csv")).expect("it was written"));
        assert_eq!(read.len(), sent.len());
        for (read, sent) in read.iter().zip(&sent) {
            assert_eq!(read, sent, "{language}");
        }
    }
}

/// Excel reads a file without a byte order mark in an encoding of the system's, unless told otherwise.
#[test]
fn csv_says_how_to_open_letters_beyond_ascii() {
    let mut it = crate::sample::credential(crate::sample::POSTGRES, "pg");
    for (database, is_said) in
        [("hoopdb", false), ("Größe", true), ("日本語", true), ("5月1日", false)]
    {
        it[0].database_name = Some(database.to_owned());
        let twice = [it.clone(), it.clone()].concat();
        let export = crate::sample::export(ExportFormat::Csv, &twice);
        let said = export.notes.iter().filter(|it| **it == ExportNote::Utf8).count();
        assert_eq!(said, usize::from(is_said), "{database}");
        assert_eq!(crate::sample::text(&export).is_ascii(), !is_said, "{database}");
        let json = crate::sample::export(ExportFormat::Json, &it);
        assert!(!json.notes.contains(&ExportNote::Utf8));
    }
}

/// Exactly the values that a spreadsheet would execute or change are left out, each reported with
/// its column.
#[test]
fn csv_leaves_out_what_a_spreadsheet_would_execute_or_change() {
    let base = crate::sample::credential(crate::sample::POSTGRES, "pg").remove(0);
    let carried = |database: &str| {
        let it = Credential { database_name: Some(database.to_owned()), ..base.clone() };
        let export = crate::sample::export(ExportFormat::Csv, &[it]);
        let column = "database_name";
        let is_out = export
            .values_left_out
            .iter()
            .any(|it| it.reason == LeftOutReason::Spreadsheet { column });
        assert_eq!(export.carried, 1, "{database}");
        assert_eq!(is_out, !crate::sample::text(&export).contains(&format!("\"{database}\"")));
        !is_out
    };
    for database in [
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "＝1",
        "00012",
        "1e5",
        "1E5",
        "2024-01-02",
        "1/2",
        "true",
        "FALSE",
        "Jan 5",
        "SEPT2",
        "MAR1",
        "12:30",
        "5%",
        "12 am",
        "a;=1",
        "a,=1",
        "a|=1",
        "a\"=1",
        "1,2",
        "١٢",
        "1234567890123456",
        // Other languages have other dates, amounts and logical values.
        "5 Mai 2024",
        "Mai-24",
        "MAI1",
        "5. Dez",
        "1 août 2024",
        "1 de mayo de 2024",
        "Montag, 5. Mai 2024",
        "5月1日",
        "R6.5.1",
        "5 kr",
        "Ft 5",
        "WAHR",
        "Vrai",
        "ИСТИНА",
    ] {
        assert!(!carried(database), "{database:?} is in it");
    }
    for database in [
        "hoopdb",
        "Orders 2",
        "3scale",
        "a=b",
        "a-b",
        "5432",
        "日本語",
        "x1",
        "Größe",
        "db-mar-2024",
        "Mai",
    ] {
        assert!(carried(database), "{database:?} is left out");
    }
}
