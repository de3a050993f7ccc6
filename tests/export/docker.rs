//! Docker's env files, read by the Docker client.

use std::{
    io::{Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    process::Command,
    thread,
};

use machine_identity_editor::wire::export::ExportFormat;

use crate::{
    readers::{Bench, output, program},
    variables::hold,
};

/// The Docker client reads the file and sends the result to its server.
#[test]
fn docker_reads_env_files() {
    let Some(docker) = program(&["docker"]) else { return };
    let bench = Bench::new();
    let socket = bench.folder.path().join("docker.sock");
    let listener = UnixListener::bind(&socket).expect("a socket can be made");
    let server = thread::spawn(move || {
        let mut bodies = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.expect("it connects");
            let (head, body) = request(&mut stream);
            let is_end = head.contains("/end");
            if head.contains("/containers/create") {
                bodies.push(body);
            }
            let answer = "{\"Id\":\"0\",\"Warnings\":[]}";
            let status = if head.contains("/containers/create") { "201 Created" } else { "200 OK" };
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nApi-Version: 1.41\r\nConnection: close\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{answer}",
                answer.len()
            );
            if is_end {
                return bodies;
            }
        }
        bodies
    });
    let (chunks, mut count) = bench.exports(ExportFormat::DockerEnv);
    for chunk in &chunks {
        let path = bench.file("docker.env", &chunk.text());
        let mut command = Command::new(&docker);
        command.args(["create", "--pull=never", "--env-file"]).arg(path).arg("image");
        command.env("DOCKER_HOST", format!("unix://{}", socket.display()));
        command.env("DOCKER_CONFIG", bench.folder.path());
        output(&mut command);
    }
    let mut end = UnixStream::connect(&socket).expect("it listens");
    write!(end, "GET /end HTTP/1.1\r\n\r\n").expect("it listens");
    let bodies = server.join().expect("it ends");
    assert_eq!(bodies.len(), chunks.len());
    for (chunk, body) in chunks.iter().zip(bodies) {
        let body: serde_json::Value = serde_json::from_slice(&body).expect("it is JSON");
        let env = body["Env"].as_array().expect("it has variables");
        let read = env.iter().map(|pair| {
            let pair = pair.as_str().and_then(|pair| pair.split_once('=')).expect("a pair");
            (pair.0.to_owned(), pair.1.to_owned())
        });
        let values = hold(ExportFormat::DockerEnv, chunk, &read.collect());
        count.add(chunk, values);
    }
    bench.assert_nothing_ran();
    count.say("docker");
}

/// Reads a request: its head, and its body by length or in chunks.
fn request(stream: &mut impl Read) -> (String, Vec<u8>) {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        bytes.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).expect("it sends as much");
    (head, body)
}
