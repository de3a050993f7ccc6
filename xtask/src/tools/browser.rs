//! A browser to test in, and its driver.

use std::{fs, path::PathBuf, process::Command};

use serde_json::json;

use super::{node_packages, take_turn, tool};
use crate::{
    failure::{OrFail, Outcome},
    process::{TARGET, command, output, run, which},
};

/// Chromium's own traffic and its first-run pages would only disturb a test.
const QUIET: [&str; 6] = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Chromium and its driver.
pub struct Browser {
    /// `None` lets Playwright use the one that it downloaded.
    chromium: Option<PathBuf>,
    driver: Option<PathBuf>,
}

impl Browser {
    /// Tells Playwright's configuration about it.
    pub fn for_playwright(&self, command: &mut Command) {
        command.env("CHROMIUM_FLAGS", flags().join(" "));
        if let Some(chromium) = &self.chromium {
            command.env("CHROMIUM", chromium);
        }
    }

    /// Tells the runner of the wasm tests about it.
    pub fn for_wasm_tests(&self, command: &mut Command) -> Outcome {
        let driver = self.driver.as_ref().ok_or(
            "chromedriver is not on PATH; install the one that belongs to your Chromium or Chrome",
        )?;
        let mut options = json!({ "args": flags() });
        options["args"].as_array_mut().into_iter().for_each(|args| {
            args.extend(["--headless=new".into(), "--disable-dev-shm-usage".into()]);
        });
        if let Some(chromium) = &self.chromium {
            options["binary"] = chromium.to_string_lossy().into();
        }
        let file = TARGET.join("webdriver.json");
        fs::write(&file, json!({ "goog:chromeOptions": options }).to_string())
            .or_fail(format!("{} cannot be written", file.display()))?;
        command
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", file)
            .env("CHROMEDRIVER", driver)
            // The runner refuses to choose between two drivers.
            .env_remove("GECKODRIVER")
            .env_remove("SAFARIDRIVER");
        Ok(())
    }
}

/// What is on PATH, else Debian's packages when root on Debian, else Playwright's own download.
pub fn browser() -> Outcome<Browser> {
    let found = find();
    if found.chromium.is_some() && found.driver.is_some() {
        return Ok(found);
    }
    if is_root() && which("apt-get").is_some() {
        let _turn = take_turn()?;
        println!("installing Debian's chromium and chromium-driver");
        run(command("apt-get").args(["update", "-qq"]), "apt-get update")?;
        let mut install = command("apt-get");
        install.args(["install", "-qq", "-y", "--no-install-recommends"]);
        install.args(["chromium", "chromium-driver"]).env("DEBIAN_FRONTEND", "noninteractive");
        run(&mut install, "apt-get install chromium chromium-driver")?;
        return Ok(find());
    }
    if found.chromium.is_none() {
        node_packages()?;
        println!("downloading Playwright's Chromium, unless it is there already");
        run(tool("playwright").args(["install", "chromium"]), "playwright install chromium")?;
    }
    Ok(found)
}

fn find() -> Browser {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    Browser { chromium: names.into_iter().find_map(which), driver: which("chromedriver") }
}

fn flags() -> Vec<&'static str> {
    let mut flags = QUIET.to_vec();
    if is_root() {
        // Chromium's sandbox refuses to run as root, as in most containers.
        flags.push("--no-sandbox");
    }
    flags
}

fn is_root() -> bool {
    output(command("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}
