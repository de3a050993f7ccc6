import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { ADMIN, confirm, dist, enter, expect, plan, result, save, show, write } from "../helper";
import { words } from "../words";
import { call, COLLECT, editor, events, SANDBOX, test } from "./portal";

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

test("reload() merges edits with what someone else stored", async ({ page, sandbox, portal }) => {
  const script = `editor.getToken = () => "${ADMIN}";`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="ci-runner"`, script }));
  await enter(page, "Connections", "grafana");
  await page.getByRole("combobox", { name: "Attributes" }).fill("env:half");
  await sandbox.call("PUT", "/machineidentities/ci-runner", {
    name: "ci-runner", description: "theirs", attributes: [], connection_names: ["deploy-repo", "bastion", "api-proxy"],
  });
  await call(page, "reload");
  await expect(page.getByRole("button", { name: "Remove connection api-proxy" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove connection grafana" })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Attributes" })).toHaveValue("env:half");
  await write(page, "Description", "mine");
  await sandbox.call("PUT", "/machineidentities/ci-runner", {
    name: "ci-runner", description: "theirs again", attributes: [], connection_names: ["deploy-repo"],
  });
  await call(page, "reload");
  const conflict = page.getByRole("region", { name: words.conflict.region });
  await expect(conflict.getByRole("row", { name: /^Description/ })).toContainText("Not chosen");
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
