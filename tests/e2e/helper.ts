// The fixtures of every spec: a sandbox gateway per test, a page that fails the test on any
// violation of its policy, and the steps that specs share.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test as base } from "@playwright/test";
import { altered } from "./altered";
import { Proxy } from "./proxy";
import { ADMIN, dist, NOW, Sandbox } from "./sandbox";
import { words } from "./words";

export { ADMIN, dist, expect, Sandbox };

/** A host that serves the release build and has no gateway. */
export interface StaticHost {
  url: string;
  /** The name of a file that the host answers with 404. */
  missing: string;
  /** The name of a file that it gives with a change that alters nothing about how it runs. */
  changed: string;
  /** The names of the requested files. */
  asked: string[];
}

const kinds: Record<string, string> = {
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};

export const test = base.extend<{
  sandbox: Sandbox;
  /** What the sandbox is started with besides: "--identities 1000". */
  flags: string;
  /** A proxy in front of the sandbox. */
  network: Proxy;
  staticHost: StaticHost;
  stops: boolean;
  violates: boolean;
  strict: void;
}>({
  // Set by tests in which the program panics.
  stops: [false, { option: true }],
  // Set by tests whose page violates its policy.
  violates: [false, { option: true }],
  flags: ["", { option: true }],
  sandbox: async ({ flags }, use) => {
    const sandbox = await Sandbox.start("--site", dist, ...flags.split(" ").filter(Boolean));
    await use(sandbox);
    sandbox.stop();
  },
  network: async ({ sandbox }, use) => {
    const proxy = await Proxy.start(sandbox);
    await use(proxy);
    proxy.stop();
  },
  staticHost: async ({}, use) => {
    const host: StaticHost = { url: "", missing: "", changed: "", asked: [] };
    // Like `trunk serve`, it answers every unknown path with the page.
    const server = createServer(async (request, response) => {
      const name = new URL(request.url!, "http://x").pathname.slice(1) || "index.html";
      host.asked.push(path.basename(name));
      if (host.missing && path.basename(name) === host.missing) {
        response.statusCode = 503;
        return response.end();
      }
      const file = await readFile(path.join(dist, name)).catch(() => undefined);
      response.setHeader("Content-Type", (file && kinds[path.extname(name)]) ?? "text/html");
      const given = file ?? (await readFile(path.join(dist, "index.html")));
      response.end(path.basename(name) === host.changed ? altered(name, given) : given);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    host.url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
    await use(host);
    server.close();
  },
  // A policy violation or an uncaught error fails the test, on whichever page of the context.
  strict: [
    async ({ context, page, stops, violates }, use) => {
      const wrong: string[] = [];
      // Timers still run: only the page's clock stands still.
      await page.clock.setFixedTime(NOW);
      await context.exposeFunction("reportViolation", (text: string) => {
        if (!violates) wrong.push(text);
      });
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          const { violatedDirective, blockedURI, sourceFile, lineNumber } = event;
          (window as any).reportViolation(
            `policy: ${violatedDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`,
          );
        });
      });
      context.on("weberror", (error) => {
        if (!stops) wrong.push(`error: ${error.error().message}`);
      });
      context.on("console", (message) => {
        // The browser's own log entries: about a status that a test provokes, a header without
        // effect over plain HTTP, and a server that the page may not read.
        const remarks = [
          "Failed to load resource:",
          "The Cross-Origin-Opener-Policy header",
          "Access to fetch at",
          "Mixed Content:",
        ];
        const isRemark = remarks.some((remark) => message.text().startsWith(remark));
        const isExpected = isRemark || stops || violates;
        if (message.type() === "error" && !isExpected) wrong.push(message.text());
      });
      await use();
      expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
});

/** Fails on any finding of the accessibility audit. */
export async function audit(page: Page) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" | ")}`);
  expect(found).toEqual([]);
}

/** Signs in to the gateway of the console's own site. */
export async function signIn(page: Page, site: { url: string }, token = ADMIN, fragment = "") {
  await page.goto(`${site.url}/${fragment}`);
  await page.getByRole("radio", { name: words.connect.byToken }).check();
  await page.getByLabel(words.connect.token).fill(token);
  await page.getByRole("button", { name: words.connect.submit }).click();
}

/** The views of an identity. */
export type View = keyof typeof words.views;

/** The tab of a view: a link in the console, a button in the custom element, which has no URLs. */
export function tab(page: Page, view: View) {
  const tabs = page.getByRole("navigation", { name: /^Views of / });
  const name = new RegExp(`^${words.views[view]}`);
  return tabs.getByRole("link", { name }).or(tabs.getByRole("button", { name }));
}

/** Switches to another tab; the edits stay. */
export async function show(page: Page, view: View) {
  await tab(page, view).click();
  await expect(tab(page, view)).toHaveAttribute("aria-current", "page");
}

/** Opens an identity's editor, on one of its tabs. */
export async function open(
  page: Page,
  site: { url: string },
  name = "backend-prod",
  view: View = "access",
) {
  await signIn(page, site, ADMIN, `#/identities/${encodeURIComponent(name)}/${view}`);
  await expect(tab(page, view)).toHaveAttribute("aria-current", "page");
}

/** Types into a text field, on the tab that has them. */
export async function write(page: Page, field: string, text: string) {
  await show(page, "settings");
  await page.getByRole("textbox", { name: field, exact: true }).fill(text);
}

/** Adds texts to a token field. */
export async function enter(page: Page, field: "Attributes" | "Connections", ...texts: string[]) {
  const input = page.getByRole("combobox", { name: field });
  for (const text of texts) {
    await input.fill(text);
    await input.press("Enter");
  }
}

/** The panel "Review changes". */
export const plan = (page: Page) => page.getByRole("region", { name: words.review.region });

/** Saves with the review's button, which needs no further confirmation. */
export const save = (page: Page) =>
  plan(page).getByRole("button", { name: words.review.save }).click();

/** Saves by keyboard, which asks for confirmation if something stops working. */
export const saveByKey = (page: Page) => page.keyboard.press("ControlOrMeta+s");

/** Confirms what stops working, after a save by keyboard. */
export async function confirm(page: Page) {
  const dialog = page.getByRole("dialog", { name: words.review.confirm });
  await dialog.getByRole("button", { name: words.review.save }).click();
}

/** The result of the last save. */
export const result = (page: Page) => page.getByRole("region", { name: words.result.region });

/** The credentials of the identity. */
export const vault = (page: Page) =>
  page.getByRole("region", { name: words.credentials.region, exact: true });

/** Loads the credentials; their secrets are masked. */
export async function fetchAll(page: Page) {
  await show(page, "credentials");
  await page.getByRole("button", { name: words.credentials.load }).click();
}

/** The card of an open credential. */
export const card = (page: Page, name: string) =>
  page.getByRole("article", { name: words.credentials.card(name), exact: true });

/** Opens or closes a credential in its row. */
export const toggle = (page: Page, name: string) =>
  vault(page).getByRole("button", { name, exact: true }).click();

/** The secret of a credential, read from the gateway. */
export async function secretOf(
  sandbox: Sandbox,
  identity: string,
  connection: string,
): Promise<string> {
  const all = await sandbox.call("GET", `/machineidentities/${identity}/credentials`);
  return all.find((one: any) => one.connection_name === connection).secret_key;
}
