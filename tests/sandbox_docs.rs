//! `docs/sandbox.md` describes the sandbox correctly.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(all(feature = "sandbox", not(target_arch = "wasm32")))]

#[path = "guards/tester.rs"]
mod tester;

use machine_identity_editor::sandbox::faults::Fault;
use machine_identity_editor::sandbox::seed::Seed;
use machine_identity_editor::wire::exchange::Method;
use tester::Tester;

const PAGE: &str = include_str!("../docs/sandbox.md");

/// The rows of the table under a heading, cell by cell.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, section) = PAGE.split_once(&format!("\n## {heading}\n")).unwrap();
    let lines = section.lines().skip_while(|line| !line.starts_with('|'));
    let rows = lines.take_while(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim()).collect()).collect()
}

#[test]
fn the_table_lists_every_fault() {
    let rows: Vec<(String, &str)> =
        table("Faults").iter().map(|row| (row[0].trim_matches('`').to_owned(), row[1])).collect();
    let faults: Vec<(String, &str)> =
        Fault::ALL.iter().map(|fault| (fault.name().to_owned(), fault.effect())).collect();
    assert_eq!(rows, faults);
}

#[test]
fn every_credential_signs_in_with_the_documented_role() {
    let mut tester = Tester::with(Seed::Sample);
    let rows = table("Who can sign in");
    assert_eq!(rows.len(), 11);
    for row in rows {
        let words: Vec<&str> = row[0].split('`').filter(|word| word.trim().len() > 1).collect();
        let role = if row[2].contains("administrator") || row[2].contains("with the admin group") {
            "admin"
        } else if row[2].starts_with("auditor") {
            "auditor"
        } else {
            "standard"
        };
        let (name, value) = if let [email, password] = words[..] {
            let body = serde_json::json!({ "email": email, "password": password }).to_string();
            let answer = tester.send_as(&[], Method::Post, "/api/localauth/login", &body);
            ("Authorization", format!("Bearer {}", answer.header("Token")))
        } else if row[1].contains("Api-Key") {
            ("Api-Key", words[0].to_owned())
        } else {
            ("Authorization", format!("Bearer {}", words[0]))
        };
        let who = tester.send_as(&[(name, &value)], Method::Get, "/api/userinfo", "");
        if row[2].starts_with("none") {
            assert_eq!(who.status(), 401);
        } else {
            assert_eq!(who.json()["role"], role, "{}", row[0]);
        }
    }
}

#[test]
fn every_documented_control_exists() {
    let mut tester = Tester::with(Seed::Sample);
    for row in table("Controls") {
        let request = row[0].replace('`', "").replace(", PUT", "");
        let (method, path) = request.split_once(' ').unwrap();
        let method = Method::parse(method).unwrap();
        let body = row[1].split('`').find(|part| part.starts_with('{')).unwrap_or("{}");
        let answer = tester.send(method, path, body);
        assert!((200..300).contains(&answer.status()), "{request}: {}", answer.text());
    }
}

#[test]
fn the_sample_has_the_documented_counts() {
    let mut tester = Tester::with(Seed::Sample);
    let mut count = |path: &str| {
        let listed = tester.get(path).json();
        listed
            .as_array()
            .map_or_else(|| listed["pages"]["total"].as_u64().unwrap(), |list| list.len() as u64)
    };
    // One attribute belongs to a rulepack and is in no list.
    let (connections, attributes) = (count("/api/connections"), count("/api/attributes") + 1);
    let identities = count("/api/machineidentities");
    let sentence = PAGE.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = format!(
        "{connections} connections of every type, {attributes} attributes, {identities} identities"
    );
    assert!(sentence.contains(&expected), "{expected}");
}
