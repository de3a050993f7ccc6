import {
  ADMIN,
  audit,
  enter,
  expect,
  fetchAll,
  dist,
  open,
  Sandbox,
  save,
  signIn,
  test,
  vault,
} from "../helper";
import { words } from "../words";

async function secretOf(sandbox: Sandbox, identity: string, connection: string): Promise<string> {
  const all = await sandbox.call("GET", `/machineidentities/${identity}/credentials`);
  return all.find((one: any) => one.connection_name === connection).secret_key;
}

test("every type has its own card, in the order of use", async ({ page, sandbox }) => {
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
    await vault(page).getByRole("button", { name, exact: true }).click();
    const card = page.getByRole("article", { name: `Credential of ${name}`, exact: true });
    await expect(card.getByRole("term").first()).toHaveText(label);
    for (const secret of await sandbox.secrets()) {
      expect(await card.textContent()).not.toContain(secret);
    }
  }
  await expect(page.getByText("Its HTTP proxy takes it as a bearer token.")).toBeVisible();
  await audit(page);
});

test("the command for ssh is put right, with the gateway's own one click away", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  const card = page.getByRole("article", { name: "Credential of bastion" });
  await expect(card).toContainText("sshpass -e ssh hoop@127.0.0.1 -p 12222");
  await expect(card).toContainText("its SSH proxy wants it as the password");
  await card.getByText("The gateway’s own", { exact: true }).click();
  await expect(card).toContainText("sshpass -p 'hoop' ssh ••••••••@127.0.0.1 -p 12222");
});

test("a public host takes the place of the gateway's own, and is marked", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "staging-postgres", exact: true }).click();
  const card = page.getByRole("article", { name: "Credential of staging-postgres" });
  await expect(card).toContainText("0.0.0.0 is where the gateway listens");
  const host = page.getByRole("textbox", { name: "Public host" });
  await host.fill("https://proxy.example.com");
  await expect(page.getByText("Enter the host alone")).toBeVisible();
  await host.fill("proxy.example.com");
  await expect(card).toContainText("@proxy.example.com:15432/");
  await expect(card.getByText("public host", { exact: true }).first()).toBeVisible();
  await expect(card).not.toContainText("is where the gateway listens");
  // It is set once, and holds for the next identity and after a reload.
  await page.getByRole("link", { name: "All machine identities" }).click();
  await page.getByRole("link", { name: "ci-runner" }).click();
  await fetchAll(page);
  await expect(page.getByRole("textbox", { name: "Public host" })).toHaveValue("proxy.example.com");
});

test("why a credential is there is said, and what is wanting", async ({ page, sandbox }) => {
  await open(page, sandbox, "payments-reconciler");
  await fetchAll(page);
  await expect(vault(page).getByRole("listitem").filter({ hasText: "payments-postgres" })).toContainText(
    "missing",
  );
  await page.goto(`${sandbox.url}/#/identities/staging-reporter`);
  await expect(page.getByRole("heading", { name: "staging-reporter" })).toBeVisible();
  await fetchAll(page);
  await expect(vault(page).getByText("left over", { exact: true })).toHaveCount(2);
});

test("a credential is rotated, the old secret said to be dead", async ({ page, sandbox }) => {
  const before = await secretOf(sandbox, "ci-runner", "bastion");
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  await page.getByRole("button", { name: "Rotate…" }).click();
  const dialog = page.getByRole("dialog", { name: "The old secret dies at once" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await audit(page);
  await dialog.getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByText("has a new secret; the old one is dead.")).toBeVisible();
  expect(await secretOf(sandbox, "ci-runner", "bastion")).not.toBe(before);
  expect((await sandbox.requests()).filter(({ target }) => target.endsWith("/rotate"))).toHaveLength(1);
});

test("a rotation whose answer is cut is looked up, and sent once", async ({ page, sandbox }) => {
  const before = await secretOf(sandbox, "ci-runner", "bastion");
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  for (const name of ["bastion", "deploy-repo"]) {
    await vault(page).getByRole("checkbox", { name: `Choose ${name}` }).check();
  }
  await sandbox.arm("cut-after", "POST", "/api/machineidentities/*");
  await page.getByRole("button", { name: "Rotate them…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByText("has a new secret; the old one is dead.")).toHaveCount(2);
  expect(await secretOf(sandbox, "ci-runner", "bastion")).not.toBe(before);
  expect((await sandbox.requests()).filter(({ target }) => target.endsWith("/rotate"))).toHaveLength(2);
});

test("a rotation that would destroy is not offered, and one that did says so", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  // What no client can see beforehand.
  await fetch(`${sandbox.url}/_sandbox/listeners`, { method: "PUT", body: '{"ssh":""}' });
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  await page.getByRole("button", { name: "Rotate…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByText("the old one is dead, and no new one was made")).toBeVisible();
  await expect(page.getByText("Listed, without a credential (1)")).toBeVisible();

  await sandbox.call("PATCH", "/connections/deploy-repo", { access_mode_connect: "disabled" });
  await page.reload();
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "deploy-repo", exact: true }).click();
  await expect(page.getByText("rotating would destroy it: its connect access is off.")).toBeVisible();
});

test("a revealed secret is masked again: after half a minute, for a printer, on a hidden tab", async ({
  page,
  sandbox,
}) => {
  await page.clock.install();
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  const secret = await secretOf(sandbox, "ci-runner", "bastion");
  const card = page.getByRole("article", { name: "Credential of bastion" });
  const reveal = card.getByRole("button", { name: "Reveal Password of bastion" }).first();
  const shown = card.getByText(secret, { exact: true });

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
  // One at a time.
  await reveal.click();
  await card.getByRole("button", { name: "Reveal Command of bastion" }).click();
  await expect(shown).toBeHidden();
  await page.getByRole("checkbox", { name: "Screen sharing" }).check();
  await reveal.click({ force: true });
  await expect(shown).toBeHidden();
  // A page that is left keeps no credentials, shown or not.
  await page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
  await expect(card).toBeHidden();
});

test("credentials are taken off a page where nobody is", async ({ page, sandbox }) => {
  await page.clock.install();
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
  await page.clock.runFor(9 * 60_000);
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
  await page.clock.runFor(2 * 60_000);
  await expect(page.getByText("The credentials were taken off this page")).toBeVisible();
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeHidden();
});

test("leaving with new credentials that nobody has seen asks first", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(page.getByRole("heading", { name: "1 new credential" })).toBeVisible();
  await page.getByRole("link", { name: "All machine identities" }).click();
  const dialog = page.getByRole("dialog", { name: "Leave without the new credentials?" });
  await expect(dialog).toContainText("an administrator can fetch them again");
  await dialog.getByRole("button", { name: "Stay" }).click();
  await page.getByRole("button", { name: "Reveal User name of prod-postgres" }).click();
  await page.getByRole("link", { name: "All machine identities" }).click();
  await expect(page.getByRole("heading", { name: "Machine identities" })).toBeVisible();
});

test("where the organisation forbids it, nothing offers to copy", async ({ page, sandbox }) => {
  const body = JSON.stringify({ disable_clipboard_copy_cut: true });
  await fetch(`${sandbox.url}/_sandbox/settings`, { method: "PUT", body });
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  await expect(page.getByRole("button", { name: "Reveal Password of bastion" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Copy/ })).toHaveCount(0);
});

test("what was copied is taken off the clipboard after a minute", async ({
  page,
  context,
  sandbox,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.clock.install();
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  await page.getByRole("button", { name: "Copy Password of bastion" }).first().click();
  await expect(page.getByText("Copied", { exact: true })).toBeVisible();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await clipboard()).toBe(await secretOf(sandbox, "ci-runner", "bastion"));
  // Also when the button is gone.
  await page.getByRole("button", { name: "Close" }).click();
  await page.clock.runFor(55_000);
  expect(await clipboard()).not.toBe("");
  await page.clock.runFor(10_000);
  await expect.poll(clipboard).toBe("");
});

test("not knowing the policy is no leave to copy", async ({ page, sandbox }) => {
  await sandbox.arm("error-500", "GET", "/api/serverinfo");
  await signIn(page, sandbox);
  await expect(page.getByRole("alert")).toContainText("The gateway failed (500)");
  await page.getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
});

test("signing in again brings the policy of now, and somebody looking on stays", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await page.getByRole("checkbox", { name: "Screen sharing" }).check();
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  await expect(page.getByRole("button", { name: "Copy Password of bastion" }).first()).toBeVisible();
  const body = JSON.stringify({ disable_clipboard_copy_cut: true });
  await fetch(`${sandbox.url}/_sandbox/settings`, { method: "PUT", body });
  await page.getByRole("textbox", { name: "Description" }).fill("changed");
  await sandbox.arm("revoked-token", "PUT", "/api/machineidentities/*");
  await page.getByRole("button", { name: "Save changes" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("Access token").fill(ADMIN);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: /^Copy/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Discard changes" }).click();
  await page.getByRole("link", { name: "All machine identities" }).click();
  await page.getByRole("link", { name: "fleet-operator" }).click();
  await fetchAll(page);
  await expect(page.getByRole("checkbox", { name: "Screen sharing" })).toBeChecked();
});

test("a page that is left in the middle of a rotation finds out what became of it", async ({
  page,
  sandbox,
}) => {
  const before = await secretOf(sandbox, "ci-runner", "bastion");
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  await sandbox.arm("slow", "POST", "/api/machineidentities/*", { millis: 60_000 });
  await page.getByRole("button", { name: "Rotate…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
  const rotations = async () =>
    (await sandbox.requests()).filter(({ target }) => target.endsWith("/rotate"));
  await expect.poll(async () => (await rotations()).length).toBe(1);
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(kept).toContain("rotation:");
  for (const secret of await sandbox.secrets()) expect(kept).not.toContain(secret);
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await signIn(page, sandbox, undefined, "#/identities/ci-runner");
  await expect(page.getByText("has a new secret; the old one is dead.")).toBeVisible();
  expect(await secretOf(sandbox, "ci-runner", "bastion")).not.toBe(before);
  expect(await rotations()).toHaveLength(1);
  expect(await page.evaluate(() => Object.keys(sessionStorage).join())).not.toContain("rotation:");
});

test("a thousand credentials are searched, and drawn only where they are looked at", async ({
  page,
}) => {
  // Finding things by their role among so many takes the test its time, not the page.
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
    await expect(vault(page).getByText(`${names.length} credentials`)).toBeVisible();
    expect(await vault(page).getByRole("checkbox").count()).toBeLessThan(40);
    const last = names.at(-1)!;
    await vault(page).getByRole("list", { name: "Credentials of this identity" }).evaluate((list) => {
      list.scrollTop = list.scrollHeight;
    });
    await expect(vault(page).getByRole("button", { name: last, exact: true })).toBeVisible();
    await vault(page).getByLabel("Find a credential").fill(names[500]);
    await vault(page).getByRole("button", { name: names[500], exact: true }).click();
    await expect(page.getByRole("article", { name: `Credential of ${names[500]}` })).toBeVisible();
  } finally {
    sandbox.stop();
  }
});
