//! The console on this machine, with the sandbox gateway or a real one.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::{
    process::{Outcome, command, root, run as run_command},
    tools::{self, tool},
};

struct Flags {
    gateway: Option<String>,
    port: u16,
    sandbox_port: u16,
    release: bool,
}

pub fn run(arguments: &[String]) -> Outcome {
    let flags = read(arguments)?;
    free(flags.port)?;
    tools::wasm_target()?;
    tools::trunk()?;
    tools::wasm_bindgen()?;
    if flags.release {
        tools::node_packages()?;
    }
    let mut children = Vec::new();
    let backend = match &flags.gateway {
        Some(gateway) => gateway.trim_end_matches('/').trim_end_matches("/api").to_owned(),
        None => {
            free(flags.sandbox_port)?;
            children.push(("the sandbox gateway", sandbox(flags.sandbox_port)?));
            format!("http://127.0.0.1:{}", flags.sandbox_port)
        }
    };
    let mut trunk = tool("trunk");
    trunk
        .args(["serve", "--skip-version-check", "--port", &flags.port.to_string()])
        .args(["--proxy-backend", &format!("{backend}/api/")])
        .env_remove("NO_COLOR");
    if flags.release {
        trunk.arg("--release");
    }
    children.push(("trunk", start(&mut trunk, "trunk serve")?));
    wait(children, flags.port, flags.gateway.is_none())
}

fn read(arguments: &[String]) -> Outcome<Flags> {
    let mut flags = Flags { gateway: None, port: 8080, sandbox_port: 8009, release: false };
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| format!("{flag} needs a value"));
        let port = |text: &String| text.parse().map_err(|_| format!("{text} is not a port"));
        match flag.as_str() {
            "--gateway" => {
                let gateway = value()?;
                if !gateway.starts_with("http://") && !gateway.starts_with("https://") {
                    return Err(format!("{gateway} does not begin with https:// or http://"));
                }
                flags.gateway = Some(gateway.clone());
            }
            "--port" => flags.port = port(value()?)?,
            "--sandbox-port" => flags.sandbox_port = port(value()?)?,
            "--release" => flags.release = true,
            other => return Err(format!("serve does not know {other}; see cargo xtask help")),
        }
    }
    Ok(flags)
}

fn free(port: u16) -> Outcome {
    TcpListener::bind(("127.0.0.1", port))
        .map(drop)
        .map_err(|_| format!("port {port} is in use; choose another with --port or --sandbox-port"))
}

/// Builds the sandbox and starts it; it is ready once it has printed its line.
fn sandbox(port: u16) -> Outcome<Child> {
    build_sandbox()?;
    let mut sandbox = command(&root().join("target/debug/sandbox").to_string_lossy());
    sandbox.args(["--listen", &format!("127.0.0.1:{port}")]).stdout(Stdio::piped());
    let mut child = start(&mut sandbox, "the sandbox gateway")?;
    let mut line = String::new();
    if let Some(output) = child.stdout.take() {
        let _ = BufReader::new(output).read_line(&mut line);
    }
    match line.is_empty() {
        true => Err("the sandbox gateway did not start".to_owned()),
        false => Ok(child),
    }
}

/// Compiles the native sandbox into target/debug.
pub fn build_sandbox() -> Outcome {
    let mut cargo = command("cargo");
    cargo.args(["build", "--quiet", "--no-default-features", "--features", "server"]);
    run_command(cargo.args(["--bin", "sandbox"]), "cargo build of the sandbox")
}

fn start(command: &mut Command, what: &str) -> Outcome<Child> {
    command.spawn().map_err(|error| format!("{what} could not be started: {error}"))
}

/// Prints the address once it answers, and ends when one of the programs does. Ctrl-C reaches all
/// of them, being of one group; what is left over is ended here.
fn wait(mut children: Vec<(&str, Child)>, port: u16, is_sandbox: bool) -> Outcome {
    let (ready, is_ready) = mpsc::channel();
    thread::spawn(move || {
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            thread::sleep(Duration::from_millis(200));
        }
        let _ = ready.send(());
    });
    loop {
        if is_ready.try_recv().is_ok() {
            println!("\nThe editor is at http://127.0.0.1:{port}/");
            if is_sandbox {
                println!("Sign in with the token sandbox-admin-token. Ctrl-C ends it.");
            }
        }
        let ended = children
            .iter_mut()
            .position(|(_, child)| child.try_wait().is_ok_and(|status| status.is_some()));
        if let Some(index) = ended {
            let (name, _) = children.remove(index);
            for (_, mut child) in children {
                let _ = child.kill();
                let _ = child.wait();
            }
            return Err(format!("{name} has ended"));
        }
        thread::sleep(Duration::from_millis(200));
    }
}
