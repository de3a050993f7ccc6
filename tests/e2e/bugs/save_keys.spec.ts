// Ctrl+S saves from anywhere on the page, and never opens the browser's dialog.

import type { Page } from "@playwright/test";
import { enter, expect, open, result, saveByKey, show, test } from "../helper";
import { words } from "../words";

/** Presses the keys; returns whether the page prevented the browser's default action. */
async function press(page: Page) {
  await page.evaluate(() => {
    (window as any).taken = undefined;
    // This listener is added last, so it runs last.
    window.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "s") (window as any).taken = event.defaultPrevented;
    });
  });
  await page.keyboard.press("ControlOrMeta+s");
  return page.evaluate(() => (window as any).taken as boolean);
}

for (const [place, focus] of [
  ["on the page itself", (page: Page) => page.getByRole("main").focus()],
  ["in the top bar", (page: Page) => page.getByRole("link", { name: "Machine identities" }).first().focus()],
  ["nowhere", (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement).blur())],
] as const) {
  test(`Ctrl+S saves while the focus is ${place}`, async ({ page, sandbox }) => {
    await open(page, sandbox);
    await enter(page, "Connections", "prod-postgres");
    await focus(page);
    expect(await press(page)).toBe(true);
    await expect(result(page)).toContainText(words.review.saved);
    expect(await sandbox.writes()).toHaveLength(1);
  });
}

test("Ctrl+S does nothing while a dialog is open", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres");
  await page.getByRole("button", { name: /account menu$/ }).click();
  await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  expect(await press(page)).toBe(true);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: words.review.region })).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(0);
});

test("a save that waits for the lists sends nothing that is typed meanwhile (G12)", async ({ page, sandbox, network }) => {
  const release = network.hold("/api/connections");
  await open(page, network, "ci-runner", "settings");
  await page.getByRole("textbox", { name: "Description" }).fill("first");
  await saveByKey(page);
  await expect(page.getByRole("textbox", { name: "Description" })).not.toBeEditable();
  await show(page, "access");
  await expect(page.getByRole("combobox", { name: "Attributes" })).not.toBeEditable();
  release();
  await expect(result(page)).toContainText(words.review.saved);
  await expect(page.getByRole("combobox", { name: "Attributes" })).toBeEditable();
  expect(await sandbox.writes()).toHaveLength(1);
  expect((await sandbox.call("GET", "/machineidentities/ci-runner")).description).toBe("first");
});
