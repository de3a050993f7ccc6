// The page of the element has the integrity of one script, and nothing else than what was built runs.
// The changes are harmless: what isn't checked would run with them.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { dist, enter, expect, save, tab } from "../helper";
import { test } from "./portal";

const ENTRY = "machine-identity-editor.js";
const attributes = `gateway="sandbox" identity="backend-prod"`;

/** The integrity of the script that was built. */
async function integrity(): Promise<string> {
  const script = await readFile(path.join(dist, "embed", ENTRY));
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
