//! The console on this machine, with the sandbox gateway or a real one.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    process::Stdio,
};

use crate::{
    children::Children,
    failure::{Failure, Outcome},
    flags::{Gateway, Serve},
    process::{TARGET, command},
    sandbox,
    tools::{self, tool},
};

/// Serves until Ctrl-C, or until one of the programs ends.
pub fn run(serve: &Serve) -> Outcome {
    // Before anything is installed or built, which may take minutes.
    free(serve.port, "--port")?;
    if let Gateway::Sandbox { port, .. } = serve.gateway {
        if port == serve.port {
            return Err("--port and --sandbox-port are the same".into());
        }
        free(port, "--sandbox-port")?;
    }
    tools::wasm_target()?;
    tools::trunk()?;
    tools::wasm_bindgen()?;
    if serve.release {
        tools::wasm_opt()?;
    }
    let program = match serve.gateway {
        Gateway::Sandbox { .. } => {
            println!("building the sandbox gateway");
            Some(sandbox::build()?)
        }
        Gateway::Running(_) => None,
    };

    let mut children = Children::new()?;
    let backend = match (&serve.gateway, program) {
        (Gateway::Sandbox { port, flags }, Some(program)) => {
            let mut sandbox = command(program);
            sandbox.args(["--listen", &format!("127.0.0.1:{port}")]).args(flags);
            let child = children.start("the sandbox gateway", sandbox.stdout(Stdio::piped()))?;
            sandbox::await_ready(child)?;
            format!("http://127.0.0.1:{port}")
        }
        (Gateway::Running(address), _) => address.clone(),
        (Gateway::Sandbox { .. }, None) => return Err("the sandbox was not built".into()),
    };
    start_trunk(&mut children, serve, &backend)?;
    let mut is_ready = false;
    children.wait(|| {
        // Trunk listens once its first build is over.
        if !is_ready && TcpStream::connect(("127.0.0.1", serve.port)).is_ok() {
            is_ready = true;
            announce(serve, &backend);
        }
    })
}

fn start_trunk(children: &mut Children, serve: &Serve, backend: &str) -> Outcome {
    let mut trunk = tool("trunk");
    trunk
        .args(["serve", "--skip-version-check", "--port", &serve.port.to_string()])
        // Not dist/: what is there is the release build, with the embed.
        .arg("--dist")
        .arg(TARGET.join("serve"))
        .args(["--proxy-backend", &format!("{backend}/api/"), "--proxy-no-redirect"])
        // Trunk reads it as a flag with a value of its own.
        .env_remove("NO_COLOR");
    if let Gateway::Sandbox { .. } = serve.gateway {
        trunk.arg("--proxy-no-system-proxy");
    }
    if serve.release {
        trunk.arg("--release");
    }
    if serve.open {
        trunk.arg("--open");
    }
    fs::create_dir_all(TARGET.join("serve"))
        .map_err(|error| format!("{} cannot be made: {error}", TARGET.join("serve").display()))?;
    children.start("trunk serve", &mut trunk).map(|_| ())
}

/// Starts `trunk serve` without a gateway on a free port, waits until the page is there, and says its
/// address.
pub fn alone(children: &mut Children) -> Outcome<String> {
    tools::wasm_target()?;
    tools::trunk()?;
    tools::wasm_bindgen()?;
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    let port = free.map_err(|error| format!("no port can be used: {error}"))?.port();
    let folder = TARGET.join("serve-alone");
    fs::create_dir_all(&folder)
        .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let mut trunk = tool("trunk");
    trunk.args(["serve", "--skip-version-check", "--port", &port.to_string(), "--dist"]);
    // Trunk reads it as a flag with a value of its own.
    children.start("trunk serve", trunk.arg(folder).env_remove("NO_COLOR"))?;
    children.until(|| TcpStream::connect(("127.0.0.1", port)).is_ok())?;
    Ok(format!("http://127.0.0.1:{port}/"))
}

fn announce(serve: &Serve, backend: &str) {
    println!("\nThe editor is at http://127.0.0.1:{}/", serve.port);
    match serve.gateway {
        Gateway::Sandbox { .. } => println!(
            "The sandbox gateway is at {backend}/api; sign in with the token sandbox-admin-token."
        ),
        Gateway::Running(_) => println!("Requests below /api go to {backend}/api."),
    }
    println!("Ctrl-C ends it.");
}

fn free(port: u16, flag: &str) -> Outcome {
    TcpListener::bind(("127.0.0.1", port)).map(drop).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            Failure::from(format!("port {port} is in use; choose another with {flag}"))
        }
        _ => Failure::from(format!("port {port} cannot be used: {error}")),
    })
}
