import dotenv from "dotenv";
import { ADMIN } from "../sandbox";
import { words } from "../words";
import { expect, journey } from "./journey";
import { inMemory, keepMemories } from "./memory";
import type { Screen } from "./screen";

/** Loads the credentials of an identity and opens one. */
async function card(ui: Screen, connection: string) {
  await ui.show("credentials");
  await ui.click("button", words.credentials.load);
  await ui.click("button", connection);
}

journey("selected credentials download as a file that its reader can parse", async ({
  engine,
  ui,
  sandbox,
}) => {
  await ui.open(sandbox, "ci-runner", "credentials");
  await ui.click("button", words.credentials.load);
  for (const name of ["bastion", "deploy-repo"]) {
    await ui.click("checkbox", words.credentials.choose(name));
  }
  await ui.click("button", words.export.selection(2));
  await ui.find("dialog", words.export.dialog(2));
  await ui.click("button", words.export.download);
  await expect.poll(async () => (await engine.downloaded()).length).toBe(1);
  const [file] = await engine.downloaded();
  expect(file.name).toMatch(/^ci-runner-[0-9a-f]{16}(-part-[0-9a-f]{16})?\.env$/);
  const all: any[] = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  const secret = all.find((one) => one.connection_name === "bastion").secret_key;
  const variables = Object.entries(dotenv.parse(file.text));
  const password = variables.find(([name]) => /^HOOP_BASTION_[0-9A-F]{16}_PASSWORD$/.test(name));
  expect(password?.[1]).toBe(secret);

  // A file without a known extension keeps its name.
  await ui.pick(/^ssh config/);
  await ui.click("button", words.export.download);
  await expect
    .poll(async () => (await engine.downloaded()).map(({ name }) => name))
    .toContainEqual(file.name.replace(/\.env$/, "-ssh_config"));
});

journey("a copied secret is pasted unchanged", async ({ ui, sandbox }) => {
  await ui.open(sandbox, "ci-runner");
  await card(ui, "bastion");
  await ui.click("button", words.credentials.copy("Password", "bastion"));
  await ui.shows("Copied");
  await ui.show("settings");
  await (await ui.find("textbox", words.form.description)).click();
  await ui.chord("a", "SelectAll");
  await ui.chord("v", "Paste");
  const all: any[] = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  const secret = all.find((one) => one.connection_name === "bastion").secret_key;
  await expect.poll(() => ui.value("textbox", words.form.description)).toBe(secret);
});

journey("the page's policy blocks HTML text and foreign scripts", async ({ ui, sandbox }) => {
  await ui.open(sandbox);
  const outcome = await ui.page.evaluate(() => {
    const attempts: Record<string, () => void> = {
      innerHTML: () => void (document.createElement("div").innerHTML = "<b>text</b>"),
      policy: () => void (window as any).trustedTypes.createPolicy("own", {}),
      script: () => void (document.createElement("script").text = "0"),
    };
    return Object.entries(attempts).map(([name, attempt]) => {
      try {
        attempt();
        return `${name}: allowed`;
      } catch (error) {
        return `${name}: ${(error as Error).name}`;
      }
    });
  });
  expect(outcome).toEqual(["innerHTML: TypeError", "policy: TypeError", "script: TypeError"]);
  // Each violates the policy of the headers and that of the page. They were provoked, so the check at the
  // end of the journey must ignore them.
  await expect.poll(() => ui.wrong.filter((line) => line.startsWith("policy: "))).toHaveLength(6);
  ui.wrong.length = 0;
});

journey("no secret or token stays in memory after signing out", { tag: "@release" }, async ({ ui, sandbox }) => {
  await keepMemories(ui.page);
  await ui.open(sandbox, "ci-runner");
  await card(ui, "bastion");
  const all: any[] = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  const secret = all.find((one) => one.connection_name === "bastion").secret_key;
  await ui.find("button", words.credentials.reveal("Password", "bastion"));
  // Values in use are found, so the search below would find any that are left.
  expect(await inMemory(ui.page, [secret])).not.toEqual([]);
  expect(await inMemory(ui.page, [ADMIN])).not.toEqual([]);
  await ui.click("button", words.connect.account);
  await ui.click("menuitem", words.connect.signOut);
  await ui.heading(words.connect.title(new URL(sandbox.url).host));
  expect(await inMemory(ui.page, [...(await sandbox.secrets()), ADMIN])).toEqual([]);
  expect(await ui.page.content()).not.toContain(secret);
});
