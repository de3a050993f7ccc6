import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import dotenv from "dotenv";
import yaml from "yaml";
import {
  audit,
  enter,
  expect,
  fetchAll,
  open,
  result,
  type Sandbox,
  save,
  show,
  test,
  vault,
} from "../helper";
import { words } from "../words";

/** The formats in the export dialog. */
const formats = (page: Page) =>
  page.getByRole("dialog").getByRole("radiogroup", { name: words.export.format }).getByRole("radio");

/** Chooses a format. Its label ends with the number of credentials that it supports. */
const choose = (page: Page, format: string) =>
  page.getByRole("dialog").getByRole("radio", { name: new RegExp(`^${format.replaceAll(".", "\\.")} ?\\d+ of`) }).check();

/** The text of the downloaded file. */
async function downloaded(page: Page): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "Download" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  return { name: download.suggestedFilename(), text };
}

/** Variable names without their common prefix and the id that keeps identities and connections apart. */
const named = (variables: Record<string, string>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name.replace(/^HOOP_(.*)_[0-9A-F]{16}_/, "$1_"),
      value,
    ]),
  );

const credentials = (sandbox: Sandbox, identity: string): Promise<any[]> =>
  sandbox.call("GET", `/machineidentities/${identity}/credentials`);

test("selected credentials are shown masked, and downloaded in the chosen format", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  for (const name of ["staging-postgres", "bastion", "eks-prod"]) {
    await vault(page).getByRole("checkbox", { name: words.credentials.choose(name) }).check();
  }
  await vault(page).getByRole("button", { name: "Export 3 credentials" }).click();
  const dialog = page.getByRole("dialog", { name: "Export 3 credentials" });
  const all = await credentials(sandbox, "fleet-operator");
  const secret = (name: string) => all.find((one) => one.connection_name === name).secret_key;
  await expect(dialog).toContainText(/HOOP_BASTION_[0-9A-F]{16}_PASSWORD=••••••••/);
  await audit(page);
  for (const one of await sandbox.secrets()) expect(await page.content()).not.toContain(one);

  const env = await downloaded(page);
  // Exporting some of an identity's credentials gives the file another name (F1).
  expect(env.name).toMatch(/^fleet-operator-[0-9a-f]{16}-part-[0-9a-f]{16}\.env$/);
  const variables = named(dotenv.parse(env.text));
  expect(variables).toMatchObject({
    BASTION_PASSWORD: secret("bastion"),
    BASTION_PORT: "12222",
    STAGING_POSTGRES_USER: secret("staging-postgres"),
    EKS_PROD_TOKEN: secret("eks-prod"),
  });

  await choose(page, "Kubernetes Secret");
  const { data, metadata } = yaml.parse((await downloaded(page)).text);
  expect(metadata.name).toBe(env.name.replace(/\.env$/, ""));
  expect(Buffer.from(named(data).EKS_PROD_TOKEN!, "base64").toString()).toBe(secret("eks-prod"));

  await choose(page, "JSON");
  const json = JSON.parse((await downloaded(page)).text);
  expect(json.credentials.map((one: any) => one.password ?? one.proxy_token)).toEqual([
    secret("bastion"),
    secret("eks-prod"),
    "hoop",
  ]);

  await choose(page, "ssh config");
  await expect(dialog.getByRole("group", { name: "Left out" })).toContainText(
    "eks-prod: not for this type of connection.",
  );
  const config = await downloaded(page);
  expect(config.text).toMatch(/Host bastion-[0-9a-f]{16}\n    HostName 127\.0\.0\.1\n/);
  await expect(
    dialog.getByText(`Download started: ${config.name}. It contains secrets.`),
  ).toBeVisible();
  await audit(page);
});

test("new credentials can be exported right after a save, with the public host", async ({
  page,
  context,
  sandbox,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(result(page)).toContainText("1 credential created.");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "Set a public host" }).click();
  await page.getByRole("textbox", { name: "Public host" }).fill("proxy.example.com");
  await show(page, "access");
  await result(page).getByRole("button", { name: "Export 1 credential" }).click();
  const dialog = page.getByRole("dialog", { name: "Export 1 credential" });
  // The format of its only client is preselected.
  await expect(dialog.getByRole("radio", { name: /^Connection URI/ })).toBeChecked();
  await expect(dialog).toContainText("@proxy.example.com:15432/");
  await dialog.getByRole("button", { name: "Copy the Connection URI" }).click();
  await expect(dialog.getByText("Copied", { exact: true })).toBeVisible();
  const [{ secret_key }] = await credentials(sandbox, "backend-prod");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    new RegExp(`^postgres://${secret_key}:hoop@proxy\\.example\\.com:15432/`),
  );
  // Copying counts as seen: leaving no longer asks.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: words.list.back }).click();
  await expect(page.getByRole("heading", { name: "Machine identities" })).toBeVisible();
});

test("where the organization disabled copying, nothing is exported", async ({ page, sandbox }) => {
  const body = JSON.stringify({ disable_clipboard_copy_cut: true });
  await fetch(`${sandbox.url}/_sandbox/settings`, { method: "PUT", body });
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  await vault(page).getByRole("button", { name: "Export bastion" }).click();
  const dialog = page.getByRole("dialog", { name: "Export 1 credential" });
  await expect(dialog).toContainText("Your organization disabled copying");
  await expect(dialog.getByRole("button", { name: /^(Copy|Download)/ })).toHaveCount(0);
});

test("a downloaded file keeps its name in every format", async ({ page, sandbox }) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await vault(page).getByRole("checkbox", { name: "Select all credentials" }).check();
  const rows = vault(page).getByRole("checkbox", { name: /^Select (?!all)/ });
  for (const row of await rows.all()) await expect(row).toBeChecked();
  const all = await credentials(sandbox, "fleet-operator");
  await vault(page).getByRole("button", { name: `Export ${all.length} credentials` }).click();
  const dialog = page.getByRole("dialog");
  await expect(formats(page).first()).toBeVisible();
  const endings: string[] = [];
  for (const format of await formats(page).all()) {
    await format.check();
    const download = dialog.getByRole("button", { name: "Download" });
    await expect(download.or(dialog.getByText("None of these credentials fits this format."))).toBeVisible();
    if (await download.isVisible()) {
      const { name } = await downloaded(page);
      expect(name).toMatch(/^fleet-operator-[0-9a-f]{16}/);
      await expect(dialog.getByText(`Download started: ${name}.`)).toBeVisible();
      endings.push(name.replace(/^.*[0-9a-f]{16}/, ""));
    }
  }
  expect(endings).toContain("-ssh_config");
  expect(endings).toContain(".pgpass");
  expect(endings.filter((ending) => ending.endsWith(".txt"))).toEqual(["-postgres.txt"]);
});

test("a value with hidden characters is exported only after a warning", async ({
  page,
  context,
  sandbox,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const name = "ops\u202Eteam";
  const identity = { name, description: "", connection_names: ["bastion"], attributes: [] };
  await sandbox.call("POST", "/machineidentities", identity);
  await open(page, sandbox, name);
  await fetchAll(page);
  await vault(page).getByRole("checkbox", { name: words.credentials.choose("bastion") }).check();
  await vault(page).getByRole("button", { name: "Export 1 credential" }).click();
  const dialog = page.getByRole("dialog", { name: "Export 1 credential" });
  await choose(page, "JSON");

  await page.evaluate(() => navigator.clipboard.writeText("before"));
  await dialog.getByRole("button", { name: "Copy the JSON" }).click();
  await expect(dialog.getByText("1 character that you can’t see: U+202E")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("before");
  await audit(page);
  await dialog.getByRole("button", { name: "Copy the JSON anyway" }).click();
  await expect(dialog.getByText("Copied", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(name);

  const downloads: string[] = [];
  page.on("download", (download) => downloads.push(download.suggestedFilename()));
  await dialog.getByRole("button", { name: "Download" }).click();
  await expect(dialog.getByRole("button", { name: "Download anyway" })).toBeVisible();
  expect(downloads).toEqual([]);
  await dialog.getByRole("button", { name: "Download anyway" }).click();
  await expect(dialog.getByText("Download started:")).toBeVisible();
  await expect.poll(() => downloads.length).toBe(1);

  // Other formats need no confirmation.
  await choose(page, ".env file");
  expect((await downloaded(page)).text).toContain("_PASSWORD=");
});
