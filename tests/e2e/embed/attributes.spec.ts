import type { Page } from "@playwright/test";
import { ADMIN, audit, enter, expect, fetchAll, plan, save, show, tab, vault, write } from "../helper";
import { words } from "../words";
import { test } from "./portal";

const editor = (page: Page) => page.locator("machine-identity-editor");

/** Sets an attribute the way a page's script does; null removes it. */
const set = (page: Page, name: string, value: string | null) =>
  editor(page).evaluate(
    (it, [name, value]) => (value === null ? it.removeAttribute(name!) : it.setAttribute(name!, value!)),
    [name, value] as const,
  );

const title = (page: Page, level: number) =>
  page.getByRole("heading", { name: "backend-prod", exact: true, level });

test("readonly removes the form at any time, and restores it with its edits", async ({ page, portal }) => {
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="backend-prod"` }));
  await write(page, "Description", "kept");
  await set(page, "readonly", "");
  await expect(page.getByText("This page shows the identity without letting you change it.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveAttribute("readonly");
  await expect(plan(page)).toBeHidden();
  await expect(tab(page, "credentials")).toBeHidden();
  await editor(page).evaluate((it) => (it as any).save());
  await expect(editor(page)).toHaveJSProperty("state", "ready");
  await editor(page).evaluate((it) => ((it as any).readonly = false));
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("kept");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
});

test("readonly removes loaded credentials from the page", async ({ page, portal }) => {
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="ci-runner"` }));
  await fetchAll(page);
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
  await set(page, "readonly", "");
  await expect(vault(page)).toBeHidden();
  await set(page, "readonly", null);
  await expect(page.getByRole("button", { name: words.credentials.load })).toBeVisible();
});

test("headings start at level 2 or at heading-level, and never add a second h1", async ({ page, portal }) => {
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="backend-prod"` }));
  await expect(title(page, 2)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Details", level: 3 })).toBeVisible();
  await expect(page.locator("h1")).toHaveCount(1);
  await set(page, "heading-level", "4");
  await expect(title(page, 4)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Details", level: 5 })).toBeVisible();
  await enter(page, "Connections", "prod-postgres");
  await expect(page.getByRole("heading", { name: "Review changes", level: 5 })).toBeVisible();
  await set(page, "heading-level", "7");
  await expect(page.getByText("heading-level must be a number from 1 to 6")).toBeVisible();
  await expect(title(page, 4)).toBeVisible();
  await set(page, "heading-level", null);
  await expect(title(page, 2)).toBeVisible();
  await expect(plan(page)).toBeVisible();
  await audit(page);
});

test("hide leaves out the export and the sandbox's drawer", async ({ page, portal }) => {
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="ci-runner"` }));
  await fetchAll(page);
  const menu = page.getByRole("button", { name: "Sandbox" });
  const exportAll = page.getByRole("button", { name: /^Export \d+ credentials$/ });
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  const exportOne = page.getByRole("button", { name: "Export bastion" });
  for (const shown of [menu, exportAll, exportOne]) await expect(shown).toBeVisible();
  await set(page, "hide", "export, sandbox");
  for (const hidden of [menu, exportAll, exportOne]) await expect(hidden).toBeHidden();
  await expect(page.getByRole("button", { name: words.credentials.copy("Password", "bastion") })).toBeVisible();
  await set(page, "hide", "history");
  for (const shown of [menu, exportAll, exportOne]) await expect(shown).toBeVisible();
  await set(page, "hide", "everything");
  await expect(page.getByText("hide must be a list of history, export and sandbox")).toBeVisible();
});

test("label makes the editor a region of that name", async ({ page, portal }) => {
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="idle" label="Your identity"` }));
  await expect(page.getByRole("region", { name: "Your identity" })).toBeVisible();
  await set(page, "label", "Another");
  await expect(page.getByRole("region", { name: "Another" })).toBeVisible();
  await set(page, "label", null);
  await expect(page.getByRole("region", { name: "Another" })).toBeHidden();
});

test("compact removes the frame", async ({ page, portal }) => {
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="idle"` }));
  const root = page.locator(".root");
  const frame = () => root.evaluate((it) => getComputedStyle(it).borderTopWidth);
  await expect(tab(page, "access")).toBeVisible();
  expect(await frame()).toBe("1px");
  await set(page, "compact", "");
  expect(await frame()).toBe("0px");
});

test("a changed attribute-policy applies at once and keeps the edits", async ({ page, portal }) => {
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="idle"` }));
  await enter(page, "Attributes", "lower");
  await expect(page.getByText(/Use key:value, for example env:prod/).first()).toBeVisible();
  await set(page, "attribute-policy", "[a-z]+");
  await expect(page.getByText(/Use key:value, for example env:prod/)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Remove attribute lower" })).toBeVisible();
  await set(page, "attribute-policy", "[");
  await expect(page.getByText(/attribute-policy must be/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove attribute lower" })).toBeVisible();
});

test("a changed public-host shows in loaded credentials", async ({ page, portal }) => {
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="ci-runner"` }));
  await fetchAll(page);
  await set(page, "public-host", "proxy.example.com");
  await expect(page.getByText("proxy.example.com").first()).toBeVisible();
  await set(page, "public-host", "https://proxy.example.com/");
  await expect(page.getByText(/public-host must be a host name/)).toBeVisible();
});

test("a changed timeout applies to the next save", async ({ page, sandbox, portal }) => {
  const attributes = `gateway="${sandbox.url}" identity="backend-prod"`;
  await page.goto(await portal({ attributes, script: `editor.getToken = () => "${ADMIN}";` }));
  await write(page, "Description", "slow");
  await set(page, "timeout", "4");
  await sandbox.arm("slow", "PUT", "/api/machineidentities/*", { millis: 60_000 });
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible({ timeout: 15_000 });
  expect(await sandbox.writes()).toHaveLength(1);
});

for (const receipts of [null, "off"]) {
  test(`writes carry a receipt id unless receipts is off (${receipts ?? "on"})`, async ({ page, sandbox, portal }) => {
    const attributes = `gateway="${sandbox.url}" identity="backend-prod"`;
    await page.goto(await portal({ attributes, script: `editor.getToken = () => "${ADMIN}";` }));
    await write(page, "Description", "changed");
    await set(page, "receipts", receipts);
    const written = page.waitForRequest((request) => request.method() === "PUT");
    await save(page);
    const body = Object.keys((await written).postDataJSON());
    const fields = ["name", "description", "attributes", "connection_names"];
    expect(body.filter((key) => !fields.includes(key))).toHaveLength(receipts === "off" ? 0 : 1);
  });
}

test.describe("the sandbox in the page", () => {
  test("has the identity that the page names, and can be reset", async ({ page, portal }) => {
    await page.goto(await portal({ attributes: `gateway="sandbox" identity="my-service"` }));
    await expect(page.getByRole("heading", { name: "my-service", exact: true })).toBeVisible();
    await enter(page, "Connections", "prod-postgres");
    await save(page);
    await expect(page.getByText(words.review.saved)).toBeVisible();
    await page.getByRole("button", { name: "Sandbox" }).click();
    await page.getByRole("button", { name: "Restore the sample data" }).click();
    await expect(page.getByRole("table", { name: "Connections" })).toContainText("bastion");
    await expect(page.getByRole("table", { name: "Connections" })).not.toContainText("prod-postgres");
    // The page names another identity later.
    await set(page, "identity", "their-service");
    await expect(page.getByRole("heading", { name: "their-service", exact: true })).toBeVisible();
    await expect(tab(page, "settings")).toBeVisible();
  });

  test("makes the next write fail as chosen in its drawer", async ({ page, portal }) => {
    await page.goto(await portal({ attributes: `gateway="sandbox" identity="backend-prod"` }));
    await write(page, "Description", "refused");
    await page.getByRole("button", { name: "Sandbox" }).click();
    await page.getByRole("radio", { name: /^forbidden/ }).check();
    await save(page);
    await expect(page.getByRole("alert")).toContainText(/admin|permission|allowed/i);
    await show(page, "settings");
    await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("refused");
  });
});
