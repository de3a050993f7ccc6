// Deletions: what is said belongs to the identity it is about, on every page, and nothing else is written
// while the outcome is unknown.

import type { Page } from "@playwright/test";
import { ADMIN, enter, expect, open, plan, type Sandbox, save, show, signIn, test, write } from "../helper";
import { words } from "../words";

const LEASE = 6_000_000;

const question = (page: Page, name: string) => page.getByRole("dialog", { name: `Delete ${name}?` });

const unconfirmed = (page: Page, name: string) =>
  page.getByRole("status").filter({ hasText: `We couldn’t confirm the deletion of ${name}.` });

/** Asks on the identity's own page. */
async function askThere(page: Page, name: string) {
  await page.getByRole("button", { name: `More actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
}

/** Asks in the list. */
async function askInList(page: Page, name: string) {
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
}

async function agree(page: Page, name: string) {
  await question(page, name).getByRole("textbox").fill(name);
  await question(page, name).getByRole("button", { name: /^Delete/ }).click();
}

const sent = async (sandbox: Sandbox, method: string) =>
  (await sandbox.requests()).filter((request) => request.method === method).length;

/** Starts a deletion whose outcome stays unknown, and comes back after a reload. */
async function loseDeletion(page: Page, sandbox: Sandbox, name: string, back: string) {
  await sandbox.arm("late-write", "DELETE", `/api/machineidentities/${name}`, { millis: LEASE });
  await open(page, sandbox, name);
  await askThere(page, name);
  await agree(page, name);
  await expect.poll(() => sent(sandbox, "DELETE")).toBe(1);
  await page.reload();
  await signIn(page, sandbox, ADMIN, back);
}

test("an unconfirmed deletion is shown on the identity’s page, and blocks every other write", async ({ page, sandbox }) => {
  page.on("dialog", (dialog) => dialog.accept());
  await loseDeletion(page, sandbox, "ci-runner", "#/identities/ci-runner/settings");
  await expect(unconfirmed(page, "ci-runner")).toBeVisible();
  await write(page, "Description", "mine");
  await expect(plan(page).getByText("Saving is paused until we know whether the identity was deleted")).toBeVisible();
  await expect(plan(page).getByRole("button", { name: words.review.save })).toHaveAttribute("aria-disabled", "true");
  await plan(page).getByRole("button", { name: words.review.save }).click({ force: true });
  await page.keyboard.press("ControlOrMeta+s");
  await askThere(page, "ci-runner");
  await expect(question(page, "ci-runner")).toHaveCount(0);
  await expect(page.locator(":focus")).toContainText("We couldn’t confirm the deletion of ci-runner.");
  expect(await sent(sandbox, "PUT")).toBe(0);
  expect(await sent(sandbox, "DELETE")).toBe(1);
});

test("the end of another identity’s deletion leaves the page and its edits alone", async ({ page, sandbox }) => {
  page.on("dialog", (dialog) => dialog.accept());
  await loseDeletion(page, sandbox, "ci-runner", "#/identities/backend-prod/settings");
  await expect(unconfirmed(page, "ci-runner")).toBeVisible();
  await write(page, "Description", "mine");
  await sandbox.call("DELETE", "/machineidentities/ci-runner");
  await unconfirmed(page, "ci-runner").getByRole("button", { name: "Check again" }).click();
  await expect(page.getByText("Deleted ci-runner.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("backend-prod");
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("mine");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.getByText("Deleted ci-runner.")).toHaveCount(0);
});

test("the list says what became of a deletion on the identity’s page", async ({ page, sandbox }) => {
  const live = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  await open(page, sandbox, "ci-runner");
  await askThere(page, "ci-runner");
  await agree(page, "ci-runner");
  await expect(page.getByText(`Deleted ci-runner. Verified: its ${live.length} credentials were revoked.`)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Machine identities");
});

test("what was read for a dialog that was closed doesn’t show in the next one", async ({ page, network, sandbox }) => {
  const { id } = await sandbox.call("GET", "/machineidentities/idle");
  await signIn(page, network);
  await expect(page.getByText("1 connection gone")).toBeVisible();
  const release = network.hold("/api/machineidentities/idle");
  await askInList(page, "idle");
  await question(page, "idle").getByRole("button", { name: "Cancel" }).click();
  await askInList(page, "ci-runner");
  await expect(question(page, "ci-runner").getByText("Type ci-runner to confirm.")).toBeVisible();
  const late = page.waitForResponse((it) => it.url().includes("/api/machineidentities/idle/credentials"));
  const sessions = page.waitForResponse((it) => it.url().includes("/api/sessions") && it.url().includes(id));
  release();
  await late;
  await sessions;
  await question(page, "ci-runner").getByRole("textbox").fill("ci-runner");
  await expect(question(page, "ci-runner").getByText("Type ci-runner to confirm.")).toBeVisible();
  await question(page, "ci-runner").getByRole("button", { name: /^Delete/ }).click();
  await expect(page.getByText("Deleted ci-runner.")).toBeVisible();
  const gone = (await sandbox.requests()).filter(({ method }) => method === "DELETE");
  expect(gone.map(({ target }) => target)).toEqual(["/api/machineidentities/ci-runner"]);
});

test("an identity whose save is unconfirmed isn’t deleted", async ({ page, sandbox }) => {
  page.on("dialog", (dialog) => dialog.accept());
  await open(page, sandbox, "ci-runner");
  await write(page, "Description", "first");
  await sandbox.arm("late-write", "PUT", "/api/machineidentities/*", { millis: LEASE });
  await save(page);
  await expect.poll(() => sent(sandbox, "PUT")).toBe(1);
  await page.reload();
  await signIn(page, sandbox);
  await expect(page.getByText("1 connection gone")).toBeVisible();
  await askInList(page, "ci-runner");
  await expect(question(page, "ci-runner")).toContainText("An earlier change to this identity is unconfirmed");
  await expect(question(page, "ci-runner").getByRole("textbox")).toHaveCount(0);
  expect(await sent(sandbox, "DELETE")).toBe(0);
});

test("a failed deletion says which credentials it has cost", async ({ page, network, sandbox }) => {
  const live = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  const { name, description, attributes } = await sandbox.call("GET", "/machineidentities/ci-runner");
  await signIn(page, network);
  await expect(page.getByText("1 connection gone")).toBeVisible();
  network.answer = async ({ method }, response) => {
    if (method !== "DELETE") return false;
    // As the gateway: it revokes, then fails.
    await sandbox.call("PUT", "/machineidentities/ci-runner", { name, description, attributes, connection_names: [] });
    response.writeHead(500, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ message: "failed deleting machine identity: no space left" }));
    return true;
  };
  await askInList(page, "ci-runner");
  await agree(page, "ci-runner");
  await expect(question(page, "ci-runner")).toContainText("ci-runner was not deleted");
  const left = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  const lost = live.length - left.length;
  expect(lost).toBeGreaterThan(0);
  await expect(question(page, "ci-runner")).toContainText(new RegExp(`${lost} credentials? (was|were) revoked: `));
  await expect(question(page, "ci-runner")).not.toContainText("Checking");
});

test("signing out asks about an unconfirmed deletion", async ({ page, sandbox }) => {
  page.on("dialog", (dialog) => dialog.accept());
  await loseDeletion(page, sandbox, "ci-runner", "");
  await expect(unconfirmed(page, "ci-runner")).toBeVisible();
  await page.getByRole("button", { name: words.connect.account }).click();
  await page.getByRole("menuitem", { name: words.connect.signOut }).click();
  const leave = page.getByRole("dialog", { name: "Sign out?" });
  await expect(leave).toContainText("A deletion is still unconfirmed.");
  await leave.getByRole("button", { name: "Stay signed in" }).click();
  await expect(unconfirmed(page, "ci-runner")).toBeVisible();
});

test("a token that expires in the dialog leads to signing in, and back", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  await expect(page.getByText("1 connection gone")).toBeVisible();
  await sandbox.arm("revoked-token", "GET", "/api/machineidentities/idle");
  await askInList(page, "idle");
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await again.getByLabel(words.connect.token).fill(ADMIN);
  await again.getByRole("button", { name: words.connect.submit }).click();
  await expect(again).toHaveCount(0);
  await expect(question(page, "idle").getByText("Type idle to confirm.")).toBeVisible();
});

test("the credentials on screen follow a save", async ({ page, sandbox }) => {
  const identity = { name: "qa", description: "", attributes: [], connection_names: ["bastion", "prod-postgres"] };
  await sandbox.call("POST", "/machineidentities", identity);
  await open(page, sandbox, "qa", "credentials");
  await page.getByRole("button", { name: words.credentials.load }).click();
  const row = (name: string) => page.getByRole("table", { name: "Credentials of this identity" }).getByRole("row", { name: new RegExp(name) });
  await expect(row("bastion")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all credentials" }).check();
  await show(page, "access");
  await page.getByRole("button", { name: "Remove connection bastion" }).click();
  await enter(page, "Connections", "analytics-warehouse");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  await show(page, "credentials");
  await expect(row("analytics-warehouse").getByRole("checkbox")).toBeVisible();
  await expect(row("bastion")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Rotate 1 credential" })).toBeVisible();
});
