//! The console's page in a release: `index.html` with Trunk's directives resolved.

use std::{fs, path::Path};

use crate::{
    failure::{OrFail, Outcome},
    policy,
    process::ROOT,
    program::integrity,
};

/// Writes `index.html`, with the integrity of everything that runs, and with as much of its policy as a
/// page can carry. `program` is the console's folder
/// below `dist`, and `boot` the script that starts it. `glue` is the program's module in that folder,
/// unless the script contains it.
pub fn write(dist: &Path, program: &str, boot: &str, glue: Option<&str>) -> Outcome {
    let source = fs::read_to_string(ROOT.join("index.html"));
    let source = source.or_fail("index.html cannot be read")?;
    let mut head = String::from("    <link rel=\"icon\" href=\"icon.svg\" />\n");
    let glue = glue.map(|name| format!(" data-js=\"{program}/{name}\"")).unwrap_or_default();
    let wasm = format!("{program}/console_bg.wasm");
    let wasm_is = integrity(&dist.join(&wasm))?;
    let boot_is = integrity(&dist.join(boot))?;
    let sandbox_is = integrity(&dist.join("sandbox/engine_bg.wasm"))?;
    // The browser reuses what it has preloaded and verified, so the program gets exactly that.
    head += &format!(
        "    <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin \
         integrity=\"{wasm_is}\" />\n    \
         <script type=\"module\" src=\"{boot}\" integrity=\"{boot_is}\"{glue} \
         data-wasm=\"{wasm}\" data-sandbox=\"{sandbox_is}\"></script>\n"
    );
    let page = without_build_steps(&source).replace("  </head>", &format!("{head}  </head>"));
    let first = "    <meta charset=\"utf-8\" />\n";
    let page = page.replacen(first, &format!("{first}    {}\n", policy::meta(&page)), 1);
    if !page.contains(policy::META) {
        return Err("index.html has no place for its policy".into());
    }
    let to = dist.join("index.html");
    fs::write(&to, page).or_fail(format!("{} can't be written", to.display()))
}

/// Copies the files beside the page.
pub fn copy_assets(dist: &Path) -> Outcome {
    ["boot.js", "icon.svg"]
        .into_iter()
        .try_for_each(|name| copy(&ROOT.join("web").join(name), &dist.join(name)))
}

/// Copies a file.
pub fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(drop).or_fail(format!("{} cannot be written", to.display()))
}

/// The page without its policy, which keeps scripts out that a development server adds.
pub fn without_policy(page: &str) -> String {
    without(page, policy::META, "/>", |_| true)
}

/// The page without Trunk's directives and without comments.
fn without_build_steps(source: &str) -> String {
    let mut page = without(source, "<!--", "-->", |_| true);
    page = without(&page, "<link", "/>", |element| element.contains("data-trunk"));
    let lines = page.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

/// Removes the pieces from `start` to `end` that are unwanted.
fn without(text: &str, start: &str, end: &str, is_unwanted: fn(&str) -> bool) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(from) = rest.find(start) {
        let to = rest[from..].find(end).map_or(rest.len(), |length| from + length + end.len());
        kept.push_str(&rest[..from]);
        if !is_unwanted(&rest[from..to]) {
            kept.push_str(&rest[from..to]);
        }
        rest = &rest[to..];
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_the_build_reads_is_taken_out() {
        let page = "<head>\n  <link data-trunk\n    rel=\"rust\"\n  />\n  <!-- a -->\n  \
                    <link rel=\"x\" />\n</head>\n";
        assert_eq!(without_build_steps(page), "<head>\n  <link rel=\"x\" />\n</head>\n");
    }

    #[test]
    fn the_page_of_the_package_keeps_nothing_of_the_build() {
        let source = fs::read_to_string(ROOT.join("index.html")).unwrap();
        let page = without_build_steps(&source);
        assert!(!page.contains("data-trunk"), "{page}");
        assert!(page.contains("id=\"boot\"") && page.contains("  </head>"), "{page}");
    }
}
