//! Running programs until they exit.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use crate::failure::{OrFail, Outcome};

/// The root of the package, whatever the working directory.
pub static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
});

/// Cargo's build directory: `target/`, unless configured otherwise.
pub static TARGET: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut cargo = command("cargo");
    let text = output(cargo.args(["metadata", "--format-version", "1", "--no-deps"]));
    text.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        .and_then(|metadata| metadata["target_directory"].as_str().map(PathBuf::from))
        .unwrap_or_else(|| ROOT.join("target"))
});

/// A command in the root of the package, without input.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(&*ROOT).stdin(Stdio::null());
    command
}

/// Runs a command until it exits.
pub fn run(command: &mut Command, what: &str) -> Outcome {
    let status = command.status().or_fail(format!("{what} could not be started"))?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed").into()) }
}

/// Runs a command until it exits, prints its output, and passes on each line.
pub fn run_reading(command: &mut Command, what: &str, mut each: impl FnMut(&str)) -> Outcome {
    command.stdout(Stdio::piped());
    let mut child = command.spawn().or_fail(format!("{what} could not be started"))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{line}");
            each(&line);
        }
    }
    let status = child.wait().or_fail(format!("{what} could not be awaited"))?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed").into()) }
}

/// The output of a command, if it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The file that PATH has for a program's name.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
