// Revoking all access of an identity, as after a leak, and restoring it.

import { audit, expect, open, plan, result, save, test, write } from "../helper";
import { words } from "../words";

const menu = /^More actions for/;

test("all access is revoked, verified, and can be restored", async ({ page, sandbox }) => {
  // Some credentials come from attributes; a save alone would leave them working (G3).
  const url = "/machineidentities/night-watch";
  const before = await sandbox.call("GET", url);
  expect((await sandbox.call("GET", `${url}/credentials`)).length).toBeGreaterThan(0);
  await open(page, sandbox, "night-watch");
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("menuitem", { name: "Revoke all access…" }).click();
  const panel = page.getByRole("region", { name: "Revoke all access" });
  await expect(panel).toBeFocused();
  await expect(panel.getByText("Saves the identity.", { exact: true })).toBeVisible();
  await audit(page);
  expect(await sandbox.writes()).toEqual([]);
  await panel.getByRole("button", { name: /^Revoke \d+ credentials$/ }).click();
  await expect(panel).toContainText("Verified: none of this identity’s credentials work.");
  await audit(page);
  expect(await sandbox.call("GET", `${url}/credentials`)).toEqual([]);
  const revoked = await sandbox.call("GET", url);
  expect(revoked).toMatchObject({ name: before.name, description: before.description });
  expect([revoked.attributes, revoked.connection_names]).toEqual([[], []]);

  await panel.getByRole("button", { name: "Restore access" }).click();
  await expect(panel).toHaveCount(0);
  await expect(plan(page)).toContainText(/Creates/i);
  await save(page);
  await expect(result(page)).toContainText(words.review.saved);
  const restored = await sandbox.call("GET", url);
  expect(restored.attributes).toEqual(before.attributes);
  expect(restored.connection_names).toEqual(before.connection_names);
});

test("a rejected step stops the procedure, and the result names what still works", async ({ page, sandbox }) => {
  await open(page, sandbox, "night-watch");
  await sandbox.arm("forbidden", "PUT", "/api/machineidentities/{name}");
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("menuitem", { name: "Revoke all access…" }).click();
  const panel = page.getByRole("region", { name: "Revoke all access" });
  await panel.getByRole("button", { name: /^Revoke \d+ credentials$/ }).click();
  await expect(panel).not.toContainText("none of this identity’s credentials work");
  await expect(panel).toContainText(/Still working: /);
});

test("an identity without working credentials has nothing to revoke", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("menuitem", { name: "Revoke all access…" }).click();
  const panel = page.getByRole("region", { name: "Revoke all access" });
  await expect(panel).toContainText("There is nothing to do.");
  await expect(panel.getByRole("button")).toHaveText(["Cancel"]);
});

test("unsaved edits must be saved or discarded first", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await write(page, "Description", "an edit");
  await page.getByRole("button", { name: menu }).click();
  await expect(page.getByRole("menuitem", { name: /^Revoke all access/ })).toHaveCount(0);
  await expect(page.getByText("Revoke all access: save or discard your edits first")).toBeVisible();
});
