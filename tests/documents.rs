//! The documents say what the program does.

use machine_identity_editor::sandbox::{self, faults::Fault};

#[test]
fn the_sandboxs_document_names_every_fault_and_token() {
    let text = include_str!("../docs/sandbox.md");
    for fault in Fault::ALL {
        let row = format!("| `{}` | {} |", fault.name(), fault.effect());
        assert!(text.contains(&row), "docs/sandbox.md lacks {row}");
    }
    for token in [
        sandbox::ADMIN_TOKEN,
        sandbox::AUDITOR_TOKEN,
        sandbox::STANDARD_TOKEN,
        sandbox::EXPIRED_TOKEN,
    ] {
        assert!(text.contains(&format!("| `{token}` |")), "docs/sandbox.md lacks {token}");
    }
}
