// The accessibility tree of every state, stored beside this file. `--update-snapshots` rewrites it;
// read the difference as a screen reader would.

import type { Page } from "@playwright/test";
import { enter, expect, fetchAll, open, plan, result, save, saveByKey, signIn, test, vault, write } from "../helper";
import type { Sandbox } from "../helper";
import { words } from "../words";

const dialog = (page: Page) => page.getByRole("dialog");
const main = (page: Page) => page.getByRole("main");

/** Each state: the steps that lead to it, and the part of the page to compare. */
const states: Record<string, (page: Page, sandbox: Sandbox) => Promise<ReturnType<typeof main>>> = {
  "sign-in": async (page, sandbox) => {
    await page.goto(sandbox.url);
    await expect(page.getByLabel(words.connect.password)).toBeVisible();
    return main(page).getByRole("radiogroup").or(main(page).getByRole("group")).first();
  },
  list: async (page, sandbox) => {
    await signIn(page, sandbox);
    await expect(page.getByText("1 connection gone")).toBeVisible();
    return main(page);
  },
  "list without a match": async (page, sandbox) => {
    await signIn(page, sandbox, undefined, "#/identities?q=nothing-like-it");
    await expect(page.getByText("No identities match")).toBeVisible();
    return main(page);
  },
  access: async (page, sandbox) => {
    await open(page, sandbox, "ci-runner");
    await expect(page.getByRole("table", { name: "Connections" })).toContainText("Works");
    return main(page);
  },
  "access with edits": async (page, sandbox) => {
    await open(page, sandbox, "etl-nightly");
    await enter(page, "Attributes", "env:prdo");
    await page.getByRole("button", { name: "Remove connection analytics-warehouse" }).click();
    await expect(page.getByRole("button", { name: "Use env:prod" })).toBeVisible();
    return main(page);
  },
  "choosing connections": async (page, sandbox) => {
    await open(page, sandbox);
    const field = page.getByRole("combobox", { name: words.form.connections });
    await field.fill("prod-");
    await field.press("ArrowDown");
    await expect(page.getByRole("option").first()).toBeVisible();
    return page.getByRole("listbox");
  },
  "problems that block a save": async (page, sandbox) => {
    await open(page, sandbox);
    await enter(page, "Attributes", "prod");
    await saveByKey(page);
    await expect(page.getByRole("alert")).toBeFocused();
    return page.getByRole("alert");
  },
  "question before a save": async (page, sandbox) => {
    await open(page, sandbox, "ci-runner");
    await page.getByRole("button", { name: "Remove connection bastion" }).click();
    await saveByKey(page);
    await expect(dialog(page)).toBeVisible();
    return dialog(page);
  },
  "result with its changes": async (page, sandbox) => {
    await open(page, sandbox);
    await enter(page, "Connections", "prod-postgres");
    await save(page);
    await result(page).getByRole("button", { name: words.result.show }).click();
    return result(page);
  },
  conflict: async (page, sandbox) => {
    await open(page, sandbox, "etl-nightly");
    await write(page, "Description", "mine");
    await sandbox.call("PUT", "/machineidentities/etl-nightly", {
      name: "etl-nightly",
      description: "theirs",
      attributes: ["team:data"],
      connection_names: ["analytics-warehouse"],
    });
    await save(page);
    const conflict = page.getByRole("region", { name: words.conflict.region });
    await expect(conflict).toBeVisible();
    return conflict;
  },
  repair: async (page, sandbox) => {
    await open(page, sandbox, "staging-reporter");
    await page.getByRole("button", { name: /^Revoke \d+ credential/ }).click();
    const repair = page.getByRole("region", { name: words.repair.region });
    await expect(repair).toContainText("We didn’t check.");
    return repair;
  },
  settings: async (page, sandbox) => {
    await open(page, sandbox, "etl-nightly", "settings");
    return main(page);
  },
  "new identity": async (page, sandbox) => {
    await signIn(page, sandbox, undefined, "#/new");
    await expect(plan(page)).toBeVisible();
    return main(page);
  },
  "credentials, not loaded": async (page, sandbox) => {
    await open(page, sandbox, "ci-runner", "credentials");
    return page.getByRole("region", { name: words.credentials.region, exact: true });
  },
  "credentials, one open": async (page, sandbox) => {
    await open(page, sandbox, "ci-runner");
    await fetchAll(page);
    await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
    await expect(vault(page).getByRole("article")).toBeVisible();
    return vault(page);
  },
  export: async (page, sandbox) => {
    await open(page, sandbox, "ci-runner");
    await fetchAll(page);
    await page.getByRole("button", { name: /^Export \d/ }).click();
    await expect(dialog(page)).toBeVisible();
    return dialog(page);
  },
  "question before a rotation": async (page, sandbox) => {
    await open(page, sandbox, "fleet-operator");
    await fetchAll(page);
    // Its rows are in their final order once the types of the connections are known.
    await expect(vault(page)).toContainText("AWS SSM");
    await page.getByRole("button", { name: /^Rotate \d/ }).click();
    await expect(dialog(page)).toBeVisible();
    return dialog(page);
  },
  "read-only": async (page, sandbox) => {
    await signIn(page, sandbox, "sandbox-auditor-token", "#/identities/ci-runner");
    await expect(page.getByText("Only administrators can change it.")).toBeVisible();
    await expect(page.getByRole("table", { name: "Connections" })).toContainText("bastion");
    return main(page);
  },
  "menu of an identity": async (page, sandbox) => {
    await open(page, sandbox, "ci-runner");
    await page.getByRole("button", { name: "More actions for ci-runner" }).click();
    return page.getByRole("menu");
  },
  "keyboard shortcuts": async (page, sandbox) => {
    await signIn(page, sandbox);
    await page.getByRole("button", { name: words.connect.account }).click();
    await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
    return dialog(page);
  },
};

for (const [state, lead] of Object.entries(states)) {
  test(`the accessibility tree stays as it is: ${state}`, async ({ page, sandbox }) => {
    const part = await lead(page, sandbox);
    await expect(part).toMatchAriaSnapshot({ name: `${state.replace(/\W+/g, "-")}.aria.yml` });
  });
}
