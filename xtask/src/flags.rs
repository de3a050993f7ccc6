//! The command line, parsed into types.

use std::ffi::OsString;

use lexopt::{
    Arg::{Long, Short, Value},
    Parser, ValueExt,
};

use crate::{
    checks::{Build, Check},
    failure::{Failure, Outcome},
    policy::FILES,
};

pub const HELP: &str = "\
cargo xtask serve [--port N] [--release] [--open]
                  [--gateway URL | --sandbox-port N --seed N --clock TIME
                   --identities N --connections N --attributes N --direct N]
    Serve the console at http://127.0.0.1:8080, on the sandbox gateway or on a real one.
cargo xtask test [CHECK…] [-- ARGUMENTS FOR ITS RUNNER]
    Run every check, or the named ones:
    format clippy pure deny native wasm dist sizes e2e packages serve, and conformance (part of
    native).
    quick stands for format clippy native.
cargo xtask test e2e --fast [-- ARGUMENTS FOR PLAYWRIGHT]
    Run the browser tests on an unoptimized build, made in seconds, without tests tagged @release.
cargo xtask dist
    Make the release build: the console in dist/, the embed in dist/embed/, both also compressed;
    the embed as an npm package in target/npm, and for CDNs in target/cdn.
cargo xtask sizes [--top | --function PROGRAM:N]
    Print what a first visit loads, and fail above the budget; or the twenty largest crates and
    functions of its program; or the name of the function, such as embed:1234, in which the program of
    the last release build stopped.
cargo xtask policy [--files URL] [--gateway ORIGIN]…
    Print the policy and the headers of the release build: for the console, and for pages with the
    element. URL is where the element's files are; ORIGIN is a gateway that isn't on the page's origin.
cargo xtask conformance [--traces FILE]… [--gateway URL --token TOKEN]
    Replay recorded traffic on the sandbox, or on any gateway.
cargo xtask agree [--edits N] [--seed N] [--gateway URL --token TOKEN]
    Compare plans with outcomes over random edits, on the sandbox or on a gateway that holds
    nothing of value.
cargo xtask screenshots [--fast] [ARGUMENTS FOR PLAYWRIGHT]
    Take screenshots at 1280 and 375 px, light and dark, in target/screenshots.
cargo xtask bench [--fast] [ARGUMENTS FOR PLAYWRIGHT]
    Measure how long the console and the element take until they are ready, and what the console
    costs on a large organization and on a tenth of it; fail if the cost of a key press, of scrolling
    or of the page grows with what isn't visible.

Missing tools are installed below target/ and tests/e2e/.";

/// What is asked about the sizes of programs.
#[derive(Debug)]
pub enum Sizes {
    Budgets,
    Top,
    /// The name of a function, by its place in a program.
    Function {
        program: String,
        index: usize,
    },
}

/// The requested command.
pub enum Task {
    Help,
    Serve(Serve),
    Test {
        checks: Vec<Check>,
        extra: Vec<OsString>,
    },
    /// The browser tests, on this build.
    E2e {
        build: Build,
        extra: Vec<OsString>,
    },
    Dist,
    Sizes(Sizes),
    /// The policy, with the URL of the element's files and the origins of gateways.
    Policy {
        files: String,
        gateways: Vec<String>,
    },
    Conformance(Vec<OsString>),
    Agree(Vec<OsString>),
    Screenshots {
        build: Build,
        extra: Vec<OsString>,
    },
    Bench {
        build: Build,
        extra: Vec<OsString>,
    },
}

/// How to serve the console.
pub struct Serve {
    pub port: u16,
    pub release: bool,
    pub open: bool,
    pub gateway: Gateway,
}

/// What answers below `/api`.
pub enum Gateway {
    /// The sandbox on a local port, with its own flags.
    Sandbox { port: u16, flags: Vec<OsString> },
    /// A running gateway: its origin, and the path before `/api` if it has one.
    Running(String),
}

/// Parses the command line.
pub fn read(mut parser: Parser) -> Outcome<Task> {
    let task = match parser.next()? {
        None | Some(Long("help") | Short('h')) => return Ok(Task::Help),
        Some(Value(task)) => task.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match task.as_str() {
        "help" => Ok(Task::Help),
        "serve" => serve(parser),
        "test" => test(parser),
        "dist" => none(parser, Task::Dist),
        "sizes" => sizes(parser),
        "policy" => policy(parser),
        "conformance" => Ok(Task::Conformance(rest(&mut parser)?)),
        "agree" => Ok(Task::Agree(rest(&mut parser)?)),
        "screenshots" => {
            let (build, extra) = build_and_rest(&mut parser)?;
            Ok(Task::Screenshots { build, extra })
        }
        "bench" => {
            let (build, extra) = build_and_rest(&mut parser)?;
            Ok(Task::Bench { build, extra })
        }
        other => Err(format!("unknown command {other}; see cargo xtask help").into()),
    }
}

fn serve(mut parser: Parser) -> Outcome<Task> {
    let (mut port, mut release, mut open) = (8080, false, false);
    let (mut gateway, mut sandbox_port, mut flags) = (None, None, Vec::new());
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => port = parser.value()?.parse()?,
            Long("sandbox-port") => sandbox_port = Some(parser.value()?.parse()?),
            Long("release") => release = true,
            Long("open") => open = true,
            Long("gateway") => gateway = Some(address(&parser.value()?.string()?)?),
            Long(
                flag @ ("seed" | "clock" | "identities" | "connections" | "attributes" | "direct"),
            ) => {
                flags.push(format!("--{flag}").into());
                flags.push(parser.value()?);
            }
            Long("help") | Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    let gateway = match gateway {
        None => Gateway::Sandbox { port: sandbox_port.unwrap_or(8009), flags },
        Some(address) if sandbox_port.is_none() && flags.is_empty() => Gateway::Running(address),
        Some(_) => return Err("--gateway can't be combined with flags of the sandbox".into()),
    };
    Ok(Task::Serve(Serve { port, release, open, gateway }))
}

/// A gateway's URL without the suffix that the console adds.
fn address(text: &str) -> Outcome<String> {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return Err(format!("--gateway {text} must start with https:// or http://").into());
    }
    let text = text.trim_end_matches('/');
    Ok(text.strip_suffix("/api").unwrap_or(text).to_owned())
}

fn sizes(mut parser: Parser) -> Outcome<Task> {
    let mut question = Sizes::Budgets;
    while let Some(argument) = parser.next()? {
        question = match argument {
            Long("top") => Sizes::Top,
            Long("function") => {
                let value = parser.value()?.string()?;
                let parts = value
                    .split_once(':')
                    .and_then(|(program, index)| Some((program.to_owned(), index.parse().ok()?)));
                let (program, index) =
                    parts.ok_or("--function is a program and a number: embed:1234")?;
                Sizes::Function { program, index }
            }
            Long("help") | Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Sizes(question))
}

fn policy(mut parser: Parser) -> Outcome<Task> {
    let (mut files, mut gateways) = (FILES.to_owned(), Vec::new());
    while let Some(argument) = parser.next()? {
        match argument {
            Long("files") => files = parser.value()?.string()?,
            Long("gateway") => gateways.push(address(&parser.value()?.string()?)?),
            Long("help") | Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Policy { files, gateways })
}

fn test(mut parser: Parser) -> Outcome<Task> {
    let mut checks = Vec::new();
    let mut extra = Vec::new();
    let mut build = Build::Release;
    // Uses raw arguments: lexopt would consume the `--` before the runner's own.
    let mut arguments = parser.raw_args()?;
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            extra.extend(arguments.by_ref());
            break;
        }
        let name = argument.string()?;
        if name == "--help" || name == "-h" {
            return Ok(Task::Help);
        }
        if name == FAST {
            build = Build::Fast;
            continue;
        }
        if name == "quick" {
            checks.extend(Check::QUICK);
            continue;
        }
        checks.push(Check::named(&name).ok_or_else(|| {
            let all: Vec<&str> = Check::ALL.iter().map(|check| check.name()).collect();
            Failure::from(format!("unknown check {name}; the checks are {}", all.join(", ")))
        })?);
    }
    if checks.len() != 1 && !extra.is_empty() {
        return Err("arguments after -- are for one check; name it before them".into());
    }
    match (checks.as_slice(), build) {
        ([Check::E2e], build) => Ok(Task::E2e { build, extra }),
        (_, Build::Release) => Ok(Task::Test { checks, extra }),
        (_, Build::Fast) => Err("--fast is for e2e alone: cargo xtask test e2e --fast".into()),
    }
}

/// The flag that chooses [`Build::Fast`].
const FAST: &str = "--fast";

fn build_and_rest(parser: &mut Parser) -> Outcome<(Build, Vec<OsString>)> {
    let mut extra = rest(parser)?;
    Ok((Build::taken_from(&mut extra), extra))
}

impl Build {
    /// Removes `--fast` from the arguments for Playwright.
    fn taken_from(arguments: &mut Vec<OsString>) -> Self {
        let given = arguments.len();
        arguments.retain(|argument| argument != FAST);
        if arguments.len() < given { Self::Fast } else { Self::Release }
    }
}

fn rest(parser: &mut Parser) -> Outcome<Vec<OsString>> {
    Ok(parser.raw_args()?.filter(|argument| argument != "--").collect())
}

fn none(mut parser: Parser, task: Task) -> Outcome<Task> {
    match parser.next()? {
        None => Ok(task),
        Some(other) => Err(other.unexpected().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<&str, &str>) {
        let outcome = read(Parser::from_args(line.split_whitespace()));
        let shown = outcome.map_err(|failure| failure.to_string()).map(|task| match task {
            Task::Help => "help".to_owned(),
            Task::Serve(Serve { port, release, open, gateway }) => {
                let gateway = match gateway {
                    Gateway::Running(address) => address,
                    Gateway::Sandbox { port, flags } => format!("sandbox on {port} {flags:?}"),
                };
                format!("serve on {port}, release {release}, open {open}, {gateway}")
            }
            Task::Test { checks, extra } => {
                let names: Vec<_> = checks.iter().map(|check| check.name()).collect();
                format!("test {names:?} {extra:?}")
            }
            Task::Dist => "dist".to_owned(),
            Task::Sizes(question) => format!("sizes {question:?}"),
            Task::Policy { files, gateways } => format!("policy {files} {gateways:?}"),
            Task::Conformance(extra) => format!("conformance {extra:?}"),
            Task::Agree(extra) => format!("agree {extra:?}"),
            Task::E2e { build, extra } => format!("e2e {build:?} {extra:?}"),
            Task::Screenshots { build, extra } => format!("screenshots {build:?} {extra:?}"),
            Task::Bench { build, extra } => format!("bench {build:?} {extra:?}"),
        });
        assert_eq!(shown.as_deref().map_err(String::as_str), expected, "{line}");
    }

    #[test]
    fn a_command_line_is_read_whole() {
        check("", Ok("help"));
        check("serve --help", Ok("help"));
        check("serve", Ok("serve on 8080, release false, open false, sandbox on 8009 []"));
        check(
            "serve --port 1 --seed 7 --release --sandbox-port 2",
            Ok(r#"serve on 1, release true, open false, sandbox on 2 ["--seed", "7"]"#),
        );
        check("test", Ok("test [] []"));
        check("test quick", Ok(r#"test ["format", "clippy", "native"] []"#));
        check("test native wasm", Ok(r#"test ["native", "wasm"] []"#));
        check("test e2e -- --grep a", Ok(r#"e2e Release ["--grep", "a"]"#));
        check("test e2e --fast -- --grep a", Ok(r#"e2e Fast ["--grep", "a"]"#));
        check("screenshots --fast list", Ok(r#"screenshots Fast ["list"]"#));
        check("bench", Ok("bench Release []"));
        check("sizes", Ok("sizes Budgets"));
        check("sizes --top", Ok("sizes Top"));
        check("sizes --function embed:12", Ok(r#"sizes Function { program: "embed", index: 12 }"#));
        check(
            "policy --gateway https://a.b/",
            Ok(r#"policy https://cdn.example.com/embed ["https://a.b"]"#),
        );
        check("policy --files https://a.b/c", Ok("policy https://a.b/c []"));
        check("conformance --traces f", Ok(r#"conformance ["--traces", "f"]"#));
        check("agree --edits 9", Ok(r#"agree ["--edits", "9"]"#));
    }

    #[test]
    fn a_gateway_is_named_with_or_without_what_the_console_adds() {
        for address in
            ["https://a.b/x", "https://a.b/x/", "https://a.b/x/api", "https://a.b/x/api/"]
        {
            check(
                &format!("serve --gateway {address}"),
                Ok("serve on 8080, release false, open false, https://a.b/x"),
            );
        }
    }

    #[test]
    fn a_bad_command_line_gets_one_sentence() {
        check("fly", Err("unknown command fly; see cargo xtask help"));
        check("dist now", Err("unexpected argument \"now\"; see cargo xtask help"));
        check("serve --gateway a.b", Err("--gateway a.b must start with https:// or http://"));
        check(
            "serve --gateway https://a.b --seed 1",
            Err("--gateway can't be combined with flags of the sandbox"),
        );
        check("test native --fast", Err("--fast is for e2e alone: cargo xtask test e2e --fast"));
        check("test -- --grep a", Err("arguments after -- are for one check; name it before them"));
    }
}
