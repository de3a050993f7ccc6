//! Lists of variables, read by shells, dotenv libraries, Docker, Terraform, kubectl and YAML.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use base64ct::{Base64, Encoding};
use machine_identity_editor::{
    domain::{access::Kind, credential::Credential, secret::Secret},
    wire::export::{ExportFormat, LeftOutReason},
};
use yaml_rust2::YamlLoader;

use crate::readers::{Bench, Chunk, optional, output, program};

type Pairs = BTreeMap<String, String>;

const TERRAFORM_CHUNKS: usize = 2;

fn exposed(secret: &Option<Secret>) -> Option<String> {
    secret.as_ref().map(|secret| secret.expose().to_owned())
}

/// The exported fields, by the suffix of their variable.
fn fields(it: &Credential) -> BTreeMap<&'static str, String> {
    let address = [("HOST", it.hostname.clone()), ("PORT", it.port.clone())];
    let user = [("USER", exposed(&it.username)), ("PASSWORD", exposed(&it.password))];
    let database = [("DATABASE", it.database_name.clone())];
    let values: Vec<(&str, Option<String>)> = match Kind::of(it) {
        _ if it.connection_subtype.as_deref() == Some("graph") => {
            let more = [
                ("ENDPOINT_URL", it.endpoint_url.clone()),
                ("SECRET_KEY", exposed(&it.secret_key)),
                ("TOKEN", exposed(&it.proxy_token)),
            ];
            address.into_iter().chain(user).chain(database).chain(more).collect()
        }
        _ if it.hostname.is_none() && it.endpoint_url.is_none() => {
            vec![("SECRET_KEY", exposed(&it.secret_key))]
        }
        Kind::Postgres => address.into_iter().chain(user).chain(database).collect(),
        Kind::Ssh | Kind::Rdp => address.into_iter().chain(user).collect(),
        Kind::AwsSsm => vec![
            ("AWS_ENDPOINT_URL", it.endpoint_url.clone()),
            ("AWS_ACCESS_KEY_ID", exposed(&it.aws_access_key_id)),
            ("AWS_SECRET_ACCESS_KEY", exposed(&it.aws_secret_access_key)),
        ],
        _ => address.into_iter().chain([("TOKEN", exposed(&it.proxy_token))]).collect(),
    };
    values.into_iter().filter_map(|(ending, value)| Some((ending, value?))).collect()
}

/// Compares what was read with what the gateway sent, and returns the number of values read.
#[track_caller]
pub fn hold(format: ExportFormat, chunk: &Chunk, read: &Pairs) -> usize {
    let mut seen = BTreeSet::new();
    for (name, value) in read {
        let own =
            name.strip_prefix("HOOP_").unwrap_or_else(|| panic!("{name} is of no own family"));
        let credential = chunk.credential(own);
        let (start, ending) = split(own);
        assert!(start.len() >= 23, "{name}");
        let fields = fields(credential);
        match fields.get(ending) {
            Some(sent) => assert_eq!(value, sent, "{format:?} {name}"),
            None if ending == "URL" => hold_url(value, credential),
            // An SSH credential without a user name gets the placeholder.
            None if ending == "USER" && Kind::of(credential) == Kind::Ssh => {
                assert_eq!(value, "hoop");
            }
            None => panic!("{format:?} has {name}, which no field was written to"),
        }
        seen.insert((credential.connection_name.as_str().to_owned(), ending));
    }
    let unwritable: BTreeSet<String> = chunk
        .export
        .values_left_out
        .iter()
        .filter_map(|it| match &it.reason {
            LeftOutReason::Unwritable { name } => Some(name["HOOP_".len()..].to_uppercase()),
            _ => None,
        })
        .collect();
    for credential in chunk.carried() {
        let name = credential.connection_name.as_str();
        for (ending, value) in fields(credential) {
            let is_reported = unwritable.iter().any(|it| {
                it.starts_with(&name[..6].to_uppercase()) && it.ends_with(&format!("_{ending}"))
            }) || chunk.export.values_left_out.iter().any(|it| {
                it.connection_name.as_str() == name
                    && matches!(it.reason, LeftOutReason::Rejected(_))
            });
            let is_repeated = ending == "SECRET_KEY"
                && fields(credential).iter().any(|(it, other)| *it != ending && *other == value);
            assert!(
                is_reported || is_repeated || seen.contains(&(name.to_owned(), ending)),
                "{format:?}: {ending} of {name} is neither in it nor reported"
            );
        }
    }
    read.len()
}

/// Splits `C00012_A_3F9A1C0782B4D5E6_HOST` into its prefix and its suffix.
fn split(name: &str) -> (&str, &str) {
    let is_hex = |part: &str| {
        part.len() == 16
            && part.bytes().all(|it| it.is_ascii_digit() || (b'A'..=b'F').contains(&it))
    };
    let mut start = 0;
    for part in name.split('_') {
        let end = start + part.len();
        if start > 0 && is_hex(part) {
            return (&name[..end], name.get(end + 1..).unwrap_or_default());
        }
        start = end + 1;
    }
    panic!("{name:?} isn’t a name that this program wrote")
}

fn hold_url(value: &str, it: &Credential) {
    let url = url::Url::parse(value).unwrap_or_else(|error| panic!("{value:?}: {error}"));
    let decoded = |text: &str| {
        percent_encoding::percent_decode_str(text).decode_utf8().expect("it is text").into_owned()
    };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    if Kind::of(it) == Kind::Postgres {
        assert_eq!(Some(host), it.hostname);
        assert_eq!(url.port().map(|port| port.to_string()), it.port);
        assert_eq!(Some(decoded(url.username())), exposed(&it.username));
        assert_eq!(url.password().map(decoded), exposed(&it.password));
        assert_eq!(decoded(&url.path()[1..]), it.database_name.clone().unwrap_or_default());
        assert!([None, Some("sslmode=disable")].contains(&url.query()), "{value}");
    } else {
        assert_eq!((url.scheme(), host.as_str(), url.port()), ("http", "localhost", Some(18888)));
        assert_eq!((url.path(), url.query(), url.username()), ("/", None, ""));
    }
}

/// Runs a reader on every chunk of a format.
fn read_all(bench: &Bench, format: ExportFormat, reader: &str, read: impl Fn(&str) -> Pairs) {
    let (chunks, mut count) = bench.exports(format);
    for chunk in &chunks {
        let values = hold(format, chunk, &read(&chunk.text()));
        count.add(chunk, values);
    }
    bench.assert_nothing_ran();
    count.say(reader);
}

/// The variables that loading a file adds to a shell: `. ./FILE`, as in the help (F3).
fn environment(shell: &Path, bench: &Bench, start: &str, text: &str) -> Pairs {
    bench.file("sourced", text);
    let run = |script: &str| {
        let mut command = Command::new(shell);
        if shell.ends_with("busybox") {
            command.arg("sh");
        }
        command.args(["-c", script]).current_dir(bench.folder.path()).env_clear();
        command.env("PATH", "/usr/bin:/bin").env("HOME", bench.folder.path());
        pairs(&output(&mut command), '\0')
    };
    let own: BTreeSet<String> = run("exec env -0").map(|(name, _)| name).collect();
    let read = run(&format!("{start}. ./sourced; exec env -0"));
    read.filter(|(name, _)| !own.contains(name)).collect()
}

fn pairs(bytes: &[u8], end: char) -> impl Iterator<Item = (String, String)> + use<> {
    let text = String::from_utf8(bytes.to_vec()).expect("it is text");
    let pairs: Vec<_> = text
        .split(end)
        .filter(|entry| !entry.is_empty())
        .map(|entry| entry.split_once('=').unwrap_or_else(|| panic!("{entry:?}")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    pairs.into_iter()
}

#[test]
fn shells_load_shell_exports() {
    for shell in ["dash", "bash", "sh", "zsh", "fish", "busybox"] {
        let Some(path) = program(&[shell]) else { continue };
        let bench = Bench::new();
        let read = |text: &str| environment(&path, &bench, "", text);
        read_all(&bench, ExportFormat::Shell, shell, read);
    }
}

#[test]
fn shells_load_dot_env_files() {
    for shell in ["dash", "bash", "zsh", "busybox"] {
        let Some(path) = program(&[shell]) else { continue };
        let bench = Bench::new();
        let read = |text: &str| environment(&path, &bench, "set -a; ", text);
        read_all(&bench, ExportFormat::DotEnv, shell, read);
    }
}

#[test]
fn dotenv_libraries_read_dot_env_files() {
    let read = |text: &str| {
        dotenvy::from_read_iter(text.as_bytes())
            .collect::<Result<_, _>>()
            .unwrap_or_else(|error| panic!("{error}\n{text}"))
    };
    read_all(&Bench::new(), ExportFormat::DotEnv, "dotenvy", read);
    let Some(node) = program(&["node"]) else { return };
    let bench = Bench::new();
    let script = "process.stdout.write(JSON.stringify(require('util').parseEnv(require('fs')\
                  .readFileSync(0, 'utf8'))))";
    let read = |text: &str| {
        let path = bench.file("read.env", text);
        let file = std::fs::File::open(path).expect("it is there");
        let read = output(Command::new(&node).args(["-e", script]).stdin(file));
        serde_json::from_slice(&read).expect("it is JSON")
    };
    read_all(&bench, ExportFormat::DotEnv, "node", read);
    let has_dotenv = |python: &&PathBuf| {
        let tried = Command::new(python).args(["-c", "import dotenv"]).output();
        tried.is_ok_and(|it| it.status.success())
    };
    let pythons = [program(&["python3"]), Some(PathBuf::from("/usr/bin/python3"))];
    let Some(python) = pythons.iter().flatten().find(has_dotenv) else { return };
    let bench = Bench::new();
    let script =
        "import dotenv, json, sys\njson.dump(dotenv.dotenv_values(sys.argv[1]), sys.stdout)";
    let read = |text: &str| {
        let path = bench.file("read.env", text);
        let read = output(Command::new(python).args(["-c", script]).arg(path));
        serde_json::from_slice(&read).expect("it is JSON")
    };
    read_all(&bench, ExportFormat::DotEnv, "python-dotenv", read);
}

#[test]
fn hcl_and_terraform_read_terraform_variables() {
    let parse = |text: &str| {
        let body: hcl::Body = hcl::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let pairs = body.attributes().map(|attribute| match attribute.expr() {
            hcl::Expression::String(value) => (attribute.key().to_uppercase(), value.clone()),
            other => panic!("{other:?}"),
        });
        pairs.collect::<Pairs>()
    };
    read_all(&Bench::new(), ExportFormat::Terraform, "hcl-rs", parse);
    let Some(terraform) = optional(&["terraform"]) else { return };
    // Terraform needs a second for a thousand variables, so it reads part of the corpus.
    let bench = Bench::new();
    let (chunks, mut count) = bench.exports(ExportFormat::Terraform);
    for chunk in &chunks[..TERRAFORM_CHUNKS] {
        bench.file("x.auto.tfvars", &chunk.text());
        let declare = |name: &String| {
            let name = name.to_lowercase();
            format!("variable \"{name}\" {{}}\noutput \"{name}\" {{\n  value = var.{name}\n}}\n")
        };
        bench.file("main.tf", &parse(&chunk.text()).keys().map(declare).collect::<String>());
        let _ = std::fs::remove_file(bench.folder.path().join("terraform.tfstate"));
        let run = |arguments: &[&str]| {
            let mut command = Command::new(&terraform);
            command.args(arguments).current_dir(bench.folder.path());
            output(command.env("CHECKPOINT_DISABLE", "1").env("TF_IN_AUTOMATION", "1"))
        };
        run(&["apply", "-auto-approve", "-no-color", "-compact-warnings"]);
        let read: serde_json::Value =
            serde_json::from_slice(&run(&["output", "-json"])).expect("it is JSON");
        let read = read.as_object().expect("an object").iter().map(|(name, output)| {
            (name.to_uppercase(), output["value"].as_str().expect("a text").to_owned())
        });
        let values = hold(ExportFormat::Terraform, chunk, &read.collect());
        count.add(chunk, values);
    }
    bench.assert_nothing_ran();
    count.say(&format!("terraform ({TERRAFORM_CHUNKS} of {} parts)", chunks.len()));
}

fn data(value: &serde_json::Value) -> Pairs {
    assert_eq!(value["kind"], "Secret");
    let name = value["metadata"]["name"].as_str().expect("a name");
    assert!(name.starts_with("backend-prod-") && name.len() == 29, "{name}");
    assert_eq!(value["type"], "Opaque");
    let keys: BTreeSet<&String> = value.as_object().expect("an object").keys().collect();
    assert_eq!(keys.len(), 5, "{keys:?}");
    let pairs = value["data"].as_object().expect("an object").iter().map(|(name, value)| {
        let bytes = Base64::decode_vec(value.as_str().expect("a text")).expect("base64");
        (name.clone(), String::from_utf8(bytes).expect("text"))
    });
    pairs.collect()
}

#[test]
fn kubectl_and_yaml_read_a_kubernetes_secret() {
    let parse = |text: &str| {
        let yaml = YamlLoader::load_from_str(text).expect("it is YAML").remove(0);
        let data = yaml["data"].as_hash().expect("it has data").iter().map(|(name, value)| {
            let bytes = Base64::decode_vec(value.as_str().expect("a text")).expect("base64");
            let name = name.as_str().expect("a text").to_owned();
            (name, String::from_utf8(bytes).expect("text"))
        });
        data.collect::<Pairs>()
    };
    read_all(&Bench::new(), ExportFormat::KubernetesSecret, "yaml-rust2", parse);
    let Some(kubectl) = program(&["kubectl"]) else { return };
    let bench = Bench::new();
    let read = |text: &str| {
        let path = bench.file("secret.yaml", text);
        let mut command = Command::new(&kubectl);
        // An annotation that is removed again makes the client read and write the object without a
        // server.
        command.args(["annotate", "--local", "-o", "json", "-f"]).arg(path).arg("x-");
        data(&serde_json::from_slice(&output(&mut command)).expect("it is JSON"))
    };
    read_all(&bench, ExportFormat::KubernetesSecret, "kubectl", read);
}
