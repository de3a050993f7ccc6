//! Masking fails closed: unrecognized text is masked completely, on cards, in what the gateway
//! sent, and in exports.

use machine_identity_editor::{
    domain::{
        access::{Kind, looks_secret},
        card::{Card, sent},
        credential::{Credential, CredentialField, Links},
        host::PublicHost,
        percent::{percent_decoded, percent_encoded},
        redacted_text::{MASK, RedactedText},
        secret::Secret,
    },
    wire::export::ExportFormat,
};
use proptest::{prelude::*, test_runner::RngSeed};

use crate::sample::{AWS, HTTP, POSTGRES, RDP, SECRET_ONLY, SSH, export, read};

const BODIES: [(&str, &str); 7] = [
    (POSTGRES, "pg"),
    (SSH, "ssh"),
    (RDP, "rdp"),
    (AWS, "aws-ssm"),
    (HTTP, "httpproxy"),
    (SECRET_ONLY, "ssh"),
    ("", "graph"),
];

/// A credential of some type with a unique token.
pub fn made(index: usize, token: &str) -> Credential {
    let (body, prefix) = BODIES[index];
    let body = match body {
        "" => POSTGRES.replace("\"postgres\"", "\"graph\""),
        body => body.to_owned(),
    };
    read(&body.replace('$', &format!("{prefix}-{token}"))).remove(0)
}

/// Everything that the screen may show of a masked credential.
fn shown(it: &Credential) -> Vec<String> {
    let public = PublicHost::parse("proxy.example.com").expect("it is one");
    let cards = [None, Some(&public)].map(|public| Card::of(it, public));
    let parts = cards.iter().flat_map(|card| &card.parts);
    let parts = parts.flat_map(|part| {
        [Some(part.redacted_text.masked()), part.original.as_ref().map(RedactedText::masked)]
    });
    let fields = sent(it).into_iter().map(|(_, text)| text.masked());
    let formats = ExportFormat::ALL.into_iter().filter(|format| format.is_for(Kind::of(it)));
    let exports = formats.map(|format| export(format, std::slice::from_ref(it)).text.masked());
    parts.flatten().chain(fields).chain(exports).collect()
}

/// A text around a secret, which hides it from a plain search or adds a second one.
fn around(token: String) -> impl Strategy<Value = String> {
    let every = token.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
    let half = token.len() / 2;
    let some = format!("{}%{:02X}{}", &token[..half], token.as_bytes()[half], &token[half + 1..]);
    let twice = percent_encoded(&every);
    let forms = vec![token.clone(), every, some, twice, token.to_uppercase()];
    (prop::sample::select(forms), "[ -~]{0,12}", "[ -~]{0,12}", any::<bool>()).prop_map(
        |(form, before, after, is_host)| match is_host {
            true => format!("{form}.example.com"),
            false => format!("{before}{form}{after}"),
        },
    )
}

/// Whether a text contains a secret, in any of these forms.
fn tells(text: &str, secret: &str) -> bool {
    let once = percent_decoded(text);
    let twice = percent_decoded(&once);
    [text, &once, &twice].iter().any(|text| text.to_lowercase().contains(&secret.to_lowercase()))
}

fn put(it: &mut Credential, field: usize, text: &str) {
    let secret = Some(Secret::new(text));
    match field {
        0 => it.hostname = it.hostname.clone().and(Some(text.to_owned())),
        1 => it.port = it.port.clone().and(Some(text.to_owned())),
        2 => it.database_name = it.database_name.clone().and(Some(text.to_owned())),
        3 => it.endpoint_url = it.endpoint_url.clone().and(Some(format!("http://h/{text}"))),
        4 => it.endpoint_url = it.endpoint_url.clone().and(Some(text.to_owned())),
        5 => it.connection_string = secret,
        6 => it.command = secret,
        7 => it.username = secret,
        8 => it.password = secret,
        9 => it.connection_subtype = it.connection_subtype.clone().and(Some(text.to_owned())),
        10 => it.connection_type = text.to_owned(),
        _ => {
            it.links = it.links.is_some().then(|| Links {
                curl: Secret::new(format!("curl http://localhost:18888/ {text}")),
                browser: secret,
            });
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(13),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_secret_shows_in_no_field_and_in_no_encoding(
        (index, field, token, text) in (0..BODIES.len(), 0..12_usize, "[a-z][A-Za-z0-9_]{42}")
            .prop_flat_map(|(index, field, tail)| {
                let token = format!("{}-{tail}", BODIES[index].1);
                (Just(index), Just(field), Just(tail), around(token))
            }),
    ) {
        let mut it = made(index, &token);
        put(&mut it, field, &text);
        for shown in shown(&it) {
            prop_assert!(!tells(&shown, &token), "{}", shown);
        }
    }

    #[test]
    fn a_second_token_shows_nowhere(
        index in 0..BODIES.len(),
        field in 0..12_usize,
        prefix in prop::sample::select(&["pg", "ssh", "httpproxy", "claude-code", "new-kind"][..]),
        token in "[a-z][A-Za-z0-9_]{42}",
        second in "[a-z][A-Za-z0-9_]{42}",
        is_encoded in any::<bool>(),
        (before, after) in ("[ -~]{0,6}", "[ -~]{0,6}"),
    ) {
        let mut it = made(index, &token);
        let word = format!("{prefix}-{second}");
        let word = match is_encoded {
            true => word.bytes().map(|byte| format!("%{byte:02x}")).collect(),
            false => word,
        };
        put(&mut it, field, &format!("{before}{word}{after}"));
        for shown in shown(&it) {
            prop_assert!(!tells(&shown, &second), "{}", shown);
        }
    }

    /// Short secrets look like words, a part of a secret is even shorter, and a user name or a type
    /// can repeat the secret of another field.
    #[test]
    fn no_part_of_a_secret_shows_however_short_it_is(
        index in 0..BODIES.len(),
        field in 0..12_usize,
        token in "[a-z][A-Za-z0-9]{15,45}",
        (start, length) in (0..30_usize, 16..40_usize),
        (before, after) in ("[a-z]{0,4}", "[a-z]{0,4}"),
        (is_whole, has_other_password) in any::<(bool, bool)>(),
    ) {
        let mut it = made(index, "");
        let secrets = [
            &mut it.secret_key,
            &mut it.username,
            &mut it.password,
            &mut it.proxy_token,
            &mut it.aws_secret_access_key,
        ];
        for secret in secrets.into_iter().flatten().filter(|it| it.expose() != "hoop") {
            *secret = Secret::new(token.as_str());
        }
        if has_other_password {
            it.password = it.password.map(|_| Secret::new("another-password"));
        }
        let start = start.min(token.len() - 16);
        let part = &token[start..token.len().min(start + length)];
        let text = if is_whole { token.clone() } else { format!("{before}{part}{after}") };
        put(&mut it, field, &text);
        for shown in shown(&it) {
            prop_assert!(!tells(&shown, part), "{}", shown);
        }
    }

    #[test]
    fn a_text_of_the_gateways_is_masked_whole_unless_it_is_exactly_the_known_one(
        index in 0..BODIES.len(),
        token in "[a-z][A-Za-z0-9_]{42}",
        (place, insert) in (0..200_usize, "[ -~]{1,8}"),
        is_command in any::<bool>(),
    ) {
        let mut it = made(index, &token);
        let text = if is_command { &mut it.command } else { &mut it.connection_string };
        if let Some(secret) = text {
            let mut changed = secret.expose().to_owned();
            changed.insert_str(place.min(changed.len()), &insert);
            *secret = Secret::new(changed);
        }
        let field = match is_command {
            true => CredentialField::Command,
            false => CredentialField::ConnectionString,
        };
        // A changed TLS mode at the end is known text too.
        let is_known = |text: &str| text.ends_with("sslmode=disable");
        for (found, text) in sent(&it) {
            if found == field && !is_known(text.reveal().expose()) {
                prop_assert_eq!(text.masked(), MASK);
            }
        }
    }
}

#[test]
fn passwords_user_names_and_unknown_types_are_masked_completely() {
    for secret in ["a", "hunter2", "short", "hoop ", "Hoop", "correct horse battery staple"] {
        for (index, (_, prefix)) in BODIES.iter().enumerate() {
            let mut it = made(index, &"x".repeat(43));
            it.password = Some(Secret::new(secret));
            it.username = Some(Secret::new(secret));
            for (field, text) in sent(&it) {
                let is_one =
                    [CredentialField::Username, CredentialField::Password].contains(&field);
                assert!(!is_one || text.masked() == MASK, "{prefix}: {field:?}");
            }
        }
    }
    let graph = made(6, &"x".repeat(43));
    assert_eq!(Kind::of(&graph), Kind::Other);
    let types = [CredentialField::ConnectionType, CredentialField::ConnectionSubtype];
    for (field, text) in sent(&graph).into_iter().filter(|(field, _)| !types.contains(field)) {
        assert_eq!(text.masked(), MASK, "{field:?}");
    }
}

#[test]
fn recognized_text_is_shown_around_its_secrets() {
    let text = |it: &Credential, field| {
        let found = sent(it).into_iter().find(|(found, _)| *found == field);
        found.map(|(_, text)| text.masked()).unwrap_or_default()
    };
    let tail = "x".repeat(43);
    let (command, string) = (CredentialField::Command, CredentialField::ConnectionString);
    for (index, field, expected) in [
        (0, string, "postgres://*:hoop@0.0.0.0:15432/hoopdb?sslmode=disable"),
        (1, command, "sshpass -p 'hoop' ssh *@127.0.0.1 -p 12222"),
        (2, command, "xfreerdp /v:0.0.0.0:13389 /u:* /p:*"),
        (3, CredentialField::EndpointUrl, "http://localhost:8009/ssm/"),
        (0, CredentialField::Password, "hoop"),
        (1, CredentialField::Username, "hoop"),
    ] {
        assert_eq!(text(&made(index, &tail), field), expected.replace('*', MASK));
    }
}

#[test]
fn words_shaped_like_a_secret_are_known() {
    let jwt = "x.eyJhbGciOiJIUzI1NiJ9.y";
    for secret in ["hpk_0123456789abcdef", "AKIAAAAAAAAAAAAAAAAA", jwt, &"k".repeat(40)] {
        assert!(looks_secret(secret) && looks_secret(&format!("db/{secret}?x")), "{secret}");
    }
    for text in ["hoopdb", "ec2-10-1-2-3.eu-central-1.compute.amazonaws.com", "a b", ""] {
        assert!(!looks_secret(text), "{text}");
    }
    // Small letters alone make no name: an AWS secret, a digest, a secret without its hyphen.
    let (digits, digest) = ("0123456789".repeat(4), "ab12".repeat(16));
    for secret in [&digits, &digest, &format!("pg-{}", "a1".repeat(22)), &format!("k8s_{digits}")] {
        assert!(looks_secret(secret) && looks_secret(&format!("{secret}.example.com")), "{secret}");
    }
}
