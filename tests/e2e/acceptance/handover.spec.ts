import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import dotenv from "dotenv";
import yaml from "yaml";
import { audit, enter, expect, fetchAll, open, type Sandbox, save, test, vault } from "../helper";

/** The text that the browser is given to save. */
async function downloaded(page: Page): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "Download" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  return { name: download.suggestedFilename(), text };
}

const credentials = (sandbox: Sandbox, identity: string): Promise<any[]> =>
  sandbox.call("GET", `/machineidentities/${identity}/credentials`);

test("chosen credentials are seen masked, and downloaded in the form that is chosen", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  for (const name of ["staging-postgres", "bastion", "eks-prod"]) {
    await vault(page).getByRole("checkbox", { name: `Choose ${name}` }).check();
  }
  await page.getByRole("button", { name: "Hand them over…" }).click();
  const dialog = page.getByRole("dialog", { name: "Hand over 3 credentials" });
  const all = await credentials(sandbox, "fleet-operator");
  const secret = (name: string) => all.find((one) => one.connection_name === name).secret_key;
  await expect(dialog).toContainText("BASTION_PASSWORD=••••••••");
  await audit(page);
  for (const one of await sandbox.secrets()) expect(await page.content()).not.toContain(one);

  const env = await downloaded(page);
  expect(env.name).toBe("fleet-operator.env");
  expect(dotenv.parse(env.text)).toMatchObject({
    BASTION_PASSWORD: secret("bastion"),
    BASTION_PORT: "12222",
    STAGING_POSTGRES_USER: secret("staging-postgres"),
    EKS_PROD_TOKEN: secret("eks-prod"),
  });

  await dialog.getByLabel("Format").selectOption("Kubernetes Secret");
  const { data } = yaml.parse((await downloaded(page)).text);
  expect(Buffer.from(data.EKS_PROD_TOKEN, "base64").toString()).toBe(secret("eks-prod"));

  await dialog.getByLabel("Format").selectOption("JSON");
  const json = JSON.parse((await downloaded(page)).text);
  expect(json.credentials.map((one: any) => one.secret_key)).toEqual(
    ["bastion", "eks-prod", "staging-postgres"].map(secret),
  );

  await dialog.getByLabel("Format").selectOption("~/.ssh/config");
  await expect(dialog.getByRole("group", { name: "Not in it" })).toContainText(
    "eks-prod: it is of another type.",
  );
  expect((await downloaded(page)).text).toContain("Host bastion\n    HostName 127.0.0.1\n");
  await expect(dialog.getByText("was given to the browser to save")).toBeVisible();
  await audit(page);
});

test("new credentials are handed over as they are, under the public host", async ({
  page,
  context,
  sandbox,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(page.getByRole("heading", { name: "1 new credential" })).toBeVisible();
  await page.getByRole("textbox", { name: "Public host" }).fill("proxy.example.com");
  const region = page.getByRole("region", { name: "New credentials" });
  await region.getByRole("button", { name: "Hand over…" }).click();
  const dialog = page.getByRole("dialog", { name: "Hand over 1 credential" });
  // The form of its one client is offered first.
  await expect(dialog.getByLabel("Format").locator("option:checked")).toHaveText("Connection URI");
  await expect(dialog).toContainText("@proxy.example.com:15432/");
  await dialog.getByRole("button", { name: "Copy the Connection URI" }).click();
  await expect(dialog.getByText("Copied", { exact: true })).toBeVisible();
  const [{ secret_key }] = await credentials(sandbox, "backend-prod");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    new RegExp(`^postgres://${secret_key}:hoop@proxy\\.example\\.com:15432/`),
  );
  // Copied is seen: leaving does not ask any more.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: "All machine identities" }).click();
  await expect(page.getByRole("heading", { name: "Machine identities" })).toBeVisible();
});

test("where the organisation forbids copying, nothing is handed over", async ({ page, sandbox }) => {
  const body = JSON.stringify({ disable_clipboard_copy_cut: true });
  await fetch(`${sandbox.url}/_sandbox/settings`, { method: "PUT", body });
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  await page.getByRole("button", { name: "Hand over…" }).click();
  const dialog = page.getByRole("dialog", { name: "Hand over 1 credential" });
  await expect(dialog).toContainText("Your organisation does not allow copying");
  await expect(dialog.getByRole("button", { name: /^(Copy|Download)/ })).toHaveCount(0);
});
