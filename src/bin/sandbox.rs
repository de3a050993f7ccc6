//! The sandbox gateway as a program: parses flags, listens on loopback.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a command-line program")]

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use lexopt::prelude::*;
use machine_identity_editor::sandbox::engine::Engine;
use machine_identity_editor::sandbox::listen::{HostWorld, Site, serve};
use machine_identity_editor::sandbox::nanoseconds;
use machine_identity_editor::sandbox::seed::{Catalogue, Seed, Sizes};
use machine_identity_editor::sandbox::settings::Settings;

const HELP: &str = "\
The sandbox gateway: a stand-in for a hoop.dev gateway. It protects nothing.

Usage: sandbox [options]

  --listen ADDRESS     where to listen; port 0 picks a free one [127.0.0.1:8009]
  --seed NUMBER        draw the same secrets on every run [random]
  --clock TIME         begin at this RFC 3339 time and move with every look [system clock]
  --catalogue FILE     hold the connections of this list, and nothing else; may be repeated
  --identities NUMBER  hold this many identities instead of the sample organization
  --connections NUMBER the same for connections
  --attributes NUMBER  the same for attributes
  --direct NUMBER      with those, add an identity that lists this many connections; may be repeated
  --site DIRECTORY     serve a built console at /
  --connect-src ORIGIN let the console connect to another origin; may be repeated
  --latency MILLIS     answer every request outside /_sandbox this much later [0]
  --web-ui             answer HTML outside the API, as a gateway with its bundled UI does
  --help               show this text

The tokens, the faults and the controls under /_sandbox are described in docs/sandbox.md.
";

/// The parsed command line.
struct Flags {
    listen: String,
    seed: Option<u64>,
    clock: Option<i64>,
    catalogues: Vec<PathBuf>,
    sizes: Option<Sizes>,
    site: Option<PathBuf>,
    connect_src: Vec<String>,
    latency: Duration,
    web_ui: bool,
}

impl Flags {
    /// Parses the command line; `None` if it asks for help.
    fn parse() -> Result<Option<Self>, lexopt::Error> {
        let mut flags = Self {
            listen: "127.0.0.1:8009".into(),
            seed: None,
            clock: None,
            catalogues: Vec::new(),
            sizes: None,
            site: None,
            connect_src: Vec::new(),
            latency: Duration::ZERO,
            web_ui: false,
        };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("listen") => flags.listen = arguments.value()?.string()?,
                Long("seed") => flags.seed = Some(arguments.value()?.parse()?),
                Long("clock") => {
                    let moment = arguments.value()?.string()?;
                    flags.clock = Some(nanoseconds(moment.as_bytes())?);
                }
                Long("catalogue") => flags.catalogues.push(arguments.value()?.into()),
                Long("identities") => flags.sizes().identities = arguments.value()?.parse()?,
                Long("connections") => flags.sizes().connections = arguments.value()?.parse()?,
                Long("attributes") => flags.sizes().attributes = arguments.value()?.parse()?,
                Long("direct") => {
                    let count = arguments.value()?.parse()?;
                    flags.sizes().direct.push(count);
                }
                Long("site") => flags.site = Some(arguments.value()?.into()),
                Long("connect-src") => flags.connect_src.push(arguments.value()?.string()?),
                Long("latency") => {
                    flags.latency = Duration::from_millis(arguments.value()?.parse()?)
                }
                Long("web-ui") => flags.web_ui = true,
                Long("help") | Short('h') => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Some(flags))
    }

    fn contents(&self) -> Result<Seed, String> {
        if !self.catalogues.is_empty() {
            let mut catalogue = Catalogue::default();
            for path in &self.catalogues {
                let shown = path.display();
                let list = std::fs::read_to_string(path)
                    .map_err(|error| format!("cannot read {shown}: {error}"))?;
                catalogue
                    .add(&list)
                    .map_err(|error| format!("{shown} is not a list of connections: {error}"))?;
            }
            return Ok(Seed::Catalogue(catalogue));
        }
        Ok(self.sizes.clone().map_or(Seed::Sample, Seed::Sized))
    }

    fn sizes(&mut self) -> &mut Sizes {
        self.sizes.get_or_insert_default()
    }
}

fn main() -> ExitCode {
    let result = match Flags::parse() {
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Ok(Some(flags)) => run(&flags),
        Err(error) => Err(format!("{error}; --help lists the options")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(flags: &Flags) -> Result<(), String> {
    if let Some(directory) = flags.site.as_ref().filter(|directory| !directory.is_dir()) {
        return Err(format!("{} is not a directory", directory.display()));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(&flags.listen)
            .await
            .map_err(|error| format!("cannot listen on {}: {error}", flags.listen))?;
        let address = listener
            .local_addr()
            .map_err(|error| format!("cannot listen on {}: {error}", flags.listen))?;
        let mut settings = Settings::default();
        settings.bundled_ui = flags.web_ui;
        let world = HostWorld::new(flags.clock, flags.seed);
        let engine = Arc::new(Mutex::new(Engine::new(flags.contents()?, settings, world)));
        let site = flags.site.as_ref().map(|path| Site::new(path, &flags.connect_src));
        let site = site.transpose()?.map(Arc::new);
        let stop = stop().map_err(|error| format!("cannot catch signals: {error}"))?;
        let mut output = std::io::stdout();
        let reach = if address.ip().is_loopback() {
            ""
        } else {
            "Every machine that can reach this address can use it.\n"
        };
        write!(
            output,
            "sandbox gateway listening on http://{address}\nThis is not a gateway: it protects \
             nothing, and its secrets open nothing.\n{reach}"
        )
        .and_then(|()| output.flush())
        .map_err(|error| format!("cannot say where it listens: {error}"))?;
        serve(listener, engine, site, flags.latency, stop).await;
        Ok(())
    })
}

/// Completes when the process receives a signal to stop. Signals are caught from the call on, not
/// only from the first poll.
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
