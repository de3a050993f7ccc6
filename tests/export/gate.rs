//! The check before copying and downloading.

use machine_identity_editor::{
    domain::{
        card::sent,
        invisible::is_invisible,
        outgoing::{Found, Inspection, inspect},
        redacted_text::RedactedText,
        secret::Secret,
    },
    wire::export::{ExportFormat, Scope},
};

use crate::sample::{HTTP, all, credential, export, identity};

fn found(text: &RedactedText) -> Vec<Found> {
    match inspect(text) {
        Inspection::Clear(_) => Vec::new(),
        Inspection::Held(held) => held.found().to_vec(),
    }
}

#[test]
fn every_invisible_character_is_blocked_and_counted() {
    for character in [
        '\n',
        '\r',
        '\t',
        '\0',
        '\u{1b}',
        '\u{7f}',
        '\u{85}',
        '\u{a0}',
        '\u{ad}',
        '\u{200b}',
        '\u{200f}',
        '\u{202e}',
        '\u{2028}',
        '\u{2066}',
        '\u{2800}',
        '\u{3000}',
        '\u{3164}',
        '\u{feff}',
        '\u{fe0f}',
        '\u{fffe}',
        '\u{e0041}',
    ] {
        for secret in [false, true] {
            let text = format!("a{character}b{character}");
            let text = match secret {
                true => RedactedText::secret(&Secret::new(text)),
                false => RedactedText::sent(text),
            };
            assert_eq!(found(&text), [Found { character, count: 2 }]);
            let Inspection::Held(held) = inspect(&text) else { panic!("it is clear") };
            assert_eq!(held.approve().expose(), text.reveal().expose());
        }
    }
    for character in ['a', ' ', 'ü', '日', '🙂', '-', '\u{301}'] {
        assert!(!is_invisible(character), "{character}");
        assert!(found(&RedactedText::sent(character)).is_empty());
    }
}

#[test]
fn line_breaks_of_an_export_pass_and_those_of_the_gateway_need_confirmation() {
    for format in ExportFormat::ALL {
        assert!(found(&export(format, &all()).text).is_empty(), "{format:?}");
    }
    // The gateway's own JSON has line breaks, and a terminal would run each line.
    let mut web = credential(HTTP, "httpproxy");
    web[0].command = Some(Secret::new("curl x\ncurl y"));
    let asks = sent(&web[0]).iter().any(|(_, text)| !found(text).is_empty());
    assert!(asks);
}

/// A name is exported unchanged; hidden characters in it need confirmation.
#[test]
fn an_identity_name_with_an_invisible_character_needs_confirmation() {
    let odd = identity("a\u{202e}b", "");
    let all = all();
    let credentials: Vec<_> = all.iter().collect();
    let export = ExportFormat::Json.write(&odd, Scope::Part, &credentials, None);
    assert_eq!(found(&export.text), [Found { character: '\u{202e}', count: 1 }]);
}
