//! Citations of `docs/gateway-contract.md` ("contract §5, step 9", "G3") resolve, and so do the
//! tests named in its table of guards.

use std::collections::BTreeSet;

use crate::{
    check,
    files::{File, below},
};

const CONTRACT: &str = "docs/gateway-contract.md";

/// What can be cited.
struct Contract {
    sections: Vec<Section>,
    guards: Vec<Guard>,
    /// The ids that a link can lead to.
    anchors: BTreeSet<String>,
}

#[derive(Default)]
struct Section {
    number: usize,
    /// The titles of its subsections.
    titles: Vec<String>,
    /// The numbers of its list items (steps) and table rows (scenarios).
    entries: BTreeSet<usize>,
}

struct Guard {
    number: usize,
    /// `path::function`, or "not covered yet".
    tested_by: String,
}

impl Contract {
    fn read(text: &str) -> Self {
        let mut sections = vec![Section::default()];
        let mut guards = Vec::new();
        for line in text.lines() {
            let current = sections.last_mut().expect("there is a first section");
            if let Some((number, _)) = line.strip_prefix("## ").and_then(|t| t.split_once(". ")) {
                let number = number.parse().expect("a section begins with its number");
                sections.push(Section { number, ..Section::default() });
            } else if let Some(title) = line.strip_prefix("### ") {
                current.titles.push(title.split(" — ").next().unwrap_or(title).to_owned());
            } else if let Some(row) = line.strip_prefix("| <a id=\"g") {
                let number = leading_number(row).expect("a guard has a number");
                let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
                guards.push(Guard { number, tested_by: cell.trim_matches('`').to_owned() });
            } else if let Some(number) =
                leading_number(line).or_else(|| leading_number(line.strip_prefix("| ")?))
            {
                current.entries.insert(number);
            }
        }
        let ids = text.split("<a id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        Self { sections, guards, anchors: ids.map(str::to_owned).collect() }
    }

    /// The broken citations in a text.
    fn dangling(&self, text: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        for (index, _) in text.match_indices('§') {
            let cited = &text[index + '§'.len_utf8()..];
            let Some(number) = leading_number(cited) else { continue };
            let Some(section) = self.sections.iter().find(|s| s.number == number) else {
                wrong.push(format!("cites §{number}, which the contract doesn't have"));
                continue;
            };
            let detail = cited.trim_start_matches(|c: char| c.is_ascii_digit());
            wrong.extend(section.lacks(detail).map(|what| format!("cites §{number}, {what}")));
        }
        for number in guards_in(text) {
            if !self.guards.iter().any(|guard| guard.number == number) {
                wrong.push(format!("cites G{number}, which the contract doesn't have"));
            }
        }
        for link in text.split("gateway-contract.md#").skip(1) {
            let end = link.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(link.len());
            if !self.anchors.contains(&link[..end]) {
                wrong.push(format!("links #{}, which the contract doesn't have", &link[..end]));
            }
        }
        wrong
    }
}

impl Section {
    /// The step, scenario or title that a citation adds (`, step 9`), if the section lacks it.
    fn lacks(&self, detail: &str) -> Option<String> {
        let detail = detail.strip_prefix(", ")?;
        for word in ["step ", "scenario "] {
            if let Some(number) = detail.strip_prefix(word).and_then(leading_number) {
                return (!self.entries.contains(&number)).then(|| format!("{word}{number}"));
            }
        }
        let title = detail.strip_prefix('"')?.split('"').next()?;
        (!self.titles.iter().any(|known| known == title)).then(|| format!("\"{title}\""))
    }
}

fn leading_number(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

/// The guards that a text names: `G` and a number that isn't part of a longer word.
fn guards_in(text: &str) -> Vec<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let named = text.match_indices('G').filter_map(|(index, _)| {
        let after = &text[index + 1..];
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let is_whole = !text[..index].ends_with(is_word) && !after[end..].starts_with(is_word);
        if is_whole { after[..end].parse().ok() } else { None }
    });
    named.collect()
}

/// A guard's test exists; a guard without one has none in `tests/guards` either.
fn untested(guard: &Guard, functions: &[String]) -> Option<String> {
    let number = guard.number;
    if guard.tested_by != "not covered yet" {
        let exists = functions.contains(&guard.tested_by);
        return (!exists).then(|| format!("G{number}: there is no {}", guard.tested_by));
    }
    let own = format!("::g{number:02}_");
    let overlooked = functions.iter().find(|function| function.contains(&own))?;
    Some(format!("G{number} is covered by {overlooked}"))
}

/// Every test, as `path::function`.
fn functions() -> Vec<String> {
    let mut found = Vec::new();
    for file in below("tests", &[".rs"]).into_iter().chain(below("src", &[".rs"])) {
        for attribute in ["#[test]\n", "#[wasm_bindgen_test]\n"] {
            for rest in file.text.split(attribute).skip(1) {
                let name = rest.split_once("fn ").and_then(|(_, rest)| rest.split('(').next());
                found.extend(name.map(|name| format!("{}::{name}", file.path)));
            }
        }
    }
    found
}

#[test]
fn every_citation_of_the_contract_resolves() {
    let contract = Contract::read(&File::read(CONTRACT).text);
    let mut files = below("src", &[".rs", ".js", ".ts"]);
    for folder in ["tests", "docs", "xtask", "style", "web"] {
        files.extend(below(folder, &[".rs", ".ts", ".js", ".css", ".md"]));
    }
    files.extend(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].map(File::read));
    // The samples below are wrong on purpose.
    files.retain(|file| file.path != "tests/tidy/citations.rs");
    check(&files, |file| contract.dangling(&file.text));
}

#[test]
fn every_guard_names_a_test_that_exists() {
    let contract = Contract::read(&File::read(CONTRACT).text);
    let numbers: Vec<usize> = contract.guards.iter().map(|guard| guard.number).collect();
    assert_eq!(numbers, (1..=35).collect::<Vec<_>>());
    let functions = functions();
    let wrong: Vec<_> = contract.guards.iter().filter_map(|g| untested(g, &functions)).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_broken_citation_is_found() {
    let contract = Contract::read(
        "<a id=\"s5\"></a>\n## 5. What a PUT does\n1. Load.\n### Elsewhere\n| 7 | x |\n\
         ## 12. Guards\n| <a id=\"g3\"></a>G3 | a | b | `tests/a.rs::c` |\n",
    );
    let sound =
        "contract §5, step 1; §5, scenario 7; §5, \"Elsewhere\"; §12; G3; gateway-contract.md#g3";
    assert_eq!(contract.dangling(sound), Vec::<String>::new());
    assert_eq!(contract.dangling("§6"), ["cites §6, which the contract doesn't have"]);
    assert_eq!(contract.dangling("§5, step 2"), ["cites §5, step 2"]);
    assert_eq!(contract.dangling("§5, \"Nowhere\""), ["cites §5, \"Nowhere\""]);
    assert_eq!(contract.dangling("(G4)"), ["cites G4, which the contract doesn't have"]);
    assert_eq!(contract.dangling("gateway-contract.md#s6").len(), 1);
    assert_eq!(guards_in("G1, PG2, G3x, (G4)"), [1, 4]);

    let functions = ["tests/guards/a.rs::g03_b".to_owned()];
    let guard = |number, tested_by: &str| Guard { number, tested_by: tested_by.to_owned() };
    assert_eq!(untested(&guard(3, "tests/guards/a.rs::g03_b"), &functions), None);
    assert!(untested(&guard(3, "tests/guards/a.rs::g03_c"), &functions).is_some());
    assert!(untested(&guard(3, "not covered yet"), &functions).is_some());
    assert_eq!(untested(&guard(4, "not covered yet"), &functions), None);
}
