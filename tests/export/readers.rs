//! Running reader programs, and counting the results.

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicUsize, Ordering},
};

use machine_identity_editor::{
    domain::credential::Credential,
    wire::export::{Export, ExportFormat, LeftOutReason},
};
use tempfile::TempDir;

use crate::{
    corpus::{CHUNK, SIZE, corpus, is_benign},
    sample::{export, text},
};

static SKIPPED: AtomicUsize = AtomicUsize::new(0);

/// Finds a program by the first of its names or paths that exists. A missing program fails the test
/// if `CI` is set; otherwise it is counted, printed, and skipped.
pub fn program(names: &[&str]) -> Option<PathBuf> {
    let found = optional(names);
    let is_needed = std::env::var_os("CI").is_some();
    assert!(found.is_some() || !is_needed, "{} isn’t installed, and CI is set", names[0]);
    found
}

/// A program that Debian doesn't package, so CI may skip it too.
pub fn optional(names: &[&str]) -> Option<PathBuf> {
    let folders = std::env::var("PATH").unwrap_or_default();
    let found = names.iter().find_map(|name| {
        folders.split(':').map(|folder| Path::new(folder).join(name)).find(|path| path.is_file())
    });
    if found.is_none() {
        let skipped = SKIPPED.fetch_add(1, Ordering::Relaxed) + 1;
        // Goes to standard output, where `cargo xtask test` counts it.
        let _ = writeln!(
            std::io::stdout(),
            "export: skipped reader {skipped}: {} isn’t installed",
            names[0]
        );
    }
    found
}

/// Prints a line that the test harness doesn't capture.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "export: {line}");
}

/// A folder that stays empty unless something in the corpus is executed, and one for files.
pub struct Bench {
    pub canary: TempDir,
    pub folder: TempDir,
}

impl Bench {
    pub fn new() -> Self {
        let folder = || TempDir::with_prefix("export").expect("a folder can be made");
        Self { canary: folder(), folder: folder() }
    }

    /// A file that only its owner can read.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("it can be written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("it is ours");
        path
    }

    /// Exports the corpus in chunks, and counts.
    pub fn exports(&self, format: ExportFormat) -> (Vec<Chunk>, Count) {
        let credentials = corpus(self.canary.path());
        let chunks = credentials.chunks(CHUNK).enumerate().map(|(index, credentials)| Chunk {
            start: index * CHUNK,
            credentials: credentials.to_vec(),
            export: export(format, credentials),
        });
        let chunks: Vec<Chunk> = chunks.collect();
        let count = Count { format, carried: 0, left_out: SIZE, values: 0 };
        (chunks, count)
    }

    /// Fails if anything in the corpus was executed.
    pub fn assert_nothing_ran(&self) {
        let left = fs::read_dir(self.canary.path()).expect("it is there").count();
        assert_eq!(left, 0, "a command of the corpus was run");
    }
}

/// A part of the corpus, and its export.
pub struct Chunk {
    pub start: usize,
    pub credentials: Vec<Credential>,
    pub export: Export,
}

impl Chunk {
    pub fn text(&self) -> String {
        text(&self.export)
    }

    /// The credential behind a name in the format, by the number that its connection's name begins
    /// with.
    pub fn credential(&self, name: &str) -> &Credential {
        let digits = name.get(1..6).and_then(|digits| digits.parse::<usize>().ok());
        let index = digits.and_then(|it| it.checked_sub(self.start));
        let found = index.and_then(|index| self.credentials.get(index));
        found.unwrap_or_else(|| panic!("{name:?} isn’t a name that this program wrote"))
    }

    /// The credentials that weren't left out.
    pub fn carried(&self) -> Vec<&Credential> {
        let left_out = &self.export.left_out;
        let is_out = |credential: &Credential| {
            left_out.iter().any(|it| it.connection_name == credential.connection_name)
        };
        self.credentials.iter().filter(|it| !is_out(it)).collect()
    }
}

/// What one reader read from one format.
pub struct Count {
    pub format: ExportFormat,
    pub carried: usize,
    pub left_out: usize,
    pub values: usize,
}

impl Count {
    /// Adds a chunk: its content, and the number of values read back from it.
    pub fn add(&mut self, chunk: &Chunk, values: usize) {
        self.carried += chunk.export.carried;
        self.left_out -= chunk.export.carried;
        self.values += values;
        // A format that leaves out valid values would pass every other check.
        for credential in &chunk.credentials {
            let name = credential.connection_name.as_str();
            let index = name.get(1..6).and_then(|digits| digits.parse().ok());
            if index.is_some_and(is_benign)
                && self.format.is_for(machine_identity_editor::domain::access::Kind::of(credential))
            {
                let is_graph = credential.connection_subtype.as_deref() == Some("graph");
                let is_expected = |reason: &LeftOutReason| match reason {
                    LeftOutReason::SecretOnly | LeftOutReason::OneOnly => true,
                    LeftOutReason::Spreadsheet { .. } => true,
                    LeftOutReason::Rejected(_) => is_graph,
                    _ => false,
                };
                let reasons = chunk.export.left_out.iter().chain(&chunk.export.values_left_out);
                let reason = reasons.into_iter().find(|it| {
                    it.connection_name == credential.connection_name && !is_expected(&it.reason)
                });
                assert!(reason.is_none(), "{:?} leaves out {reason:?}", self.format);
            }
        }
    }

    pub fn say(&self, reader: &str) {
        assert!(self.carried > 0 && self.values >= self.carried, "{:?} is empty", self.format);
        say(&format!(
            "{:?} read by {reader}: {} of {SIZE} credentials carried, {} left out, {} values read \
             back byte for byte",
            self.format, self.carried, self.left_out, self.values
        ));
    }
}

/// The output of a program, which must succeed.
pub fn output(command: &mut Command) -> Vec<u8> {
    let Output { status, stdout, stderr } = command.output().expect("it starts");
    assert!(status.success(), "{command:?}: {}", String::from_utf8_lossy(&stderr));
    stdout
}
