//! Hosts: which are shown, and which are flagged.

use machine_identity_editor::{
    domain::{
        access::{Kind, address_of, looks_secret},
        card::{Card, sent},
        credential::{Credential, Links},
        host::PublicHost,
        secret::Secret,
    },
    wire::export::ExportFormat,
};

use crate::{masking::made, sample::export_with};

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
