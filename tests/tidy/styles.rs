//! Style sheets: all are adopted, in the declared order, each beside its component.

use crate::{
    check,
    files::{File, below},
};

/// The file that lists the sheets, for document and shadow root alike.
const LIST: &str = "src/ui/stylesheet.rs";

/// The sheets that the list names, by their path from the root.
fn listed(list: &File) -> Vec<String> {
    let parts = list.text.split("sheet!(\"").skip(1);
    parts.filter_map(|part| part.split('"').next()).map(|name| format!("style/{name}")).collect()
}

#[test]
fn every_style_sheet_is_adopted() {
    let listed = listed(&File::read(LIST));
    check(&below("style", &[".css"]), |sheet| {
        let is_listed = listed.contains(&sheet.path);
        if is_listed { vec![] } else { vec![format!("is not in {LIST}")] }
    });
}

/// The order of the layers that `style/layers.css` declares.
fn rank(path: &str) -> usize {
    let ranks = [
        "layers",
        "tokens",
        "reset",
        "base",
        "layout",
        "components/",
        "utilities",
        "print",
        "host",
    ];
    let name = path.strip_prefix("style/").unwrap_or(path);
    ranks.iter().position(|rank| name.starts_with(rank)).unwrap_or(ranks.len())
}

fn out_of_order(lists: &[Vec<String>]) -> Vec<String> {
    let backwards = |pair: &[String]| rank(&pair[0]) > rank(&pair[1]);
    let pairs = lists.iter().flat_map(|list| list.windows(2));
    pairs.filter(|pair| backwards(pair)).map(|p| format!("{} before {}", p[0], p[1])).collect()
}

#[test]
fn the_sheets_are_listed_in_layer_order() {
    let list = File::read(LIST);
    // One `concat!` for each list.
    let lists: Vec<_> =
        list.text.split("concat!(").map(|part| listed(&File::sample("", part))).collect();
    assert_eq!(out_of_order(&lists), Vec::<String>::new());
    assert_eq!(lists.iter().flatten().next().map(String::as_str), Some("style/layers.css"));
    let swapped = vec!["style/components/a.css".to_owned(), "style/base.css".to_owned()];
    assert_eq!(out_of_order(&[swapped]).len(), 1);
}

#[test]
fn every_component_sheet_has_its_component() {
    let components = below("src/ui", &[".rs"]);
    let mut names: Vec<&str> = components.iter().map(File::stem).collect();
    names.sort_unstable();
    check(&below("style/components", &[".css"]), |sheet| {
        let has_component = names.binary_search(&sheet.stem()).is_ok();
        if has_component { vec![] } else { vec!["belongs to no file of src/ui".to_owned()] }
    });
}

/// Outside the tokens a sheet uses semantic names; `:root` and `body` don't exist in a shadow root.
fn unportable(sheet: &File) -> Vec<String> {
    let mut wrong = Vec::new();
    for (number, line) in sheet.text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        let is_color = line.split([' ', ':', '(', ',']).any(|word| {
            let digits = word.strip_prefix('#').unwrap_or("").trim_end_matches([';', ')']);
            digits.len() >= 3 && digits.chars().all(|digit| digit.is_ascii_hexdigit())
        });
        if is_color {
            wrong.push(format!("line {number} has a color instead of a token"));
        }
        if line.contains("@import") || line.contains("url(") {
            wrong.push(format!("line {number} loads something"));
        }
    }
    wrong
}

#[test]
fn components_use_tokens_and_load_nothing() {
    check(&below("style/components", &[".css"]), unportable);
    let sample = File::sample("", "a { color: #fff; }\n@import 'b';\n#boot { color: var(--ink); }");
    assert_eq!(unportable(&sample).len(), 2);
}
