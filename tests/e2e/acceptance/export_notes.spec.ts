// What the export dialog says of an export: what fits, what is missing, what to know.

import type { Page } from "@playwright/test";
import { audit, card, expect, fetchAll, open, test, toggle, vault } from "../helper";
import { words } from "../words";

const dialog = (page: Page) => page.getByRole("dialog");

const format = (page: Page, name: string | RegExp) =>
  dialog(page).getByRole("radiogroup", { name: words.export.format }).getByRole("radio", { name });

/** Opens the export of one credential, from its card. */
async function exportOne(page: Page, connection: string) {
  await toggle(page, connection);
  await card(page, connection).getByRole("button", { name: `Export ${connection}` }).click();
  await expect(page.getByRole("dialog", { name: "Export 1 credential" })).toBeVisible();
}

test("a format that can’t hold a credential says so beforehand, and isn’t preselected", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await exportOne(page, "claude-shell");
  await expect(format(page, ".env file 1 of 1")).toBeChecked();
  await expect(format(page, "Claude Code settings 0 of 1")).toBeVisible();
  await format(page, "curl 0 of 1").check();
  await expect(dialog(page)).toContainText("None of these credentials fits this format.");
  await expect(dialog(page).getByRole("group", { name: "Left out", exact: true })).toContainText(
    "Left out: 1 credential.",
  );
});

test("a value that is left out is told apart from a credential", async ({ page, sandbox }) => {
  // A spreadsheet would take this host for a date.
  const body = JSON.stringify({ ssh: "mar5:12222" });
  await fetch(`${sandbox.url}/_sandbox/listeners`, { method: "PUT", body });
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await exportOne(page, "bastion");
  await format(page, /^CSV/).check();
  const values = dialog(page).getByRole("group", { name: "Values left out" });
  await expect(values).toContainText("Values left out of 1 credential.");
  await expect(values).toContainText("bastion: a spreadsheet would run or change its hostname.");
  await expect(dialog(page).getByRole("group", { name: "Left out", exact: true })).toHaveCount(0);
  await expect(format(page, "CSV 1 of 1")).toBeChecked();
  await audit(page);
});

test("a loopback endpoint is flagged, and the export offers a public host", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await exportOne(page, "ssm-fleet");
  await expect(format(page, "AWS profile 1 of 1")).toBeChecked();
  await expect(dialog(page)).toContainText(
    "1 host can’t be reached from other machines (used for ssm-fleet). Set a public host.",
  );
  await dialog(page).getByRole("textbox", { name: "Public host" }).fill("proxy.example.com");
  await expect(dialog(page)).toContainText("endpoint_url = http://proxy.example.com:8009/ssm/");
  await expect(dialog(page)).not.toContainText("can’t be reached");
  await expect(dialog(page)).toContainText("The file contains secrets. Run “chmod 600 FILE”");
});

test("a card says that the host of an endpoint can’t be reached", async ({ page, sandbox }) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await toggle(page, "ssm-fleet");
  await expect(card(page, "ssm-fleet")).toContainText("The host is the gateway’s own machine.");
});

test("one of a connection’s two credentials says that its file is named as the other’s", async ({
  page,
  sandbox,
}) => {
  const connections: { id: string; name: string }[] = await sandbox.call("GET", "/connections");
  const { id } = connections.find(({ name }) => name === "bastion")!;
  const twins = { description: "", connection_names: ["bastion", id], attributes: [] };
  await sandbox.call("POST", "/machineidentities", { name: "twins", ...twins });
  await open(page, sandbox, "twins");
  await fetchAll(page);
  await toggle(page, "bastion");
  await expect(card(page, "bastion")).toHaveCount(2);
  const shared = "The identity has another credential for one of these connections.";
  for (const one of await card(page, "bastion").all()) {
    await one.getByRole("button", { name: "Export bastion" }).click();
    await expect(dialog(page)).toContainText(shared);
    await dialog(page).getByRole("button", { name: "Close" }).last().click();
    await expect(dialog(page)).toBeHidden();
  }
  await vault(page).getByRole("button", { name: "Export 2 credentials" }).click();
  await format(page, "JSON 2 of 2").check();
  await expect(dialog(page).getByText("The file contains secrets.")).toBeVisible();
  await expect(dialog(page)).not.toContainText(shared);
});
