//! The program and its listener, tested over a socket.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(all(feature = "server", not(target_arch = "wasm32")))]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use machine_identity_editor::sandbox::ADMIN_TOKEN;
use serde_json::Value;

/// The running program, which stops with the test.
struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox"));
    command.args(flags).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn start(flags: &[&str]) -> Running {
    let mut child =
        program(&[&["--listen", "127.0.0.1:0"], flags].concat()).spawn().expect("the program runs");
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim_end().strip_prefix("sandbox gateway listening on http://");
    let address = address.unwrap_or_else(|| panic!("{line:?}")).to_owned();
    Running { child, address }
}

/// Everything received for one request until the connection closes.
fn exchange(running: &Running, request: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(&running.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let length = body.len();
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\
         Authorization: Bearer {ADMIN_TOKEN}\r\nContent-Length: {length}\r\n\r\n{body}",
        running.address
    )
    .unwrap();
    let mut received = Vec::new();
    // A cut connection may be an error for the reader; what arrived before still counts.
    let _ = stream.read_to_end(&mut received);
    String::from_utf8(received).unwrap()
}

fn get(running: &Running, path: &str) -> Value {
    let answer = exchange(running, &format!("GET {path}"), "");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

fn identity_names(running: &Running) -> Vec<String> {
    let listed = get(running, "/api/machineidentities");
    let name = |one: &Value| one["name"].as_str().unwrap().to_owned();
    listed.as_array().unwrap().iter().map(name).collect()
}

#[test]
fn connections_are_cut_at_the_documented_places() {
    let running = start(&["--seed", "1", "--clock", "2026-01-01T00:00:00Z"]);
    let create = |fault: &str| {
        let body = format!(
            "{{\"name\":\"{fault}\",\"description\":\"[fault:{fault}]\",\"connection_names\":[]}}"
        );
        exchange(&running, "POST /api/machineidentities", &body)
    };
    assert_eq!(create("cut-before"), "");
    assert!(!identity_names(&running).contains(&"cut-before".into()));
    assert_eq!(create("cut-after"), "");
    assert!(identity_names(&running).contains(&"cut-after".into()));

    let empty = exchange(&running, "DELETE /api/attributes/env:dr?fault=cut-during", "");
    assert_eq!(empty, "", "an answer without a body is cut as a whole");
    let broken = create("cut-during");
    let (head, body) = broken.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 201 Created"));
    let announced = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    let announced: usize = announced.unwrap().parse().unwrap();
    assert_eq!(body.len(), announced / 2);
    assert!(body.starts_with("{\"id\":"));
    assert!(identity_names(&running).contains(&"cut-during".into()));
}

#[test]
fn other_faults_answer_as_documented() {
    let running = start(&[]);
    let crash = exchange(&running, "GET /api/userinfo?fault=error-500", "");
    assert!(crash.starts_with("HTTP/1.1 500 "), "{crash}");
    assert!(crash.ends_with("\r\n\r\n"), "no body");
    let html = exchange(&running, "PUT /api/machineidentities/x?fault=html", "{}");
    assert!(html.starts_with("HTTP/1.1 200 OK"));
    assert!(html.to_lowercase().contains("content-type: text/html"));
    let proxy = exchange(&running, "GET /api/userinfo?fault=gateway-timeout", "");
    assert!(proxy.starts_with("HTTP/1.1 504 "));
    assert!(!proxy.to_lowercase().contains("access-control-allow-origin"));
    let renewed = exchange(&running, "GET /api/userinfo?fault=expired-token", "");
    assert!(renewed.to_lowercase().contains("x-new-access-token: eyj"));
    let revoked = exchange(&running, "GET /api/userinfo?fault=revoked-token", "");
    assert!(revoked.starts_with("HTTP/1.1 401 "));
    let arm = r#"{"fault":"slow","method":"GET","path":"/userinfo","millis":400}"#;
    assert!(exchange(&running, "POST /_sandbox/faults", arm).starts_with("HTTP/1.1 201 "));
    let before = Instant::now();
    assert!(exchange(&running, "GET /api/userinfo", "").starts_with("HTTP/1.1 200 "));
    assert!(before.elapsed() >= Duration::from_millis(400));
    assert_eq!(get(&running, "/_sandbox/faults")["armed"], serde_json::json!([]), "used up");
}

#[test]
fn a_write_completes_after_the_caller_disconnects() {
    let running = start(&[]);
    let body = r#"{"name":"gone","description":"[fault:slow]","connection_names":["ssm-fleet"]}"#;
    let mut stream = TcpStream::connect(&running.address).unwrap();
    write!(
        stream,
        "POST /api/machineidentities HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ADMIN_TOKEN}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    drop(stream);
    let deadline = Instant::now() + Duration::from_secs(10);
    while !identity_names(&running).contains(&"gone".into()) {
        assert!(Instant::now() < deadline, "the write went on");
    }
}

#[test]
fn the_log_shows_that_a_write_was_sent_once() {
    let running = start(&[]);
    exchange(&running, "DELETE /api/machineidentities/idle?fault=cut-after", "");
    let log = get(&running, "/_sandbox/requests");
    let written: Vec<&Value> =
        log.as_array().unwrap().iter().filter(|entry| entry["method"] == "DELETE").collect();
    assert_eq!(written.len(), 1);
    assert_eq!(written[0]["status"], Value::Null);
    assert_eq!(written[0]["fault"], "cut-after");
    assert_eq!(written[0]["token"], ADMIN_TOKEN);
}

/// The CPU time that a program has used so far, where the system reports it. Unlike elapsed time,
/// it doesn't grow on a busy machine.
fn processor_time(child: &Child) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    // User and system time, in hundredths of a second.
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    let ticks: u64 = ticks.collect::<Result<Vec<_>, _>>().ok()?.into_iter().sum();
    Some(Duration::from_millis(ticks * 10))
}

/// The fastest of three starts.
#[test]
fn ten_thousand_identities_load_in_two_seconds() {
    let size = ["--identities", "10000", "--connections", "10000", "--attributes", "2000"];
    let (took, running) = (0..3)
        .map(|_| {
            let before = Instant::now();
            let running = start(&size);
            (processor_time(&running.child).unwrap_or_else(|| before.elapsed()), running)
        })
        .min_by_key(|(took, _)| *took)
        .unwrap();
    assert!(took > Duration::ZERO && took < Duration::from_secs(2), "{took:?}");
    assert_eq!(identity_names(&running).len(), 10_000);
    assert_eq!(get(&running, "/api/connections").as_array().unwrap().len(), 10_000);
    assert_eq!(get(&running, "/api/attributes")["pages"]["total"], 2000);
}

#[test]
fn a_site_is_served_beside_the_api_with_the_headers_of_its_build() {
    let directory = std::env::temp_dir().join(format!("sandbox-site-{}", std::process::id()));
    std::fs::create_dir_all(directory.join("embed")).unwrap();
    std::fs::write(directory.join("index.html"), "<!doctype html><title>console</title>").unwrap();
    std::fs::write(directory.join("app.wasm"), "\0asm").unwrap();
    std::fs::write(directory.join("app.wasm.gz"), "compressed").unwrap();
    std::fs::write(directory.join("embed/element.js"), "export {}").unwrap();
    let headers = "/*\n  Content-Security-Policy: connect-src 'self'\n/embed/*\n  X-Embed: yes\n";
    std::fs::write(directory.join("_headers"), headers).unwrap();
    let path = directory.to_str().unwrap();
    let running = start(&["--site", path, "--connect-src", "https://gateway.example"]);
    let page = exchange(&running, "GET /", "");
    assert!(page.ends_with("<title>console</title>"), "{page}");
    let page = page.to_lowercase();
    let policy = "content-security-policy: connect-src 'self' https://gateway.example\r\n";
    assert!(page.contains(policy) && !page.contains("x-embed"), "{page}");
    let wasm = exchange(&running, "GET /app.wasm", "").to_lowercase();
    assert!(wasm.contains("content-type: application/wasm"));
    let squeezed = exchange(&running, "GET /app.wasm HTTP/1.1\r\nAccept-Encoding: gzip\r\nX:", "");
    assert!(squeezed.to_lowercase().contains("content-encoding: gzip"), "{squeezed}");
    let element = exchange(&running, "GET /embed/element.js", "").to_lowercase();
    assert!(element.contains(policy) && element.contains("x-embed: yes\r\n"), "{element}");
    assert!(exchange(&running, "GET /_headers", "").starts_with("HTTP/1.1 404"));
    let missing = exchange(&running, "GET /missing.js", "");
    assert!(missing.starts_with("HTTP/1.1 404"), "{missing}");
    let deep = exchange(&running, "GET /identities/x HTTP/1.1\r\nAccept: text/html\r\nX:", "");
    assert!(deep.ends_with("<title>console</title>"), "a page the console routes itself");
    assert!(exchange(&running, "GET /api/userinfo", "").contains("\"role\":\"admin\""));
    std::fs::remove_dir_all(directory).unwrap();
}

#[test]
fn a_failed_start_prints_one_sentence() {
    let running = start(&[]);
    for (flags, reason) in [
        (vec!["--listen", running.address.as_str()], "cannot listen on"),
        (vec!["--wrong"], "--help lists the options"),
        (vec!["--clock", "noon"], "cannot parse"),
        (vec!["--site", "/nowhere"], "/nowhere is not a directory"),
        (vec!["--site", env!("CARGO_MANIFEST_DIR")], "_headers, which a build of the console has"),
        (vec!["--catalogue", "/nowhere"], "cannot read /nowhere"),
    ] {
        // The default port may be taken; the last address counts.
        let mut all = vec!["--listen", "127.0.0.1:0"];
        all.extend(flags);
        let output = program(&all).output().unwrap();
        assert!(!output.status.success());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(reason), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(output.stdout.is_empty());
    }
    let help = program(&["--help"]).output().unwrap();
    assert!(help.status.success());
    assert!(String::from_utf8(help.stdout).unwrap().contains("--identities"));
}

/// Everything received for raw bytes.
fn raw(running: &Running, bytes: &str) -> String {
    let mut stream = TcpStream::connect(&running.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut received = Vec::new();
    let _ = stream.read_to_end(&mut received);
    String::from_utf8_lossy(&received).into_owned()
}

#[test]
fn another_origin_or_a_rebound_name_cannot_use_the_controls() {
    let running = start(&[]);
    let own = running.address.clone();
    let requests = [
        ("POST", "/_sandbox/faults", r#"{"fault":"error-500","times":1000}"#),
        ("POST", "/_sandbox/reset", ""),
        ("GET", "/_sandbox/state", ""),
        ("GET", "/_sandbox/secrets", ""),
        ("GET", "/%5Fsandbox/secrets", ""),
        ("GET", "/_s%61ndbox/secrets", ""),
    ];
    for (method, path, body) in requests {
        for headers in [
            "Host: evil.example:8009".to_owned(),
            format!("Host: {own}\r\nOrigin: https://evil.example"),
            format!("Host: {own}\r\nOrigin: null"),
            format!("Host: {own}\r\nSec-Fetch-Site: cross-site"),
            "Host: evil.example\r\nOrigin: http://evil.example".to_owned(),
        ] {
            let length = body.len();
            let answer = raw(
                &running,
                &format!(
                    "{method} {path} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\
                     Content-Length: {length}\r\n\r\n{body}"
                ),
            );
            assert!(answer.starts_with("HTTP/1.1 403 "), "{path}, {headers}: {answer}");
            assert!(!answer.contains("secret_key"), "{path}");
        }
    }
    assert_eq!(get(&running, "/_sandbox/faults")["armed"], serde_json::json!([]), "none is armed");
    let elsewhere =
        "GET /api/userinfo HTTP/1.1\r\nHost: gateway.example\r\nOrigin: https://a.example";
    let answer = raw(
        &running,
        &format!("{elsewhere}\r\nConnection: close\r\nAuthorization: Bearer {ADMIN_TOKEN}\r\n\r\n"),
    );
    assert!(answer.starts_with("HTTP/1.1 200 "), "the API answers any origin: {answer}");
    assert!(answer.to_lowercase().contains("access-control-allow-origin: *"));
}

#[test]
fn a_page_cannot_embed_answers_of_the_controls() {
    let running = start(&[]);
    let answer = exchange(&running, "GET /_sandbox/state", "").to_lowercase();
    assert!(answer.starts_with("http/1.1 200 "), "{answer}");
    for header in [
        "cache-control: no-store",
        "cross-origin-resource-policy: same-origin",
        "x-content-type-options: nosniff",
        "frame-ancestors 'none'",
    ] {
        assert!(answer.contains(header), "{header}");
    }
    assert!(!answer.contains("access-control-allow-origin"));
    let named_twice = exchange(&running, "GET http://evil.example/_sandbox/state", "");
    assert!(named_twice.starts_with("HTTP/1.1 403 "), "{named_twice}");
}

/// A second request on a connection is never answered, whatever length the first one claims.
#[test]
fn one_connection_carries_one_request() {
    let running = start(&[]);
    let second = format!("GET /_sandbox/state HTTP/1.1\r\nHost: {}\r\n\r\n", running.address);
    for head in [
        "GET /api/healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 99\r\n\r\n",
        "POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
        "POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n\
         0\r\n\r\n",
        "POST /api/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /api/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    ] {
        let answer = raw(&running, &format!("{head}{second}"));
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{head}: {answer}");
        assert!(!answer.contains("secret_key"), "{head}");
    }
}

/// Clients that connect and send nothing use file descriptors, not CPU time.
#[cfg(target_os = "linux")]
#[test]
fn it_sleeps_while_no_connection_can_be_accepted() {
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -n 48; exec \"$0\" --listen 127.0.0.1:0"])
        .arg(env!("CARGO_BIN_EXE_sandbox"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim_end().rsplit("http://").next().unwrap().to_owned();
    let running = Running { child, address };
    let idle: Vec<TcpStream> =
        (0..80).map_while(|_| TcpStream::connect(&running.address).ok()).collect();
    assert_eq!(idle.len(), 80, "the system queues them");
    let used = || processor_time(&running.child).unwrap();
    let before = used();
    std::thread::sleep(Duration::from_secs(2));
    let took = used() - before;
    assert!(took < Duration::from_millis(200), "{took:?} of 2 s");
    drop(idle);
    assert!(exchange(&running, "GET /api/healthz", "").starts_with("HTTP/1.1 200 "));
}

#[test]
fn requests_have_limits() {
    let running = start(&[]);
    let many: String = (0..80).map(|number| format!("X-{number}: x\r\n")).collect();
    let answer = raw(&running, &format!("GET /api/healthz HTTP/1.1\r\nHost: x\r\n{many}\r\n"));
    assert!(answer.starts_with("HTTP/1.1 431 "), "too many headers: {answer}");
    let long = "x".repeat(256 * 1024);
    let answer =
        raw(&running, &format!("GET /api/healthz HTTP/1.1\r\nHost: x\r\nX: {long}\r\n\r\n"));
    assert!(!answer.starts_with("HTTP/1.1 200 "), "too long a header: {answer}");
    let body = " ".repeat(8 * 1024 * 1024 + 1);
    let answer = exchange(&running, "PUT /api/machineidentities/x", &body);
    assert!(
        answer.starts_with("HTTP/1.1 413 "),
        "too long a body: {}",
        &answer[..answer.len().min(80)]
    );
    assert!(exchange(&running, "GET /api/healthz", "").starts_with("HTTP/1.1 200 "));
}

#[test]
fn it_prints_that_it_is_not_a_gateway() {
    let mut child = program(&["--listen", "127.0.0.1:0"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().starts_with("sandbox gateway listening on http://"));
    let second = lines.next().unwrap().unwrap();
    assert!(second.starts_with("This is not a gateway"), "{second}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn it_stops_on_a_signal() {
    let mut running = start(&[]);
    let kill = Command::new("kill").arg(running.child.id().to_string()).status().unwrap();
    assert!(kill.success());
    assert!(running.child.wait().unwrap().success());
}
