//! The project's own commands: `cargo xtask serve`, `cargo xtask test`, and their parts.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a command-line program")]

mod cdn;
mod checks;
mod children;
mod compress;
mod counts;
mod dist;
mod failure;
mod fast;
mod flags;
mod npm;
mod page;
mod policy;
mod process;
mod program;
mod sandbox;
mod serve;
mod sizes;
mod test;
mod tools;

use std::process::ExitCode;

use failure::Outcome;
use flags::{Sizes, Task};

fn main() -> ExitCode {
    match flags::read(lexopt::Parser::from_env()).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Outcome {
    match task {
        Task::Help => {
            println!("{}", flags::HELP);
            Ok(())
        }
        Task::Serve(serve) => serve::run(&serve),
        Task::Test { checks, extra } => test::run(&checks, &extra),
        Task::E2e { build, extra } => test::run_e2e(build, &extra),
        Task::Dist => dist::run(),
        Task::Sizes(Sizes::Budgets) => sizes::run(),
        Task::Sizes(Sizes::Top) => sizes::top(),
        Task::Sizes(Sizes::Function { program, index }) => sizes::function(&program, index),
        Task::Policy { files, gateways } => policy::run(&files, &gateways),
        Task::Conformance(extra) => checks::conformance(&extra),
        Task::Agree(extra) => checks::agree(&extra),
        Task::Screenshots { build, extra } => checks::screenshots(build, &extra),
        Task::Bench { build, extra } => checks::bench(build, &extra),
    }
}
