//! Twelve thousand credentials, three quarters of them from a hostile gateway, the same on every
//! run.
//!
//! Each hostile fragment is something that a reader of some format interprets: a shell, ssh, libpq,
//! YAML, HCL, Docker, a spreadsheet, a URL parser, a terminal. Commands among them create a file in
//! a folder that must stay empty.

use std::path::Path;

use machine_identity_editor::domain::{
    connection::ConnectionName, credential::Credential, secret::Secret,
};

use crate::sample::{AWS, HTTP, POSTGRES, RDP, SECRET_ONLY, SSH, read};

pub const SIZE: usize = 12_000;

/// The number of credentials per export.
pub const CHUNK: usize = 500;

/// SplitMix64 with a fixed seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// Fragments that some reader interprets; `CANARY` stands for the path of a file.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{1b}[2K",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{202e}",
    "\u{2028}",
    "\u{2066}",
    "\u{feff}",
    "\u{e0041}",
    "\u{fffe}",
    "$(touch CANARY)",
    "`touch CANARY`",
    "';touch CANARY;'",
    "\";touch CANARY;\"",
    "&&touch CANARY",
    "|touch CANARY",
    ";touch CANARY",
    "$CANARY",
    "${HOME}",
    "$$",
    "!!",
    "\\",
    "\\\\",
    "\\'",
    "'",
    "''",
    "\"",
    "\"\"",
    "#",
    " #",
    "~",
    "*",
    "?",
    "{a,b}",
    "<",
    ">",
    "&",
    "(",
    ")",
    "-oProxyCommand=touch CANARY",
    "-F/dev/null",
    "--",
    "\nProxyCommand touch CANARY",
    "\nHost *\nUser evil",
    "%h",
    "%%",
    "Match exec \"touch CANARY\"",
    "%00",
    "%0a",
    "%2e%2e",
    "%40evil.example",
    "%24%28touch%20CANARY%29",
    "a:b@evil.example/",
    "@",
    "/",
    "//",
    "?host=evil.example",
    "&sslmode=disable",
    "[::1]",
    "127.1",
    "0x7f000001",
    "host=evil.example",
    "dbname=postgres://evil.example/x",
    "service=evil",
    "ldap://evil.example/",
    "\n[evil]\nhost=x",
    ":",
    "::",
    "\\:",
    ": ",
    "- a",
    "&a",
    "*a",
    "!!python/object:os.system",
    "|",
    ">-",
    "null",
    "yes",
    "---",
    "${file(\"/etc/passwd\")}",
    "%{if true}",
    "{{",
    "<<EOF",
    "=1+1",
    "=HYPERLINK(\"http://evil.example\")",
    "+1",
    "-1",
    "@SUM(1)",
    ";=1+1",
    "\",\"=1+1",
    "00012",
    "1e5",
    "2024-01-02",
    "true",
    "Jan 5",
];

const WORDS: [&str; 8] = ["db", "Orders 2", "ünï", "日本語", "a_b", "x.y", "hoopdb", "Größe"];

const HOSTS: [&str; 7] =
    ["0.0.0.0", "127.0.0.1", "10.1.2.3", "gw.example.com", "my_host", "2001:db8::1", "::"];

fn hostile(random: &mut Random, canary: &Path) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(3) {
        match random.below(4) {
            0 => text.push_str(random.pick(&WORDS)),
            1 => text.extend(char::from_u32(random.below(0x2_0000) as u32)),
            _ => text.push_str(random.pick(PIECES)),
        }
    }
    text.replace("CANARY", &canary.join("ran").to_string_lossy())
}

/// The credentials; one in four contains nothing hostile.
pub fn corpus(canary: &Path) -> Vec<Credential> {
    let mut random = Random::new(14);
    (0..SIZE).map(|index| one(&mut random, canary, index)).collect()
}

/// Whether nothing in the credential is hostile.
pub fn is_benign(index: usize) -> bool {
    (index / 9).is_multiple_of(4)
}

fn one(random: &mut Random, canary: &Path, index: usize) -> Credential {
    let (body, prefix) = [
        (POSTGRES.to_owned(), "pg"),
        (SSH.to_owned(), "ssh"),
        (RDP.to_owned(), "rdp"),
        (AWS.to_owned(), "aws-ssm"),
        (HTTP.to_owned(), "httpproxy"),
        (HTTP.replace("\"httpproxy\"", "\"kubernetes\""), "k8s"),
        (HTTP.replace("subtype\":\"httpproxy\"", "subtype\":\"claude-code\""), "claude-code"),
        (POSTGRES.replace("\"postgres\"", "\"graph\""), "graph"),
        (SECRET_ONLY.to_owned(), "ssh"),
    ][index % 9]
        .clone();
    let letters = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    let tail = (0..43).map(|_| char::from(letters[random.below(letters.len())]));
    let token = format!("{prefix}-{}", tail.collect::<String>());
    let mut it = read(&body.replace('$', &token)).remove(0);
    let suffix = random.pick(&["", "-a", ".b", "_C", "-x.y"]);
    it.connection_name = ConnectionName::received(format!("c{index:05}{suffix}"));
    let host = random.pick(&HOSTS);
    if it.hostname.is_some() {
        it.hostname = Some(host.to_owned());
    }
    if it.database_name.is_some() {
        it.database_name = Some(random.pick(&WORDS).to_owned());
    }
    if !is_benign(index) {
        for _ in 0..=random.below(3) {
            spoil(&mut it, random, canary);
        }
    }
    it
}

/// Replaces a field, preferably one that a format passes on unchanged.
fn spoil(it: &mut Credential, random: &mut Random, canary: &Path) {
    let text = hostile(random, canary);
    let secret = Secret::new(text.clone());
    let text = Some(text).filter(|text| !text.is_empty());
    match random.below(20) {
        0 => it.hostname = text,
        1 => it.port = text,
        2 => it.endpoint_url = it.endpoint_url.clone().and(text),
        3 => it.username = Some(secret),
        4 => it.proxy_token = it.proxy_token.clone().and(Some(secret)),
        5 => it.secret_key = Some(secret),
        6 => it.aws_access_key_id = it.aws_access_key_id.clone().and(Some(secret)),
        7 => it.connection_string = Some(secret),
        8 => {
            if let Some(links) = &mut it.links {
                links.curl = secret;
            }
            it.command = it.command.clone().and(text.map(Secret::new));
        }
        9 => {
            // A valid name keeps its number, by which the tests identify it.
            let name = text.unwrap_or_default();
            let is_name = |it: char| it.is_ascii_alphanumeric() || "._-".contains(it);
            if name.is_empty() || name.starts_with('-') || !name.chars().all(is_name) {
                it.connection_name = ConnectionName::received(name);
            }
        }
        10 => it.connection_type = text.unwrap_or_default(),
        11 => {
            // The token with extra text.
            let more = text.unwrap_or_default();
            let extended = |old: &Secret| Secret::new(format!("{}{more}", old.expose()));
            it.password = it.password.as_ref().map(extended);
        }
        12..=14 => it.password = it.password.clone().and(Some(secret)),
        _ => it.database_name = it.database_name.clone().and(text),
    }
}
