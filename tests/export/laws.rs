//! What a parser of each form reads is what went in, for any value; or the package says that the
//! form cannot hold it.

use std::{collections::BTreeMap, io::Write, process::Command};

use base64ct::{Base64, Encoding};
use machine_identity_editor::{
    domain::{connection::ConnectionName, credential::Credential, secret::Secret},
    wire::export::{Format, Package, Reason},
};
use proptest::{prelude::*, test_runner::RngSeed};
use yaml_rust2::{Yaml, YamlLoader};

use crate::sample::{POSTGRES, credential, http, pack, text};

/// Texts that are hard to quote, of any characters that the gateway's database can hold.
fn hard() -> impl Strategy<Value = String> {
    let characters = prop_oneof![
        6 => prop::sample::select(&['a', 'Z', '0', ' ', '-', '_', '.'][..]),
        6 => prop::sample::select(
            &['\'', '"', '\\', '$', '{', '}', '`', '#', '=', ':', '%', ',', ';', '!', '&', '|'][..]
        ),
        1 => prop::sample::select(&['\n', '\r', '\t', '\u{7f}', '\u{85}', '\u{2028}', '\u{feff}'][..]),
        2 => any::<char>().prop_filter("the database refuses it", |it| *it != '\0'),
    ];
    prop::collection::vec(characters, 1..20).prop_map(String::from_iter)
}

/// What is odd about a credential of Postgres.
#[derive(Clone, Debug)]
struct Odd {
    name: String,
    database: String,
    user: String,
    password: String,
}

fn odd() -> impl Strategy<Value = Odd> {
    ("[a-zA-Z0-9_]{1,3}([-.]?[a-zA-Z0-9_]{1,2}){2}", hard(), hard(), hard())
        .prop_map(|(name, database, user, password)| Odd { name, database, user, password })
}

fn several() -> impl Strategy<Value = Vec<Odd>> {
    prop::collection::vec(odd(), 1..4)
}

/// Credentials cannot be printed, so a law is given their odd texts.
fn made(odd: &[Odd]) -> Vec<Credential> {
    let one = |odd: &Odd| {
        let mut credential = credential(POSTGRES, "pg").remove(0);
        credential.connection_name = ConnectionName::received(odd.name.clone());
        credential.database_name = Some(odd.database.clone());
        credential.username = Some(Secret::new(odd.user.clone()));
        credential.password = Some(Secret::new(odd.password.clone()));
        credential
    };
    odd.iter().map(one).collect()
}

/// Holds what was read to what went in. `names` are the names of a variable's values, in the order
/// of the credentials.
fn hold(
    package: &Package,
    credentials: &[Credential],
    read: &BTreeMap<String, String>,
) -> Result<(), TestCaseError> {
    let unwritable = package.left_out.iter().filter_map(|it| match &it.reason {
        Reason::Unwritable { name } => Some(name.clone()),
        _ => None,
    });
    let unwritable: Vec<String> = unwritable.map(|name| name.to_uppercase()).collect();
    let read: BTreeMap<String, &String> =
        read.iter().map(|(name, value)| (name.to_uppercase(), value)).collect();
    let mut wanted = 0;
    for ending in ["DATABASE", "USER", "PASSWORD"] {
        let value = |credential: &Credential| match ending {
            "DATABASE" => credential.database_name.clone().unwrap_or_default(),
            "USER" => exposed(credential.username.as_ref()),
            _ => exposed(credential.password.as_ref()),
        };
        let mut expected: Vec<String> = credentials.iter().map(value).collect();
        let is_named = |name: &&String| name.ends_with(&format!("_{ending}"));
        let left_out = unwritable.iter().filter(is_named).count();
        let mut found = Vec::new();
        for (name, value) in read.iter().filter(|(name, _)| is_named(name)) {
            prop_assert!(!unwritable.contains(name));
            found.push((*value).clone());
        }
        prop_assert_eq!(found.len() + left_out, expected.len());
        for value in found {
            let place = expected.iter().position(|it| *it == value);
            prop_assert!(place.is_some(), "{:?} was read, of {:?}", value, expected);
            expected.remove(place.unwrap_or_default());
            wanted += 1;
        }
    }
    prop_assert!(wanted + unwritable.len() >= credentials.len() * 3 - unwritable.len());
    Ok(())
}

fn exposed(secret: Option<&Secret>) -> String {
    secret.map(|secret| secret.expose().to_owned()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn dotenv_reads_a_dot_env_file(odd in several()) {
        let credentials = made(&odd);
        let package = pack(Format::DotEnv, &credentials);
        let text = text(&package);
        let read = dotenvy::from_read_iter(text.as_bytes()).collect::<Result<_, _>>();
        let read = read.map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        hold(&package, &credentials, &read)?;
    }

    #[test]
    fn docker_reads_each_line_as_it_stands(odd in several()) {
        let credentials = made(&odd);
        let package = pack(Format::DockerEnv, &credentials);
        // Docker's rule: a comment begins with #, a name ends at the first =, the rest is the value.
        let text = text(&package);
        let read = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
        });
        hold(&package, &credentials, &read.collect())?;
    }

    #[test]
    fn hcl_reads_terraform_variables(odd in several()) {
        let credentials = made(&odd);
        let package = pack(Format::Terraform, &credentials);
        let text = text(&package);
        let body: hcl::Body = hcl::from_str(&text)
            .map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let read = body.attributes().map(|attribute| {
            let value = match attribute.expr() {
                hcl::Expression::String(value) => value.clone(),
                other => format!("not a text: {other:?}"),
            };
            (attribute.key().to_owned(), value)
        });
        hold(&package, &credentials, &read.collect())?;
    }

    #[test]
    fn yaml_reads_a_kubernetes_secret(odd in several()) {
        let credentials = made(&odd);
        let package = pack(Format::KubernetesSecret, &credentials);
        prop_assert!(package.left_out.is_empty());
        let yaml = YamlLoader::load_from_str(&text(&package)).expect("it is YAML").remove(0);
        prop_assert_eq!(yaml["metadata"]["name"].as_str(), Some("backend-prod"));
        let data = yaml["data"].as_hash().expect("it has data");
        let read = data.iter().map(|(name, value)| {
            let bytes = Base64::decode_vec(value.as_str().unwrap_or_default()).expect("base64");
            (name.as_str().unwrap_or_default().to_owned(), String::from_utf8(bytes).expect("text"))
        });
        hold(&package, &credentials, &read.collect())?;
    }

    #[test]
    fn json_is_read_as_json_and_as_yaml(odd in several()) {
        let credentials = made(&odd);
        let text = text(&pack(Format::Json, &credentials));
        let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let yaml = YamlLoader::load_from_str(&text).map(|mut all| all.remove(0));
        let yaml = yaml.map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        for (index, credential) in credentials.iter().enumerate() {
            let read = &json["credentials"][index];
            let as_yaml = &yaml["credentials"][index];
            for (name, value) in [
                ("connection_name", credential.connection_name.as_str().to_owned()),
                ("database_name", credential.database_name.clone().unwrap_or_default()),
                ("username", exposed(credential.username.as_ref())),
                ("password", exposed(credential.password.as_ref())),
            ] {
                prop_assert_eq!(read[name].as_str(), Some(value.as_str()));
                prop_assert_eq!(&as_yaml[name], &Yaml::String(value));
            }
        }
    }

    #[test]
    fn csv_is_read_as_csv(odd in several()) {
        let credentials = made(&odd);
        let text = text(&pack(Format::Csv, &credentials));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<BTreeMap<String, String>> =
            reader.deserialize().collect::<Result<_, _>>().expect("it is CSV");
        prop_assert_eq!(rows.len(), credentials.len());
        for (row, credential) in rows.iter().zip(&credentials) {
            prop_assert_eq!(&row["connection_name"], credential.connection_name.as_str());
            prop_assert_eq!(Some(&row["database_name"]), credential.database_name.as_ref());
            prop_assert_eq!(&row["username"], &exposed(credential.username.as_ref()));
            prop_assert_eq!(&row["password"], &exposed(credential.password.as_ref()));
        }
    }

    #[test]
    fn an_address_is_read_as_one(odd in odd()) {
        let credential = made(std::slice::from_ref(&odd)).remove(0);
        let text = text(&pack(Format::PostgresUri, std::slice::from_ref(&credential)));
        let read = url::Url::parse(text.trim_end()).expect("it is an address");
        let decoded = |text: &str| {
            percent_encoding::percent_decode_str(text).decode_utf8().expect("it is text").into_owned()
        };
        prop_assert_eq!(decoded(read.username()), exposed(credential.username.as_ref()));
        prop_assert_eq!(
            decoded(read.password().unwrap_or_default()),
            exposed(credential.password.as_ref())
        );
        let database = credential.database_name.unwrap_or_default();
        // An address cannot have a path of dots; nor has a database such a name.
        prop_assume!(database != "." && database != "..");
        prop_assert_eq!(decoded(&read.path()[1..]), database);
        prop_assert_eq!(read.query(), Some("sslmode=disable"));
    }

    #[test]
    fn a_kubeconfig_is_yaml_that_holds_the_token(token in hard()) {
        let mut credential = http("k8s", "kubernetes", "kubernetes", "k8s");
        credential[0].proxy_token = Some(Secret::new(token.clone()));
        let text = text(&pack(Format::Kubeconfig, &credential));
        let yaml = YamlLoader::load_from_str(&text).map(|mut all| all.remove(0));
        let yaml = yaml.map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&yaml["users"][0]["user"]["token"], &Yaml::String(token));
        prop_assert_eq!(
            yaml["clusters"][0]["cluster"]["server"].as_str(), Some("http://localhost:18888")
        );
    }

    #[test]
    fn names_of_variables_never_meet(
        names in prop::collection::vec("[abAB_]{1,2}[-._][_a-b]{1,3}(_SECRET|_AWS)?", 1..8),
    ) {
        let credentials = names.iter().map(|name| {
            let mut credential = credential(POSTGRES, "pg").remove(0);
            credential.connection_name = ConnectionName::received(name.clone());
            credential
        }).collect::<Vec<_>>();
        let text = text(&pack(Format::DotEnv, &credentials));
        let mut all: Vec<&str> = text.lines().filter_map(|line| line.split('=').next()).collect();
        let before = all.len();
        all.sort_unstable();
        all.dedup();
        prop_assert_eq!(all.len(), before);
        prop_assert_eq!(before, names.len() * 6);
        let is_name = |name: &&str| {
            name.starts_with(|it: char| it.is_ascii_uppercase())
                && name.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_')
        };
        prop_assert!(all.iter().all(is_name), "{:?}", all);
    }
}

/// A real shell takes a moment to start, so all values are read by one.
#[test]
fn sh_reads_shell_exports() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let odd: Vec<Odd> = (0..200)
        .map(|index| {
            let tree = odd().new_tree(&mut runner).expect("it is made");
            let odd = proptest::strategy::ValueTree::current(&tree);
            Odd { name: format!("c{index}"), ..odd }
        })
        .collect();
    let credentials = made(&odd);
    let package = pack(Format::Shell, &credentials);
    let endings = ["DATABASE", "USER", "PASSWORD"];
    let names = (0..200).flat_map(|index| endings.map(|ending| format!("C{index}_{ending}")));
    let names: Vec<String> = names.collect();
    let prints = names.iter().map(|name| format!("printf '%s\\0' \"${name}\"\n"));
    let script = text(&package) + &prints.collect::<String>();
    let mut file = tempfile::NamedTempFile::new().expect("a file can be made");
    file.write_all(script.as_bytes()).expect("it can be written");
    let output = Command::new("sh").arg(file.path()).output().expect("sh runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).expect("it is text");
    let values = printed.split('\0').map(str::to_owned);
    let read: BTreeMap<String, String> = names.into_iter().zip(values).collect();
    hold(&package, &credentials, &read).expect("what sh reads is what went in");
}
