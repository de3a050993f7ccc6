//! Hosts: which are shown, and which are flagged.

use machine_identity_editor::{
    domain::{
        access::{Kind, address_of, looks_secret},
        card::{Card, sent},
        credential::{Credential, Links},
        host::PublicHost,
        secret::Secret,
    },
    wire::export::{ExportFormat, ExportNote},
};

use crate::{
    masking::made,
    sample::{AWS, HTTP, POSTGRES, credential, export, export_with, http},
};

/// Names that clouds give load balancers, with labels as long as the gateway's secrets.
const LONG_HOSTS: [&str; 4] = [
    "k8s-hoop-hoopgate-1a2b3c4d5e-0123456789abcdef.elb.eu-west-1.amazonaws.com",
    "a3f09c8d7e6b5a4f3e2d1c0b9a8f7e6d-1a2b3c4d5e6f7a8b.elb.us-east-1.amazonaws.com",
    "internal-a3f09c8d7e6b5a4f3e2d1c0b9a8f7e6d-1234567890.us-east-1.elb.amazonaws.com",
    "production_hoop_gateway_postgres_proxy_service_1",
];

/// A host of the gateway's, wherever a masked credential has it.
fn with_host(index: usize, host: &str) -> Credential {
    let mut it = made(index, &"x".repeat(43));
    it.hostname = it.hostname.and(Some(host.to_owned()));
    it.endpoint_url = it.endpoint_url.and(Some(format!("https://{host}:8009/ssm/")));
    it.links = it.links.map(|links| Links {
        curl: Secret::new(links.curl.expose().replace("localhost", host)),
        browser: links.browser.map(|it| Secret::new(it.expose().replace("localhost", host))),
    });
    it
}

/// How often a masked credential shows a text: on its card, in the fields, in the exports.
fn counts(it: &Credential, public: Option<&PublicHost>, text: &str) -> [usize; 3] {
    let count = |shown: Vec<String>| shown.iter().map(|it| it.matches(text).count()).sum();
    let formats = ExportFormat::ALL.into_iter().filter(|format| format.is_for(Kind::of(it)));
    let export = |format| export_with(format, std::slice::from_ref(it), public).text.masked();
    [
        count(Card::of(it, public).parts.iter().map(|it| it.redacted_text.masked()).collect()),
        count(sent(it).into_iter().map(|(_, text)| text.masked()).collect()),
        count(formats.map(export).collect()),
    ]
}

#[test]
fn long_names_of_hosts_are_shown() {
    for host in LONG_HOSTS {
        assert!(!looks_secret(host), "{host}");
        for index in 0..5 {
            let (long, short) = (with_host(index, host), with_host(index, "gw.example.com"));
            let expected = counts(&short, None, "gw.example.com");
            assert!(expected[0] > 0 && expected[2] > 0, "{expected:?}");
            assert_eq!(counts(&long, None, host), expected, "{index}: {host}");
            let address = address_of(&long);
            assert_eq!(address.hostname, long.hostname);
        }
    }
}

/// What the user entered is no secret of the gateway's, whatever it looks like.
#[test]
fn a_public_host_is_never_masked() {
    let odd = "My-Team-Gateway-Load-Balancer-For-Production-1234567890.eu-west-1.elb.amazonaws.com";
    assert!(looks_secret(odd), "the test is about one that looks like a secret");
    let [odd, short] =
        [odd, "gw.example.com"].map(|it| PublicHost::parse(it).expect("it is a host"));
    for index in 0..5 {
        let it = with_host(index, "0.0.0.0");
        let [card, _, exports] = counts(&it, Some(&short), short.as_str());
        let [odd_card, _, odd_exports] = counts(&it, Some(&odd), odd.as_str());
        assert!(card > 0 && exports > 0);
        assert_eq!((odd_card, odd_exports), (card, exports), "{index}");
    }
    // The rest of the endpoint is still the gateway's.
    let mut aws = made(3, &"x".repeat(43));
    let token = format!("pg-{}", "Ab3".repeat(14) + "x");
    aws.endpoint_url = Some(format!("http://localhost:8009/{token}"));
    assert_eq!(counts(&aws, Some(&odd), &token), [0; 3]);
}

/// How many hosts that other machines can't reach an export reports, and for which connections.
#[track_caller]
fn unreachable(format: ExportFormat, of: &[Credential]) -> (usize, Vec<String>) {
    let mut found = (0, Vec::new());
    for note in export(format, of).notes {
        if let ExportNote::Unreachable { hosts, connection_names } = note {
            assert_eq!(found.0, 0, "{format:?} reports twice");
            found = (hosts, connection_names.iter().map(|it| it.as_str().to_owned()).collect());
        }
    }
    found
}

/// An HTTP credential with a host in its field, and another in its command.
fn of_hosts(subtype: &str, field: &str, origin: &str) -> Vec<Credential> {
    let body = HTTP
        .replace("\"0.0.0.0\"", &format!("\"{field}\""))
        .replace("http://localhost:18888", origin)
        .replace("subtype\":\"httpproxy\"", &format!("subtype\":\"{subtype}\""));
    credential(&body, subtype)
}

/// What matters is the host that a file has: an address, an origin, or both.
#[test]
fn an_export_reports_the_hosts_that_it_has() {
    let (use_it, local) = ("https://use.hoop.dev:18888", "https://localhost:8009");
    let (none, one, two) = ((0, vec![]), (1, vec!["web".to_owned()]), (2, vec!["web".to_owned()]));
    for (subtype, format) in [
        ("httpproxy", ExportFormat::Curl),
        ("kubernetes", ExportFormat::Kubeconfig),
        ("claude-code", ExportFormat::ClaudeSettings),
    ] {
        let of = |field, origin| unreachable(format, &of_hosts(subtype, field, origin));
        assert_eq!(of("0.0.0.0", use_it), none, "{format:?} has the origin alone");
        assert_eq!(of("10.0.0.7", local), one, "{format:?} has the origin alone");
        assert_eq!(of("0.0.0.0", local), one, "{format:?} has the origin alone");
    }
    for format in [ExportFormat::DotEnv, ExportFormat::Json, ExportFormat::Csv] {
        let of = |field, origin| unreachable(format, &of_hosts("httpproxy", field, origin));
        assert_eq!(of("0.0.0.0", use_it), one, "{format:?}");
        assert_eq!(of("10.0.0.7", local), one, "{format:?}");
        assert_eq!(of("0.0.0.0", local), two, "{format:?}");
        assert_eq!(of("localhost", local), one, "{format:?}");
        assert_eq!(of("10.0.0.7", use_it), none, "{format:?}");
    }
    // A spreadsheet would take the address for a formula, so only the other host is in the file.
    let hidden = of_hosts("httpproxy", "::1", local);
    assert_eq!(unreachable(ExportFormat::Csv, &hidden), one);
    assert_eq!(unreachable(ExportFormat::Json, &hidden), two);
}

#[test]
fn many_credentials_of_one_host_have_one_host() {
    let names: Vec<String> = (0..8).map(|index| format!("pg-{index}")).collect();
    let named = |name: &String| credential(&POSTGRES.replace("pg-main", name), "pg");
    let all: Vec<Credential> = names.iter().flat_map(named).collect();
    for format in [ExportFormat::PgPass, ExportFormat::DotEnv, ExportFormat::PostgresUri] {
        assert_eq!(unreachable(format, &all), (1, names.clone()), "{format:?}");
    }
    let aws = credential(AWS, "aws-ssm");
    assert_eq!(unreachable(ExportFormat::AwsProfile, &aws), (1, vec!["ssm".to_owned()]));
    let unknown = credential(&AWS.replace("\"aws-ssm\"", "\"graph\""), "graph");
    assert_eq!(unreachable(ExportFormat::Json, &unknown), (1, vec!["ssm".to_owned()]));
}

/// A host that isn't in the file is no problem of the file.
#[test]
fn a_host_of_what_is_left_out_is_not_reported() {
    let reached = POSTGRES.replace("0.0.0.0", "gw.example.com");
    let mut long = credential(POSTGRES, "pg");
    long[0].password = Some(Secret::new("p".repeat(1_100)));
    for format in [ExportFormat::PgPass, ExportFormat::PgService] {
        let both = [credential(&reached, "pg"), long.clone()].concat();
        assert_eq!(export(format, &both).carried, 1, "{format:?}");
        assert_eq!(unreachable(format, &both), (0, vec![]), "{format:?}");
    }
    let mut alone = http("web", "httpproxy", "httpproxy", "httpproxy");
    alone[0].links = None;
    assert_eq!(unreachable(ExportFormat::Curl, &alone), (0, vec![]));
    assert_eq!(unreachable(ExportFormat::DotEnv, &alone), (1, vec!["web".to_owned()]));
}
