//! Files for PostgreSQL clients, read by `psql`.
//!
//! One `psql` process connects with a large part of the corpus, one credential after another, to a
//! server that requests the password and then accepts it. `PGHOSTADDR` redirects every host to it,
//! so all ports are its own.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::Command,
    thread,
};

use machine_identity_editor::{
    domain::{
        access::{Access, Kind, Postgres},
        credential::Credential,
    },
    wire::export::ExportFormat,
};

use crate::{
    corpus::{CHUNK, SIZE, corpus},
    readers::{Bench, output, program, say},
    sample::{export, text},
};

/// What a client sent: its user, its database, its password.
#[derive(Debug, Eq, PartialEq)]
struct Said {
    user: String,
    database: String,
    password: String,
}

impl Said {
    fn first() -> Self {
        let [user, database, password] = [(); 3].map(|()| "first".to_owned());
        Self { user, database, password }
    }
}

/// Answers clients until one has the user name `end`.
fn serve(listener: TcpListener) -> Vec<Said> {
    let mut all = Vec::new();
    for stream in listener.incoming() {
        let mut stream = stream.expect("it connects");
        let start = packet(&mut stream);
        let mut texts = start[4..].split(|byte| *byte == 0).map(String::from_utf8_lossy);
        let mut settings = BTreeMap::new();
        while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
            settings.insert(name.into_owned(), value.into_owned());
        }
        let setting = |name| settings.get(name).cloned().unwrap_or_default();
        if setting("user") == "end" {
            return all;
        }
        // The client sends only its own other settings: no value has added one.
        let known = [
            "user",
            "database",
            "application_name",
            "client_encoding",
            "fallback_application_name",
        ];
        let odd: Vec<&String> =
            settings.keys().filter(|it| !known.contains(&it.as_str())).collect();
        assert!(odd.iter().all(|it| it.is_empty()), "{odd:?}");
        // Request the password in clear text, accept it, and report ready.
        stream.write_all(b"R\0\0\0\x08\0\0\0\x03").expect("it listens");
        let mut kind = [0];
        stream.read_exact(&mut kind).expect("it answers");
        assert_eq!(&kind, b"p");
        let password = packet(&mut stream);
        let password = String::from_utf8_lossy(&password[..password.len() - 1]).into_owned();
        stream.write_all(b"R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I").expect("it listens");
        all.push(Said { user: setting("user"), database: setting("database"), password });
    }
    all
}

fn packet(stream: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).expect("it sends a length");
    let mut body = vec![0; u32::from_be_bytes(length) as usize - 4];
    stream.read_exact(&mut body).expect("it sends as much");
    body
}

fn said(it: &Credential) -> Said {
    let exposed = |secret: &Option<machine_identity_editor::domain::secret::Secret>| {
        secret.as_ref().map(|it| it.expose().to_owned()).unwrap_or_default()
    };
    Said {
        user: exposed(&it.username),
        database: it.database_name.clone().unwrap_or_default(),
        password: exposed(&it.password),
    }
}

/// The Postgres credentials of the corpus, with the server's port in place of valid ones.
fn credentials(bench: &Bench, port: u16) -> Vec<Credential> {
    let all = corpus(bench.canary.path()).into_iter();
    let mut all: Vec<Credential> = all.filter(|it| Kind::of(it) == Kind::Postgres).collect();
    for it in &mut all {
        if it.port.as_deref() == Some("15432") {
            it.port = Some(port.to_string());
        }
        // No server answers a name that is only libpq's default.
        it.database_name = it.database_name.take().or(Some("postgres".to_owned()));
        it.password = it.password.take().or_else(|| it.username.clone());
    }
    all
}

/// The credentials that a format includes, in order: it leaves out exactly those that don't parse.
fn carried(credentials: &[Credential]) -> Vec<(&Credential, Postgres)> {
    let parsed = credentials.iter().filter_map(|it| match Access::of(it, None) {
        Ok(Access::Postgres(parsed)) => Some((it, parsed)),
        _ => None,
    });
    let is_name = |it: &Credential| {
        let name = it.connection_name.as_str();
        name.starts_with('c') && name[1..].starts_with(|it: char| it.is_ascii_digit())
    };
    parsed.filter(|(it, _)| is_name(it)).collect()
}

/// The argument of `\connect`, which psql parses as an SQL identifier.
fn argument(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn read_all(
    format: ExportFormat,
    variable: Option<&str>,
    connect: impl Fn(&str, &[(&Credential, Postgres)]) -> Vec<String>,
) {
    // Debian's `psql` is a script that locates the program.
    let Some(psql) = program(&["../lib/postgresql/15/bin/psql", "psql"]) else { return };
    let bench = Bench::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has one").port();
    let server = thread::spawn(move || serve(listener));
    let credentials = credentials(&bench, port);
    let (mut expected, mut hosts, mut printed) = (Vec::new(), Vec::new(), String::new());
    for chunk in credentials.chunks(CHUNK) {
        let export = export(format, chunk);
        let carried = carried(chunk);
        assert_eq!(export.carried, carried.len(), "{format:?}");
        let text = text(&export);
        // psql connects once before it reads its script.
        expected.push(Said::first());
        let mut script = String::new();
        for (connect, (it, _)) in connect(&text, &carried).iter().zip(&carried) {
            script.push_str(&format!("\\connect -reuse-previous=off {connect}\n\\echo :HOST\n"));
            expected.push(said(it));
            hosts.push(it.hostname.clone().unwrap_or_default());
        }
        let script = bench.file("script", &script);
        let mut command = Command::new(&psql);
        command.args(["-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-f"]).arg(script);
        command.args(["-d", &format!("postgres://first:first@localhost:{port}/first")]);
        command.env("PGSSLMODE", "disable").env("PGGSSENCMODE", "disable");
        command.env("PGHOSTADDR", "127.0.0.1").env("HOME", bench.folder.path());
        command.env("PGPASSFILE", "/nonexistent");
        if let Some(variable) = variable {
            command.env(variable, bench.file("settings", &text));
        }
        printed.push_str(&String::from_utf8(output(&mut command)).expect("it is text"));
    }
    let mut end = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let body = b"\0\x03\0\0user\0end\0\0";
    let length = (body.len() as u32 + 4).to_be_bytes();
    end.write_all(&[&length[..], body].concat()).expect("it listens");
    let said = server.join().expect("it ends");
    assert_eq!(said.len(), expected.len());
    for (said, expected) in said.iter().zip(&expected) {
        assert_eq!(said, expected, "{format:?}");
    }
    assert_eq!(printed.lines().collect::<Vec<_>>(), hosts, "{format:?}");
    bench.assert_nothing_ran();
    assert!(hosts.len() > credentials.len() / 3, "{format:?} carries {}", hosts.len());
    say(&format!(
        "{format:?} read by psql: {} of {} Postgres credentials of {SIZE} carried, {} values read \
         back byte for byte",
        hosts.len(),
        credentials.len(),
        hosts.len() * 5
    ));
}

#[test]
fn psql_reads_addresses() {
    read_all(ExportFormat::PostgresUri, None, |text, _| text.lines().map(argument).collect());
}

#[test]
fn psql_reads_a_service_file() {
    read_all(ExportFormat::PgService, Some("PGSERVICEFILE"), |text, _| {
        let names = text.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
        names.map(|name| argument(&format!("service={name}"))).collect()
    });
}

/// The file has one line per credential, and a database called `*` matches no other.
#[test]
fn psql_reads_a_password_file() {
    let quoted = |text: &str| format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"));
    read_all(ExportFormat::PgPass, Some("PGPASSFILE"), |text, carried| {
        assert_eq!(text.lines().count(), carried.len());
        let connect = carried.iter().map(|(it, _)| {
            let said = said(it);
            let host = it.hostname.clone().unwrap_or_default();
            let port = it.port.clone().unwrap_or_default();
            let (user, database) = (quoted(&said.user), quoted(&said.database));
            argument(&format!("host={host} port={port} user={user} dbname={database}"))
        });
        connect.collect()
    });
}
