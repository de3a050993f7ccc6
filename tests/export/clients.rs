//! Client settings, read by ssh, aws, kubectl and curl, and by the rules of the other clients.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Write},
    net::TcpListener,
    path::PathBuf,
    process::Command,
    thread,
};

use machine_identity_editor::{
    domain::{credential::Credential, secret::Secret},
    wire::export::ExportFormat,
};
use serde_json::Value;
use yaml_rust2::YamlLoader;

use crate::{
    readers::{Bench, Chunk, output, program},
    sample::{all, export, http, text},
};

fn exposed(secret: &Option<Secret>) -> &str {
    secret.as_ref().map(Secret::expose).unwrap_or_default()
}

/// A Python that has the client's modules; the first one on PATH need not be the system's.
fn python_with_aws() -> PathBuf {
    let has_aws = |python: &PathBuf| {
        let tried = Command::new(python).args(["-c", "import awscli"]).output();
        tried.is_ok_and(|it| it.status.success())
    };
    let first = program(&["python3"]).expect("aws is a Python program");
    let found = [first, PathBuf::from("/usr/bin/python3")].into_iter().find(has_aws);
    found.expect("the Python that runs aws has its modules")
}

fn find<'a>(chunks: &'a [Chunk], profile: &str) -> &'a Credential {
    let is_in =
        |chunk: &&Chunk| profile[1..6].parse::<usize>().is_ok_and(|index| index >= chunk.start);
    chunks.iter().rfind(is_in).expect("it is in one").credential(profile)
}

#[test]
fn aws_reads_profiles_and_the_endpoints_of_their_services() {
    if program(&["aws"]).is_none() {
        return;
    }
    let bench = Bench::new();
    let python = python_with_aws();
    let (chunks, mut count) = bench.exports(ExportFormat::AwsProfile);
    let whole: String = chunks.iter().map(|chunk| chunk.text()).collect();
    let config = bench.file("config", &whole);
    let mut profiles = Vec::new();
    for chunk in &chunks {
        let mut values = 0;
        let text = chunk.text();
        let blocks = text.split("\n\n").collect::<Vec<_>>();
        for pair in blocks.chunks_exact(2) {
            let profile = pair[0].lines().next().and_then(|line| line.strip_prefix("[profile "));
            let profile = profile.and_then(|line| line.strip_suffix(']')).expect("a profile");
            let it = chunk.credential(profile);
            let expected = format!(
                "[profile {profile}]\naws_access_key_id = {}\naws_secret_access_key = {}\n\
                 services = {profile}|[services {profile}]\nssm =\n  endpoint_url = {}",
                exposed(&it.aws_access_key_id),
                exposed(&it.aws_secret_access_key),
                it.endpoint_url.as_deref().unwrap_or_default()
            );
            assert_eq!(pair.join("|"), expected);
            profiles.push(profile.to_owned());
            values += 3;
        }
        count.add(chunk, values);
    }
    let script = "
try: from botocore.configloader import load_config
except ImportError: from awscli.botocore.configloader import load_config
import json, sys; json.dump(load_config(sys.argv[1]), sys.stdout)";
    let read = output(Command::new(&python).args(["-c", script]).arg(&config));
    let read: Value = serde_json::from_slice(&read).expect("it is JSON");
    // Its other settings are the client's own and empty.
    let others = read.as_object().into_iter().flatten();
    let mut others = others.filter(|(name, _)| !["profiles", "services"].contains(&name.as_str()));
    assert!(others.all(|(_, value)| value.as_object().is_some_and(|it| it.is_empty())), "{read}");
    let names = |kind: &str| -> BTreeSet<String> {
        read[kind].as_object().into_iter().flat_map(|it| it.keys().cloned()).collect()
    };
    let expected: BTreeSet<String> = profiles.iter().cloned().collect();
    assert_eq!((names("profiles"), names("services")), (expected.clone(), expected));
    for profile in &profiles {
        let it = find(&chunks, profile);
        let expected = serde_json::json!({
            "aws_access_key_id": exposed(&it.aws_access_key_id),
            "aws_secret_access_key": exposed(&it.aws_secret_access_key),
            "services": profile,
        });
        assert_eq!(read["profiles"][profile], expected);
        let expected = serde_json::json!({ "ssm": { "endpoint_url": it.endpoint_url } });
        assert_eq!(read["services"][profile], expected);
    }
    // One client process for all values: starting one per value takes half a second.
    let script = "
import sys
from awscli.clidriver import create_clidriver
driver = create_clidriver()
for profile in sys.argv[1:]:
    for key in ('aws_access_key_id', 'aws_secret_access_key', 'services'):
        if driver.main(['configure', 'get', key, '--profile', profile]) != 0: sys.exit(key)
        sys.stdout.write('\\0')";
    let mut command = Command::new(&python);
    command.args(["-c", script]).args(&profiles).env("AWS_CONFIG_FILE", &config);
    command.env("AWS_PAGER", "").env("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
    let read = String::from_utf8(output(&mut command)).expect("it is text");
    let read: Vec<&str> = read.split_terminator("\n\0").collect();
    let expected: Vec<&str> = profiles
        .iter()
        .flat_map(|profile| {
            let it = find(&chunks, profile);
            [exposed(&it.aws_access_key_id), exposed(&it.aws_secret_access_key), profile.as_str()]
        })
        .collect();
    assert_eq!(read, expected);
    bench.assert_nothing_ran();
    count.say("botocore and by aws configure get");
}

/// Compares with what the gateway sent: cluster, user and context under one alias each.
fn hold_kubeconfig(read: &Value, credential: impl Fn(&str) -> Credential) -> usize {
    let list = |name: &str| read[name].as_array().cloned().unwrap_or_default();
    let named = |list: Vec<Value>, inside: &str| -> BTreeMap<String, Value> {
        let pairs = list.into_iter().map(|it| {
            assert_eq!(it.as_object().map(serde_json::Map::len), Some(2));
            (it["name"].as_str().expect("a name").to_owned(), it[inside].clone())
        });
        pairs.collect()
    };
    let clusters = named(list("clusters"), "cluster");
    let users = named(list("users"), "user");
    let contexts = named(list("contexts"), "context");
    assert_eq!(clusters.len(), list("clusters").len());
    assert!(clusters.keys().eq(users.keys()) && clusters.keys().eq(contexts.keys()));
    for (alias, cluster) in &clusters {
        let it = credential(alias);
        assert_eq!(users[alias], serde_json::json!({ "token": exposed(&it.proxy_token) }));
        assert_eq!(*cluster, serde_json::json!({ "server": "http://localhost:18888" }));
        assert_eq!(contexts[alias], serde_json::json!({ "cluster": alias, "user": alias }));
    }
    clusters.len() * 2
}

#[test]
fn kubectl_and_yaml_read_a_kubeconfig() {
    let bench = Bench::new();
    let (chunks, mut count) = bench.exports(ExportFormat::Kubeconfig);
    let (_, mut by_yaml) = bench.exports(ExportFormat::Kubeconfig);
    let kubectl = program(&["kubectl"]);
    for chunk in &chunks {
        let credential = |alias: &str| chunk.credential(alias).clone();
        let yaml = YamlLoader::load_from_str(&chunk.text()).expect("it is YAML").remove(0);
        by_yaml.add(chunk, hold_kubeconfig(&json(&yaml), credential));
        let Some(kubectl) = &kubectl else { continue };
        let mut command = Command::new(kubectl);
        command.args(["config", "view", "--raw", "-o", "json", "--kubeconfig"]);
        command.arg(bench.file("config", &chunk.text()));
        let read: Value = serde_json::from_slice(&output(&mut command)).expect("it is JSON");
        count.add(chunk, hold_kubeconfig(&read, credential));
    }
    bench.assert_nothing_ran();
    by_yaml.say("yaml-rust2");
    if kubectl.is_some() {
        count.say("kubectl");
    }
}

/// Converts YAML maps, lists and strings to JSON.
fn json(yaml: &yaml_rust2::Yaml) -> Value {
    match yaml {
        yaml_rust2::Yaml::Hash(map) => {
            let key = |it: &yaml_rust2::Yaml| it.as_str().expect("a text").to_owned();
            Value::Object(map.iter().map(|(name, value)| (key(name), json(value))).collect())
        }
        yaml_rust2::Yaml::Array(list) => Value::Array(list.iter().map(json).collect()),
        yaml => Value::String(yaml.as_str().expect("a text").to_owned()),
    }
}

#[test]
fn a_shell_passes_the_token_and_the_url_to_curl() {
    for shell in ["dash", "bash"] {
        let Some(shell) = program(&[shell]) else { continue };
        let bench = Bench::new();
        let (chunks, mut count) = bench.exports(ExportFormat::Curl);
        for chunk in &chunks {
            // A shell with a fake `curl` shows the arguments that curl would get.
            let script = format!("curl() {{ printf '%s\\0' \"$@\" ; }}\n{}", chunk.text());
            let path = bench.file("curl.sh", &script);
            let said = String::from_utf8(output(Command::new(&shell).arg(path))).expect("text");
            let words: Vec<&str> = said.split_terminator('\0').collect();
            let names = chunk.text();
            let names = names.lines().filter_map(|line| line.strip_prefix("# "));
            for (words, name) in words.chunks(3).zip(names) {
                let token = exposed(&chunk.credential(name).proxy_token).to_owned();
                let header = format!("Authorization: {token}");
                assert_eq!(words, ["-H", &header, "http://localhost:18888/"]);
            }
            assert_eq!(words.len(), chunk.export.carried * 3);
            count.add(chunk, words.len() / 3 * 2);
        }
        bench.assert_nothing_ran();
        count.say(&shell.to_string_lossy());
    }
}

#[test]
fn curl_itself_sends_the_token() {
    let (Some(_), Some(sh)) = (program(&["curl"]), program(&["sh"])) else { return };
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has one").port();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("it comes in");
        let mut head = [0; 1024];
        let length = stream.read(&mut head).expect("it asks");
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").expect("it listens");
        String::from_utf8_lossy(&head[..length]).into_owned()
    });
    let mut web = http("web", "httpproxy", "httpproxy", "httpproxy");
    if let Some(links) = &mut web[0].links {
        let curl = links.curl.expose().replace("localhost:18888", &format!("127.0.0.1:{port}"));
        *links = machine_identity_editor::domain::credential::Links {
            curl: Secret::new(curl),
            browser: None,
        };
    }
    output(Command::new(sh).args(["-c", &text(&export(ExportFormat::Curl, &web))]));
    let head = server.join().expect("it ends");
    assert!(head.starts_with("GET / HTTP/1.1\r\n"), "{head}");
    assert!(head.contains(&format!("\r\nAuthorization: {}\r\n", exposed(&web[0].proxy_token))));
}

/// Both formats hold one credential, so each of the corpus gets its own file.
#[test]
fn files_of_one_credential_contain_only_lines_of_their_format() {
    let bench = Bench::new();
    let corpus = crate::corpus::corpus(bench.canary.path());
    let (mut desktops, mut settings) = (0, 0);
    for it in &corpus {
        let rdp = export(ExportFormat::Rdp, std::slice::from_ref(it));
        if rdp.carried == 1 {
            let host = it.hostname.clone().unwrap_or_default();
            let host = if host.contains(':') { format!("[{host}]") } else { host };
            let expected = format!(
                "full address:s:{host}:{}\r\nusername:s:{}\r\nprompt for credentials:i:1\r\n",
                it.port.as_deref().unwrap_or_default(),
                exposed(&it.username)
            );
            assert_eq!(text(&rdp), expected);
            desktops += 1;
        }
        let claude = export(ExportFormat::ClaudeSettings, std::slice::from_ref(it));
        if claude.carried == 1 {
            let read: Value = serde_json::from_str(&text(&claude)).expect("it is JSON");
            let expected = serde_json::json!({ "env": {
                "ANTHROPIC_BASE_URL": "http://localhost:18888",
                "ANTHROPIC_AUTH_TOKEN": exposed(&it.proxy_token),
            }});
            assert_eq!(read, expected);
            settings += 1;
        }
    }
    assert!(desktops > 500 && settings > 500, "{desktops} {settings}");
    crate::readers::say(&format!(
        "Rdp read by its line rule: {desktops} files; ClaudeSettings read by serde_json: {settings}"
    ));
    assert_eq!(export(ExportFormat::Rdp, &all()).carried, 1);
}
