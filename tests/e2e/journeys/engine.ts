// The engines that journeys run on: Chromium and Firefox, both driven by Puppeteer (Firefox over
// WebDriver BiDi), so that each journey is written once.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

export type EngineName = "chromium" | "firefox";

// `cargo xtask test e2e` sets the paths of the browsers and the flags that this machine needs.
const { CHROMIUM, CHROMIUM_FLAGS = "", FIREFOX } = process.env;

/** A running browser with its own download folder. */
export class Engine {
  private constructor(
    readonly name: EngineName,
    private readonly browser: Browser,
    private readonly downloads: string,
  ) {}

  /** The path of an engine's program, if this machine has it. */
  static program(name: EngineName): string | undefined {
    return name === "firefox" ? FIREFOX : CHROMIUM;
  }

  static async launch(name: EngineName): Promise<Engine> {
    const downloads = await mkdtemp(path.join(tmpdir(), "journeys-"));
    const common = { executablePath: Engine.program(name), headless: true };
    const browser =
      name === "firefox"
        ? await puppeteer.launch({ ...common, browser: "firefox", extraPrefsFirefox: prefs(downloads) })
        : await puppeteer.launch({
            ...common,
            browser: "chrome",
            args: CHROMIUM_FLAGS.split(" ").filter(Boolean),
            downloadBehavior: { policy: "allow", downloadPath: downloads },
          });
    return new Engine(name, browser, downloads);
  }

  /** A page in a fresh profile. */
  async newPage(): Promise<Page> {
    const context = await this.browser.createBrowserContext(
      this.name === "firefox"
        ? {}
        : { downloadBehavior: { policy: "allow", downloadPath: this.downloads } },
    );
    const page = await context.newPage();
    // Wide enough for the review to be beside the tab's content.
    await page.setViewport({ width: 1280, height: 900 });
    return page;
  }

  /** The finished downloads: name and text. */
  async downloaded(): Promise<{ name: string; text: string }[]> {
    const names = (await readdir(this.downloads)).filter((name) => !/\.(part|crdownload)$/.test(name));
    const files = names.map(async (name) => ({
      name,
      text: await readFile(path.join(this.downloads, name), "utf8"),
    }));
    // Firefox creates an empty file under the final name while it writes the temporary one.
    return (await Promise.all(files)).filter(({ text }) => text !== "");
  }

  async clearDownloads() {
    for (const name of await readdir(this.downloads)) await rm(path.join(this.downloads, name));
  }

  async close() {
    await this.browser.close();
    await rm(this.downloads, { recursive: true, force: true });
  }
}

/** Under automation, Firefox shows no unload prompt unless configured to; downloads need a folder. */
const prefs = (downloads: string) => ({
  "browser.download.dir": downloads,
  "browser.download.folderList": 2,
  "browser.download.useDownloadDir": true,
  "browser.download.always_ask_before_handling_new_types": false,
  "dom.disable_beforeunload": false,
  "intl.accept_languages": "en-GB",
});
