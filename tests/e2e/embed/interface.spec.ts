import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { ADMIN, confirm, dist, enter, expect, plan, result, save, show, write } from "../helper";
import { words } from "../words";
import { test } from "./portal";

const editor = (page: Page) => page.locator("machine-identity-editor");

const call = (page: Page, method: string) => editor(page).evaluate((it, method) => (it as any)[method](), method);

const SANDBOX = `gateway="sandbox" identity="backend-prod"`;

/** A script that collects every event of the element, in `events`. */
const COLLECT = `window.events = [];
  for (const type of ["ready", "error", "dirty-change", "before-save", "saved", "renamed", "auth-needed", "state-change"]) {
    document.addEventListener(type, (event) => events.push([type, event.detail]));
  }`;

const events = (page: Page) => page.evaluate(() => (window as any).events as [string, any][]);

test("events report every step, with names and counts and no secret", async ({ page, sandbox, portal }) => {
  const script = `${COLLECT} editor.getToken = () => "${ADMIN}";`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="backend-prod"`, script }));
  await expect(editor(page)).toHaveJSProperty("state", "ready");
  await enter(page, "Connections", "prod-postgres");
  await expect(editor(page)).toHaveJSProperty("dirty", true);
  await write(page, "Name", "backend-live");
  await save(page);
  await expect(result(page)).toContainText(words.review.saved);
  await expect(editor(page)).toHaveJSProperty("dirty", false);
  expect(await events(page)).toEqual([
    ["state-change", { state: "loading" }],
    ["state-change", { state: "ready" }],
    ["ready", { identity: "backend-prod" }],
    ["dirty-change", { dirty: true }],
    ["before-save", { identity: "backend-prod" }],
    ["state-change", { state: "saving" }],
    ["dirty-change", { dirty: false }],
    ["saved", { identity: "backend-live", newCredentials: 1 }],
    ["renamed", { from: "backend-prod", to: "backend-live" }],
    ["state-change", { state: "ready" }],
  ]);
  const told = JSON.stringify(await events(page));
  for (const secret of await sandbox.secrets()) expect(told).not.toContain(secret);
});

test("the server’s configuration, which has a private key, is never requested", async ({ page, sandbox, portal }) => {
  const script = `editor.getToken = () => "${ADMIN}";`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="backend-prod"`, script }));
  // The proxy of its type may be off: the console asks, see "a proxy that is off".
  await enter(page, "Connections", "bastion");
  await save(page);
  await expect(result(page)).toContainText(words.review.saved);
  const targets = (await sandbox.requests()).map((request) => request.target);
  expect(targets.filter((target) => target.includes("/serverinfo"))).not.toEqual([]);
  expect(targets.filter((target) => target.includes("/serverconfig"))).toEqual([]);
});

test("save() confirms as the Save button does, and before-save can cancel it", async ({ page, sandbox, portal }) => {
  const script = `editor.getToken = () => "${ADMIN}"; window.stops = true;
    editor.addEventListener("before-save", (event) => { if (stops) event.preventDefault(); });`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="ci-runner"`, script }));
  await page.getByRole("button", { name: "Remove connection bastion" }).click();
  await call(page, "save");
  await confirm(page);
  await expect(plan(page)).toBeVisible();
  expect(await sandbox.writes()).toEqual([]);
  await page.evaluate(() => ((window as any).stops = false));
  await call(page, "save");
  await confirm(page);
  await expect(result(page)).toContainText(words.review.saved);
  expect(await sandbox.writes()).toHaveLength(1);
});

test("discard(), reload() and focus() do what they document", async ({ page, sandbox, portal }) => {
  const script = `editor.getToken = () => "${ADMIN}";`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
  await write(page, "Description", "mine");
  await call(page, "discard");
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("Nothing yet");
  await sandbox.call("PUT", "/machineidentities/idle", {
    name: "idle", description: "theirs", attributes: ["unassigned"], connection_names: [],
  });
  await call(page, "reload");
  await show(page, "settings");
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("theirs");
  await call(page, "focus");
  await expect(page.getByRole("heading", { name: "idle", exact: true })).toBeFocused();
});

test("while it waits for a token, reload() asks getToken again", async ({ page, sandbox, portal }) => {
  const script = `${COLLECT} window.token = null; editor.getToken = async () => window.token;`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
  await expect(page.getByText("Sign in needed")).toBeVisible();
  await expect(editor(page)).toHaveJSProperty("state", "waiting");
  expect(await events(page)).toContainEqual(["auth-needed", null]);
  await call(page, "reload");
  await expect(page.getByText("Sign in needed")).toBeVisible();
  expect(await sandbox.requests()).toEqual([]);
  await page.evaluate((token) => ((window as any).token = token), ADMIN);
  await call(page, "reload");
  await expect(page.getByRole("heading", { name: "idle", exact: true })).toBeVisible();
});

test.describe("faults of the page", () => {
  test.use({ stops: true }); // They are logged as errors.

  test("a getToken that never answers is reported after 30 seconds", async ({ page, sandbox, portal }) => {
    const script = `editor.getToken = () => new Promise(() => {});`;
    const attributes = `gateway="${sandbox.url}" identity="idle"`;
    await page.clock.install();
    await page.goto(await portal({ attributes, script }));
    await expect(page.getByText("Connecting to the gateway…")).toBeVisible();
    await page.clock.runFor(31_000);
    await expect(page.getByText("this page’s getToken did not answer within 30 seconds.")).toBeVisible();
    expect(await sandbox.requests()).toEqual([]);
  });

  test("properties of the wrong type are rejected and logged once", async ({ page, portal }) => {
    const logged: string[] = [];
    page.on("console", (message) => logged.push(message.text()));
    await page.goto(await portal({ attributes: SANDBOX }));
    await expect(editor(page)).toHaveJSProperty("state", "ready");
    await editor(page).evaluate((it: any) => {
      for (let turn = 0; turn < 2; turn++) {
        it.getToken = "token";
        it.token = { text: "token" };
        it.token = Symbol("token");
        it.identity = {};
        it.identity = Symbol("name");
      }
    });
    const said = (text: string) => logged.filter((line) => line.includes(text));
    expect(said("getToken must be a function")).toHaveLength(1);
    expect(said("token must be a string")).toHaveLength(1);
    expect(said("identity must be a string")).toHaveLength(1);
    await expect(editor(page)).toHaveJSProperty("identity", "backend-prod");
  });
});

test("the page's loading slot shows until the program runs; then the fallback content is removed", async ({ page, portal }) => {
  let release = () => {};
  const until = new Promise<void>((resolve) => (release = resolve));
  const children = `<p slot="loading">One moment</p><p>Use the command line instead.</p>`;
  await page.goto(await portal({ attributes: SANDBOX, children, held: { files: ["embed_bg.wasm"], until } }));
  await expect(page.getByText("One moment")).toBeVisible();
  release();
  await expect(page.getByRole("heading", { name: "backend-prod", exact: true })).toBeVisible();
  await expect(page.getByText("One moment")).toBeHidden();
  await expect(page.getByText("Use the command line instead.")).toBeHidden();
});

test.describe("when the program can't run", () => {
  test.use({ stops: true });

  test("the page's error slot replaces the message, and the fallback content stays", async ({ page, portal }) => {
    const children = `<p slot="error">The editor is down.</p><p>Use the command line instead.</p>`;
    await page.goto(await portal({ attributes: SANDBOX, children, missing: ["embed_bg.wasm"] }));
    await expect(page.getByText("The editor is down.")).toBeVisible();
    await expect(page.getByText("Use the command line instead.")).toBeVisible();
    await expect(page.getByText("The editor was updated")).toBeHidden();
  });
});

test("the snippet reserves the element's space: the layout shift is 0.02 at most", async ({ page, portal }) => {
  const head = `<style>machine-identity-editor:not(:defined) { display: block; font-size: medium; min-height: 40em; }</style>`;
  const around = `<main><h1>Docs</h1><p>Before</p><!-- editor --><p>After</p></main>`;
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(await portal({ attributes: SANDBOX, head, around }));
    await expect(page.getByRole("table", { name: "Connections" }).or(page.getByText(/can’t reach anything/))).toBeVisible();
    const shift = await page.evaluate(async () => {
      let sum = 0;
      const entries: any[] = await new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve([])));
      });
      for (const entry of entries) sum += entry.value;
      return sum;
    });
    test.info().annotations.push({ type: "layout shift", description: `${width}: ${shift}` });
    expect(shift).toBeLessThanOrEqual(0.02);
  }
});

test("loading the script twice does nothing; another version warns once and names both", async ({ page, portal }) => {
  const warned: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning") warned.push(message.text());
  });
  await page.goto(await portal({ attributes: SANDBOX }));
  await expect(editor(page)).toHaveJSProperty("state", "ready");
  await page.evaluate(() => import("/embed/machine-identity-editor.js?again" as string));
  expect(warned).toEqual([]);
  const first = `<script>customElements.define("machine-identity-editor",
    class extends HTMLElement { static version = "0.0.1" })</script>`;
  await page.goto(await portal({ attributes: SANDBOX, head: first }));
  await expect.poll(() => warned).toHaveLength(1);
  await page.evaluate(() => import("/embed/machine-identity-editor.js?again" as string));
  await page.evaluate(() => import("/embed/machine-identity-editor.js?again=2" as string));
  expect(warned).toEqual([
    expect.stringMatching(/version 0\.0\.1 is already on this page; version (dev|\d+\.\d+\.\d+) stays unused/),
  ]);
});

test("importing the script outside a browser defines nothing and doesn't fail (E10)", async () => {
  const script = path.join(dist, "embed/machine-identity-editor.js");
  const code = `const { MachineIdentityEditor } = await import(${JSON.stringify(script)});
    if (typeof MachineIdentityEditor !== "function") throw new Error("nothing was exported");`;
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code]);
});

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

test("a token goes to no place that isn’t a gateway’s address", async ({ page, portal }) => {
  const carried: string[] = [];
  page.on("request", (request) => {
    if (request.headers().authorization) carried.push(request.url());
  });
  for (const gateway of ["use.hoop.dev", "/api", "//use.hoop.dev", "https://user@127.0.0.1:1", "ftp://127.0.0.1"]) {
    await page.goto(await portal({ attributes: `gateway="${gateway}" identity="idle"`, script: `editor.token = "${ADMIN}";` }));
    await expect(editor(page).getByRole("alert")).toBeVisible();
  }
  expect(carried).toEqual([]);
});

test("the answer to an earlier token says nothing about the one after it", async ({ page, sandbox, network, portal }) => {
  const release = network.hold("/api/userinfo");
  const script = `${COLLECT} editor.token = "sandbox-revoked-token";`;
  await page.goto(await portal({ attributes: `gateway="${network.url}" identity="idle"`, script }));
  await expect.poll(async () => (await sandbox.requests()).filter((it) => it.target.endsWith("/serverinfo")).length).toBe(1);
  await editor(page).evaluate((it, token) => ((it as any).token = token), ADMIN);
  await expect.poll(async () => (await sandbox.requests()).filter((it) => it.target.endsWith("/serverinfo")).length).toBe(2);
  release();
  await expect(editor(page)).toHaveJSProperty("state", "ready");
  await expect(page.getByText("Sign in needed")).toBeHidden();
  expect((await events(page)).filter(([type]) => type === "auth-needed")).toEqual([]);
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

test("a token for one gateway isn’t taken for another", async ({ page, sandbox, network, portal }) => {
  const script = `window.asked = [];
    editor.getToken = ({ origin }) => new Promise((give) => asked.push([origin, give]));`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
  const origins = () => page.evaluate(() => (window as any).asked.map(([origin]: [string]) => origin));
  await expect.poll(origins).toEqual([sandbox.url]);
  await editor(page).evaluate((it, url) => it.setAttribute("gateway", url), network.url);
  await expect.poll(origins).toEqual([sandbox.url, network.url]);
  await page.evaluate((token) => (window as any).asked.forEach(([, give]: any) => give(token)), ADMIN);
  await expect(editor(page)).toHaveJSProperty("state", "ready");
});

test("an unread user keeps the rights that are known", async ({ page, sandbox, portal }) => {
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script: `editor.token = "${ADMIN}";` }));
  await write(page, "Description", "mine");
  await sandbox.arm("error-500", "GET", "/api/userinfo");
  const asked = async () => (await sandbox.requests()).filter((it) => it.target.endsWith("/userinfo")).length;
  const before = await asked();
  await editor(page).evaluate((it) => ((it as any).token = "sandbox-auditor-token"));
  await expect.poll(asked).toBeGreaterThan(before);
  await expect(page.getByRole("textbox", { name: "Description" })).not.toHaveAttribute("readonly");
  await expect(page.getByText("Only administrators can change it")).toBeHidden();
});

test("reload() tries again what has failed", async ({ page, sandbox, portal }) => {
  for (const target of ["/api/userinfo", "/api/machineidentities/idle"]) {
    await sandbox.arm("error-500", "GET", target, { times: 2 });
    await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script: `editor.token = "${ADMIN}";` }));
    await expect(editor(page)).toHaveJSProperty("state", "error");
    await expect(async () => {
      await call(page, "reload");
      await expect(editor(page)).toHaveJSProperty("state", "ready", { timeout: 1_000 });
    }).toPass();
  }
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

test("the page is asked for a token once", async ({ page, sandbox, portal }) => {
  const script = `window.asked = [];
    editor.getToken = ({ reason }) => {
      asked.push(reason);
      return "${ADMIN}";
    };`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
  await expect(editor(page)).toHaveJSProperty("state", "ready");
  expect(await page.evaluate(() => (window as any).asked)).toEqual(["start"]);
  expect((await sandbox.requests()).filter((it) => it.target.endsWith("/userinfo"))).toHaveLength(1);
});
