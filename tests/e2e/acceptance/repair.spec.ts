import { audit, enter, expect, open, plan, save, test } from "../helper";
import { words } from "../words";

test("a connection from an attribute can't be added directly as well", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "dashboard-sync");
  await enter(page, "Connections", "api-proxy", "grafana");
  await expect(
    page.getByText("Remove grafana: it already has a credential from team:sre").first(),
  ).toBeVisible();
  await expect(plan(page)).toContainText("Blocked: the gateway would create api-proxy, then fail");
  await save(page);
  expect(await sandbox.writes()).toHaveLength(0);

  await page.getByRole("button", { name: "Save what can be saved…" }).click();
  const repair = page.getByRole("region", { name: words.repair.region });
  await expect(repair).toBeFocused();
  await audit(page);
  const part = repair.locator(".repair__offer").first();
  await expect(part).toContainText("Creates api-proxy.");
  await part.getByRole("button", { name: "Create 1 credential" }).click();
  await expect(repair.getByText("Save what can be saved: done and verified.")).toBeVisible();
  // What couldn't be saved is still in the draft.
  await expect(page.getByRole("button", { name: "Remove connection grafana" })).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/dashboard-sync");
  expect(now.connection_names).toEqual(["api-proxy"]);
});

test("a leftover credential is found and revoked", async ({ page, sandbox }) => {
  await open(page, sandbox, "staging-reporter");
  await expect(page.getByText("2 leftover credentials still work")).toBeVisible();
  const row = page.getByRole("table", { name: "Connections" }).getByRole("row");
  await expect(row.filter({ hasText: "k8s-staging" })).toContainText("Leftover, still works");
  await page.getByRole("button", { name: "Revoke 2 credentials" }).click();
  const repair = page.getByRole("region", { name: words.repair.region });
  await expect(repair).toContainText("Revokes k8s-staging and staging-postgres.");
  await expect(repair).toContainText("No other identity changes.");
  await audit(page);
  await repair.getByRole("button", { name: "Revoke 2 credentials" }).click();
  await expect(
    repair.getByText("Revoke leftover credentials: done and verified."),
  ).toBeVisible();
  await expect(page.getByText("still work")).toHaveCount(0);
  expect(await sandbox.call("GET", "/machineidentities/staging-reporter/credentials")).toEqual([]);
});

test("a missing credential is created again in two saves", async ({ page, sandbox }) => {
  await open(page, sandbox, "payments-reconciler");
  await expect(page.getByText("1 missing credential")).toBeVisible();
  await page.getByRole("button", { name: "Create 1 credential" }).click();
  const repair = page.getByRole("region", { name: words.repair.region });
  await expect(repair.getByText("Saves the identity.")).toHaveCount(2);
  await repair.getByRole("button", { name: "Create 1 credential" }).click();
  await expect(repair.getByText("Create missing credentials: done and verified.")).toBeVisible();
  await expect(repair.getByText("Created payments-postgres.")).toBeVisible();
  await expect(page.getByText("1 missing credential")).toHaveCount(0);
  expect(await sandbox.writes()).toHaveLength(2);
});

test("a connection that no longer exists is removed from the list", async ({ page, sandbox }) => {
  await open(page, sandbox, "billing-exporter");
  await expect(page.getByText("1 connection gone")).toBeVisible();
  const row = page.getByRole("table", { name: "Connections" }).getByRole("row");
  await expect(row.filter({ hasText: "billing-postgres" })).toContainText("Connection gone");
  await page.getByRole("button", { name: "Remove 1 connection" }).click();
  const repair = page.getByRole("region", { name: words.repair.region });
  await repair.getByRole("button", { name: "Repair" }).click();
  await expect(repair.getByText("done and verified.")).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/billing-exporter");
  expect(now.connection_names).toEqual(["api-proxy"]);
});
