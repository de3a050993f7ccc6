//! The page contains nothing that its policy would block.

use crate::{check, files::File};

/// Inline code, inline styles and a base URL don't pass `script-src 'self'; style-src 'self';
/// base-uri 'none'`.
fn refused(page: &File) -> Vec<String> {
    let text = page.text.to_lowercase();
    let mut wrong = Vec::new();
    for word in ["<style", "<base", " style=", "javascript:", " onload=", " onclick=", " onerror="]
    {
        if text.contains(word) {
            wrong.push(format!("has {word}"));
        }
    }
    let tags = text.split("<script").skip(1);
    let is_inline = |tag: &str| !tag.split('>').next().unwrap_or_default().contains("src=");
    if tags.clone().any(is_inline) {
        wrong.push("has an inline script".to_owned());
    }
    wrong
}

#[test]
fn the_page_passes_its_policy() {
    check(&[File::read("index.html")], refused);
    let sample = File::sample("", "<script>x</script><p style='a'><script src=\"b\"></script>");
    assert_eq!(refused(&sample), ["has  style=", "has an inline script"]);
}

#[test]
fn the_page_has_what_it_needs_before_the_program_runs() {
    let page = File::read("index.html").text;
    let needed = [
        "lang=\"en\"",
        "<title>Machine identities</title>",
        "name=\"viewport\"",
        "name=\"color-scheme\" content=\"light dark\"",
        "rel=\"icon\"",
        "id=\"boot\" role=\"status\"",
        "<noscript>",
    ];
    for word in needed {
        assert!(page.contains(word), "index.html lacks {word}");
    }
}
