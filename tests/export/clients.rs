//! The programs that credentials are handed to, asked what they have read.
//!
//! A test whose program is not on the machine says so and ends; on a machine of the project's
//! checks all of them are.

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
};

use machine_identity_editor::{domain::credential::Credential, wire::export::Format};
use tempfile::TempDir;

use crate::sample::{AWS, POSTGRES, SSH, all, credential, http, pack, text};

/// A program, if it is on the machine.
fn program(name: &str) -> Option<Command> {
    let found = Command::new("which").arg(name).stdout(Stdio::null()).status();
    if found.is_ok_and(|status| status.success()) {
        Some(Command::new(name))
    } else {
        println!("{name} is not on this machine: nothing was asked");
        None
    }
}

/// A package as a file that its owner alone may read.
fn file(folder: &TempDir, format: Format, credentials: &[Credential]) -> PathBuf {
    let package = pack(format, credentials);
    let path = folder.path().join(&package.file_name);
    fs::write(&path, text(&package)).expect("it can be written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("it is ours");
    path
}

fn printed(command: &mut Command) -> String {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it is text")
}

/// What a client of PostgreSQL said when it came in: its user, database and password.
fn answer(listener: &TcpListener) -> (String, String, String) {
    let (mut stream, _) = listener.accept().expect("it comes in");
    let start = packet(&mut stream);
    let mut texts = start[4..].split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let (mut user, mut database) = (String::new(), String::new());
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        match &*name {
            "user" => user = value.into_owned(),
            "database" => database = value.into_owned(),
            _ => {}
        }
    }
    // Ask for the password in clear.
    stream.write_all(b"R\0\0\0\x08\0\0\0\x03").expect("it listens");
    let mut kind = [0];
    stream.read_exact(&mut kind).expect("it answers");
    assert_eq!(&kind, b"p");
    let password = packet(&mut stream);
    (user, database, String::from_utf8_lossy(&password[..password.len() - 1]).into_owned())
}

fn packet(stream: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).expect("it sends a length");
    let mut body = vec![0; u32::from_be_bytes(length) as usize - 4];
    stream.read_exact(&mut body).expect("it sends as much");
    body
}

#[test]
fn psql_reads_an_address_a_service_and_a_password_file() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has one").port();
    let mut one = credential(POSTGRES, "pg");
    one[0].hostname = Some("127.0.0.1".to_owned());
    one[0].port = Some(port.to_string());
    one[0].database_name = Some(r"we:ird/d b\%41'".to_owned());
    let folder = TempDir::new().expect("a folder can be made");
    let user = one[0].username.as_ref().expect("it has one").expose().to_owned();
    let expected = (user.clone(), r"we:ird/d b\%41'".to_owned(), "hoop".to_owned());

    let address = text(&pack(Format::PostgresUri, &one)).trim_end().to_owned();
    let service = file(&folder, Format::PgService, &one);
    let passwords = file(&folder, Format::PgPass, &one);
    let database = one[0].database_name.clone().unwrap_or_default();
    let port = port.to_string();
    let asks: [(&[&str], &str, PathBuf); 3] = [
        (&["-d", &address], "PGPASSFILE", PathBuf::from("/nowhere")),
        (&["service=pg-main"], "PGSERVICEFILE", service),
        (&["-h", "127.0.0.1", "-p", &port, "-U", &user, "-d", &database], "PGPASSFILE", passwords),
    ];
    for (arguments, variable, path) in asks {
        let Some(mut psql) = program("psql") else { return };
        // A database that looks like an address is taken for one; it is named apart.
        psql.args(arguments).args(["-w", "-c", ""]).env(variable, path);
        psql.env("PGSSLMODE", "disable").env("PGGSSENCMODE", "disable");
        let mut child = psql.stderr(Stdio::null()).spawn().expect("it starts");
        let ending = thread::spawn(move || child.wait());
        assert_eq!(answer(&listener), expected, "{variable}");
        ending.join().expect("it ends").expect("it was started");
    }
}

#[test]
fn ssh_reads_its_config() {
    let Some(mut ssh) = program("ssh") else { return };
    let folder = TempDir::new().expect("a folder can be made");
    let config = file(&folder, Format::SshConfig, &credential(SSH, "ssh"));
    let read = printed(ssh.arg("-G").arg("-F").arg(config).arg("ssh-box"));
    for line in ["hostname 127.0.0.1", "port 12222", "user hoop", "pubkeyauthentication false"] {
        assert!(read.lines().any(|it| it == line), "no {line} in\n{read}");
    }
}

#[test]
fn aws_reads_a_profile_and_the_endpoint_of_its_service() {
    let folder = TempDir::new().expect("a folder can be made");
    let config = file(&folder, Format::AwsProfile, &credential(AWS, "aws-ssm"));
    for (key, expected) in [
        ("aws_access_key_id", "AKIAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        ("aws_secret_access_key", "0000000000000000000000000000000000000000"),
        ("services", "ssm"),
    ] {
        let Some(mut aws) = program("aws") else { return };
        let aws = aws.args(["configure", "get", key, "--profile", "ssm"]);
        let read = printed(aws.env("AWS_CONFIG_FILE", &config).env("AWS_PAGER", ""));
        assert_eq!(read.trim_end(), expected, "{key}");
    }
}

#[test]
fn kubectl_reads_a_kubeconfig() {
    let Some(mut kubectl) = program("kubectl") else { return };
    let folder = TempDir::new().expect("a folder can be made");
    let two = [
        http("k8s", "kubernetes", "kubernetes", "k8s"),
        http("b", "kubernetes", "kubernetes", "k8s"),
    ];
    let config = file(&folder, Format::Kubeconfig, &two.concat());
    let kubectl = kubectl.args(["config", "view", "--raw", "-o", "json", "--kubeconfig"]);
    let read: serde_json::Value =
        serde_json::from_str(&printed(kubectl.arg(config))).expect("it is JSON");
    assert_eq!(read["current-context"], "k8s");
    assert_eq!(read["contexts"].as_array().map(Vec::len), Some(2));
    let user = read["users"].as_array().and_then(|all| all.iter().find(|it| it["name"] == "k8s"));
    let token = user.map(|user| user["user"]["token"].clone());
    let expected = all().into_iter().find(|it| it.connection_name.as_str() == "k8s");
    let expected = expected.and_then(|it| it.proxy_token).map(|it| it.expose().to_owned());
    assert_eq!(token, expected.map(Into::into));
    assert_eq!(read["clusters"][0]["cluster"]["server"], "http://localhost:18888");
}

#[test]
fn curl_and_the_settings_of_claude_code_carry_the_token() {
    let claude = http("claude", "httpproxy", "claude-code", "claude-code");
    let expected = claude[0].proxy_token.as_ref().expect("it has one").expose().to_owned();
    let settings: serde_json::Value =
        serde_json::from_str(&text(&pack(Format::ClaudeSettings, &claude))).expect("it is JSON");
    assert_eq!(settings["env"]["ANTHROPIC_AUTH_TOKEN"], expected.as_str());
    assert_eq!(settings["env"]["ANTHROPIC_BASE_URL"], "http://localhost:18888");

    // A shell that has another `curl` sees the words that curl would.
    let script =
        format!("curl() {{ printf '%s\\n' \"$@\"; }}\n{}", text(&pack(Format::Curl, &claude)));
    let said = printed(Command::new("sh").args(["-c", &script]));
    let words: Vec<&str> = said.lines().collect();
    assert_eq!(words, ["-H", &format!("Authorization: {expected}"), "http://localhost:18888/"]);
}
