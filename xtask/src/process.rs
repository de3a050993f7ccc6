//! Running other programs.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
};

/// One sentence for whoever typed the command.
pub type Outcome<T = ()> = Result<T, String>;

/// The root of the package.
pub fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map(PathBuf::from).unwrap_or(xtask)
}

/// A command in the root of the package.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command, what: &str) -> Outcome {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("{what} failed")),
        Err(error) => Err(format!("{what} could not be started: {error}")),
    }
}

/// Runs a command to its end, showing what it prints, and gives its lines.
pub fn run_reading(command: &mut Command, what: &str) -> Outcome<Vec<String>> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{what} could not be started: {error}"))?;
    let output = child.stdout.take().ok_or("a pipe was asked for")?;
    let mut lines = Vec::new();
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        println!("{line}");
        lines.push(line);
    }
    match child.wait() {
        Ok(status) if status.success() => Ok(lines),
        _ => Err(format!("{what} failed")),
    }
}

/// What a command prints, when it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
