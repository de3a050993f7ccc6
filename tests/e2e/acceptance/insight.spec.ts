// What the gateway's records show beyond the history journeys: the author in the list, unused
// credentials, a required reason and a slow write.

import { ADMIN, dist, enter, expect, fetchAll, open, plan, result, Sandbox, save, signIn, test, vault, write } from "../helper";
import { serve } from "../embed/host";
import { NOW } from "../sandbox";
import { words } from "../words";

const DAY = 86_400_000;

test("the list shows who last changed an identity, with three requests at a time", async ({
  page,
  sandbox,
  network,
}) => {
  await sandbox.call("PUT", "/machineidentities/idle", {
    name: "idle",
    description: "changed",
    attributes: [],
    connection_names: [],
  });
  let asked = 0;
  let most = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  network.answer = async ({ url }) => {
    if (!url!.startsWith("/api/audit/logs")) return false;
    asked += 1;
    most = Math.max(most, asked);
    await released;
    asked -= 1;
    return false;
  };
  await signIn(page, network);
  await expect(page.getByText("1 connection gone")).toBeVisible();
  await expect.poll(() => asked).toBe(3);
  release();
  const row = page.getByRole("row", { name: /^idle/ });
  await expect(row).toContainText("admin@sandbox.example");
  await expect.poll(() => asked).toBe(0);
  expect(most).toBe(3);
});

test("the list shows who created what wasn't changed since", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  const row = page.getByRole("row", { name: /^idle/ });
  await expect(row).toContainText("admin@sandbox.example");
});

test("credentials unused for 90 days are marked", async ({ page, sandbox }) => {
  const body = JSON.stringify({ identity: "fleet-operator", connection: "bastion", seconds_ago: 60 });
  await fetch(`${sandbox.url}/_sandbox/use`, { method: "POST", body });
  // Both were issued about a week ago; one was used since.
  await page.clock.setFixedTime(Date.parse(NOW) + 85 * DAY);
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  const row = (name: string) => vault(page).getByRole("button", { name, exact: true });
  await expect(row("bastion")).toBeVisible();
  await expect(row("eks-prod")).toBeVisible();
  await page.getByRole("button", { name: "Unused for 90 days" }).click();
  await expect(row("bastion")).toHaveCount(0);
  await expect(row("eks-prod")).toBeVisible();
});

test("a page that requires a reason blocks a save without one", async ({ page, sandbox }) => {
  const host = await serve({
    attributes: `gateway="${sandbox.url}" identity="backend-prod" require-reason`,
    script: `editor.getToken = () => "${ADMIN}";`,
  });
  await page.goto(host.url);
  await write(page, "Description", "changed");
  await save(page);
  await expect(page.getByText("Enter a reason to save.").first()).toBeVisible();
  expect(await sandbox.writes()).toEqual([]);
  await plan(page).getByRole("textbox", { name: /^Reason/ }).fill("INC-9");
  await save(page);
  await expect(result(page)).toContainText(words.review.saved);
  expect(await sandbox.writes()).toHaveLength(1);
  host.close();
});

test("where the gateway can't store a reason, requiring one blocks every save", async ({
  page,
  sandbox,
}) => {
  await sandbox.configure({ rejects_unknown_fields: true });
  const host = await serve({
    attributes: `gateway="${sandbox.url}" identity="backend-prod" require-reason`,
    script: `editor.getToken = () => "${ADMIN}";`,
  });
  await page.goto(host.url);
  await write(page, "Description", "changed");
  await plan(page).getByRole("textbox", { name: /^Reason/ }).fill("INC-9");
  await save(page);
  await expect(page.getByText("so saving is blocked").first()).toBeVisible();
  await save(page);
  const { description } = await sandbox.call("GET", "/machineidentities/backend-prod");
  expect(description).toBe("");
  host.close();
});

test("a write that takes 20 seconds warns that a proxy may cut it off", async ({ page }) => {
  const sandbox = await Sandbox.startToday("--site", dist);
  for (let index = 0; index < 110; index += 1) {
    await sandbox.call("POST", "/connections", {
      name: `bulk-${index}`,
      type: "database",
      subtype: "postgres",
      access_mode_connect: "enabled",
      attributes: ["bulk:yes"],
    });
  }
  await sandbox.configure({ issue_millis: 50 });
  await open(page, sandbox, "idle");
  await enter(page, "Attributes", "bulk:yes");
  await save(page);
  await expect(page.getByText(/Created [1-9]\d* of 110/).first()).toBeVisible();
  await expect(page.getByText(/longer than proxies usually wait/)).toHaveCount(0);
  await page.clock.setFixedTime(Date.parse(NOW) + 21_000);
  await expect(page.getByText(/longer than proxies usually wait/).first()).toBeVisible();
  await expect(result(page)).toContainText(words.review.saved, { timeout: 20_000 });
  sandbox.stop();
});
