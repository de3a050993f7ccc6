//! The native sandbox gateway.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command},
    thread,
};

use crate::{
    failure::Outcome,
    process::{TARGET, command, run},
};

/// Cargo with the features of all native targets.
pub fn native_cargo(subcommand: &str) -> Command {
    let mut cargo = command("cargo");
    cargo.args([subcommand, "--no-default-features", "--features", "server"]);
    cargo
}

/// Compiles it and returns its path.
pub fn build() -> Outcome<PathBuf> {
    let mut cargo = native_cargo("build");
    run(cargo.args(["--quiet", "--bin", "sandbox"]), "cargo build of the sandbox")?;
    Ok(TARGET.join("debug").join(format!("sandbox{}", std::env::consts::EXE_SUFFIX)))
}

/// Waits until it prints that it is listening; prints its later output.
pub fn await_ready(child: &mut Child) -> Outcome {
    let mut lines = BufReader::new(child.stdout.take().ok_or("a pipe was asked for")?).lines();
    match lines.next() {
        Some(Ok(line)) if line.contains("listening on") => {
            thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
            Ok(())
        }
        // It has printed the reason itself.
        _ => Err("the sandbox gateway did not start".into()),
    }
}
