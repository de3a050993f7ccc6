// Only what is known is claimed: a test for each way in which a hostile network, another user or a
// crafted name could make the screen say something else.

import type { Page } from "@playwright/test";
import {
  ADMIN,
  audit,
  enter,
  expect,
  fetchAll,
  open,
  plan,
  result,
  type Sandbox,
  save,
  show,
  signIn,
  test,
  write,
} from "../helper";
import { words } from "../words";

const PATH = "/api/machineidentities/backend-prod";

/** A promise, and the function that resolves it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

/** Lets the sandbox's clock move on, which a request does by a second or two. */
async function pass(sandbox: Sandbox, seconds: number) {
  for (let second = 0; second < seconds; second += 1) await sandbox.call("GET", "/publicserverinfo");
}

/** Saves a description with a write that lands two minutes after the connection was cut. */
async function loseLate(page: Page, sandbox: Sandbox, description: string) {
  await open(page, sandbox);
  await write(page, "Description", description);
  await sandbox.arm("late-write", "PUT", PATH, { millis: 300_000 });
  await save(page);
  await expect(result(page)).toContainText("We couldn’t confirm the save.", { timeout: 40_000 });
}

test("a lost answer is resolved by its receipt, with the gateway’s own words", async ({
  page,
  sandbox,
}) => {
  await sandbox.arm("forbidden", "GET", "/api/serverconfig/misc", { times: 1_000 });
  await open(page, sandbox);
  await fetch(`${sandbox.url}/_sandbox/listeners`, { method: "PUT", body: '{"ssh":""}' });
  await enter(page, "Connections", "prod-postgres", "bastion");
  await sandbox.arm("cut-after", "PUT", PATH);
  await save(page);
  await expect(page.getByText("Partly saved. Your edits are still here.")).toBeVisible();
  await page.getByText("The gateway’s message").click();
  await expect(page.getByText("listening address is not configured")).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(1);
});

test("a save that lands minutes later is ours, and a sign-out before that asks", async ({
  page,
  sandbox,
}) => {
  test.setTimeout(120_000);
  await loseLate(page, sandbox, "lands late");
  await page.getByRole("button", { name: words.connect.account }).click();
  await page.getByRole("menuitem", { name: words.connect.signOut }).click();
  const question = page.getByRole("dialog", { name: words.signOut.title });
  await expect(question).toContainText(words.signOut.unconfirmed);
  await audit(page);
  await question.getByRole("button", { name: words.signOut.stay }).click();

  await pass(sandbox, 320);
  await result(page).getByRole("button", { name: "Check again" }).click();
  await expect(result(page)).toContainText(words.result.late);
  await expect(page.getByRole("region", { name: words.conflict.region })).toHaveCount(0);
  expect(await sandbox.writes()).toHaveLength(1);
});

test("a forgotten save that lands late is not reported as someone else’s", async ({
  page,
  sandbox,
}) => {
  test.setTimeout(120_000);
  await loseLate(page, sandbox, "forgotten");
  await result(page).getByRole("button", { name: "Forget this save" }).click();
  await pass(sandbox, 320);
  await page.getByRole("textbox", { name: "Description" }).fill("written after it");
  await save(page);
  await expect(result(page)).toContainText(words.result.late);
  await expect(page.getByRole("region", { name: words.conflict.region })).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("written after it");
  expect(await sandbox.writes()).toHaveLength(1);
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/backend-prod");
  expect(now.description).toBe("written after it");
});

test("two tabs don’t write one identity at the same time", async ({ page, context, sandbox }) => {
  const other = await context.newPage();
  await open(page, sandbox);
  await open(other, sandbox);
  const { open: release, opened } = gate();
  await page.route(`**${PATH}`, async (route) => {
    if (route.request().method() === "PUT") await opened;
    await route.continue();
  });
  await write(page, "Description", "first");
  const sent = page.waitForRequest((request) => request.method() === "PUT");
  await save(page);
  await sent;

  await write(other, "Description", "second");
  const asked: string[] = [];
  other.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
  await save(other);
  const waiting = () => other.evaluate(async () => (await navigator.locks.query()).pending?.length);
  await expect.poll(waiting).toBe(1);
  expect(asked).toEqual([]);
  release();
  await expect(page.getByText(words.review.saved)).toBeVisible();
  await expect(other.getByRole("region", { name: words.conflict.region })).toContainText("first");
  expect(await sandbox.writes()).toHaveLength(1);
});

test("a leftover that still works is never shown as a success, and can be revoked in place", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "staging-reporter");
  await enter(page, "Connections", "api-proxy");
  await save(page);
  await expect(result(page)).toContainText("leftover");
  await expect(result(page).locator(".notice--success")).toHaveCount(0);
  await expect(result(page).locator(".notice--warning")).toHaveCount(1);
  await expect(result(page).getByRole("button", { name: "Revoke 2 credentials" })).toBeVisible();
});

test("an event has one notice, and live regions announce its outcome once", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox);
  await write(page, "Description", "once");
  await page.evaluate(() => {
    const said: string[] = ((window as any).said = []);
    new MutationObserver((records) => {
      for (const { addedNodes, target } of records) {
        for (const node of [...addedNodes, target]) {
          const element = node instanceof Element ? node : node.parentElement;
          const region = element?.closest("[role=status], [role=alert]") ?? undefined;
          const inner = element?.querySelector?.("[role=status], [role=alert]") ?? undefined;
          const text = (region ?? inner)?.textContent ?? "";
          if (text && said.at(-1) !== text) said.push(text);
        }
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  await sandbox.arm("revoked-token", "PUT", PATH);
  await save(page);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel(words.connect.token).fill(ADMIN);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(dialog).toBeHidden();
  // The old refusal is no longer true, and the save is there to be sent.
  await expect(page.getByText("Token not accepted")).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("once");
  await page.evaluate(() => ((window as any).said.length = 0));
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const said: string[] = await page.evaluate(() => (window as any).said);
  expect(said.filter((text) => text.includes(words.review.saved))).toHaveLength(1);
  expect(said.filter((text) => /not accepted|couldn’t|failed/i.test(text))).toEqual([]);
});

const proxies: [number, Record<string, string>, string][] = [
  [401, {}, "A proxy asks you to sign in (401)"],
  [403, {}, "A proxy blocked the request (403)"],
  [413, {}, "The request is too large for a proxy (413)"],
  [429, { "Retry-After": "120" }, "Too many requests: wait 2 minutes"],
  [502, {}, "A proxy got no answer from the gateway (502)"],
  [200, {}, "We got a web page, not the API"],
  [302, { Location: "/login" }, "The answer was a redirect"],
];

test("each answer of a proxy has its own sentence, and the gateway isn’t blamed", async ({
  page,
  context,
  sandbox,
}) => {
  await context.addCookies([{ name: "sso", value: "of-the-proxy", url: sandbox.url }]);
  let [status, headers] = [200, {} as Record<string, string>];
  const cookies: (string | undefined)[] = [];
  await page.route(`**${PATH}`, async (route) => {
    cookies.push((await route.request().allHeaders()).cookie);
    const body = "<html><body>Sign in</body></html>";
    await route.fulfill({ status, headers: { "Content-Type": "text/html", ...headers }, body });
  });
  [status, headers] = [proxies[0]![0], proxies[0]![1]];
  await signIn(page, sandbox, ADMIN, "#/identities/backend-prod");
  for (const [index, [, , sentence]] of proxies.entries()) {
    await expect(page.getByRole("alert")).toContainText(sentence);
    await expect(page.getByText("Token not accepted")).toHaveCount(0);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    const next = proxies[index + 1];
    if (!next) break;
    [status, headers] = [next[0], next[1]];
    await page.getByRole("button", { name: "Try again" }).click();
  }
  // Behind a proxy with a sign-in of its own, requests to the page's origin carry its cookie.
  expect(cookies[0]).toContain("sso=of-the-proxy");
});

test("a save that one user started is never sent with the next user’s token", async ({
  page,
  sandbox,
}) => {
  await sandbox.configure({ session_seconds: 110 });
  const token = await sandbox.signIn("admin@sandbox.example", "sandbox-admin");
  await signIn(page, sandbox, token, "#/identities/backend-prod/settings");
  await write(page, "Description", "started by the first user");
  const { open: release, opened } = gate();
  await page.route(`**${PATH}`, async (route) => {
    await opened;
    await route.continue();
  });
  const compared = page.waitForRequest((request) => request.url().endsWith(PATH));
  await save(page);
  await compared;
  await page.getByRole("button", { name: "Sign in again" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel(words.connect.token).fill("hpk_sandbox_admin");
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: /^ci, admin/ })).toBeVisible();
  release();
  await expect(result(page)).toContainText("Another user signed in");
  await expect(result(page)).toContainText("Nothing was sent.");
  expect(await sandbox.writes()).toHaveLength(0);
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const writes = (await sandbox.writes()) as { token?: string }[];
  expect(writes.map(({ token }) => token)).toEqual(["hpk_sandbox_admin"]);
});

test("what looks like a secret is neither stored nor sent before the user says so", async ({
  page,
  sandbox,
}) => {
  const secret = "AKIAIOSFODNN7EXAMPLE";
  const key = "hpk_0123456789abcdef";
  const stored = () => page.evaluate(() => JSON.stringify({ ...sessionStorage }) + location.href);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url() + (request.postData() ?? "")));
  await open(page, sandbox);
  await enter(page, "Attributes", `key:${key}`);
  await write(page, "Description", `uses ${secret}`);
  await page.getByRole("textbox", { name: "Name", exact: true }).focus();
  await expect(page.getByText("This looks like a secret")).toBeVisible();
  await expect(page.getByText("Description has what looks like an AWS access key ID.").first()).toBeVisible();
  await expect(page.getByText("Attributes has what looks like a hoop.dev API key.").first()).toBeVisible();
  await audit(page);
  const button = plan(page).getByRole("button").last();
  await button.click({ force: true });
  await page.keyboard.press("ControlOrMeta+s");
  expect(await sandbox.writes()).toHaveLength(0);
  for (const text of [secret, key]) {
    expect(await stored()).not.toContain(text);
    expect(asked.join("\n")).not.toContain(text);
  }

  await page.getByRole("button", { name: "Send it anyway" }).click();
  await expect(page.getByText("This looks like a secret")).toHaveCount(0);
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/backend-prod");
  expect(now.description).toBe(`uses ${secret}`);
  expect(now.attributes).toContain(`key:${key}`);
});

test("two credentials of one connection, a blocked one and a connection that is gone are all shown", async ({
  page,
  sandbox,
}) => {
  const connections: { id: string; name: string }[] = await sandbox.call("GET", "/connections");
  const id = connections.find(({ name }) => name === "grafana")!.id;
  const before = await sandbox.call("GET", "/machineidentities/billing-exporter");
  await sandbox.call("PUT", "/machineidentities/billing-exporter", {
    name: "billing-exporter",
    description: before.description,
    attributes: before.attributes,
    connection_names: [...before.connection_names, "grafana", id, "prod-postgres"],
  });
  const off = { access_mode_connect: "disabled" };
  await sandbox.call("PATCH", "/connections/prod-postgres", off);
  const live: { connection_name: string }[] = await sandbox.call(
    "GET",
    "/machineidentities/billing-exporter/credentials",
  );
  const twins = live.filter(({ connection_name: name }) => name === "grafana" || name === id);
  expect(twins).toHaveLength(2);

  await open(page, sandbox, "billing-exporter");
  const rows = page.getByRole("table", { name: "Connections" }).getByRole("row");
  await expect(rows.filter({ hasText: "billing-postgres" })).toContainText("Connection gone");
  const blocked = rows.filter({ hasText: "prod-postgres" });
  await expect(blocked).toContainText("Blocked: connect access off");
  await expect(blocked).not.toContainText("Missing");
  await fetchAll(page);
  const listed = page.getByRole("region", { name: words.credentials.region, exact: true });
  await expect(listed.getByRole("row").filter({ hasText: "grafana" })).toContainText("2 credentials");
  await listed.getByRole("button", { name: "grafana", exact: true }).click();
  await expect(page.getByRole("article", { name: words.credentials.card("grafana") })).toHaveCount(2);
  await expect(listed.getByRole("row").filter({ hasText: "prod-postgres" })).toContainText(
    "Blocked: connect access off",
  );
});

const NBSP = "\u00a0";
const typed: [string, "Attributes" | "Connections" | "Name", string][] = [
  ["env:prod\u200b", "Attributes", "U+200B at character 9"],
  ["\ufeffbackend", "Name", "U+FEFF at character 1"],
  ["back\u202eend", "Name", "U+202E at character 5"],
  [`prod${NBSP}postgres`, "Connections", "U+00A0 at character 5"],
];

test("what can’t be seen is refused in new names, and marked in stored ones", async ({
  page,
  sandbox,
}) => {
  const create = (name: string) =>
    sandbox.call("POST", "/machineidentities", {
      name,
      description: "two\nlines",
      attributes: [],
      connection_names: [],
    });
  const long = "long-".repeat(51).slice(0, 254);
  for (const name of ["bаckend-prod", "evil\u202egnp.exe", "line\nbreak", long]) await create(name);
  await page.setViewportSize({ width: 375, height: 800 });
  await signIn(page, sandbox);
  await page.getByRole("searchbox", { name: "Search identities" }).fill("nd-prod");
  // The Cyrillic "а" of the twin; the Latin name has nothing to spell out.
  const names = page.locator(".list__link");
  await expect(names).toHaveText(["backend-prod", "bаU+0430ckend-prod"]);
  await page.getByRole("searchbox", { name: "Search identities" }).fill("evil");
  await expect(names).toHaveText(["evilU+202Egnp.exe"]);
  await page.getByRole("searchbox", { name: "Search identities" }).fill("break");
  await expect(names).toHaveText(["line↵break"]);
  const isWide = () =>
    page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  await page.getByRole("searchbox", { name: "Search identities" }).fill("long-");
  await expect(names).toHaveText([long]);
  expect(await isWide()).toBe(false);
  await names.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(long);
  expect(await isWide()).toBe(false);
  await audit(page);

  await page.setViewportSize({ width: 1280, height: 800 });
  for (const [text, field, place] of typed) {
    if (field === "Name") {
      await write(page, field, text);
      await page.keyboard.press("ControlOrMeta+s");
    } else {
      await show(page, "access");
      await enter(page, field, text);
    }
    await expect(page.getByText(place).first()).toBeVisible();
  }
  expect(await sandbox.writes()).toHaveLength(0);
});

test("a page that is being translated stays true", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      const parent = text.parentElement;
      if (!text.data.trim() || parent?.closest("[translate=no]")) continue;
      const font = document.createElement("font");
      text.replaceWith(font);
      font.append(text);
    }
  });
  await enter(page, "Connections", "prod-postgres");
  await expect(plan(page).getByRole("button", { name: "Save and create 1 credential" })).toBeVisible();
  await save(page);
  await expect(page.getByText(`${words.review.saved} 1 credential created.`)).toBeVisible();
});

test("a secret in a field that isn’t secret is masked, encoded and repeated ones too", async ({
  page,
  sandbox,
}) => {
  const other = "pg-" + "Zz9_".repeat(10) + "Zz9";
  let secret = "";
  await page.route("**/credentials", async (route) => {
    const answer = await route.fetch();
    const all = await answer.json();
    const one = all.find((it: any) => it.connection_name === "staging-postgres");
    secret = one.secret_key;
    const encoded = [...secret].map((it) => `%${it.charCodeAt(0).toString(16)}`).join("");
    one.hostname = `db-${secret}.example`;
    one.connection_string = `postgres://x:${encoded}@db.example/${other}`;
    one.command = `psql "${secret}" --token=${other}`;
    one.unknown_field = secret;
    await route.fulfill({ response: answer, json: all });
  });
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  await page
    .getByRole("region", { name: words.credentials.region, exact: true })
    .getByRole("button", { name: "staging-postgres", exact: true })
    .click();
  const card = page.getByRole("article", { name: words.credentials.card("staging-postgres") });
  await expect(card).toBeVisible();
  const html = await page.evaluate(() => document.documentElement.outerHTML);
  for (const text of [secret, other, `%${secret.charCodeAt(0).toString(16)}%`]) {
    expect(html).not.toContain(text);
  }
});
