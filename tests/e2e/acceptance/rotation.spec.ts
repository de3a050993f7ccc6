import type { Page } from "@playwright/test";
import { audit, card, expect, fetchAll, open, Sandbox, secretOf, signIn, test, toggle, vault } from "../helper";
import { words } from "../words";

/** Rotates the open credential and confirms. */
async function rotate(page: Page, name: string) {
  await card(page, name).getByRole("button", { name: `Rotate ${name}` }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate 1 credential?" });
  await dialog.getByRole("button", { name: "Rotate 1 credential" }).click();
}

const ROTATED = "New secret. The old secret no longer works.";

const rotations = async (sandbox: Sandbox) =>
  (await sandbox.requests()).filter(({ target }) => target.endsWith("/rotate"));

test("rotating a credential reports the old secret as revoked", async ({ page, sandbox }) => {
  const before = await secretOf(sandbox, "ci-runner", "bastion");
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await toggle(page, "bastion");
  await card(page, "bastion").getByRole("button", { name: "Rotate bastion" }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate 1 credential?" });
  await expect(dialog).toContainText("The old secret stops working immediately.");
  await expect(dialog.getByRole("listitem")).toContainText(["bastion"]);
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await audit(page);
  await dialog.getByRole("button", { name: "Rotate 1 credential" }).click();
  await expect(page.getByText("1 credential rotated and verified.")).toBeVisible();
  await expect(page.getByText(ROTATED)).toBeVisible();
  expect(await secretOf(sandbox, "ci-runner", "bastion")).not.toBe(before);
  expect(await rotations(sandbox)).toHaveLength(1);
});

test("a rotation whose answer is cut is looked up, and sent once", async ({ page, sandbox }) => {
  const before = await secretOf(sandbox, "ci-runner", "bastion");
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  for (const name of ["bastion", "deploy-repo"]) {
    await vault(page).getByRole("checkbox", { name: words.credentials.choose(name) }).check();
  }
  await sandbox.arm("cut-after", "POST", "/api/machineidentities/*");
  await vault(page).getByRole("button", { name: "Rotate 2 credentials" }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate 2 credentials?" });
  await expect(dialog.getByRole("listitem")).toContainText(["deploy-repo", "bastion"]);
  await dialog.getByRole("button", { name: "Rotate 2 credentials" }).click();
  await expect(page.getByText(ROTATED)).toHaveCount(2);
  expect(await secretOf(sandbox, "ci-runner", "bastion")).not.toBe(before);
  expect(await rotations(sandbox)).toHaveLength(2);
});

test("a rotation through a proxy that is off isn't sent, and the old secret still works", async ({
  page,
  sandbox,
}) => {
  const before = await secretOf(sandbox, "ci-runner", "bastion");
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await fetch(`${sandbox.url}/_sandbox/listeners`, { method: "PUT", body: '{"ssh":""}' });
  await toggle(page, "bastion");
  await rotate(page, "bastion");
  const outcome = page.getByRole("region", { name: "Result of the rotation" });
  await expect(outcome).toContainText("0 of 1 credential rotated.");
  await expect(outcome).toContainText(
    "Not rotated. Rotating would revoke it without creating a new one. The gateway’s SSH proxy is off.",
  );
  expect(await rotations(sandbox)).toHaveLength(0);
  expect(await secretOf(sandbox, "ci-runner", "bastion")).toBe(before);
});

test("a rotation that would revoke the credential isn't offered, and one that did is reported", async ({
  page,
  sandbox,
}) => {
  // A client that can't read the server's configuration, as the element, can't know this in advance.
  await sandbox.arm("forbidden", "GET", "/api/serverconfig/misc", { times: 1_000 });
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await fetch(`${sandbox.url}/_sandbox/listeners`, { method: "PUT", body: '{"ssh":""}' });
  await toggle(page, "bastion");
  await rotate(page, "bastion");
  await expect(page.getByText("The old secret was revoked and no new one created.")).toBeVisible();
  await expect(page.getByText("1 missing credential", { exact: true })).toBeVisible();
  await expect(vault(page).getByRole("row").filter({ hasText: "bastion" })).toContainText("Missing");

  // Every client knows of this proxy.
  await fetch(`${sandbox.url}/_sandbox/listeners`, { method: "PUT", body: '{"postgres":""}' });
  await page.reload();
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await toggle(page, "staging-postgres");
  const postgres = card(page, "staging-postgres");
  await expect(postgres).toContainText("Rotating would revoke it without creating a new one.");
  await expect(postgres.getByRole("button", { name: /^Rotate/ })).toHaveCount(0);
});

test("a rotation while connect access is off says that the new secret is refused too", async ({
  page,
  sandbox,
}) => {
  const before = await secretOf(sandbox, "ci-runner", "deploy-repo");
  await sandbox.call("PATCH", "/connections/deploy-repo", { access_mode_connect: "disabled" });
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await toggle(page, "deploy-repo");
  const refused = "Connect access is off. The new secret is refused too until it’s on.";
  await expect(card(page, "deploy-repo")).toContainText(refused);
  await card(page, "deploy-repo").getByRole("button", { name: "Rotate deploy-repo" }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate 1 credential?" });
  await expect(dialog).toContainText(refused);
  await audit(page);
  await dialog.getByRole("button", { name: "Rotate 1 credential" }).click();
  const outcome = page.getByRole("region", { name: "Result of the rotation" });
  await expect(outcome).toContainText(`${ROTATED}${refused}`);
  expect(await secretOf(sandbox, "ci-runner", "deploy-repo")).not.toBe(before);
});

test("leaving during a rotation doesn't lose its outcome", async ({
  page,
  sandbox,
}) => {
  const before = await secretOf(sandbox, "ci-runner", "bastion");
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await toggle(page, "bastion");
  await sandbox.arm("slow", "POST", "/api/machineidentities/*", { millis: 60_000 });
  await rotate(page, "bastion");
  await expect.poll(async () => (await rotations(sandbox)).length).toBe(1);
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(kept).toContain(":write:");
  for (const secret of await sandbox.secrets()) expect(kept).not.toContain(secret);
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await signIn(page, sandbox, undefined, "#/identities/ci-runner");
  await expect(page.getByText(ROTATED)).toBeVisible();
  expect(await secretOf(sandbox, "ci-runner", "bastion")).not.toBe(before);
  expect(await rotations(sandbox)).toHaveLength(1);
  expect(await page.evaluate(() => Object.keys(sessionStorage).join())).not.toContain(":write:");
});
