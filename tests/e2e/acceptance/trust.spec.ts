// The screen claims only what is known, and a token stays with its user: one test for each way in
// which a hostile network, another tab or another user could break that.

import type { Page } from "@playwright/test";
import {
  ADMIN,
  audit,
  enter,
  expect,
  fetchAll,
  open,
  result,
  type Sandbox,
  save,
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

/** Advances the sandbox's clock, which each request moves by a second or two. */
async function pass(sandbox: Sandbox, seconds: number) {
  for (let second = 0; second < seconds; second += 1) await sandbox.call("GET", "/publicserverinfo");
}

/** Saves a description with a write that takes effect two minutes after the connection was cut. */
async function loseLate(page: Page, sandbox: Sandbox, description: string) {
  await open(page, sandbox);
  await write(page, "Description", description);
  await sandbox.arm("late-write", "PUT", PATH, { millis: 300_000 });
  await save(page);
  await expect(result(page)).toContainText("We couldn’t confirm the save.", { timeout: 40_000 });
}

test("a lost answer is resolved by its receipt, with the gateway’s message", async ({
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

test("a save that lands minutes later is recognized as ours, and signing out before that asks first", async ({
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

test("a forgotten save that lands late isn't reported as someone else’s", async ({
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

test("two tabs never write to one identity at the same time", async ({
  page,
  context,
  sandbox,
  network,
}) => {
  const other = await context.newPage();
  await open(page, network);
  await open(other, network);
  const { open: release, opened } = gate();
  network.answer = async ({ method }) => {
    if (method === "PUT") await opened;
    return false;
  };
  await write(page, "Description", "first");
  const sent = page.waitForRequest((request) => request.method() === "PUT");
  await save(page);
  await sent;

  await write(other, "Description", "second");
  const asked: string[] = [];
  other.on("request", (request) => {
    if (request.url().includes("/api/")) asked.push(`${request.method()} ${request.url()}`);
  });
  await save(other);
  const waiting = () => other.evaluate(async () => (await navigator.locks.query()).pending?.length);
  await expect.poll(waiting).toBe(1);
  expect(asked).toEqual([]);
  release();
  await expect(page.getByText(words.review.saved)).toBeVisible();
  await expect(other.getByRole("region", { name: words.conflict.region })).toContainText("first");
  expect(await sandbox.writes()).toHaveLength(1);
});

test("a leftover credential never counts as success, and can be revoked in place", async ({
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

test("each event has one notice, and live regions announce its outcome once", async ({
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
  // The old error is outdated, and the edits can be saved again.
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
  [204, {}, "The answer was empty (204)"],
  [200, {}, "We got a web page, not the API"],
  [302, { Location: "/login" }, "The answer was a redirect"],
];

test("each proxy answer has its own message that doesn't blame the gateway", async ({
  page,
  context,
  network,
}) => {
  await context.addCookies([{ name: "sso", value: "of-the-proxy", url: network.url }]);
  let [status, headers] = proxies[0]!;
  const cookies: (string | undefined)[] = [];
  network.answer = async (request, response) => {
    if (request.url !== PATH) return false;
    cookies.push(request.headers.cookie);
    response.writeHead(status, { "Content-Type": "text/html", ...headers });
    response.end("<html><body>Sign in</body></html>");
    return true;
  };
  await signIn(page, network, ADMIN, "#/identities/backend-prod");
  for (const [index, [, , sentence]] of proxies.entries()) {
    await expect(page.getByRole("alert")).toContainText(sentence);
    await expect(page.getByText("Token not accepted")).toHaveCount(0);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    [status, headers] = proxies[index + 1] ?? proxies[0]!;
    if (index < proxies.length - 1) await page.getByRole("button", { name: "Try again" }).click();
  }
  // Behind a proxy with its own sign-in, requests to the page's origin carry its cookie.
  expect(cookies[0]).toContain("sso=of-the-proxy");
});

test("a save started by one user is never sent with the next user’s token", async ({
  page,
  sandbox,
  network,
}) => {
  await sandbox.configure({ session_seconds: 110 });
  const token = await sandbox.signIn("admin@sandbox.example", "sandbox-admin");
  await signIn(page, network, token, "#/identities/backend-prod/settings");
  await write(page, "Description", "started by the first user");
  const { open: release, opened } = gate();
  network.answer = async ({ url }) => {
    if (url === PATH) await opened;
    return false;
  };
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

test("two credentials of one connection, a blocked one, and a connection that no longer exists are all shown", async ({
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

