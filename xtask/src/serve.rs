//! `cargo xtask serve`: the console on this machine, rebuilt and reloaded after each change.

mod host;
mod trunk;
mod watch;

use std::{net::TcpListener, path::PathBuf, process::Stdio, sync::Arc, time::Instant};

use crate::{
    children::Children,
    dist,
    failure::{Failure, OrFail, Outcome},
    fast,
    flags::{Gateway, Serve},
    process::{TARGET, command, run as run_command},
    sandbox,
};

pub use trunk::alone as trunk_alone;

/// Serves until Ctrl-C, or until the sandbox gateway stops.
pub fn run(serve: &Serve) -> Outcome {
    if needs_https(serve) {
        return with_https();
    }
    // Check this first: building may take minutes.
    let listener = claim(serve.port, "--port")?;
    if let Gateway::Sandbox { port, .. } = serve.gateway {
        if port == serve.port {
            return Err("--port and --sandbox-port are the same".into());
        }
        claim(port, "--sandbox-port").map(drop)?;
    }
    let mut children = Children::new()?;
    let backend = gateway(&serve.gateway, &mut children)?;
    let folder = build(serve.release)?;
    let changes = watch::Changes::new()?;
    let host = Arc::new(host::Host::new(&folder, &backend)?);
    host::start(listener, host.clone())?;
    let address = format!("http://127.0.0.1:{}/", serve.port);
    announce(&address, serve, &backend);
    if serve.open {
        open(&address);
    }
    children.wait(|| {
        if changes.any() {
            match build(serve.release) {
                Ok(_) => host.reload(),
                Err(failure) => println!("{failure}; the page stays as it is"),
            }
        }
    })
}

/// Starts the sandbox gateway if requested, and returns the origin that answers below `/api`.
fn gateway(gateway: &Gateway, children: &mut Children) -> Outcome<String> {
    match gateway {
        Gateway::Running(address) => Ok(address.clone()),
        Gateway::Sandbox { port, flags } => {
            println!("building the sandbox gateway");
            let mut sandbox = command(sandbox::build()?);
            sandbox.args(["--listen", &format!("127.0.0.1:{port}")]).args(flags);
            let child = children.start("the sandbox gateway", sandbox.stdout(Stdio::piped()))?;
            sandbox::await_ready(child)?;
            Ok(format!("http://127.0.0.1:{port}"))
        }
    }
}

/// Builds the console, and returns the folder to serve.
fn build(release: bool) -> Outcome<PathBuf> {
    println!("building the console");
    let start = Instant::now();
    let folder = if release {
        dist::build()?;
        dist::folder()
    } else {
        let folder = TARGET.join("serve");
        fast::console(&folder, &[])?;
        folder
    };
    println!("built the console in {:.1} s", start.elapsed().as_secs_f64());
    Ok(folder)
}

fn announce(address: &str, serve: &Serve, backend: &str) {
    println!("\nThe console is at {address}");
    match serve.gateway {
        Gateway::Sandbox { .. } => println!(
            "The sandbox gateway is at {backend}/api. Sign in with the token sandbox-admin-token."
        ),
        Gateway::Running(_) => println!("Requests below /api go to {backend}/api."),
    }
    println!("A change to the sources rebuilds it and reloads the page. Press Ctrl-C to stop.");
}

fn open(address: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if let Err(failure) = run_command(command(opener).arg(address), opener) {
        println!("{failure}; open {address} yourself");
    }
}

/// A listener on a local port.
fn claim(port: u16, flag: &str) -> Outcome<TcpListener> {
    TcpListener::bind(("127.0.0.1", port)).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            Failure::from(format!("port {port} is in use; choose another with {flag}"))
        }
        _ => Failure::from(format!("can't listen on port {port}: {error}")),
    })
}

/// Whether the gateway needs TLS but this build of xtask lacks it.
fn needs_https(serve: &Serve) -> bool {
    let is_https = matches!(&serve.gateway, Gateway::Running(it) if it.starts_with("https:"));
    is_https && cfg!(not(feature = "https"))
}

/// Runs this command again, compiled with TLS.
fn with_https() -> Outcome {
    println!("compiling TLS for this gateway (once)");
    let mut cargo = command(env!("CARGO"));
    cargo.args(["run", "--package", "xtask", "--features", "https", "--"]);
    let status = cargo.args(std::env::args_os().skip(1)).status();
    let status = status.or_fail("cargo can't be started")?;
    if status.success() { Ok(()) } else { Err("cargo xtask serve failed".into()) }
}
