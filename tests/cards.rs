//! Credential cards: what they show for each shape that the gateway answers (contract §13).

use machine_identity_editor::{
    domain::{
        access::{Kind, host_flag},
        card::{Card, Label, Note, Part},
        credential::{Credential, CredentialField},
        host::{HostError, HostFlag, PublicHost},
        redacted_text::MASK,
    },
    wire::credential::read_credentials,
};

const TAIL: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A credential as the gateway answers it, with `$` for its secret.
fn credential(body: &str, prefix: &str) -> Credential {
    let body = format!("[{}]", body.replace('$', &format!("{prefix}-{TAIL}")));
    read_credentials(body.as_bytes()).expect("it is a list").remove(0)
}

const POSTGRES: &str = r#"{"connection_name":"pg-main","connection_type":"database","connection_subtype":"postgres","secret_key":"$","hostname":"0.0.0.0","port":"15432","database_name":"hoopdb","connection_string":"postgres://$:hoop@0.0.0.0:15432/hoopdb?sslmode=disable","username":"$","password":"hoop"}"#;
const SSH: &str = r#"{"connection_name":"ssh-box","connection_type":"application","connection_subtype":"ssh","secret_key":"$","hostname":"127.0.0.1","port":"12222","username":"hoop","password":"$","command":"sshpass -p 'hoop' ssh $@127.0.0.1 -p 12222"}"#;
const RDP: &str = r#"{"connection_name":"win","connection_type":"custom","connection_subtype":"rdp","secret_key":"$","hostname":"0.0.0.0","port":"13389","username":"$","password":"$","command":"xfreerdp /v:0.0.0.0:13389 /u:$ /p:$"}"#;
const AWS: &str = r#"{"connection_name":"ssm","connection_type":"custom","connection_subtype":"aws-ssm","secret_key":"$","connection_string":"AWS_ACCESS_KEY_ID=\"AKIAAAAAAAAAAAAAAAAAAAAAAAAAAA\" AWS_SECRET_ACCESS_KEY=\"0000000000000000000000000000000000000000\" aws ssm start-session --target {TARGET_INSTANCE} --endpoint-url \"http://localhost:8009/ssm/\"","endpoint_url":"http://localhost:8009/ssm/","aws_access_key_id":"AKIAAAAAAAAAAAAAAAAAAAAAAAAAAA","aws_secret_access_key":"0000000000000000000000000000000000000000"}"#;
const HTTP: &str = r#"{"connection_name":"web","connection_type":"httpproxy","connection_subtype":"httpproxy","secret_key":"$","hostname":"0.0.0.0","port":"18888","command":"{\n\t\t\t\t\"curl\": \"curl -H 'Authorization: $' http://localhost:18888/\",\n\t\t\t\t\"browser\": \"http://localhost:18888/$\"\n\t\t\t}","proxy_token":"$"}"#;
const SECRET_ONLY: &str = r#"{"connection_name":"ssh-custom","connection_type":"custom","connection_subtype":"ssh","secret_key":"$"}"#;

/// Each line of a card, masked.
fn part(card: &Card, label: Label) -> Option<&Part> {
    card.parts.iter().find(|part| part.label == label)
}

fn lines(card: &Card) -> Vec<String> {
    card.parts
        .iter()
        .map(|part| format!("{:?}: {}", part.label, part.redacted_text.masked()))
        .collect()
}

#[track_caller]
fn check(credential: &Credential, kind: Kind, expected: &[&str], notes: &[Note]) {
    let card = Card::of(credential, None);
    assert_eq!(Kind::of(credential), kind);
    let expected: Vec<String> = expected.iter().map(|line| line.replace('*', MASK)).collect();
    assert_eq!(lines(&card), expected);
    assert_eq!(card.notes, notes);
}

#[test]
fn a_postgres_card_begins_with_its_address() {
    check(
        &credential(POSTGRES, "pg"),
        Kind::Postgres,
        &[
            "ConnectionString: postgres://*:hoop@0.0.0.0:15432/hoopdb?sslmode=disable",
            "Host: 0.0.0.0",
            "Port: 15432",
            "Database: hoopdb",
            "UserName: *",
            "Password: hoop",
        ],
        &[Note::Host(HostFlag::Unspecified), Note::PasswordIsPlaceholder],
    );
}

#[test]
fn an_ssh_card_has_a_working_command_and_the_gateways_own() {
    let credential = credential(SSH, "ssh");
    check(
        &credential,
        Kind::Ssh,
        &[
            "Command: SSHPASS=* sshpass -e ssh hoop@127.0.0.1 -p 12222",
            "Host: 127.0.0.1",
            "Port: 12222",
            "UserName: hoop",
            "Password: *",
        ],
        &[Note::Host(HostFlag::Loopback), Note::CommandCorrected, Note::HostKeyUnknown],
    );
    let card = Card::of(&credential, None);
    let command = part(&card, Label::Command).expect("it is there");
    let original = command.original.as_ref().expect("it is kept");
    assert_eq!(original.masked(), format!("sshpass -p 'hoop' ssh {MASK}@127.0.0.1 -p 12222"));
    assert_eq!(
        command.redacted_text.reveal().expose(),
        format!("SSHPASS='ssh-{TAIL}' sshpass -e ssh hoop@127.0.0.1 -p 12222")
    );
}

#[test]
fn an_invalid_field_never_reaches_a_command() {
    for host in ["gw$(id);x", "\nreboot", " a", "a b", "-oProxyCommand=id", "a\u{202e}b"] {
        let mut credential = credential(SSH, "ssh");
        credential.hostname = Some(host.to_owned());
        let card = Card::of(&credential, None);
        let command = part(&card, Label::Command).expect("it is there");
        assert!(command.is_gateway_text && command.original.is_none(), "{host:?}");
        assert_eq!(command.redacted_text.masked(), MASK, "{host:?}");
        assert!(
            matches!(card.notes.as_slice(), [Note::Unrecognized(it)] if it.field == CredentialField::Hostname)
        );
    }
}

#[test]
fn rdp_and_aws_cards_show_the_fields_of_their_clients() {
    check(
        &credential(RDP, "rdp"),
        Kind::Rdp,
        &[
            "Host: 0.0.0.0",
            "Port: 13389",
            "UserName: *",
            "Password: *",
            "Command: xfreerdp /v:0.0.0.0:13389 /u:* /p:*",
        ],
        &[Note::Host(HostFlag::Unspecified)],
    );
    check(
        &credential(AWS, "aws-ssm"),
        Kind::AwsSsm,
        &[
            "StartSession: AWS_ACCESS_KEY_ID=\"*\" AWS_SECRET_ACCESS_KEY=\"*\" aws ssm start-session \
             --target {TARGET_INSTANCE} --endpoint-url \"http://localhost:8009/ssm/\"",
            "EndpointUrl: http://localhost:8009/ssm/",
            "AccessKeyId: *",
            "SecretAccessKey: *",
        ],
        &[Note::Host(HostFlag::Loopback), Note::TargetMissing],
    );
}

/// The host that a client uses isn't always in the field for hosts.
#[test]
fn a_host_in_an_endpoint_or_a_command_is_flagged() {
    let public = PublicHost::parse("proxy.example.com").expect("it is a host");
    let check = |body: &str, prefix: &str, flag: Option<HostFlag>| {
        let credential = credential(body, prefix);
        assert_eq!(host_flag(&credential), flag, "{body}");
        let flags = |public: Option<&PublicHost>| {
            let notes = Card::of(&credential, public).notes.into_iter();
            notes.filter(|note| matches!(note, Note::Host(_))).collect::<Vec<_>>()
        };
        assert_eq!(flags(None), flag.map(Note::Host).into_iter().collect::<Vec<_>>(), "{body}");
        assert_eq!(flags(Some(&public)), [], "{body}");
    };
    let own = HTTP.replace("\"0.0.0.0\"", "\"10.0.0.7\"");
    let unknown = AWS.replace("\"aws-ssm\"", "\"graph\"");
    check(AWS, "aws-ssm", Some(HostFlag::Loopback));
    check(&AWS.replace("localhost", "0.0.0.0"), "aws-ssm", Some(HostFlag::Unspecified));
    check(&AWS.replace("localhost", "gw.example.com"), "aws-ssm", None);
    check(&unknown, "graph", Some(HostFlag::Loopback));
    check(&own, "httpproxy", Some(HostFlag::Loopback));
    check(&own.replace("localhost", "use.hoop.dev"), "httpproxy", None);
    check(&HTTP.replace("localhost", "use.hoop.dev"), "httpproxy", Some(HostFlag::Unspecified));
    check(SECRET_ONLY, "ssh", None);
}

#[test]
fn an_http_proxy_command_is_unpacked() {
    check(
        &credential(HTTP, "httpproxy"),
        Kind::HttpProxy,
        &[
            "Curl: curl -H 'Authorization: *' http://localhost:18888/",
            "Browser: http://localhost:18888/*",
            "Host: 0.0.0.0",
            "Port: 18888",
            "ProxyToken: *",
        ],
        &[Note::Host(HostFlag::Unspecified), Note::BrowserHoldsSecret],
    );
}

#[test]
fn only_http_proxy_secrets_get_a_browser_link() {
    let kubernetes = HTTP.replace("\"httpproxy\"", "\"kubernetes\"");
    let sent = credential(&kubernetes, "k8s");
    assert_eq!(Kind::of(&sent), Kind::Kubernetes);
    let card = Card::of(&sent, None);
    assert!(part(&card, Label::Curl).is_some());
    assert!(part(&card, Label::Browser).is_none());
    let claude = HTTP
        .replace("\"connection_subtype\":\"httpproxy\"", "\"connection_subtype\":\"claude-code\"");
    let sent = credential(&claude, "claude-code");
    assert_eq!(Kind::of(&sent), Kind::ClaudeCode);
    let card = Card::of(&sent, None);
    assert!(part(&card, Label::Browser).is_none());
}

#[test]
fn a_command_that_is_not_json_is_shown_unchanged() {
    for command in [r#"{\"curl\": 1}"#, "{", "[]", "curl $", r#"{\"browser\":\"x\"}"#] {
        let body = format!(
            r#"{{"connection_name":"web","connection_type":"httpproxy","connection_subtype":"httpproxy","secret_key":"$","hostname":"h.example","port":"1","command":"{command}","proxy_token":"$"}}"#
        );
        let card = Card::of(&credential(&body, "httpproxy"), None);
        let part = part(&card, Label::Command).expect(command);
        let clear = command.replace('\\', "").replace('$', &format!("httpproxy-{TAIL}"));
        assert_eq!(part.redacted_text.reveal().expose(), clear);
        assert!(!part.redacted_text.masked().contains(TAIL));
    }
}

#[test]
fn a_lone_secret_explains_why_nothing_else_is_shown() {
    let alone = credential(SECRET_ONLY, "ssh");
    check(&alone, Kind::Ssh, &["SecretKey: *"], &[Note::SecretOnly]);
    let claude = SECRET_ONLY.replace("\"ssh\"", "\"claude-code\"");
    let alone = credential(&claude, "claude-code");
    check(&alone, Kind::ClaudeCode, &["SecretKey: *"], &[Note::SecretOnlyForHttp]);
}

#[test]
fn an_unknown_type_shows_every_field_masked() {
    let unknown =
        POSTGRES.replace("\"connection_subtype\":\"postgres\"", "\"connection_subtype\":\"graph\"");
    let masked = |label| format!("{label}: {MASK}");
    let sent = credential(&unknown, "graph");
    assert_eq!(Kind::of(&sent), Kind::Other);
    let card = Card::of(&sent, None);
    let labels = ["Host", "Port", "Database", "UserName", "Password", "ConnectionString"];
    assert_eq!(lines(&card), labels.map(masked));
}

#[test]
fn the_public_host_replaces_every_host_and_is_marked() {
    let public = PublicHost::parse("proxy.example.com").expect("it is a host");
    for (body, prefix) in
        [(POSTGRES, "pg"), (SSH, "ssh"), (RDP, "rdp"), (AWS, "aws-ssm"), (HTTP, "httpproxy")]
    {
        let card = Card::of(&credential(body, prefix), Some(&public));
        let with_host = card
            .parts
            .iter()
            .filter(|part| part.redacted_text.masked().contains("proxy.example.com"));
        assert!(with_host.clone().count() >= 2, "{prefix}");
        assert!(with_host.clone().all(|part| part.is_substituted), "{prefix}");
        for part in &card.parts {
            let text = part.redacted_text.masked();
            for own in ["0.0.0.0", "127.0.0.1", "localhost"] {
                assert!(!text.contains(own), "{prefix}: {text}");
            }
        }
        assert!(!card.notes.iter().any(|note| matches!(note, Note::Host(_))), "{prefix}");
    }
}

#[test]
fn a_cut_ipv6_address_is_flagged_and_can_be_replaced() {
    let cut = POSTGRES
        .replace(
            "\"hostname\":\"0.0.0.0\",\"port\":\"15432\"",
            "\"hostname\":\"[\",\"port\":\":]:15432\"",
        )
        .replace("@0.0.0.0:15432", "@[::]:15432");
    let cut = credential(&cut, "pg");
    let card = Card::of(&cut, None);
    assert!(card.notes.contains(&Note::Host(HostFlag::Cut)));
    let public = PublicHost::parse("[2001:db8::1]").expect("it is a host");
    let card = Card::of(&cut, Some(&public));
    let uri = part(&card, Label::ConnectionString).expect("it is there").redacted_text.masked();
    assert_eq!(uri, format!("postgres://{MASK}:hoop@[2001:db8::1]:15432/hoopdb?sslmode=disable"));
    assert_eq!(
        part(&card, Label::Host).expect("it is there").redacted_text.masked(),
        "2001:db8::1"
    );
    assert_eq!(part(&card, Label::Port).expect("it is there").redacted_text.masked(), "15432");
}

#[test]
fn a_command_with_another_host_is_flagged() {
    let other = HTTP.replace("http://localhost:18888", "https://gateway.example.com:18888");
    let other = other.replace("\"hostname\":\"0.0.0.0\"", "\"hostname\":\"10.0.0.7\"");
    assert!(Card::of(&credential(&other, "httpproxy"), None).notes.contains(&Note::HostsDiffer));
    assert!(!Card::of(&credential(HTTP, "httpproxy"), None).notes.contains(&Note::HostsDiffer));
}

#[test]
fn masked_text_contains_no_secret() {
    let public = PublicHost::parse("h.example").expect("it is a host");
    for (body, prefix) in [
        (POSTGRES, "pg"),
        (SSH, "ssh"),
        (RDP, "rdp"),
        (AWS, "aws-ssm"),
        (HTTP, "httpproxy"),
        (SECRET_ONLY, "ssh"),
    ] {
        for public in [None, Some(&public)] {
            let card = Card::of(&credential(body, prefix), public);
            for part in &card.parts {
                for redacted_text in
                    [Some(&part.redacted_text), part.original.as_ref()].into_iter().flatten()
                {
                    let masked = redacted_text.masked();
                    for secret in [TAIL, "AKIAAAAA", "00000000"] {
                        assert!(!masked.contains(secret), "{prefix}: {masked}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_public_host_is_only_a_host() {
    let check = |text: &str, expected: Result<&str, HostError>| {
        let found = PublicHost::parse(text).map(|host| host.host().in_url());
        assert_eq!(found.as_deref().map_err(|error| *error), expected, "{text}");
    };
    check(" proxy.example.com ", Ok("proxy.example.com"));
    check("10.1.2.3", Ok("10.1.2.3"));
    check("2001:db8::1", Ok("[2001:db8::1]"));
    check("", Err(HostError::Empty));
    check("https://a.example", Err(HostError::MoreThanHost));
    check("a.example:5432", Err(HostError::MoreThanHost));
    check("a..example", Err(HostError::Character));
    check("a b", Err(HostError::Character));
    check("127.1", Err(HostError::Number));
    check("a.0x7f", Err(HostError::Number));
    check("[a]", Err(HostError::MoreThanHost));
    check("-a", Err(HostError::Character));
    check(&"a".repeat(254), Err(HostError::TooLong));
}
