// The element in apps of other frameworks, which set attributes and properties early, late and twice.

import type { Page } from "puppeteer-core";
import { serve } from "../embed/host";
import { bundle, type Framework, frameworks } from "../hosts";
import { ADMIN } from "../sandbox";
import { expect, journey } from "./journey";

const TAG = "machine-identity-editor";

/** A page with the app; the element's script is `before` or after it. */
const open = async (page: Page, framework: Framework, initial: object, isDefinedFirst: boolean) => {
  const definition = `<script type="module" src="/embed/machine-identity-editor.js"></script>`;
  const app = `<script>
    window.initial = ${JSON.stringify(initial)};
    if (initial.getToken) { const token = initial.getToken; initial.getToken = () => token; }
    </script><script type="module" src="/app.js"></script>`;
  const around = `<main><h1>App</h1><div id="app"></div></main>
    ${isDefinedFirst ? definition + app : app + definition}`;
  const host = await serve({ around, writesHtml: true, files: { "/app.js": await bundle(framework) } });
  await page.goto(host.url);
  await page.waitForFunction(() => "update" in window);
  return host;
};

const update = (page: Page, values: Record<string, unknown>) =>
  page.evaluate((values) => {
    const { token, ...rest } = values;
    (window as any).update(token === undefined ? rest : { ...rest, getToken: async () => token });
  }, values);

/** The element's text and state. */
const state = (page: Page) =>
  page.evaluate((tag) => {
    const editor: any = document.querySelector(tag);
    return { state: editor?.state, title: editor?.shadowRoot?.querySelector(".heading-1")?.textContent };
  }, TAG);

const shows = (page: Page, title: string) =>
  expect.poll(() => state(page), { timeout: 10_000 }).toEqual({ state: "ready", title });

for (const framework of frameworks) {
  journey(`${framework} sets everything before the element is defined`, async ({ ui, sandbox }) => {
    const initial = { gateway: sandbox.url, identity: "idle", getToken: ADMIN };
    const host = await open(ui.page, framework, initial, false);
    await shows(ui.page, "idle");
    host.close();
  });

  journey(`${framework} sets one value after another, late`, async ({ ui, sandbox }) => {
    const host = await open(ui.page, framework, {}, true);
    await update(ui.page, { identity: "idle" });
    await update(ui.page, { gateway: sandbox.url });
    await expect.poll(async () => (await state(ui.page)).state).toBe("waiting");
    expect(await sandbox.requests()).toEqual([]);
    await update(ui.page, { token: ADMIN });
    await shows(ui.page, "idle");
    host.close();
  });

  journey(`${framework} sets values twice, switches one off again, and removes and re-adds the element`, async ({ ui, sandbox }) => {
    const host = await open(ui.page, framework, { gateway: sandbox.url, identity: "idle", getToken: ADMIN }, true);
    await update(ui.page, { identity: "ci-runner" });
    await update(ui.page, { identity: "backend-prod", gateway: sandbox.url, token: ADMIN });
    await update(ui.page, { identity: "backend-prod", gateway: sandbox.url, token: ADMIN });
    await shows(ui.page, "backend-prod");
    await update(ui.page, { readonly: true });
    const isReadOnly = () => ui.page.evaluate((tag) => (document.querySelector(tag) as any).readonly, TAG);
    expect(await isReadOnly()).toBe(true);
    await update(ui.page, { readonly: false });
    expect(await isReadOnly()).toBe(false);
    await ui.page.evaluate(() => (window as any).show(false));
    await expect.poll(() => ui.page.evaluate((tag) => document.querySelector(tag), TAG)).toBeNull();
    await ui.page.evaluate(() => (window as any).show(true));
    await shows(ui.page, "backend-prod");
    host.close();
  });
}
