// Deleting an identity: the dialog says what stops working, and the result claims only what was
// verified.

import { ADMIN, audit, expect, signIn, test } from "../helper";
import type { Sandbox } from "../sandbox";

async function ask(page: import("@playwright/test").Page, sandbox: Sandbox, name = "ci-runner") {
  await signIn(page, sandbox);
  // Rows are sorted again once connections and attributes have arrived.
  await expect(page.getByText("1 connection gone")).toBeVisible();
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  return page.getByRole("dialog", { name: `Delete ${name}?` });
}

const deletions = async (sandbox: Sandbox) =>
  (await sandbox.requests()).filter(({ method }) => method === "DELETE");

test("the dialog says what stops working and asks for the name", async ({ page, sandbox }) => {
  const live = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  const dialog = await ask(page, sandbox);
  for (const { connection_name } of live) await expect(dialog).toContainText(connection_name);
  await audit(page);
  const submit = dialog.getByRole("button", { name: `Delete and revoke ${live.length} credentials` });
  await submit.click();
  await expect(dialog.getByRole("textbox")).toHaveAttribute("aria-invalid", "true");
  expect(await deletions(sandbox)).toEqual([]);
  await dialog.getByRole("textbox").fill("ci-runner");
  await submit.click();
  const verified = `Deleted ci-runner. Verified: its ${live.length} credentials were revoked.`;
  await expect(page.getByText(verified)).toBeVisible();
  await expect(page.getByRole("searchbox", { name: "Search identities" })).toBeFocused();
  await expect(page.getByRole("link", { name: "ci-runner" })).toHaveCount(0);
  await expect(page.getByRole("row")).toHaveCount(17);
  expect(await deletions(sandbox)).toHaveLength(1);
});

test("a deleted identity doesn't come back when the statuses arrive", async ({ page, network }) => {
  const release = network.hold("/api/attributes");
  await signIn(page, network);
  await page.getByRole("button", { name: "Actions for idle" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete idle?" });
  await dialog.getByRole("textbox").fill("idle");
  await dialog.getByRole("button", { name: /^Delete/ }).click();
  const link = page.getByRole("link", { name: "idle", exact: true });
  await expect(link).toHaveCount(0);
  release();
  await expect(page.getByText("1 connection gone")).toBeVisible();
  await expect(link).toHaveCount(0);
});

test("open sessions are listed, and an unverified revocation isn't claimed", async ({
  page,
  sandbox,
}) => {
  const live = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  const [{ connection_name }] = live;
  const open = { identity: "ci-runner", connection: connection_name, status: "open" };
  const used = await fetch(`${sandbox.url}/_sandbox/use`, {
    method: "POST",
    body: JSON.stringify(open),
  });
  expect(used.status).toBe(201);
  const dialog = await ask(page, sandbox);
  await expect(dialog.getByRole("listitem").filter({ hasText: connection_name })).toContainText(
    "1 session is open",
  );
  await sandbox.arm("forbidden", "GET", "/api/sessions");
  await dialog.getByRole("textbox").fill("ci-runner");
  await dialog.getByRole("button", { name: /^Delete and revoke/ }).click();
  await expect(
    page.getByText("Deleted ci-runner. We couldn’t verify that its credentials were revoked."),
  ).toBeVisible();
});

test("Escape deletes nothing and returns the focus", async ({ page, sandbox }) => {
  const dialog = await ask(page, sandbox);
  await expect(dialog.getByRole("textbox")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Actions for ci-runner" })).toBeFocused();
  expect(await deletions(sandbox)).toEqual([]);
});

test("a deletion whose answer is lost is verified, not repeated", async ({ page, sandbox }) => {
  const dialog = await ask(page, sandbox);
  await sandbox.arm("cut-after", "DELETE", "/api/machineidentities/ci-runner");
  await dialog.getByRole("textbox").fill("ci-runner");
  await dialog.getByRole("button", { name: /^Delete and revoke/ }).click();
  await expect(page.getByText("Deleted ci-runner.")).toBeVisible({ timeout: 20_000 });
  expect(await deletions(sandbox)).toHaveLength(1);
});

test("an identity that someone else changed isn't deleted", async ({ page, sandbox }) => {
  const dialog = await ask(page, sandbox);
  await expect(dialog.getByRole("textbox")).toBeVisible();
  await sandbox.call("PUT", "/machineidentities/ci-runner", {
    name: "ci-runner",
    description: "theirs",
    attributes: [],
    connection_names: ["bastion"],
  });
  await dialog.getByRole("textbox").fill("ci-runner");
  await dialog.getByRole("button", { name: /^Delete and revoke/ }).click();
  await expect(dialog).toContainText("Not deleted: someone else changed this identity.");
  expect(await deletions(sandbox)).toEqual([]);
});

test("users who can't delete don't see the command", async ({ page, sandbox }) => {
  await signIn(page, sandbox, "sandbox-auditor-token");
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "New identity" })).toHaveCount(0);
  await expect(page.getByText("auditor, read-only").first()).toBeVisible();
});

const stored = (page: import("@playwright/test").Page) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes("deletion")));

for (const end of ["checked again", "forgotten"] as const) {
  test(`an unconfirmed deletion survives a reload until it is ${end}`, async ({ page, sandbox }) => {
    const dialog = await ask(page, sandbox);
    await sandbox.arm("cut-before", "DELETE", "/api/machineidentities/ci-runner");
    await dialog.getByRole("textbox").fill("ci-runner");
    await dialog.getByRole("button", { name: /^Delete and revoke/ }).click();
    await expect.poll(() => deletions(sandbox)).toHaveLength(1);
    await page.reload();
    await signIn(page, sandbox);
    const notice = page.getByRole("status").filter({ hasText: "the deletion of ci-runner" });
    await expect(notice).toContainText("We couldn’t confirm the deletion of ci-runner.");
    await audit(page);
    if (end === "checked again") {
      // The late write takes effect.
      await fetch(`${sandbox.url}/api/machineidentities/ci-runner`, {
        method: "DELETE",
        headers: { Authorization: `Bearer ${ADMIN}` },
      });
      await notice.getByRole("button", { name: "Check again" }).click();
      await expect(page.getByText("Deleted ci-runner.")).toBeVisible();
    } else {
      await notice.getByRole("button", { name: "Forget this deletion" }).click();
    }
    await expect(notice).toHaveCount(0);
    expect(await stored(page)).toEqual([]);
    const ours = (await deletions(sandbox)).filter(({ fault }) => fault);
    expect(ours).toHaveLength(1);
  });
}
