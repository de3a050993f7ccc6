import { audit, enter, expect, open, plan, result, Sandbox, save, test } from "../helper";
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
  await expect(repair).toContainText(
    "If another identity has a leftover credential for k8s-staging, all its leftover credentials are revoked too. We didn’t check.",
  );
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

/** `bastion` is listed without a credential, and the SSH proxy is off. */
async function loseBastion(sandbox: Sandbox) {
  await listen(sandbox, "");
  await sandbox.call("POST", "/machineidentities/ci-runner/credentials/bastion/rotate");
}

const listen = (sandbox: Sandbox, ssh: string) =>
  fetch(`${sandbox.url}/_sandbox/listeners`, { method: "PUT", body: JSON.stringify({ ssh }) });

const listed = async (sandbox: Sandbox) =>
  (await sandbox.call("GET", "/machineidentities/ci-runner")).connection_names;

test("a credential isn’t created again while its proxy is off", async ({ page, sandbox }) => {
  await loseBastion(sandbox);
  const before = await listed(sandbox);
  await open(page, sandbox, "ci-runner");
  const start = page.getByRole("button", { name: "Create 1 credential" });
  await start.click();
  const repair = page.getByRole("region", { name: words.repair.region });
  const off = "bastion: no credential can be created. The gateway’s SSH proxy is off.";
  await expect(repair).toContainText(off);
  await expect(repair.getByRole("button", { name: /^(Create|Repair)/ })).toHaveCount(0);
  await repair.getByRole("button", { name: "Cancel" }).click();
  // It's off again by the time that the first step would be sent.
  await listen(sandbox, "0.0.0.0:12222");
  await page.reload();
  await open(page, sandbox, "ci-runner");
  await start.click();
  const create = repair.getByRole("button", { name: "Create 1 credential" });
  await expect(create).toBeVisible();
  await listen(sandbox, "");
  await create.click();
  await expect(repair).toContainText(`Nothing was sent. ${off}`);
  expect(await sandbox.writes()).toEqual([]);
  expect(await listed(sandbox)).toEqual(before);
});

test("a connection that a failed repair took off the list is back in the form", async ({
  page,
  sandbox,
}) => {
  // A client that can't read the server's configuration, as the element, can't know that the proxy is off.
  await sandbox.arm("forbidden", "GET", "/api/serverconfig/misc", { times: 1_000 });
  await loseBastion(sandbox);
  await open(page, sandbox, "ci-runner");
  await page.getByRole("button", { name: "Create 1 credential" }).click();
  const repair = page.getByRole("region", { name: words.repair.region });
  await expect(repair).toContainText("We can’t see whether the gateway’s SSH proxy is on.");
  await repair.getByRole("button", { name: "Create 1 credential" }).click();
  await expect(repair).toContainText(
    "The identity was saved without bastion. It’s back in your edits: save to create the credential.",
  );
  await expect(repair).not.toContainText("Open the repair again");
  expect(await listed(sandbox)).not.toContain("bastion");
  await listen(sandbox, "0.0.0.0:12222");
  await save(page);
  await expect(result(page)).toContainText("1 credential created.");
  expect(await listed(sandbox)).toContain("bastion");
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
