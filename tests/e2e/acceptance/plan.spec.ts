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

test("the plan says what a save will do, and updates with each edit", async ({ page, sandbox }) => {
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

test("each connection is one row with its source and the effect of a save", async ({
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

test("an edit that the gateway would reject has its error and fix at the field, and nothing is sent", async ({
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

test("revoking asks for confirmation; adding doesn't", async ({
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

test("the review's button names what it revokes, and pressing it confirms", async ({
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

test("leaving during a save doesn't lose its outcome", async ({
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

test("a new attribute that resembles a known one is questioned", async ({ page, sandbox }) => {
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

test("a typed connection id becomes the name, and the form shows both", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "etl-nightly");
  const all: { id: string; name: string }[] = await sandbox.call("GET", "/connections");
  const id = all.find((one) => one.name === "bastion")?.id ?? "";
  await enter(page, "Connections", id);
  const said = page.getByText(`${id} is the ID of bastion. Saving uses the name.`);
  await expect(said).toBeVisible();
  const rows = page.getByRole("table", { name: "Connections" });
  await expect(rows.getByRole("row", { name: /bastion/ })).toContainText("Created on save");
  await expect(rows).not.toContainText(id);
  await audit(page);
  await page.getByRole("button", { name: "Remove connection bastion" }).click();
  await expect(said).toHaveCount(0);
  await enter(page, "Connections", id);
  await save(page);
  await expect(result(page)).toContainText("1 credential created.");
  const stored = await sandbox.call("GET", "/machineidentities/etl-nightly");
  expect(stored.connection_names).toContain("bastion");
  expect(stored.connection_names).not.toContain(id);
});

test("a credential whose connection has connect access off is blocked before and after a save", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "ci-runner");
  const rows = page.getByRole("table", { name: "Connections" });
  await expect(rows.getByRole("row", { name: /bastion/ })).toContainText("Works");
  await sandbox.call("PATCH", "/connections/bastion", { access_mode_connect: "disabled" });
  await page.reload();
  await open(page, sandbox, "ci-runner");
  await expect(rows.getByRole("row", { name: /bastion/ })).toContainText(
    "Blocked: connect access off",
  );
  await expect(page.getByText(/\d+ reachable, 1 blocked/)).toBeVisible();
  await enter(page, "Attributes", "team:new");
  const blocked = plan(page).getByRole("group").filter({ hasText: "Blocked: connect access off" });
  await blocked.click();
  await expect(blocked.getByRole("listitem")).toContainText("bastion");
  // An open fold keeps its content when the plan changes.
  await enter(page, "Attributes", "team:newer");
  await enter(page, "Connections", "prod-postgres");
  await expect(plan(page)).toContainText("Creates");
  await expect(blocked.getByRole("listitem")).toContainText("bastion");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  await result(page).getByRole("button", { name: words.result.show }).click();
  await expect(
    result(page).getByRole("row", {
      name: "bastion: credential kept, blocked: connect access off as planned",
    }),
  ).toBeVisible();
});

test("of several problems, the one that the gateway would report comes first", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "etl-nightly");
  // The gateway looks the connections up before it stores an attribute (contract §5).
  await enter(page, "Attributes", `team:${"a".repeat(252)}`);
  await enter(page, "Connections", "no-such-one");
  const summary = page.getByRole("alert");
  await saveByKey(page);
  await expect(summary.getByRole("listitem").first()).toContainText("no-such-one");
});

test("a proxy that is off is known before the save, from the server’s configuration", async ({
  page,
  sandbox,
}) => {
  await fetch(`${sandbox.url}/_sandbox/listeners`, { method: "PUT", body: '{"ssh":""}' });
  await open(page, sandbox, "etl-nightly");
  await enter(page, "Connections", "bastion");
  await expect(page.getByText("The gateway’s SSH proxy is off").first()).toBeVisible();
  await saveByKey(page);
  await expect(page.getByRole("alert")).toContainText("SSH proxy is off");
  expect(await sandbox.writes()).toEqual([]);
  const targets = (await sandbox.requests()).map((request) => request.target);
  expect(targets.filter((target) => target.includes("/serverconfig"))).not.toEqual([]);
});
