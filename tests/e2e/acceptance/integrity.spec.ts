// A file that isn't what was built doesn't run, and the page says so. The change is harmless: what
// isn't checked would run with it.

import { enter, expect, plan, save, tab, test } from "../helper";
import { words } from "../words";

// The browser says on the console what the page says in words.
test.use({ stops: true });

test("the console does not start with a changed program", { tag: "@release" }, async ({ page, staticHost }) => {
  staticHost.changed = "console_bg.wasm";
  await page.goto(staticHost.url);
  await expect(page.getByRole("alert")).toContainText("The editor could not be started.");
  expect(staticHost.asked).toContain("console_bg.wasm");
});

test("no other script runs than the one whose integrity the page has", { tag: "@release" }, async ({ page, staticHost }) => {
  await page.goto(staticHost.url);
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
  expect(staticHost.asked.filter((name) => name.endsWith(".js"))).toEqual(["boot.js"]);
});

test("nothing runs of a changed boot.js", { tag: "@release" }, async ({ page, staticHost }) => {
  staticHost.changed = "boot.js";
  await page.goto(staticHost.url);
  await page.waitForLoadState("load");
  await expect(page.getByText("Loading the editor…")).toBeVisible();
  expect(staticHost.asked).toContain("boot.js");
});

test("the console does not run a changed sandbox", { tag: "@release" }, async ({ page, staticHost }) => {
  staticHost.changed = "engine_bg.wasm";
  await page.goto(staticHost.url);
  await expect(page.getByRole("alert")).toContainText("sandbox");
  await expect(page.getByRole("link", { name: "backend-prod" })).toHaveCount(0);
  expect(staticHost.asked).toContain("engine_bg.wasm");
});

for (const [part, view] of [
  ["split_credentials.wasm", "credentials"],
  ["split_history.wasm", "history"],
  ["split_review.wasm", "settings"],
] as const) {
  test(`a view does not run a changed ${part}`, { tag: "@release" }, async ({ page, staticHost }) => {
    staticHost.changed = part;
    await page.goto(staticHost.url);
    await page.getByRole("link", { name: "backend-prod" }).click();
    await tab(page, view).click();
    await expect(page.getByText(/This part of the editor couldn’t be loaded/)).toBeVisible();
    expect(staticHost.asked).toContain(part);
  });
}

test("an identity does not open with a changed split_editor.wasm", { tag: "@release" }, async ({ page, staticHost }) => {
  staticHost.changed = "split_editor.wasm";
  await page.goto(staticHost.url);
  await page.getByRole("link", { name: "backend-prod" }).click();
  await expect(page.getByText(/This part of the editor couldn’t be loaded/)).toBeVisible();
  expect(staticHost.asked).toContain("split_editor.wasm");
});

test("a save does not run a changed split_writing.wasm", { tag: "@release" }, async ({ page, staticHost }) => {
  staticHost.changed = "split_writing.wasm";
  await page.goto(staticHost.url);
  await page.getByRole("link", { name: "backend-prod" }).click();
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(page.getByRole("alert")).toContainText("Nothing was sent");
  expect(staticHost.asked).toContain("split_writing.wasm");
});

test("a review does not run a changed split_review.wasm", { tag: "@release" }, async ({ page, staticHost }) => {
  staticHost.changed = "split_review.wasm";
  await page.goto(staticHost.url);
  await page.getByRole("link", { name: "backend-prod" }).click();
  await enter(page, "Connections", "prod-postgres");
  await expect(plan(page)).toContainText("This part of the editor couldn’t be loaded");
  expect(staticHost.asked).toContain("split_review.wasm");
});

test("a view does not run with a changed chunk that it shares with others", { tag: "@release" }, async ({ page, staticHost }) => {
  /** Opens the view, and returns the chunks that it loaded. */
  const open = async () => {
    await page.goto("about:blank");
    await page.goto(`${staticHost.url}#/identities/backend-prod/access`);
    await expect(tab(page, "credentials")).toBeVisible();
    await page.waitForLoadState("networkidle");
    staticHost.asked.length = 0;
    await tab(page, "credentials").click();
    await expect.poll(() => staticHost.asked).toContain("split_credentials.wasm");
    // Its chunks are asked for beside it, in no fixed order, and all are there before it is shown.
    const shown = page.getByRole("button", { name: words.credentials.load });
    await expect(shown.or(page.getByText(/This part of the editor couldn’t be loaded/))).toBeVisible();
    return staticHost.asked.filter((name) => name.startsWith("chunk_"));
  };
  // Which chunks there are is up to the build.
  const chunks = await open();
  await expect(page.getByRole("button", { name: words.credentials.load })).toBeVisible();
  expect(chunks).not.toEqual([]);
  for (const chunk of chunks) {
    staticHost.changed = chunk;
    expect(await open()).toContain(chunk);
    await expect(page.getByText(/This part of the editor couldn’t be loaded/), chunk).toBeVisible();
  }
});
