// Where the focus goes when the focused element disappears.

import type { Page } from "@playwright/test";
import {
  audit,
  enter,
  expect,
  fetchAll,
  open,
  plan,
  result,
  save,
  saveByKey,
  show,
  signIn,
  tab,
  test,
  vault,
  write,
} from "../helper";
import { words } from "../words";

test("a blocked save leaves the focus where the user types", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Attributes", "brandnew");
  await show(page, "settings");
  await save(page);
  await expect(page.getByRole("alert")).toBeFocused();
  const description = page.getByRole("textbox", { name: "Description" });
  await description.focus();
  await page.keyboard.type("hello world");
  await expect(description).toHaveValue("hello world");
  await expect(description).toBeFocused();
});

test("switching tabs with invalid edits leaves the focus on the tab", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox);
  await enter(page, "Attributes", "brandnew");
  await save(page);
  await expect(page.getByRole("alert")).toBeFocused();
  await show(page, "settings");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(tab(page, "settings")).toBeFocused();
});

test("a closed dialog returns the focus to the control that opened it", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  const offer = vault(page).getByRole("button", { name: "Export bastion" });
  await offer.click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(offer).toBeFocused();
});

test("a new page takes the focus and announces its title", async ({ page, sandbox }) => {
  await page.goto(sandbox.url);
  await expect(page).toHaveTitle("Sign in · Machine identities");
  await signIn(page, sandbox);
  await expect(page).toHaveTitle("Machine identities");
  await page.getByRole("link", { name: "backend-prod" }).press("Enter");
  await expect(page).toHaveTitle("backend-prod · Machine identities");
  await expect(page.getByRole("main")).toBeFocused();
});

test("the active suggestion is in view, and discarding keeps the focus on the page", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox);
  const connections = page.getByRole("combobox", { name: "Connections" });
  await connections.fill("-");
  await expect(page.getByRole("option").first()).toBeVisible();
  for (let step = 0; step < 20; step++) await connections.press("ArrowDown");
  const marked = await connections.getAttribute("aria-activedescendant");
  await expect(page.locator(`[id="${marked}"]`)).toBeInViewport({ ratio: 0.9 });
  await connections.press("Escape");
  await write(page, "Description", "changed");
  await plan(page).getByRole("button", { name: words.review.discard }).click();
  await expect(page.getByRole("heading", { name: "backend-prod" })).toBeFocused();
});

test("the result of a save takes the focus; saving without edits sends nothing", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await page.getByRole("combobox", { name: words.form.connections }).focus();
  await saveByKey(page);
  await expect(page.getByText("No changes to save")).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(0);
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(result(page)).toBeFocused();
  await expect(result(page)).toContainText(`${words.review.saved} 1 credential created.`);
  await audit(page);
});

test("a new identity without a name isn't sent", async ({ page, sandbox }) => {
  await signIn(page, sandbox, undefined, "#/new");
  await save(page);
  await expect(page.getByRole("alert")).toBeFocused();
  expect((await sandbox.requests()).filter(({ method }) => method === "POST")).toEqual([]);
});

test("users who can't write don't see the controls for it", async ({ page, sandbox }) => {
  await signIn(page, sandbox, "sandbox-auditor-token", "#/identities/ci-runner");
  await expect(page.getByText("Only administrators can change it.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Connections" })).toContainText("bastion");
  await expect(page.getByRole("button", { name: /^Remove connection/ })).toHaveCount(0);
  await page.goto(`${sandbox.url}/#/new`);
  await expect(page.getByText("Only administrators can create identities.")).toBeVisible();
});

/** Fails unless an element of the page has the focus. */
const expectFocusKept = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => document.activeElement!.tagName), "what has the focus")
    .not.toBe("BODY");

test("choosing a suggestion returns the focus to the field", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Attributes", "env:prdo");
  await page.getByRole("button", { name: "Use env:prod" }).press("Enter");
  await expect(page.getByRole("combobox", { name: "Attributes" })).toBeFocused();
});

test("the last undo returns the focus to the field", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Connections", "bastion");
  await page.getByRole("button", { name: "Undo the last change of Connections" }).press("Enter");
  await expect(page.getByRole("combobox", { name: "Connections" })).toBeFocused();
});

test("adding an attribute back keeps the focus on it", async ({ page, sandbox }) => {
  await open(page, sandbox, "etl-nightly");
  await page.getByRole("button", { name: "Remove attribute team:data" }).press("Enter");
  await page.getByRole("button", { name: "Undo removing team:data" }).press("Enter");
  await expect(page.getByRole("button", { name: "Remove attribute team:data" })).toBeFocused();
});

test("a removed row leaves the focus in its table", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Connections", "bastion");
  await page.getByRole("button", { name: "Remove connection bastion" }).press("Enter");
  await expect(page.getByRole("button", { name: "Remove connection bastion" })).toHaveCount(0);
  await expectFocusKept(page);
  await enter(page, "Connections", "bastion", "api-proxy");
  await page.getByRole("button", { name: "Remove connection bastion" }).press("Enter");
  await expectFocusKept(page);
  expect(await page.evaluate(() => !!document.activeElement!.closest("table"))).toBe(true);
});

test("a conflict takes the focus, and resolving it leads to the review", async ({ page, sandbox }) => {
  await open(page, sandbox, "etl-nightly");
  await write(page, "Description", "mine");
  await sandbox.call("PUT", "/machineidentities/etl-nightly", {
    name: "etl-nightly",
    description: "theirs",
    attributes: ["team:data"],
    connection_names: ["analytics-warehouse"],
  });
  await saveByKey(page);
  const conflict = page.getByRole("region", { name: words.conflict.region });
  await expect(conflict).toBeFocused();
  await page.getByRole("radio", { name: words.conflict.yours("Description") }).check();
  await conflict.getByRole("button", { name: words.conflict.use }).press("Enter");
  await expect(plan(page)).toBeFocused();
});

test("a rotation moves the focus to its result", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).press("Enter");
  await vault(page).getByRole("button", { name: "Rotate bastion" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Rotate 1 credential?" });
  await dialog.getByRole("button", { name: "Rotate 1 credential" }).press("Enter");
  const outcome = page.getByRole("region", { name: "Result of the rotation" });
  await expect(outcome).toBeFocused();
  await outcome.getByRole("button", { name: "Close" }).press("Enter");
  await expect(outcome).toHaveCount(0);
  await expectFocusKept(page);
});

// Chromium reports the lost focus of an element that it removes, after its view has ended.
for (const [left, other] of [
  ["access", "credentials"],
  ["settings", "access"],
  ["credentials", "history"],
  ["history", "settings"],
] as const) {
  test(`${left} can be left by address with the focus anywhere in it`, async ({ page, sandbox }) => {
    await open(page, sandbox, "backend-prod", left);
    const go = async (view: typeof left | typeof other) => {
      await page.evaluate((view) => location.hash = location.hash.replace(/[^/]+$/, view), view);
      await expect(tab(page, view)).toHaveAttribute("aria-current", "page");
    };
    const inside = page.locator("main").locator("a[href], button, input, select, textarea, summary");
    const visible = inside.filter({ visible: true });
    await expect.poll(() => visible.count()).toBeGreaterThan(4);
    for (let at = 0; at < (await visible.count()); at++) {
      await visible.nth(at).focus();
      await go(other);
      await go(left);
    }
  });
}
