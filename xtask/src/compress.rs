//! Compressed copies beside each file, for hosts that serve them directly.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    thread,
};

use crate::failure::{Failure, OrFail, Outcome};

/// Writes `FILE.br` and `FILE.gz` beside each file, at the highest compression levels.
pub fn all(files: &[PathBuf]) -> Outcome {
    let brotli = || files.iter().try_for_each(|file| write(file, "br", brotli));
    let gzip = || files.iter().try_for_each(|file| write(file, "gz", gzip));
    thread::scope(|scope| {
        let other = scope.spawn(brotli);
        gzip()?;
        other.join().map_err(|_| Failure::from("the compression to brotli has panicked"))?
    })
}

/// The name of a compressed copy.
pub fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(end);
    name.into()
}

fn write(file: &Path, end: &str, compress: fn(&[u8]) -> std::io::Result<Vec<u8>>) -> Outcome {
    fs::read(file)
        .and_then(|bytes| compress(&bytes))
        .and_then(|bytes| fs::write(beside(file, end), bytes))
        .or_fail(format!("{} cannot be compressed", file.display()))
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    brotli::CompressorWriter::new(&mut compressed, 4096, 11, 24).write_all(bytes)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_can_be_read_again() {
        let text = "machine identities ".repeat(999);
        let (mut brotli_again, mut gzip_again) = (String::new(), String::new());
        let small = brotli(text.as_bytes()).unwrap();
        brotli::Decompressor::new(small.as_slice(), 4096)
            .read_to_string(&mut brotli_again)
            .unwrap();
        let gzipped = gzip(text.as_bytes()).unwrap();
        flate2::read::GzDecoder::new(gzipped.as_slice()).read_to_string(&mut gzip_again).unwrap();
        assert_eq!((&brotli_again, &gzip_again), (&text, &text));
        assert!(small.len() < 200 && gzipped.len() < 200);
    }

    #[test]
    fn a_copy_keeps_the_whole_name() {
        assert_eq!(beside(Path::new("dist/a.wasm"), "br"), Path::new("dist/a.wasm.br"));
    }
}
