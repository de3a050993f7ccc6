// What someone else stored is never taken back by edits that nobody made (G15).

import type { Page } from "@playwright/test";
import {
  ADMIN,
  audit,
  card,
  enter,
  expect,
  fetchAll,
  open,
  plan,
  result,
  type Sandbox,
  save,
  show,
  signIn,
  test,
  toggle,
  vault,
  write,
} from "../helper";
import type { Proxy } from "../proxy";
import { words } from "../words";

const description = (page: Page) => page.getByRole("textbox", { name: "Description", exact: true });

const conflict = (page: Page) => page.getByRole("region", { name: words.conflict.region });

/** Changes an identity as another client does. */
async function change(sandbox: Sandbox, identity: string, fields: object) {
  const target = `/machineidentities/${identity}`;
  const { name, description, attributes, connection_names } = await sandbox.call("GET", target);
  const body = { name, description, attributes, connection_names, ...fields };
  await sandbox.call("PUT", target, body);
}

/** Holds back the first read of a path, until it is released. */
function holdFirst(network: Proxy, path: string) {
  const held = { isHeld: false, release: () => {} };
  const released = new Promise<void>((resolve) => (held.release = resolve));
  network.answer = async ({ method, url }) => {
    if (!held.isHeld && method === "GET" && url === path) {
      held.isHeld = true;
      await released;
    }
    return false;
  };
  return held;
}

const THEIRS = {
  description: "theirs",
  attributes: ["team:x"],
  connection_names: ["deploy-repo", "bastion", "grafana"],
};

/** Rotates a credential of the open list. */
async function rotate(page: Page, name: string) {
  await toggle(page, name);
  await card(page, name).getByRole("button", { name: `Rotate ${name}` }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate 1 credential?" });
  await dialog.getByRole("button", { name: "Rotate 1 credential" }).click();
}

test("loading credentials takes in what someone else saved", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await change(sandbox, "ci-runner", THEIRS);
  await fetchAll(page);
  await expect(vault(page).getByRole("button", { name: "grafana", exact: true })).toBeVisible();
  await show(page, "settings");
  await expect(description(page)).toHaveValue("theirs");
  await expect(plan(page)).toBeHidden();
  await show(page, "access");
  await enter(page, "Attributes", "env:prod");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/ci-runner");
  expect(now.description).toBe("theirs");
  expect(now.attributes.toSorted()).toEqual(["env:prod", "team:x"]);
  expect(now.connection_names).toEqual(THEIRS.connection_names);
});

test("edits stay beside what loading credentials takes in", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await page.getByRole("button", { name: "Remove connection deploy-repo" }).click();
  await page.getByRole("combobox", { name: "Attributes" }).fill("env:half");
  await change(sandbox, "ci-runner", THEIRS);
  await fetchAll(page);
  await expect(vault(page).getByRole("button", { name: "grafana", exact: true })).toBeVisible();
  await show(page, "access");
  await expect(conflict(page)).toBeHidden();
  await expect(page.getByRole("combobox", { name: "Attributes" })).toHaveValue("env:half");
  await expect(page.getByRole("button", { name: "Remove attribute team:x" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove connection grafana" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove connection deploy-repo" })).toBeHidden();
  await show(page, "settings");
  await expect(description(page)).toHaveValue("theirs");
});

test("what both sides changed is asked when a rotation finds it", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await write(page, "Description", "mine");
  await fetchAll(page);
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
  await change(sandbox, "ci-runner", THEIRS);
  await rotate(page, "bastion");
  await expect(conflict(page)).toContainText("Your edits are still here. Choose what to keep");
  await expect(conflict(page)).not.toContainText("Not saved.");
  await conflict(page).getByRole("radio", { name: words.conflict.yours("Description") }).check();
  await conflict(page).getByRole("button", { name: words.conflict.use }).click();
  await show(page, "settings");
  await expect(description(page)).toHaveValue("mine");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/ci-runner");
  expect(now).toMatchObject({ ...THEIRS, description: "mine" });
});

test("a later reading renews the conflict in view, and the choice between other values", async ({ page, sandbox, network }) => {
  await open(page, network, "ci-runner");
  const held = holdFirst(network, "/api/machineidentities/ci-runner");
  await fetchAll(page);
  await expect.poll(() => held.isHeld).toBe(true);
  await write(page, "Description", "mine");
  await change(sandbox, "ci-runner", THEIRS);
  await save(page);
  await conflict(page).getByRole("radio", { name: words.conflict.theirs("Description") }).check();
  await change(sandbox, "ci-runner", { description: "theirs again" });
  held.release();
  const row = conflict(page).getByRole("row", { name: /^Description/ });
  await expect(row).toContainText("theirs again");
  await expect(row).toContainText("Not chosen");
  await row.getByRole("radio", { name: words.conflict.theirs("Description") }).check();
  await conflict(page).getByRole("button", { name: words.conflict.use }).click();
  await show(page, "settings");
  await expect(description(page)).toHaveValue("theirs again");
  await expect(plan(page)).toBeHidden();
});

test("an answer from before a save doesn’t put the old identity back", async ({ page, sandbox, network }) => {
  await open(page, network, "ci-runner");
  // The identity was read before, and its credentials are read after the save.
  const held = holdFirst(network, "/api/machineidentities/ci-runner/credentials");
  await fetchAll(page);
  await expect.poll(() => held.isHeld).toBe(true);
  await show(page, "access");
  await enter(page, "Connections", "grafana");
  await write(page, "Description", "saved");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  held.release();
  await show(page, "credentials");
  await expect(vault(page).getByRole("button", { name: "grafana", exact: true })).toBeVisible();
  await show(page, "settings");
  await expect(description(page)).toHaveValue("saved");
  await expect(plan(page)).toBeHidden();
});

test("a re-save that meets someone else’s change keeps it beside the edits", async ({ page, sandbox }) => {
  await open(page, sandbox, "staging-reporter");
  await enter(page, "Connections", "staging-postgres");
  await save(page);
  await page.getByRole("button", { name: "Save what can be saved…" }).click();
  const repair = page.getByRole("region", { name: words.repair.region });
  const replace = repair.locator(".repair__offer").nth(1);
  await expect(replace).toContainText("Re-save");
  await change(sandbox, "staging-reporter", { description: "theirs" });
  await replace.getByRole("button", { name: /^(Repair|Create|Revoke)/ }).click();
  await expect(page.getByRole("button", { name: "Remove connection staging-postgres" })).toBeVisible();
  await show(page, "settings");
  await expect(description(page)).toHaveValue("theirs");
  await expect(plan(page)).not.toContainText("Description");
});

/** Leaves an identity with edits, which the tab keeps. */
async function leave(page: Page) {
  await page.getByRole("link", { name: words.list.back }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave", exact: true }).click();
  await expect(page.getByRole("heading", { name: words.list.title })).toBeVisible();
}

/** Loads the page again, and goes on where it was. */
async function reload(page: Page, sandbox: Sandbox, fragment = "#/identities/ci-runner") {
  page.removeAllListeners("dialog").on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await signIn(page, sandbox, ADMIN, fragment);
}

test("kept edits of one field take back no other, not even a rename", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await enter(page, "Attributes", "env:prod");
  await leave(page);
  await change(sandbox, "ci-runner", { ...THEIRS, name: "ci-builder" });
  await page.goto(`${sandbox.url}/#/identities/ci-builder`);
  await expect(page.getByText(words.result.restored)).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove attribute env:prod" })).toBeVisible();
  await show(page, "settings");
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("ci-builder");
  await expect(description(page)).toHaveValue("theirs");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/ci-builder");
  expect(now).toMatchObject({ description: "theirs", connection_names: THEIRS.connection_names });
  expect(now.attributes.toSorted()).toEqual(["env:prod", "team:x"]);
});

test("a reload merges an edited list with what someone else added to it", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await enter(page, "Connections", "api-proxy");
  await change(sandbox, "ci-runner", THEIRS);
  await reload(page, sandbox);
  await expect(page.getByText(words.result.restored)).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove connection api-proxy" })).toBeVisible();
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/ci-runner");
  expect(now).toMatchObject({ ...THEIRS, connection_names: [...THEIRS.connection_names, "api-proxy"] });
});

test("what both sides changed is asked after a reload, and again after another", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await write(page, "Description", "mine");
  await change(sandbox, "ci-runner", THEIRS);
  await reload(page, sandbox);
  await expect(conflict(page).getByRole("row", { name: /^Description/ })).toContainText("Not chosen");
  await reload(page, sandbox);
  await conflict(page).getByRole("button", { name: words.conflict.discard }).click();
  await show(page, "settings");
  await expect(description(page)).toHaveValue("theirs");
  await expect(plan(page)).toBeHidden();
  await expect(page.getByText(words.result.restored)).toBeHidden();
});

test("edits that an earlier version kept are restored", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await enter(page, "Connections", "grafana");
  await write(page, "Description", "mine");
  await leave(page);
  // It kept nothing of what they are based on.
  await page.evaluate(() => {
    const keys = Object.keys(sessionStorage).filter((key) => key.includes(":draft-base"));
    for (const key of keys) sessionStorage.removeItem(key);
  });
  await page.getByRole("link", { name: "ci-runner" }).click();
  await expect(page.getByRole("button", { name: "Remove connection grafana" })).toBeVisible();
  await show(page, "settings");
  await expect(description(page)).toHaveValue("mine");
});

const name = (page: Page) => page.getByRole("textbox", { name: "Name", exact: true });

/** Creates an identity, whose answer is lost and which takes effect ten minutes later; leaves meanwhile. */
async function createLate(page: Page, sandbox: Sandbox, created: string) {
  await signIn(page, sandbox, ADMIN, "#/new");
  await name(page).fill(created);
  await enter(page, "Connections", "grafana");
  await sandbox.arm("late-write", "POST", "/api/machineidentities", { millis: 600_000 });
  await save(page);
  const posts = async () => (await sandbox.requests()).filter(({ method }) => method === "POST").length;
  await expect.poll(posts).toBe(1);
  await leave(page);
}

/** Advances the sandbox's clock by ten minutes, which each request moves by a second or two. */
async function passTenMinutes(sandbox: Sandbox) {
  for (let second = 0; second < 620; second += 1) await sandbox.call("GET", "/publicserverinfo");
}

test("an unconfirmed creation leaves the form of a copy alone, and is found in its own", async ({ page, sandbox }) => {
  test.setTimeout(120_000);
  await createLate(page, sandbox, "fresh");
  await page.goto(`${sandbox.url}/#/identities/backend-prod`);
  await page.getByRole("button", { name: "More actions for backend-prod" }).click();
  await page.getByRole("menuitem", { name: /^Duplicate/ }).click();
  await expect(name(page)).toHaveValue("backend-prod-copy");
  await passTenMinutes(sandbox);
  await save(page);
  await expect(page.getByText(/^Identity created and verified\./)).toBeVisible();
  const copy = await sandbox.call("GET", "/machineidentities/backend-prod-copy");
  const original = await sandbox.call("GET", "/machineidentities/backend-prod");
  expect(copy.connection_names).toEqual(original.connection_names);
  // Its own form finds it.
  await reload(page, sandbox, "#/new");
  await expect(page).toHaveURL(/#\/identities\/fresh/);
  await expect(result(page)).toContainText(words.result.late);
  expect((await sandbox.call("GET", "/machineidentities/fresh")).connection_names).toEqual(["grafana"]);
});

test("a late creation beside which another one is typed is reported, and the form stays new", async ({ page, sandbox }) => {
  test.setTimeout(120_000);
  await createLate(page, sandbox, "fresh");
  await page.goto(`${sandbox.url}/#/new`);
  await expect(name(page)).toHaveValue("fresh");
  await name(page).fill("other");
  await passTenMinutes(sandbox);
  const said = "It created fresh. The form below is for another identity";
  await expect(result(page)).toContainText(said, { timeout: 40_000 });
  await expect(result(page).getByRole("link", { name: "Open fresh" })).toHaveAttribute("href", /fresh/);
  await audit(page);
  await expect(page.getByRole("heading", { name: "New machine identity" })).toBeVisible();
  await expect(name(page)).toHaveValue("other");
  await save(page);
  await expect(page).toHaveURL(/#\/identities\/other/);
  for (const created of ["fresh", "other"]) {
    const stored = await sandbox.call("GET", `/machineidentities/${created}`);
    expect(stored).toMatchObject({ name: created, connection_names: ["grafana"] });
  }
});

/** Waits until checking gave up for now, and stops tracking the write. */
async function forget(page: Page) {
  await expect(result(page)).toContainText("We couldn’t confirm the save.", { timeout: 40_000 });
  await result(page).getByRole("button", { name: "Forget this save" }).click();
}

test("a forgotten rotation doesn’t hide what someone else changed later", async ({ page, sandbox }) => {
  test.setTimeout(90_000);
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
  // It lands, and can't be verified.
  await sandbox.arm("cut-after", "POST", "/api/machineidentities/*");
  const target = "/api/machineidentities/ci-runner/credentials";
  await sandbox.arm("error-500", "GET", target, { after: 1, times: 1_000 });
  await rotate(page, "bastion");
  await forget(page);
  await fetch(`${sandbox.url}/_sandbox/faults`, { method: "DELETE" });
  await change(sandbox, "ci-runner", { description: "theirs" });
  await show(page, "access");
  await enter(page, "Attributes", "env:prod");
  await save(page);
  await expect(conflict(page)).toBeVisible();
  await expect(page.getByText(words.result.late)).toBeHidden();
  await conflict(page).getByRole("button", { name: words.conflict.use }).click();
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/ci-runner");
  expect(now).toMatchObject({ description: "theirs", attributes: ["env:prod"] });
});

test("a forgotten save that was repeated is recognized no more", async ({ page, sandbox }) => {
  test.setTimeout(90_000);
  await open(page, sandbox, "ci-runner");
  await write(page, "Description", "twice");
  await sandbox.arm("cut-before", "PUT", "/api/machineidentities/*");
  await save(page);
  await forget(page);
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  // Someone else saves it as it is.
  await change(sandbox, "ci-runner", {});
  await show(page, "access");
  await enter(page, "Attributes", "env:prod");
  await save(page);
  await expect(conflict(page)).toBeVisible();
  await expect(page.getByText(words.result.late)).toBeHidden();
});

test("what changed beside a forgotten save that lands late is asked", async ({ page, sandbox }) => {
  test.setTimeout(120_000);
  await open(page, sandbox, "ci-runner");
  await write(page, "Description", "forgotten");
  await sandbox.arm("late-write", "PUT", "/api/machineidentities/*", { millis: 600_000 });
  await save(page);
  await forget(page);
  await show(page, "access");
  await enter(page, "Connections", "grafana");
  await passTenMinutes(sandbox);
  await sandbox.call("PATCH", "/connections/grafana", { access_mode_connect: "disabled" });
  await save(page);
  await expect(result(page)).toContainText(words.result.late);
  await expect(conflict(page)).toContainText("grafana");
  await conflict(page).getByRole("button", { name: words.conflict.use }).click();
  await show(page, "settings");
  await expect(description(page)).toHaveValue("forgotten");
});
