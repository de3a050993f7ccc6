import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import {
  ADMIN,
  audit,
  card,
  enter,
  expect,
  fetchAll,
  dist,
  open,
  plan,
  result,
  Sandbox,
  save,
  secretOf,
  show,
  signIn,
  test,
  toggle,
  vault,
  write,
} from "../helper";
import { words } from "../words";

/** The switch for screen-sharing mode, in the bar at the top of every page. */
const sharing = (page: Page) => page.getByRole("button", { name: "Screen-sharing mode" });

test("every type has its own card, with fields in the order of use", async ({ page, sandbox }) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  const first: Record<string, string> = {
    "staging-postgres": "Connection string",
    bastion: "Command",
    "windows-jump": "Host",
    "ssm-fleet": "Start a session",
    "legacy-api": "curl",
    "eks-prod": "curl",
    "claude-shell": "Secret key",
  };
  for (const [name, label] of Object.entries(first)) {
    await toggle(page, name);
    await expect(card(page, name).getByRole("term").first()).toHaveText(label);
    for (const secret of await sandbox.secrets()) {
      expect(await card(page, name).textContent()).not.toContain(secret);
    }
  }
  await expect(page.getByText("Its HTTP proxy accepts it as a bearer token.")).toBeVisible();
  await audit(page);
});

test("the ssh command is corrected, with the gateway's own one click away", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await toggle(page, "bastion");
  const bastion = card(page, "bastion");
  await expect(bastion).toContainText("sshpass -e ssh hoop@127.0.0.1 -p 12222");
  await expect(bastion).toContainText("its SSH proxy expects it as the password");
  const command = bastion.getByRole("definition").filter({ hasText: "sshpass -e ssh" });
  const original = command.getByText("sshpass -p 'hoop' ssh ••••••••@127.0.0.1 -p 12222");
  await expect(original).toBeHidden();
  await command.getByText("As sent by the gateway", { exact: true }).click();
  await expect(original).toBeVisible();
});

test("a public host replaces the gateway's own, and is marked", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await toggle(page, "staging-postgres");
  const postgres = card(page, "staging-postgres");
  await expect(postgres).toContainText("0.0.0.0 is the address the gateway listens on");
  await vault(page).getByRole("button", { name: "Set a public host" }).click();
  const host = page.getByRole("textbox", { name: "Public host" });
  await host.fill("https://proxy.example.com");
  await expect(page.getByText("Enter the host only")).toBeVisible();
  await audit(page);
  await host.fill("proxy.example.com");
  await expect(postgres).toContainText("@proxy.example.com:15432/");
  await expect(postgres.getByText("public host", { exact: true }).first()).toBeVisible();
  await expect(postgres).not.toContainText("is the address the gateway listens on");
  // It is set once and also applies to the next identity and after a reload.
  await page.getByRole("link", { name: words.list.back }).click();
  await page.getByRole("link", { name: "ci-runner" }).click();
  await fetchAll(page);
  await expect(vault(page)).toContainText(
    "Public host proxy.example.com replaces the gateway’s host in lines, copies and exports.",
  );
  await vault(page).getByRole("button", { name: "Change" }).click();
  await expect(page.getByRole("textbox", { name: "Public host" })).toHaveValue("proxy.example.com");
});

test("each credential shows its source, and missing ones are listed", async ({ page, sandbox }) => {
  await open(page, sandbox, "payments-reconciler");
  await fetchAll(page);
  const row = (name: string | RegExp) => vault(page).getByRole("row").filter({ hasText: name });
  await expect(row("payments-postgres")).toContainText("Missing");
  await page.goto(`${sandbox.url}/#/identities/staging-reporter`);
  await expect(page.getByRole("heading", { name: "staging-reporter" })).toBeVisible();
  await fetchAll(page);
  await expect(vault(page).getByText("Leftover, still works", { exact: true })).toHaveCount(2);
  await expect(row("Leftover, still works").filter({ hasText: "no longer assigned" })).toHaveCount(2);
});

test("a revealed secret is masked after half a minute, for printing and on a hidden tab", async ({
  page,
  sandbox,
}) => {
  await page.clock.install();
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await toggle(page, "bastion");
  const secret = await secretOf(sandbox, "ci-runner", "bastion");
  const bastion = card(page, "bastion");
  const reveal = bastion.getByRole("button", { name: "Reveal Password of bastion" }).first();
  const shown = bastion.getByText(secret, { exact: true });

  await reveal.click();
  await expect(shown).toBeVisible();
  await page.clock.fastForward(29_000);
  await expect(shown).toBeVisible();
  await page.clock.fastForward(2_000);
  await expect(shown).toBeHidden();
  for (const event of ["beforeprint", "visibilitychange"]) {
    await reveal.click();
    await expect(shown).toBeVisible();
    await page.evaluate((name) => window.dispatchEvent(new Event(name)), event);
    await expect(shown).toBeHidden();
  }
  // One secret is revealed at a time.
  await reveal.click();
  await bastion.getByRole("button", { name: "Reveal Command of bastion" }).click();
  await expect(shown).toBeHidden();
  await sharing(page).click();
  await reveal.click({ force: true });
  await expect(shown).toBeHidden();
  // Leaving the page drops its credentials, whether or not they were shown.
  await page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
  await expect(bastion).toBeHidden();
});

test("credentials leave the page when the user is idle", async ({ page, sandbox }) => {
  await page.clock.install();
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
  await page.clock.runFor(9 * 60_000);
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
  await page.clock.runFor(2 * 60_000);
  await expect(page.getByText("Credentials were hidden because the page was idle")).toBeVisible();
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeHidden();
});

test("leaving with new credentials that weren't shown asks first", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(result(page)).toContainText("1 credential created.");
  await page.getByRole("link", { name: words.list.back }).click();
  const dialog = page.getByRole("dialog", { name: "Leave without the new credentials?" });
  await expect(dialog).toContainText("an administrator can load them again");
  await dialog.getByRole("button", { name: "Stay" }).click();
  await fetchAll(page);
  await toggle(page, "prod-postgres");
  await page.getByRole("button", { name: words.credentials.reveal("User name", "prod-postgres") }).first().click();
  await page.getByRole("link", { name: words.list.back }).click();
  await expect(page.getByRole("heading", { name: "Machine identities" })).toBeVisible();
});

test("where the organization disabled copying, there are no copy buttons", async ({ page, sandbox }) => {
  const body = JSON.stringify({ disable_clipboard_copy_cut: true });
  await fetch(`${sandbox.url}/_sandbox/settings`, { method: "PUT", body });
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await toggle(page, "bastion");
  await expect(page.getByRole("button", { name: "Reveal Password of bastion" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Copy/ })).toHaveCount(0);
});

test("copying stays disabled while the policy is unknown", async ({ page, sandbox }) => {
  await sandbox.arm("error-500", "GET", "/api/serverinfo");
  await signIn(page, sandbox);
  await expect(page.getByRole("alert")).toContainText("The gateway failed (500)");
  await page.getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
});

test("signing in again applies the current policy, and screen-sharing mode stays on", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await sharing(page).click();
  await toggle(page, "bastion");
  await expect(page.getByRole("button", { name: "Copy Password of bastion" }).first()).toBeVisible();
  const body = JSON.stringify({ disable_clipboard_copy_cut: true });
  await fetch(`${sandbox.url}/_sandbox/settings`, { method: "PUT", body });
  await write(page, "Description", "changed");
  await sandbox.arm("revoked-token", "PUT", "/api/machineidentities/*");
  await save(page);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("Access token").fill(ADMIN);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await show(page, "credentials");
  await expect(page.getByRole("button", { name: "Reveal Password of bastion" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Copy/ })).toHaveCount(0);
  await show(page, "settings");
  await plan(page).getByRole("button", { name: words.review.discard }).click();
  await page.getByRole("link", { name: words.list.back }).click();
  await page.getByRole("link", { name: "fleet-operator" }).click();
  await fetchAll(page);
  await expect(sharing(page)).toHaveAttribute("aria-pressed", "true");
});

test("a thousand credentials can be searched, and only visible ones are rendered", async ({
  page,
}) => {
  // Queries by role are slow among this many elements; the page isn't.
  test.setTimeout(60_000);
  const sandbox = await Sandbox.start("--site", dist, "--identities", "1", "--connections", "2000");
  try {
    const { name } = (await sandbox.call("GET", "/machineidentities"))[0];
    const connections: any[] = await sandbox.call("GET", "/connections");
    const given = ["postgres", "ssh", "rdp", "aws-ssm", "httpproxy", "kubernetes", "claude-code"];
    const fitting = connections.filter(
      (one) => given.includes(one.subtype) && one.access_mode_connect === "enabled",
    );
    const names = fitting.map((one): string => one.name).slice(0, 1000).sort();
    expect(names).toHaveLength(1000);
    const made = await sandbox.call("POST", "/machineidentities", {
      name: "wide",
      description: "",
      attributes: [],
      connection_names: names,
    });
    expect(made.name, `beside ${name}`).toBe("wide");
    await open(page, sandbox, "wide");
    await fetchAll(page);
    await expect(vault(page).getByText(`${names.length} credentials`, { exact: true })).toBeVisible();
    expect(await vault(page).getByRole("checkbox").count()).toBeLessThan(80);
    const last = names.at(-1)!;
    const shown = (name: string) => vault(page).getByRole("button", { name, exact: true });
    await expect(shown(last)).toHaveCount(0);
    await expect(vault(page).getByText(/rows outside the view aren’t in the page/)).toBeVisible();
    const table = vault(page).getByRole("table", { name: "Credentials of this identity" });
    await expect(table).toHaveAttribute("aria-rowcount", String(names.length + 1));
    await shown(names[0]).focus();
    await page.keyboard.press("End");
    await expect(shown(last)).toBeFocused();
    // An open credential stays open while the rows around it are drawn.
    await page.keyboard.press("Enter");
    await expect(card(page, last)).toBeVisible();
    await expect(shown(names.at(-30)!)).toBeAttached();
    await expect(card(page, last)).toBeVisible();
    await expect(shown(last)).toBeFocused();
    // All of them are in the export, which is read in steps.
    await vault(page).getByRole("button", { name: `Export ${names.length} credentials` }).click();
    const dialog = page.getByRole("dialog", { name: `Export ${names.length} credentials` });
    await dialog.getByRole("radio", { name: /^JSON/ }).check();
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Download" }).click();
    const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
    expect(file.credentials.map((one: any) => one.connection_name).sort()).toEqual(names);
    await page.keyboard.press("Escape");
    const search = vault(page).getByLabel("Search credentials");
    await search.fill(last);
    await expect(shown(last)).toBeVisible();
    await expect(shown(names[0])).toHaveCount(0);
    await search.fill(names[500]);
    await expect(shown(last)).toHaveCount(0);
    await toggle(page, names[500]);
    await expect(card(page, names[500])).toBeVisible();
  } finally {
    sandbox.stop();
  }
});

test("credentials that are shown before the list of connections has arrived take in what it says", async ({
  page,
  sandbox,
}) => {
  await sandbox.arm("slow", "GET", "/api/connections", { millis: 4_000, times: 2 });
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  const fleet = vault(page).getByRole("row", { name: /ssm-fleet/ });
  await expect(fleet).toBeVisible();
  await expect(fleet).not.toContainText("AWS SSM");
  await expect(fleet).toContainText("AWS SSM");
});
