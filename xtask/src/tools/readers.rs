//! The programs that read exported credentials, run by `tests/export/readers.rs`.

use std::env;

use super::{browser::is_root, take_turn};
use crate::{
    failure::Outcome,
    process::{command, run, which},
};

/// Each program with its Debian package.
const READERS: [(&str, &str); 13] = [
    ("psql", "postgresql-client"),
    ("ssh", "openssh-client"),
    ("aws", "awscli"),
    ("kubectl", "kubernetes-client"),
    ("docker", "docker.io"),
    ("soffice", "libreoffice-calc"),
    ("dash", "dash"),
    ("bash", "bash"),
    ("zsh", "zsh"),
    ("fish", "fish"),
    ("busybox", "busybox"),
    ("curl", "curl"),
    ("python3", "python3"),
];

/// Installs the missing readers when `CI` is set; elsewhere prints how many tests will be skipped.
///
/// # Errors
/// In CI, if a reader can't be installed.
pub fn readers() -> Outcome {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let names = |readers: &[(&str, &str)]| {
        readers.iter().map(|(program, _)| *program).collect::<Vec<_>>().join(", ")
    };
    if env::var_os("CI").is_none() {
        println!("skipped: {} readers aren't installed ({})", missing.len(), names(&missing));
        return Ok(());
    }
    if is_root() && which("apt-get").is_some() {
        let _turn = take_turn()?;
        println!("installing {} from Debian's packages", names(&missing));
        run(command("apt-get").args(["update", "-qq"]), "apt-get update")?;
        let mut install = command("apt-get");
        install.args(["install", "-qq", "-y", "--no-install-recommends"]);
        install.args(missing.iter().map(|(_, package)| package));
        run(install.env("DEBIAN_FRONTEND", "noninteractive"), "apt-get install")?;
    }
    match self::missing() {
        left if left.is_empty() => Ok(()),
        left => Err(format!("CI needs {}, and can't install them here", names(&left)).into()),
    }
}

fn missing() -> Vec<(&'static str, &'static str)> {
    READERS.into_iter().filter(|(program, _)| which(program).is_none()).collect()
}
