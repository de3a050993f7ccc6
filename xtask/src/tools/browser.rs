//! Browsers for tests, and their driver.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::json;

use super::{node_packages, take_turn, tool};
use crate::{
    failure::{OrFail, Outcome},
    process::{TARGET, command, output, run, which},
};

/// Downloads Chrome for Testing and the matching driver.
const DOWNLOADER: &str = "@puppeteer/browsers@2";

/// Chromium's own traffic and first-run pages would disturb tests.
const QUIET: [&str; 6] = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Chromium with its driver, and Firefox.
pub struct Browser {
    /// `None` if there is none yet.
    chromium: Option<PathBuf>,
    driver: Option<PathBuf>,
    /// `None` skips its journeys, unless `CI` is set.
    firefox: Option<PathBuf>,
}

impl Browser {
    /// Passes the browsers to Playwright's configuration.
    pub fn for_playwright(&self, command: &mut Command) {
        command.env("CHROMIUM_FLAGS", flags().join(" "));
        if let Some(chromium) = &self.chromium {
            command.env("CHROMIUM", chromium);
        }
        if let Some(firefox) = &self.firefox {
            command.env("FIREFOX", firefox);
        }
    }

    /// Passes the browser to the runner of the wasm tests.
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
            // The runner fails if it finds two drivers.
            .env_remove("GECKODRIVER")
            .env_remove("SAFARIDRIVER");
        Ok(())
    }
}

/// Uses what is on PATH, else installs Debian's packages (as root on Debian), else downloads
/// Chrome.
pub fn browser() -> Outcome<Browser> {
    let found = find();
    let complete = found.chromium.is_some() && found.driver.is_some();
    if complete && (found.firefox.is_some() || env::var_os("CI").is_none()) {
        return Ok(found);
    }
    if is_root() && which("apt-get").is_some() {
        let _turn = take_turn()?;
        println!("installing Debian's chromium, chromium-driver and firefox-esr");
        run(command("apt-get").args(["update", "-qq"]), "apt-get update")?;
        let mut install = command("apt-get");
        install.args(["install", "-qq", "-y", "--no-install-recommends"]);
        install
            .args(["chromium", "chromium-driver", "firefox-esr"])
            .env("DEBIAN_FRONTEND", "noninteractive");
        run(&mut install, "apt-get install chromium chromium-driver firefox-esr")?;
        return Ok(find());
    }
    node_packages()?;
    // A driver supports only its own version.
    let version = match &found.chromium {
        Some(chromium) => version_of(chromium)?,
        None => "stable".to_owned(),
    };
    let chromium = match found.chromium {
        Some(chromium) => chromium,
        None => download(&format!("chrome@{version}"))?,
    };
    let driver = download(&format!("chromedriver@{version}"))?;
    Ok(Browser { chromium: Some(chromium), driver: Some(driver), firefox: found.firefox })
}

/// Downloads a browser or its driver, unless it exists, and returns its path.
fn download(what: &str) -> Outcome<PathBuf> {
    println!("downloading {what}, unless it is there already");
    let mut install = tool("npx");
    install.args(["--yes", DOWNLOADER, "install", what, "--path"]).arg(TARGET.join("tools"));
    let printed = output(&mut install);
    let printed = printed.ok_or_else(|| {
        format!("{what} cannot be downloaded; put chromium and chromedriver on PATH instead")
    })?;
    placed(&printed).ok_or_else(|| format!("{DOWNLOADER} does not say where {what} is").into())
}

/// Parses the path from the downloader's last line: `chromedriver@1.2.3 /path/to/it`.
fn placed(printed: &str) -> Option<PathBuf> {
    let (_, path) = printed.trim_end().lines().next_back()?.split_once(' ')?;
    Some(PathBuf::from(path))
}

/// The major version of a browser: `156` of `Chromium 156.0.8078.79 built on …`.
fn version_of(chromium: &Path) -> Outcome<String> {
    let printed = output(command(chromium).arg("--version")).unwrap_or_default();
    let words = printed.split_whitespace();
    let version = words.filter_map(|word| word.split_once('.')).map(|(first, _)| first);
    let mut numbers = version.filter(|first| first.chars().all(|it| it.is_ascii_digit()));
    let first = numbers.next().map(str::to_owned);
    first.ok_or_else(|| format!("{} does not say its version", chromium.display()).into())
}

fn find() -> Browser {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    Browser {
        chromium: names.into_iter().find_map(which),
        driver: which("chromedriver"),
        firefox: ["firefox-esr", "firefox"].into_iter().find_map(which),
    }
}

fn flags() -> Vec<&'static str> {
    let mut flags = QUIET.to_vec();
    if is_root() {
        // Chromium's sandbox can't run as root, as in most containers.
        flags.push("--no-sandbox");
    }
    flags
}

pub fn is_root() -> bool {
    output(command("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_downloaded_is_found_by_what_the_downloader_prints() {
        let printed = "Downloading…\nchromedriver@131.0.6778.85 /a b/chromedriver\n";
        assert_eq!(placed(printed), Some(PathBuf::from("/a b/chromedriver")));
        assert_eq!(placed(""), None);
    }
}
