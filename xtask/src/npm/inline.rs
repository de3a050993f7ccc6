//! The element's script with its programs in it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use base64ct::{Base64, Encoding};
use flate2::{Compression, write::GzEncoder};

use crate::{
    dist,
    failure::{OrFail, Outcome},
    program::file_name,
};

/// Makes a response of compressed bytes, as `fetch` does of a file.
const DECODE: &str = "const $inlined=async t=>new Response(new Blob([Uint8Array.from(atob(t),\
                      c=>c.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream(\"gzip\")),\
                      {headers:{\"content-type\":\"application/wasm\"}});\n";

/// The programs of a package, in the order of their names.
///
/// # Errors
///
/// If the folder can't be read.
pub fn programs(package: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = dist::files(package)?;
    files.retain(|file| file_name(file).ends_with(".wasm"));
    Ok(files)
}

/// The script with each program of the package in place of the request for its file.
///
/// # Errors
///
/// If the script doesn't request each of them once and with its integrity, or requests another file.
pub fn script(script: &str, package: &Path) -> Outcome<String> {
    let mut text = script.to_owned();
    for file in programs(package)? {
        let path = file.strip_prefix(package).unwrap_or(&file).to_string_lossy().into_owned();
        let bytes = fs::read(&file).or_fail(format!("{} can't be read", file.display()))?;
        text = with_bytes(&text, &path, &bytes)?
            .ok_or_else(|| format!("the script doesn't fetch {path} with its integrity"))?;
    }
    if text.contains("import.meta") {
        return Err("the inline script would still load a file".into());
    }
    Ok(format!("{DECODE}{text}"))
}

/// The script with one fetch of a file replaced by its bytes; `None` if there isn't exactly one.
///
/// The bytes need no check of their own: they are part of what the page verified.
fn with_bytes(script: &str, path: &str, bytes: &[u8]) -> Outcome<Option<String>> {
    let fetched = format!("fetch(new URL(\"./{path}\",import.meta.url),{{integrity:\"");
    let Some((before, rest)) = script.split_once(&fetched) else { return Ok(None) };
    let Some((_, after)) = rest.split_once("\"})") else { return Ok(None) };
    if after.contains(&fetched) {
        return Ok(None);
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).or_fail(format!("{path} can't be compressed"))?;
    let packed = gzip.finish().or_fail(format!("{path} can't be compressed"))?;
    Ok(Some(format!("{before}$inlined(\"{}\"){after}", Base64::encode_string(&packed))))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn a_fetched_program_is_replaced_by_its_bytes() {
        let script = "a(fetch(new URL(\"./b.wasm\",import.meta.url),{integrity:\"sha384-x\"}))";
        let inlined = with_bytes(script, "b.wasm", b"\0asm").unwrap().unwrap();
        let text = inlined.strip_prefix("a($inlined(\"").unwrap().strip_suffix("\"))").unwrap();
        let mut bytes = Vec::new();
        let packed = Base64::decode_vec(text).unwrap();
        GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"\0asm");
    }

    #[test]
    fn a_program_that_is_not_fetched_once_and_checked_is_not_replaced() {
        let script = "a(fetch(new URL(\"./b.wasm\",import.meta.url),{integrity:\"sha384-x\"}))";
        for (script, path) in [
            (script, "c.wasm"),
            (&script.repeat(2), "b.wasm"),
            ("fetch(new URL(\"./b.wasm\",import.meta.url))", "b.wasm"),
        ] {
            assert_eq!(with_bytes(script, path, b"").unwrap(), None, "{script}");
        }
    }
}
