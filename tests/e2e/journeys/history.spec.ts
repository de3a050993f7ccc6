// History, reasons and use, from the gateway's records.

import { dist, Sandbox } from "../sandbox";
import { words } from "../words";
import { expect, journey } from "./journey";
import type { Screen } from "./screen";

/** The save button; its shortcut may follow its name. */
const save = /^Save (changes|and )/;

/** The titles of the listed events, newest first. */
const events = (ui: Screen) =>
  ui.page.$$eval(".event strong", (all) => all.map((it) => (it as HTMLElement).innerText));

/** Creates a connection as another client. */
const postgres = (name: string, attributes: string[]) => ({
  name,
  type: "database",
  subtype: "postgres",
  access_mode_connect: "enabled",
  attributes,
});

/** Types the reason beside Save. */
async function giveReason(ui: Screen, text: string) {
  const field = await ui.page.waitForSelector(".review__foot input", { visible: true });
  await field!.click();
  await field!.type(text);
}

journey("versions, rotations, failures and renames are in one history", async ({ ui, sandbox }) => {
  const put = (name: string, body: object) =>
    sandbox.call("PUT", `/machineidentities/${name}`, {
      name,
      description: "",
      connection_names: [],
      attributes: [],
      ...body,
    });
  await put("release-robot", { connection_names: ["docs-repo", "bastion"], change_note: "INC-7" });
  await sandbox.call("POST", "/machineidentities/release-robot/credentials/bastion/rotate");
  await put("release-robot", { connection_names: ["nope"] });
  await ui.open(sandbox, "release-robot", "history");
  await expect
    .poll(() => events(ui))
    .toEqual([
      "Save failed",
      "bastion rotated",
      "Version 3 saved",
      "Version 2 renamed from release-bot",
      "Version 1 created",
    ]);
  await ui.shows("INC-7");
  await ui.shows("connection nope not found");
  await ui.shows("These are all entries since the identity was created");

  await ui.press(/^Failed/);
  await expect.poll(() => events(ui)).toEqual(["Save failed"]);
  await ui.press(/^All/);
  await ui.click("radio", "Compare from version 1");
  await ui.shows("Version 1 compared with version 3");
});

journey("restoring a version fills the draft without what no longer exists", async ({ ui, sandbox }) => {
  const fields = { name: "idle", description: "Nothing yet", attributes: ["unassigned"] };
  await sandbox.call("POST", "/connections", postgres("spare-postgres", []));
  const list = ["bastion", "spare-postgres"];
  await sandbox.call("PUT", "/machineidentities/idle", { ...fields, connection_names: list });
  await sandbox.call("PUT", "/machineidentities/idle", { ...fields, connection_names: [] });
  await sandbox.call("DELETE", "/connections/spare-postgres");
  const before = (await sandbox.writes()).length;
  await ui.open(sandbox, "idle", "history");
  await ui.click("radio", "Compare from version 2");
  await ui.shows("connection spare-postgres");
  await ui.click("button", "Restore version 2");
  const review = await ui.find("region", words.review.region);
  await expect.poll(() => ui.text(review)).toContain("bastion");
  expect(await ui.text(review)).not.toContain("spare-postgres");
  expect(await sandbox.writes()).toHaveLength(before);

  await ui.press(save);
  await ui.shows(words.review.saved);
  expect(await sandbox.call("GET", "/machineidentities/idle")).toMatchObject({
    connection_names: ["bastion"],
  });
});

journey("a reason is stored with the save, without a secret in it", async ({ ui, sandbox }) => {
  await ui.open(sandbox, "backend-prod", "settings");
  await ui.type("textbox", words.form.description, "Orders");
  await giveReason(ui, "hpk_0123456789abcdefghijklmnop");
  await ui.press(save);
  await ui.shows("This looks like a secret.");
  const written = (await sandbox.writes()).length;
  await ui.page.$eval(".review__foot input", (it) => (it as HTMLInputElement).select());
  await giveReason(ui, "");
  await ui.page.keyboard.press("Backspace");
  await ui.type("textbox", "Reason (stored in the gateway’s audit log)", "INC-123");
  await ui.press(save);
  await ui.shows(words.review.saved);
  expect(await sandbox.writes()).toHaveLength(written + 1);
  await ui.show("history");
  await ui.shows("INC-123");
});

journey("a gateway that rejects unknown fields stores no reason", async ({ ui, sandbox }) => {
  await sandbox.configure({ rejects_unknown_fields: true });
  await ui.open(sandbox, "backend-prod", "settings");
  await ui.type("textbox", words.form.description, "Orders");
  await giveReason(ui, "INC-123");
  await ui.press(save);
  await ui.shows("The reason can’t be stored: this gateway rejects extra fields.");
  expect(await sandbox.call("GET", "/machineidentities/backend-prod")).toMatchObject({
    description: "",
  });
  await ui.type("textbox", "Reason (stored in the gateway’s audit log)", " ");
  await ui.press(save);
  await ui.shows(words.review.saved);
});

journey("a conflict shows who changed the identity, and why", async ({ ui, sandbox }) => {
  await ui.open(sandbox, "backend-prod", "settings");
  await ui.type("textbox", words.form.description, "Mine");
  await sandbox.call("PUT", "/machineidentities/backend-prod", {
    name: "backend-prod",
    description: "Theirs",
    connection_names: [],
    attributes: [],
    change_note: "DATA-77",
  });
  await ui.press(save);
  await ui.find("region", words.conflict.region);
  await ui.shows("admin@sandbox.example saved");
  await ui.shows("DATA-77");
});

journey("each credential shows when it was issued and last used", async ({ ui }) => {
  const sandbox = await Sandbox.startToday("--site", dist);
  const use = (body: object) =>
    fetch(`${sandbox.url}/_sandbox/use`, { method: "POST", body: JSON.stringify(body) });
  const bastion = { identity: "ci-runner", connection: "bastion" };
  await use({ ...bastion, seconds_ago: 7200 + 60 });
  await use({ ...bastion, seconds_ago: 7200 + 90, status: "open" });
  await use({ ...bastion, seconds_ago: 7200 + 95, status: "open" });
  await ui.open(sandbox, "ci-runner", "credentials");
  await ui.click("button", words.credentials.load);
  await ui.shows("Last used 2 hours ago · 2 sessions open");
  await ui.shows("Never used");
  await ui.shows("Issued");

  await ui.show("access");
  await ui.click("button", "Remove connection bastion");
  await ui.shows("2 sessions are open through bastion.");
  sandbox.stop();
});

journey("a long write shows its progress", async ({ ui }) => {
  const sandbox = await Sandbox.startToday("--site", dist);
  const names = Array.from({ length: 120 }, (_, index) => `bulk-${index}`);
  for (const name of names) {
    await sandbox.call("POST", "/connections", postgres(name, ["bulk:yes"]));
  }
  const body = JSON.stringify({ issue_millis: 40 });
  await fetch(`${sandbox.url}/_sandbox/settings`, { method: "PUT", body });
  await ui.open(sandbox, "idle");
  await ui.enter(words.form.attributes, "bulk:yes");
  await ui.press(save);
  await expect.poll(() => ui.text()).toMatch(/Created [1-9]\d* of 120/);
  await ui.shows(words.review.saved);
  sandbox.stop();
});
