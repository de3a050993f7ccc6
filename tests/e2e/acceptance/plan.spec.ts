import {
  audit,
  confirm,
  enter,
  expect,
  open,
  plan,
  result,
  save,
  saveByKey,
  show,
  signIn,
  test,
  write,
} from "../helper";
import { words } from "../words";

test("the plan says what saving will do, and follows each edit", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await expect(page.getByRole("region", { name: "Details" })).toBeVisible();
  await expect(plan(page)).toHaveCount(0);
  await enter(page, "Attributes", "env:prod", "team:backend");
  const fields = plan(page).getByRole("definition");
  await expect(fields).toHaveCount(1);
  await expect(fields).toContainText("added env:prod");
  await expect(fields).toContainText("added team:backend");
  const made = plan(page).getByRole("listitem").filter({ hasText: "api-proxy" });
  await expect(made).toContainText("from team:backend");
  await expect(plan(page)).toContainText("Not supported");
  await enter(page, "Connections", "bastion");
  const listed = plan(page).getByRole("listitem").filter({ hasText: "bastion" });
  await expect(listed).toContainText("direct");
  await audit(page);
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const live: { connection_name: string }[] = await sandbox.call(
    "GET",
    "/machineidentities/backend-prod/credentials",
  );
  await result(page).getByRole("button", { name: words.result.show }).click();
  const found = result(page).getByRole("table", { name: words.result.changes });
  for (const { connection_name } of live) {
    await expect(
      found.getByRole("row", { name: `${connection_name}: credential created as planned` }),
    ).toBeVisible();
  }
  await expect(plan(page)).toHaveCount(0);
});

test("each connection is one row that says why it is reachable and what a save does to it", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "ci-runner");
  const row = (name: string) =>
    page.getByRole("table", { name: "Connections" }).getByRole("row", { name: new RegExp(name) });
  await expect(row("bastion")).toContainText("direct");
  await expect(row("bastion")).toContainText("Works");
  await enter(page, "Attributes", "team:backend");
  await expect(row("api-proxy")).toContainText("from team:backend");
  await expect(row("api-proxy")).toContainText("Created on save");
  await page.getByRole("button", { name: "Remove connection bastion" }).click();
  await expect(row("bastion")).toContainText("was direct");
  await expect(row("bastion")).toContainText("Revoked on save");
  await audit(page);
  await page.getByRole("button", { name: "Undo removing bastion" }).click();
  await expect(row("bastion")).toContainText("Works");
  await page.getByRole("button", { name: "Remove attribute team:backend" }).click();
  await expect(row("api-proxy")).toHaveCount(0);
  await expect(plan(page)).toHaveCount(0);
});

test("what the gateway would refuse is on its field with the way out, and nothing is sent", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "etl-nightly");
  await enter(page, "Connections", "no-such-one", "prod-mysql", "events-mongodb");
  await expect(page.getByText("There is no connection no-such-one.").first()).toBeVisible();
  await expect(
    page.getByText("no credential can be created. Not supported: mysql").first(),
  ).toBeVisible();
  await expect(plan(page)).toContainText("Fix 3 problems to save");
  await save(page);
  const alert = page.getByRole("alert");
  await expect(alert).toBeFocused();
  await expect(alert.getByRole("link")).toHaveCount(3);
  expect(await sandbox.writes()).toHaveLength(0);
  await audit(page);
});

test("a connection that an attribute brought cannot be listed as well", async ({
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
  // What could not be saved is still there to be decided on.
  await expect(page.getByRole("button", { name: "Remove connection grafana" })).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/dashboard-sync");
  expect(now.connection_names).toEqual(["api-proxy"]);
});

test("what stops working is named and asked about; what only adds is not", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "ci-runner");
  await page.getByRole("button", { name: "Remove connection bastion" }).click();
  await write(page, "Name", "ci-builder");
  const revoked = plan(page).getByRole("listitem").filter({ hasText: "bastion" });
  await expect(revoked).toContainText("removed");
  await expect(plan(page)).toContainText("Open sessions are cut immediately.");
  await expect(plan(page).getByRole("button", { name: "Save and revoke 1 credential" })).toBeVisible();
  await saveByKey(page);
  const dialog = page.getByRole("dialog", { name: "Revoke 1 credential?" });
  await expect(dialog).toContainText("bastion");
  await expect(dialog).toContainText("ci-runner");
  await expect(dialog.getByRole("button", { name: words.review.back })).toBeFocused();
  await audit(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(await sandbox.writes()).toHaveLength(0);
  await saveByKey(page);
  await confirm(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(1);
  const live = await sandbox.call("GET", "/machineidentities/ci-builder/credentials");
  expect(live.map((one: any) => one.connection_name)).toEqual(["deploy-repo"]);

  await show(page, "access");
  await enter(page, "Connections", "api-proxy");
  await saveByKey(page);
  await expect(page.getByText(`${words.review.saved} 1 credential created.`)).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(2);
});

test("the button of the review names what stops working, and is the consent", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "ci-runner");
  await page.getByRole("button", { name: "Remove connection bastion" }).click();
  await plan(page).getByRole("button", { name: "Save and revoke 1 credential" }).click();
  await expect(page.getByText(`${words.review.saved} 1 credential revoked.`)).toBeVisible();
  const live = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  expect(live.map((one: any) => one.connection_name)).toEqual(["deploy-repo"]);
});

test("two pages that edit one identity never overwrite each other in silence", async ({
  page,
  context,
  sandbox,
}) => {
  const other = await context.newPage();
  await open(page, sandbox, "ci-runner");
  await open(other, sandbox, "ci-runner");
  await enter(other, "Connections", "api-proxy");
  await write(other, "Description", "theirs");
  await save(other);
  await expect(other.getByText(words.review.saved)).toBeVisible();

  await enter(page, "Connections", "grafana");
  await write(page, "Description", "mine");
  await save(page);
  const conflict = page.getByRole("region", { name: words.conflict.region });
  await expect(conflict).toBeFocused();
  await expect(conflict).toContainText("Not saved. Your edits are still here.");
  expect(await sandbox.writes()).toHaveLength(1);
  const description = conflict.getByRole("row", { name: /^Description/ });
  await expect(description).toContainText("theirs");
  await expect(description).toContainText("mine");
  await expect(description).toContainText("Not chosen");
  await expect(conflict.getByText("Choose a value where both changed it.")).toBeVisible();
  await audit(page);
  // It says why it does nothing yet.
  const use = conflict.getByRole("button", { name: words.conflict.use });
  await use.click({ force: true });
  await expect(conflict).toBeVisible();
  // The lists took both additions.
  await conflict.getByText("Merged, no choice needed (1)").click();
  const connections = conflict.getByRole("row", { name: /^Connections/ });
  await expect(connections.getByRole("cell").last()).toHaveText(
    /deploy-repo.*bastion.*api-proxy.*grafana/,
  );
  await description.getByRole("radio", { name: words.conflict.yours("Description") }).check();
  await expect(description.getByRole("cell").last()).toHaveText("mine");
  await use.click();
  await expect(conflict).toBeHidden();
  // The plan is computed anew, and says only what is mine.
  await expect(plan(page)).toContainText(/Creates\s*1\s*grafana/);
  await expect(plan(page).getByRole("button", { name: "Save and create 1 credential" })).toBeVisible();
  await show(page, "access");
  await expect(page.getByRole("button", { name: "Remove connection api-proxy" })).toBeVisible();
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/ci-runner");
  expect(now.description).toBe("mine");
  expect(now.connection_names).toEqual(["deploy-repo", "bastion", "api-proxy", "grafana"]);
});

test("a page that is left in the middle of a save finds out what became of it", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres");
  await sandbox.arm("slow", "PUT", "/api/machineidentities/*", { millis: 60_000 });
  await save(page);
  await expect(page.getByRole("status").filter({ hasText: "Saving…" })).toBeVisible();
  await expect(plan(page).getByRole("button", { name: "Saving…" })).toBeVisible();
  await expect.poll(async () => (await sandbox.writes()).length).toBe(1);
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(kept).toContain("write:");
  for (const secret of await sandbox.secrets()) expect(kept).not.toContain(secret);
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await signIn(page, sandbox, undefined, "#/identities/backend-prod");
  await expect(result(page)).toContainText(words.result.late);
  await expect(result(page)).toContainText(`${words.review.saved} 1 credential created.`);
  await expect(result(page).getByRole("button", { name: "Export 1 credential" })).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(1);
  expect(await page.evaluate(() => Object.keys(sessionStorage).join())).not.toContain("write:");
});

test("a left-over credential is found, and ended", async ({ page, sandbox }) => {
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

test("a missing credential is made again in two saves", async ({ page, sandbox }) => {
  await open(page, sandbox, "payments-reconciler");
  await expect(page.getByText("1 missing credential")).toBeVisible();
  await page.getByRole("button", { name: "Create 1 credential" }).click();
  const repair = page.getByRole("region", { name: words.repair.region });
  await expect(repair.getByText("Save the identity.")).toHaveCount(2);
  await repair.getByRole("button", { name: "Create 1 credential" }).click();
  await expect(repair.getByText("Create missing credentials: done and verified.")).toBeVisible();
  await expect(repair.getByText("Created payments-postgres.")).toBeVisible();
  await expect(page.getByText("1 missing credential")).toHaveCount(0);
  expect(await sandbox.writes()).toHaveLength(2);
});

test("the name of a connection that is gone is taken off the list", async ({ page, sandbox }) => {
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

test("a new attribute that is nearly a known one is asked about", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Attributes", "env:prdo");
  await expect(page.getByText("env:prdo is new. Did you mean env:prod?")).toBeVisible();
  await page.getByRole("button", { name: "Use env:prod" }).click();
  await expect(page.getByRole("button", { name: "Remove attribute env:prod" })).toBeVisible();
  await enter(page, "Attributes", "hoop-discovered");
  await page.getByRole("button", { name: /^hoop-discovered/ }).click();
  const matches = page.getByRole("region", { name: "Connections with hoop-discovered" });
  await expect(matches).toContainText(
    "Managed by hoop.dev: it can be added to other connections at any time.",
  );
  await audit(page);
  await page.getByRole("button", { name: /^env:prod/ }).click();
  await expect(matches).toHaveCount(0);
  const brought = page.getByRole("region", { name: "Connections with env:prod" });
  await expect(brought.getByRole("listitem").filter({ hasText: "prod-mysql" })).toContainText(
    "Not supported: mysql",
  );
  await audit(page);
});
