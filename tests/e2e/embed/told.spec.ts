// What a page is told, and what it may set at any time.

import { ADMIN, enter, expect, plan, result, save, show, write } from "../helper";
import { words } from "../words";
import { call, COLLECT, editor, events, SANDBOX, test } from "./portal";

test("before-save cancels every way to save, and each save and rename is told", async ({ page, sandbox, portal }) => {
  const identity = { name: "qa", description: "", attributes: ["env:prod"], connection_names: [] };
  await sandbox.call("POST", "/machineidentities", identity);
  const script = `${COLLECT} editor.getToken = () => "${ADMIN}"; window.veto = (event) => event.preventDefault();
    editor.addEventListener("before-save", veto);`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="qa"`, script }));
  await page.getByRole("button", { name: "Remove attribute env:prod" }).click();
  await write(page, "Name", "qa-2");
  await plan(page).getByRole("button", { name: /^Save and revoke/ }).click();
  await expect.poll(async () => (await events(page)).map(([type]) => type)).toContain("before-save");
  await expect(page.getByRole("region", { name: words.repair.region })).toBeVisible();
  expect(await sandbox.writes()).toEqual([]);
  await editor(page).evaluate((it) => it.removeEventListener("before-save", (window as any).veto));
  await page.getByRole("region", { name: words.repair.region }).getByRole("button", { name: /^Revoke/ }).click();
  await expect.poll(async () => (await events(page)).map(([type]) => type)).toContain("renamed");
  const told = (await events(page)).filter(([type]) => ["saved", "renamed"].includes(type));
  expect(told).toEqual([
    ["saved", { identity: "qa-2", newCredentials: 0 }],
    ["renamed", { from: "qa", to: "qa-2" }],
  ]);
});

test("each rename says what the name was", async ({ page, sandbox, portal }) => {
  const script = `${COLLECT} editor.getToken = () => "${ADMIN}";`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
  const renamed = async () => (await events(page)).filter(([type]) => type === "renamed").map(([, names]) => names);
  await write(page, "Name", "idle-2");
  await save(page);
  await expect.poll(renamed).toEqual([{ from: "idle", to: "idle-2" }]);
  await write(page, "Name", "idle-3");
  await save(page);
  await expect.poll(renamed).toEqual([
    { from: "idle", to: "idle-2" },
    { from: "idle-2", to: "idle-3" },
  ]);
});

test("reload() keeps what was typed", async ({ page, sandbox, portal }) => {
  const script = `editor.getToken = () => "${ADMIN}";`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
  await write(page, "Description", "note with hpk_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdef token");
  await show(page, "access");
  await page.getByRole("combobox", { name: "Connections" }).fill("prod-po");
  const reads = async () => (await sandbox.requests()).filter((it) => it.target.endsWith("/idle")).length;
  const before = await reads();
  await call(page, "reload");
  await expect.poll(reads).toBeGreaterThan(before);
  await expect(editor(page)).toHaveJSProperty("state", "ready");
  await expect(page.getByRole("combobox", { name: "Connections" })).toHaveValue("prod-po");
  await show(page, "settings");
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue(/hpk_/);
});

test("an invalid attribute leaves the others in force", async ({ page, portal }) => {
  const attributes = `${SANDBOX} readonly require-reason hide="history" heading-level="4" timeout="abc"`;
  await page.goto(await portal({ attributes }));
  await expect(page.getByText("The attribute timeout must be a number of seconds")).toBeVisible();
  await expect(page.getByRole("heading", { level: 4, name: "backend-prod" })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Connections" })).toHaveAttribute("readonly", "");
  await expect(page.getByRole("button", { name: "History" })).toHaveCount(0);
  await editor(page).evaluate((it) => {
    it.setAttribute("timeout", "60");
    it.setAttribute("hide", "everything");
    it.removeAttribute("readonly");
  });
  await expect(page.getByText("The attribute hide must be")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Connections" })).not.toHaveAttribute("readonly");
  await expect(page.getByRole("button", { name: "History" })).toHaveCount(0);
});

test("the text of a switch is read by its property too", async ({ page, portal }) => {
  await page.goto(await portal({ attributes: SANDBOX }));
  const read = (value: unknown) =>
    editor(page).evaluate((it, value) => {
      (it as any).readonly = value;
      return (it as any).readonly as boolean;
    }, value);
  expect(await read("false")).toBe(false);
  expect(await read("")).toBe(false);
  expect(await read(true)).toBe(true);
  expect(await read("true")).toBe(true);
});

test("a missing reason is said where it is out of view", async ({ page, portal }) => {
  await page.setViewportSize({ width: 600, height: 800 });
  await page.goto(await portal({ attributes: `${SANDBOX} require-reason` }));
  await write(page, "Description", "mine");
  await call(page, "save");
  await expect(page.getByRole("alert").getByText("Enter a reason to save.")).toBeVisible();
});

test("each switch of the identity asks about unsaved edits", async ({ page, portal }) => {
  await page.goto(await portal({ attributes: SANDBOX }));
  await write(page, "Description", "mine");
  const want = (name?: string) =>
    editor(page).evaluate((it, name) => (name ? it.setAttribute("identity", name) : it.removeAttribute("identity")), name);
  await want("idle");
  await page.getByRole("button", { name: "Switch to idle" }).click();
  // The button is gone; what has the focus next is in the element.
  await expect(editor(page)).toBeFocused();
  await expect(page.getByRole("heading", { name: "idle" })).toBeVisible();
  await want("backend-prod");
  await expect(page.getByRole("heading", { name: "backend-prod" })).toBeVisible();
  await want("idle");
  await expect(page.getByRole("button", { name: "Switch to idle" })).toBeVisible();
  await want();
  await page.getByRole("button", { name: "Switch to nothing" }).click();
  await expect(page.getByText("This editor has no identity yet")).toBeVisible();
});

test("a page that follows a rename keeps the editor, with what the save came to", async ({ page, sandbox, portal }) => {
  const script = `editor.getToken = () => "${ADMIN}";
    editor.addEventListener("renamed", (event) => editor.setAttribute("identity", event.detail.to));`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
  await enter(page, "Connections", "prod-postgres");
  await write(page, "Name", "busy");
  await save(page);
  await expect(result(page)).toContainText("1 credential created");
  await expect(editor(page)).toHaveJSProperty("identity", "busy");
  await write(page, "Description", "mine");
  await expect(result(page)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Switch to/ })).toBeHidden();
});

test("the focus stays in the element when a sign-in that failed is tried again", async ({ page, network, portal }) => {
  let failures = 1;
  network.answer = async ({ url }, response) => {
    if (!url!.endsWith("/api/userinfo") || failures-- <= 0) return false;
    response.writeHead(500, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ message: "no database" }));
    return true;
  };
  const script = `editor.getToken = () => "${ADMIN}";`;
  await page.goto(await portal({ attributes: `gateway="${network.url}" identity="idle"`, script }));
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(editor(page)).toHaveJSProperty("state", "ready");
  await expect(editor(page)).toBeFocused();
});
