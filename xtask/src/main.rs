//! The project's own commands: `cargo xtask serve`, `cargo xtask test`, and their parts.

mod dist;
mod process;
mod serve;
mod sizes;
mod test;
mod tools;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask serve [--gateway URL] [--port N] [--sandbox-port N] [--release]
    The console at http://127.0.0.1:8080 with the sandbox gateway, or with a real one.
cargo xtask test [PART…] [-- ARGUMENTS OF THE LAST PART]
    Every check, or some: format clippy pure native conformance wasm dist sizes e2e.
cargo xtask dist
    The release build in dist/, the embed in dist/embed/.
cargo xtask conformance [--traces FILE]… [--gateway URL --token TOKEN]
    Replays recorded traffic on the sandbox engine and its listener, or on a gateway.
cargo xtask sizes
    What a first visit loads, against the budget.
cargo xtask screenshots
    The main states at 1280 and 375 px, light and dark, in target/screenshots.

All of them install what they need by themselves, below target/ or tests/e2e/.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", [].as_slice()),
    };
    let outcome = match command {
        "serve" => serve::run(rest),
        "test" => test::run(rest),
        "dist" => dist::run(),
        "conformance" => test::conformance(rest),
        "sizes" => sizes::run(),
        "screenshots" => test::screenshots(),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no command {other}; see cargo xtask help")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
