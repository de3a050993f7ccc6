import { audit, confirm, enter, expect, open, plan, save, signIn, test } from "../helper";

test("the plan says what saving will do, and follows each edit", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await expect(plan(page).getByText("Nothing: there is no change.")).toBeVisible();
  await enter(page, "Attributes", "env:prod", "team:backend");
  await expect(plan(page)).toContainText("1 field changes");
  const made = plan(page).getByRole("listitem").filter({ hasText: "api-proxy" });
  await expect(made).toContainText("through “team:backend”");
  await expect(plan(page)).toContainText("Matched but skipped");
  await enter(page, "Connections", "bastion");
  await expect(plan(page)).toContainText("bastionlisted");
  await audit(page);
  await save(page);
  await expect(page.getByText("Saved, and read back from the gateway")).toBeVisible();
  const live: { connection_name: string }[] = await sandbox.call(
    "GET",
    "/machineidentities/backend-prod/credentials",
  );
  const found = page.getByRole("table").filter({ hasText: "Planned" });
  for (const { connection_name } of live) {
    await expect(
      found.getByRole("row", { name: `${connection_name}: a new credential as planned` }),
    ).toBeVisible();
  }
  await expect(plan(page).getByText("Nothing: there is no change.")).toBeVisible();
});

test("what the gateway would refuse is on its field with the way out, and nothing is sent", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "etl-nightly");
  await enter(page, "Connections", "no-such-one", "prod-mysql", "events-mongodb");
  await expect(page.getByText("There is no connection “no-such-one”.").first()).toBeVisible();
  await expect(page.getByText("identities cannot use the type mysql").first()).toBeVisible();
  await expect(plan(page)).toContainText("It cannot be saved yet: 3 things are in the way.");
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
    page.getByText("has a credential for “grafana” already, through “team:sre”").first(),
  ).toBeVisible();
  await expect(plan(page)).toContainText("Sent all the same");
  await save(page);
  expect(await sandbox.writes()).toHaveLength(0);

  await page.getByRole("button", { name: "Save what can be saved…" }).click();
  const mend = page.getByRole("region", { name: "Repair" });
  await expect(mend).toBeFocused();
  await audit(page);
  const part = mend.locator(".mend__offer").first();
  await expect(part).toContainText("Makes “api-proxy”.");
  await part.getByRole("button", { name: "Run it" }).click();
  await expect(mend.getByText("Save what can be saved: done, and read back.")).toBeVisible();
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
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("ci-builder");
  await expect(plan(page)).toContainText("Credentials revoked (1)");
  await save(page);
  const dialog = page.getByRole("dialog", { name: "This stops something from working" });
  await expect(dialog).toContainText("bastion");
  await expect(dialog).toContainText("ci-runner");
  await expect(dialog.getByRole("button", { name: "Back to editing" })).toBeFocused();
  await audit(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  expect(await sandbox.writes()).toHaveLength(0);
  await save(page);
  await confirm(page);
  await expect(page.getByText("Saved, and read back from the gateway")).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(1);
  const live = await sandbox.call("GET", "/machineidentities/ci-builder/credentials");
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
  await other.getByRole("textbox", { name: "Description" }).fill("theirs");
  await enter(other, "Connections", "api-proxy");
  await save(other);
  await expect(other.getByText("Saved, and read back from the gateway")).toBeVisible();

  await page.getByRole("textbox", { name: "Description" }).fill("mine");
  await enter(page, "Connections", "grafana");
  await save(page);
  const conflict = page.getByRole("region", { name: "somebody else has changed it" });
  await expect(conflict).toBeFocused();
  expect(await sandbox.writes()).toHaveLength(1);
  const description = conflict.getByRole("group", { name: "Description" });
  await expect(description).toContainText("theirs");
  await expect(description).toContainText("mine");
  await expect(conflict.getByText("Choose a side where both changed it.")).toBeVisible();
  await audit(page);
  // It says why it does nothing yet.
  await conflict.getByRole("button", { name: "Go on with this" }).click({ force: true });
  await expect(conflict).toBeVisible();
  await description.getByRole("radio", { name: "Mine" }).check();
  await conflict.getByRole("button", { name: "Go on with this" }).click();
  await expect(conflict).toBeHidden();
  // The lists took both additions; the plan is computed anew, and says only what is mine.
  await expect(page.getByRole("button", { name: "Remove connection api-proxy" })).toBeVisible();
  await expect(plan(page)).toContainText("New credentials (1)");
  await save(page);
  await expect(page.getByText("Saved, and read back from the gateway")).toBeVisible();
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
  await expect(page.getByRole("status").getByText("Saving…")).toBeVisible();
  await expect.poll(async () => (await sandbox.writes()).length).toBe(1);
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(kept).toContain("write:");
  for (const secret of await sandbox.secrets()) expect(kept).not.toContain(secret);
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await signIn(page, sandbox, undefined, "#/identities/backend-prod");
  await expect(page.getByText("The answer was lost on the way.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "1 new credential" })).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(1);
  expect(await page.evaluate(() => Object.keys(sessionStorage).join())).not.toContain("write:");
});

test("a left-over credential is found, and ended", async ({ page, sandbox }) => {
  await open(page, sandbox, "staging-reporter");
  await expect(plan(page)).toContainText("Left over: live, but no longer assigned (2)");
  await plan(page).getByRole("button", { name: "Revoke them…" }).click();
  const mend = page.getByRole("region", { name: "Repair" });
  await expect(mend).toContainText("Ends “k8s-staging” and “staging-postgres”.");
  await expect(mend).toContainText("It touches no other identity.");
  await audit(page);
  await mend.getByRole("button", { name: "Run it" }).click();
  await expect(mend.getByText("End what is left over: done, and read back.")).toBeVisible();
  await expect(plan(page)).not.toContainText("Left over");
  expect(await sandbox.call("GET", "/machineidentities/staging-reporter/credentials")).toEqual([]);
});

test("a missing credential is made again in two saves", async ({ page, sandbox }) => {
  await open(page, sandbox, "payments-reconciler");
  await plan(page).getByRole("button", { name: "Repair…" }).click();
  const mend = page.getByRole("region", { name: "Repair" });
  await mend.getByRole("button", { name: "Run the 2 steps" }).click();
  await expect(mend.getByText("Make the missing credentials: done, and read back.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "1 new credential" })).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(2);
});

test("the name of a connection that is gone is taken off the list", async ({ page, sandbox }) => {
  await open(page, sandbox, "billing-exporter");
  await expect(plan(page)).toContainText("no such connection");
  await plan(page).getByRole("button", { name: "Repair…" }).click();
  const mend = page.getByRole("region", { name: "Repair" });
  await mend.getByRole("button", { name: "Run it" }).click();
  await expect(mend.getByText("done, and read back.")).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/billing-exporter");
  expect(now.connection_names).toEqual(["api-proxy"]);
});

test("a new attribute that is nearly a known one is asked about", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Attributes", "env:prdo");
  await expect(page.getByText("“env:prdo” is new. Did you mean “env:prod”?")).toBeVisible();
  await page.getByRole("button", { name: "Use env:prod" }).click();
  await expect(page.getByRole("button", { name: "Remove attribute env:prod" })).toBeVisible();
  await enter(page, "Attributes", "hoop-discovered");
  await page.getByText("What these attributes bring").click();
  await expect(page.getByText("Managed by hoop.dev: it may be given to other connections")).toBeVisible();
  await expect(page.getByText("skipped: identities cannot use the type mysql")).toBeVisible();
  await audit(page);
});
