// The page of the element has the integrity of one script, and nothing else than what was built runs.
// The changes are harmless: what isn't checked would run with them.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page, Request } from "@playwright/test";
import { dist, enter, expect, save, tab } from "../helper";
import { words } from "../words";
import { test } from "./portal";

const ENTRY = "machine-identity-editor.js";
const attributes = `gateway="sandbox" identity="backend-prod"`;

/** The integrity of a file that was built. */
async function integrity(name = ENTRY): Promise<string> {
  const script = await readFile(path.join(dist, "embed", name));
  return `sha384-${createHash("sha384").update(script).digest("base64")}`;
}

// The browser says on the console what the page says in words.
test.use({ stops: true });

test("the element runs from one script, whose integrity the page has", { tag: "@release" }, async ({ page, portal }) => {
  const scripts: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.push(path.basename(new URL(request.url()).pathname));
  });
  await page.goto(await portal({ attributes, integrity: await integrity() }));
  await expect(page.getByRole("heading", { name: "backend-prod", exact: true })).toBeVisible();
  expect(scripts).toEqual([ENTRY]);
});

test("a page that preloads the program loads it once", { tag: "@release" }, async ({ page, portal }) => {
  const program = "embed_bg.wasm";
  const head = `<link rel="preload" as="fetch" type="application/wasm" crossorigin
    href="/embed/${program}" integrity="${await integrity(program)}">`;
  const programs: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith(program)) programs.push(request.url());
  });
  await page.goto(await portal({ attributes, head, integrity: await integrity() }));
  await expect(page.getByRole("heading", { name: "backend-prod", exact: true })).toBeVisible();
  expect(programs).toHaveLength(1);
});

test("nothing runs of a changed entry script, and the page's own content stays", { tag: "@release" }, async ({ page, portal }) => {
  const children = "<p>Edit this identity in the console.</p>";
  const answered = page.waitForResponse((answer) => answer.url().endsWith(ENTRY));
  await page.goto(await portal({ attributes, children, integrity: await integrity(), changed: ENTRY }));
  await answered;
  await page.waitForLoadState("load");
  await expect(page.getByText("Edit this identity in the console.")).toBeVisible();
  expect(await page.evaluate(() => customElements.get("machine-identity-editor") === undefined)).toBe(true);
});

test("the element does not run a changed program", { tag: "@release" }, async ({ page, portal }) => {
  const asked = page.waitForRequest((request) => request.url().endsWith("embed_bg.wasm"));
  await page.goto(await portal({ attributes, integrity: await integrity(), changed: "embed_bg.wasm" }));
  await asked;
  await expect(page.getByRole("alert")).toContainText("its files can't be loaded");
});

test("the element does not run a changed sandbox", { tag: "@release" }, async ({ page, portal }) => {
  const refused = page.waitForEvent("console", (message) =>
    message.text().includes("integrity") && message.text().includes("engine_bg.wasm"),
  );
  await page.goto(await portal({ attributes, integrity: await integrity(), changed: "engine_bg.wasm" }));
  await refused;
  await expect(page.getByRole("alert")).toContainText("The sandbox couldn’t be loaded.");
  await expect(page.getByRole("heading", { name: "backend-prod", exact: true })).toHaveCount(0);
});

for (const [part, view] of [
  ["split_credentials.wasm", "credentials"],
  ["split_history.wasm", "history"],
  ["split_review.wasm", "settings"],
] as const) {
  test(`a view of the element does not run a changed ${part}`, { tag: "@release" }, async ({ page, portal }) => {
    const asked = page.waitForRequest((request) => request.url().endsWith(part));
    await page.goto(await portal({ attributes, integrity: await integrity(), changed: part }));
    await tab(page, view).click();
    await asked;
    await expect(page.getByText(/This part of the editor couldn’t be loaded/)).toBeVisible();
  });
}

test("a save in the element does not run a changed split_writing.wasm", { tag: "@release" }, async ({ page, portal }) => {
  const asked = page.waitForRequest((request) => request.url().endsWith("split_writing.wasm"));
  await page.goto(await portal({ attributes, integrity: await integrity(), changed: "split_writing.wasm" }));
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await asked;
  await expect(page.getByRole("alert").first()).toContainText("Nothing was sent");
});

test("a view of the element does not run with a changed chunk that it shares with others", { tag: "@release" }, async ({ page, portal }) => {
  /** Opens the view, and returns the chunks that it loaded. */
  const open = async (changed?: string) => {
    await page.goto(await portal({ attributes, integrity: await integrity(), changed }));
    // What comes with the use of the editor loads first.
    await tab(page, "credentials").hover();
    await page.waitForLoadState("networkidle");
    const asked: string[] = [];
    const note = (request: Request) => asked.push(path.basename(new URL(request.url()).pathname));
    page.on("request", note);
    await tab(page, "credentials").click();
    await expect.poll(() => asked).toContain("split_credentials.wasm");
    page.off("request", note);
    return asked.filter((name) => name.startsWith("chunk_"));
  };
  // Which chunks there are is up to the build.
  const chunks = await open();
  await expect(page.getByRole("button", { name: words.credentials.load })).toBeVisible();
  expect(chunks).not.toEqual([]);
  for (const chunk of chunks) {
    expect(await open(chunk)).toContain(chunk);
    await expect(page.getByText(/This part of the editor couldn’t be loaded/), chunk).toBeVisible();
  }
});

test.describe("on a page that refuses scripts without an integrity", () => {
  const headers = { "Integrity-Policy": "blocked-destinations=(script)" };
  const importing = (sha: string) => ({
    "/": `<!doctype html><html lang="en"><head><title>Docs</title>
<script type="importmap">{"integrity":{"/embed/${ENTRY}":"${sha}"}}</script></head>
<body><machine-identity-editor ${attributes}></machine-identity-editor>
<script type="module">import "/embed/${ENTRY}";</script></body></html>`,
  });
  const heading = (page: Page) => page.getByRole("heading", { name: "backend-prod", exact: true });
  const isDefined = (page: Page) =>
    page.evaluate(() => customElements.get("machine-identity-editor") !== undefined);

  test("the element runs from a script with its integrity", { tag: "@release" }, async ({ page, portal }) => {
    await page.goto(await portal({ attributes, headers, integrity: await integrity() }));
    await expect(heading(page)).toBeVisible();
  });

  test("a script without one is blocked", { tag: "@release" }, async ({ page, portal }) => {
    await page.goto(await portal({ attributes, headers }));
    await page.waitForLoadState("load");
    expect(await isDefined(page)).toBe(false);
  });

  test("an imported script runs with the integrity of an import map", { tag: "@release" }, async ({ page, portal }) => {
    await page.goto(await portal({ headers, files: importing(await integrity()) }));
    await expect(heading(page)).toBeVisible();
  });

  test("nothing runs of an imported script that was changed", { tag: "@release" }, async ({ page, portal }) => {
    const answered = page.waitForResponse((answer) => answer.url().endsWith(ENTRY));
    await page.goto(await portal({ headers, files: importing(await integrity()), changed: ENTRY }));
    await answered;
    await page.waitForLoadState("load");
    expect(await isDefined(page)).toBe(false);
  });
});
