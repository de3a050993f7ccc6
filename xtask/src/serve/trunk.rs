//! `trunk serve` without this tool.

use std::{
    fs,
    net::{TcpListener, TcpStream},
};

use crate::{
    children::Children,
    failure::{OrFail, Outcome},
    process::TARGET,
    tools::{self, tool},
};

/// Starts `trunk serve` without a gateway on a free port, waits for the page, and returns its
/// address.
pub fn alone(children: &mut Children) -> Outcome<String> {
    tools::wasm_target()?;
    tools::trunk()?;
    tools::wasm_bindgen()?;
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    let port = free.or_fail("no port is free")?.port();
    let folder = TARGET.join("serve-alone");
    fs::create_dir_all(&folder).or_fail(format!("{} cannot be made", folder.display()))?;
    let mut trunk = tool("trunk");
    trunk.args(["serve", "--skip-version-check", "--port", &port.to_string(), "--dist"]);
    // Trunk parses NO_COLOR as a flag that needs a value.
    children.start("trunk serve", trunk.arg(folder).env_remove("NO_COLOR"))?;
    children.until(|| TcpStream::connect(("127.0.0.1", port)).is_ok())?;
    Ok(format!("http://127.0.0.1:{port}/"))
}
