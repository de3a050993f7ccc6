import type { Page } from "@playwright/test";
import { expect, fetchAll, open, secretOf, test, toggle, vault } from "../helper";
import type { Sandbox } from "../sandbox";
import { words } from "../words";

/** Copies the password of bastion, on a clock that the test moves. */
async function copyPassword(page: Page, sandbox: Sandbox) {
  await page.clock.install();
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await toggle(page, "bastion");
  await page.getByRole("button", { name: "Copy Password of bastion" }).first().click();
  await expect(page.getByText("Copied", { exact: true })).toBeVisible();
}

test("a copied value is cleared from the clipboard after a minute", async ({
  page,
  context,
  sandbox,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await copyPassword(page, sandbox);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await clipboard()).toBe(await secretOf(sandbox, "ci-runner", "bastion"));
  // Leaving the view, which removes the button, must not cancel it.
  await toggle(page, "bastion");
  await expect(page.getByRole("article", { name: words.credentials.card("bastion") })).toBeHidden();
  await page.clock.runFor(55_000);
  expect(await clipboard()).not.toBe("");
  await page.clock.runFor(10_000);
  await expect.poll(clipboard).toBe("");
});

test("text copied elsewhere since then stays on the clipboard (E12)", async ({ page, context, sandbox }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await copyPassword(page, sandbox);
  await page.evaluate(() => navigator.clipboard.writeText("from another program"));
  await page.clock.runFor(65_000);
  await expect(page.getByRole("button", { name: "Clear clipboard" })).toHaveCount(0);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("from another program");
});

test("without permission to read the clipboard, the page offers to clear it (E12)", async ({ page, context, sandbox }) => {
  await context.grantPermissions(["clipboard-write"]);
  await copyPassword(page, sandbox);
  await page.clock.runFor(65_000);
  await expect(page.getByText(/The clipboard may still hold the Password of bastion/)).toBeVisible();
  await page.getByRole("button", { name: "Clear clipboard" }).click();
  await expect(page.getByText(/The clipboard may still hold/)).toBeHidden();
  await context.grantPermissions(["clipboard-read"]);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("");
});

test("the page offers to clear the clipboard when the button that copied is gone (E12)", async ({ page, context, sandbox }) => {
  await context.grantPermissions(["clipboard-write"]);
  await copyPassword(page, sandbox);
  await page.getByRole("button", { name: "Hide credentials" }).click();
  await page.clock.runFor(65_000);
  await expect(page.getByText(/The clipboard may still hold the Password of bastion/)).toBeVisible();
  await page.getByRole("link", { name: words.list.back }).click();
  await expect(page.getByText(/The clipboard may still hold the Password of bastion/)).toBeVisible();
  await page.getByRole("button", { name: "Clear clipboard" }).click();
  await expect(page.getByText(/The clipboard may still hold/)).toHaveCount(0);
  await context.grantPermissions(["clipboard-read"]);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("");
});
