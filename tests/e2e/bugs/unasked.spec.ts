// Nothing is sent, replaced or discarded that the user didn't ask for.

import type { Page } from "@playwright/test";
import {
  ADMIN,
  enter,
  expect,
  open,
  plan,
  result,
  type Sandbox,
  save,
  saveByKey,
  signIn,
  test,
  write,
} from "../helper";
import { words } from "../words";

const SECRET = "note with hpk_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdef token";

const repair = (page: Page) => page.getByRole("region", { name: words.repair.region });

const name = (page: Page) => page.getByRole("textbox", { name: "Name", exact: true });

/** How many requests of a method the sandbox got. */
const sent = async (sandbox: Sandbox, method: string) =>
  (await sandbox.requests()).filter((request) => request.method === method).length;

/** An identity whose connections all come from an attribute that is then removed. */
async function openWithout(page: Page, sandbox: Sandbox, attribute: string) {
  const identity = { name: "qa", description: "", attributes: [attribute], connection_names: [] };
  await sandbox.call("POST", "/machineidentities", identity);
  await open(page, sandbox, "qa");
  await page.getByRole("button", { name: `Remove attribute ${attribute}` }).click();
}

async function chooseFromMenu(page: Page, identity: string, item: RegExp) {
  await page.getByRole("button", { name: `More actions for ${identity}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("a write from before a reload blocks others while the lists are read", async ({ page, sandbox, network }) => {
  page.on("dialog", (dialog) => dialog.accept());
  await open(page, network, "ci-runner");
  await write(page, "Description", "first");
  await sandbox.arm("late-write", "PUT", "/api/machineidentities/*", { millis: 6_000_000 });
  await save(page);
  await expect.poll(() => sent(sandbox, "PUT")).toBe(1);
  const release = network.hold("/api/connections");
  await page.reload();
  await signIn(page, network, ADMIN, "#/identities/ci-runner/settings");
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("first");
  await expect(page.getByRole("button", { name: words.review.save })).toHaveAttribute("aria-disabled", "true");
  await saveByKey(page);
  release();
  await expect(result(page).getByText("Saving is paused until we know")).toBeVisible({ timeout: 40_000 });
  expect(await sent(sandbox, "PUT")).toBe(1);
});

test("what can be saved waits for the decision about a secret", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await enter(page, "Connections", "prod-mysql");
  await write(page, "Description", "fine");
  await save(page);
  const rest = plan(page).getByRole("button", { name: "Save what can be saved…" });
  await expect(rest).toBeVisible();
  await write(page, "Description", SECRET);
  await expect(rest).toBeHidden();
  await write(page, "Description", "fine");
  await save(page);
  await rest.click();
  const act = repair(page).getByRole("button", { name: /^(Repair|Create|Revoke)/ });
  await expect(act).toBeVisible();
  // The secret is typed after the offer.
  await write(page, "Description", SECRET);
  await act.click();
  await expect(page.getByText(/^Fix \d problems? to save$/).first()).toBeVisible();
  await expect(act).toBeVisible();
  expect(await sent(sandbox, "PUT")).toBe(0);
});

test("a rename with the save and the revocation changes the URL", async ({ page, sandbox }) => {
  await openWithout(page, sandbox, "env:prod");
  await write(page, "Name", "qa-2");
  await plan(page).getByRole("button", { name: /^Save and revoke/ }).click();
  await expect(page).toHaveURL(/#\/identities\/qa-2/);
  await expect(page.getByRole("heading", { name: "qa-2" })).toBeVisible();
});

test("a reason goes with one save, also where that revokes", async ({ page, sandbox }) => {
  await openWithout(page, sandbox, "env:prod");
  const reason = plan(page).getByRole("textbox");
  await reason.fill("INC-1");
  await plan(page).getByRole("button", { name: /^Save and revoke/ }).click();
  await expect(repair(page)).toContainText("done and verified");
  await enter(page, "Connections", "api-proxy");
  await expect(reason).toHaveValue("");
});

test("a copy’s edits survive a reload, and leave those of a new identity alone", async ({ page, sandbox }) => {
  page.on("dialog", (dialog) => dialog.accept());
  await signIn(page, sandbox, ADMIN, "#/new");
  await name(page).fill("brand-new");
  await page.goto(`${sandbox.url}#/identities/ci-runner`);
  await page.getByRole("button", { name: "Leave", exact: true }).click();
  await chooseFromMenu(page, "ci-runner", /^Duplicate/);
  await expect(name(page)).toHaveValue("ci-runner-copy");
  await name(page).fill("typed");
  const copy = new URL(page.url()).hash;
  await page.reload();
  await signIn(page, sandbox, ADMIN, copy);
  await expect(name(page)).toHaveValue("typed");
  await page.goto(`${sandbox.url}#/new`);
  await page.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(name(page)).toHaveValue("brand-new");
});

test("a repair of what is stored waits for the edits", async ({ page, sandbox }) => {
  await open(page, sandbox, "staging-reporter");
  await page.getByRole("button", { name: "Revoke 2 credentials" }).click();
  const revoke = repair(page).getByRole("button", { name: /^Revoke \d credentials?/ });
  await expect(revoke).toBeEnabled();
  await write(page, "Description", "typed while it is offered");
  await expect(revoke).toHaveAttribute("aria-disabled", "true");
  await expect(repair(page)).toContainText("Save or discard your edits first");
  await revoke.click({ force: true });
  expect(await sent(sandbox, "PATCH")).toBe(0);
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("typed while it is offered");
});

test("a repair that sent nothing says so, and reads no list", async ({ page, sandbox }) => {
  await sandbox.arm("error-500", "GET", "/api/connections", { times: 1000 });
  await open(page, sandbox, "ci-runner");
  const unread = page.getByText("Connections and attributes can’t be suggested or checked.");
  await expect(unread).toBeVisible();
  await chooseFromMenu(page, "ci-runner", /^Revoke all access/);
  const panel = page.getByRole("region", { name: "Revoke all access" });
  await panel.getByRole("button", { name: /^Revoke/ }).click();
  await expect(panel).toContainText("Nothing was sent.");
  await expect(panel).not.toContainText("may have saved");
  await expect(unread).toBeVisible();
});

/** Edits of night-watch that leave credentials behind. */
async function editNightWatch(page: Page, sandbox: Sandbox) {
  await open(page, sandbox, "night-watch");
  await enter(page, "Attributes", "env:prod");
  await page.getByRole("button", { name: "Remove connection payments-postgres" }).click();
  await page.getByRole("button", { name: "Remove attribute hoop-discovered" }).click();
}

const saveAndRevoke = (page: Page) => plan(page).getByRole("button", { name: /^Save and revoke \d/ });

test("someone else’s changes met by a repair are merged, not taken back", async ({ page, sandbox }) => {
  await editNightWatch(page, sandbox);
  const theirs = {
    name: "night-watch",
    description: "changed by other",
    attributes: ["hoop-discovered", "tier:critical", "team:ai"],
    connection_names: ["payments-postgres", "bastion"],
  };
  await sandbox.call("PUT", "/machineidentities/night-watch", theirs);
  await saveAndRevoke(page).click();
  const conflict = page.getByRole("region", { name: words.conflict.region });
  await expect(conflict.getByText("Merged, no choice needed (3)")).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/night-watch");
  expect(now.description).toBe("changed by other");
  await expect(saveAndRevoke(page)).toBeHidden();
});

test("after a save that also revokes there is nothing left to save", async ({ page, sandbox }) => {
  await editNightWatch(page, sandbox);
  await saveAndRevoke(page).click();
  await expect(repair(page)).toContainText("done and verified");
  await expect(plan(page)).toBeHidden();
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await signIn(page, sandbox, ADMIN, "#/identities/night-watch");
  await expect(page.getByRole("button", { name: "Remove attribute env:prod" })).toBeVisible();
  await expect(page.getByText(words.result.restored)).toBeHidden();
});

test("an attribute that is removed and entered again is no edit", async ({ page, sandbox }) => {
  await open(page, sandbox, "night-watch");
  await page.getByRole("button", { name: "Remove attribute hoop-discovered" }).click();
  await expect(plan(page)).toBeVisible();
  await enter(page, "Attributes", "hoop-discovered");
  await expect(plan(page)).toBeHidden();
});

test("Backspace after a filter and a space takes the space", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  const search = page.getByRole("searchbox", { name: "Search identities" });
  await search.pressSequentially("attribute:team:ai ");
  const chip = page.getByRole("search").getByRole("button", { name: /team:ai/ });
  await expect(chip).toHaveCount(1);
  await search.press("Space");
  await search.press("Backspace");
  await expect(chip).toHaveCount(1);
  await search.press("Backspace");
  await expect(chip).toHaveCount(0);
});
