// Which token goes where, and what the answers to it say.

import { ADMIN, expect, write } from "../helper";
import { call, COLLECT, editor, events, test } from "./portal";

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
  const statuses: number[] = [];
  page.on("response", (it) => it.url().endsWith("/userinfo") && statuses.push(it.status()));
  release();
  await expect.poll(() => statuses.toSorted()).toEqual([200, 401]);
  await expect(editor(page)).toHaveJSProperty("state", "ready");
  // Typing takes until both answers are read.
  await write(page, "Description", "mine");
  await expect(editor(page)).toHaveJSProperty("state", "ready");
  expect((await events(page)).filter(([type]) => type === "auth-needed")).toEqual([]);
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
  const failed = page.waitForResponse((it) => it.url().endsWith("/userinfo") && it.status() === 500);
  await editor(page).evaluate((it) => ((it as any).token = "sandbox-auditor-token"));
  await (await failed).finished();
  await write(page, "Name", "mine");
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
