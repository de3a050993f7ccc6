//! The sandbox gateway as a program of its own.

use std::{net::SocketAddr, process::ExitCode};

use lexopt::{Arg, Parser, ValueExt};
use machine_identity_editor::sandbox::{
    engine::Engine,
    listen::{self, AnyWorld, Site, SystemWorld},
    seed,
    world::SeededWorld,
};
use tokio::net::TcpListener;

const HELP: &str = "\
A pretend hoop.dev gateway on this machine, with a sample organisation.

sandbox [--listen ADDRESS:PORT]   default 127.0.0.1:8009; port 0 takes a free one
        [--seed N]                the same secrets and a fixed clock on every run
        [--identities N] [--connections N] [--attributes N]   beside the sample ones
        [--site FOLDER]           serve a built console as well, under a strict policy
        [--connect-src ORIGIN]    let that console call another origin; may be repeated

Sign in with the token sandbox-admin-token; docs/sandbox.md lists the others.";

struct Flags {
    listen: SocketAddr,
    seed: Option<u64>,
    identities: usize,
    connections: usize,
    attributes: usize,
    site: Option<Site>,
}

fn main() -> ExitCode {
    let flags = match read(Parser::from_env()) {
        Ok(Some(flags)) => flags,
        Ok(None) => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("sandbox: {error}; see sandbox --help");
            return ExitCode::FAILURE;
        }
    };
    match run(flags) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("sandbox: {message}");
            ExitCode::FAILURE
        }
    }
}

fn read(mut parser: Parser) -> Result<Option<Flags>, lexopt::Error> {
    let mut flags = Flags {
        listen: SocketAddr::from(([127, 0, 0, 1], 8009)),
        seed: None,
        identities: 0,
        connections: 0,
        attributes: 0,
        site: None,
    };
    let mut connect = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("listen") => flags.listen = parser.value()?.parse()?,
            Arg::Long("seed") => flags.seed = Some(parser.value()?.parse()?),
            Arg::Long("identities") => flags.identities = parser.value()?.parse()?,
            Arg::Long("connections") => flags.connections = parser.value()?.parse()?,
            Arg::Long("attributes") => flags.attributes = parser.value()?.parse()?,
            Arg::Long("site") => {
                flags.site = Some(Site { folder: parser.value()?.into(), connect: vec![] });
            }
            Arg::Long("connect-src") => connect.push(parser.value()?.string()?),
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    if let Some(site) = &mut flags.site {
        site.connect = connect;
    }
    Ok(Some(flags))
}

#[tokio::main]
async fn run(flags: Flags) -> Result<(), String> {
    let mut world = match flags.seed {
        Some(seed) => AnyWorld::Seeded(SeededWorld::new(seed)),
        None => AnyWorld::System(SystemWorld),
    };
    let mut store = seed::sample_organisation(&mut world);
    let Flags { identities, connections, attributes, .. } = flags;
    seed::enlarge(&mut store, &mut world, identities, connections, attributes);
    let listener = TcpListener::bind(flags.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", flags.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    // Whoever started this waits for the line.
    println!("sandbox gateway listening on http://{address}");
    tokio::select! {
        () = listen::serve(listener, Engine::new(store), world, flags.site) => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}
