// The number of round trips that wait for each other: what a slow connection multiplies.

import type { Locator, Page } from "@playwright/test";
import { policyOf } from "../embed/host";
import { type Answer, front, passTo } from "../front";
import { expect, test as base } from "../helper";
import { ADMIN, dist, Sandbox } from "../sandbox";
import { LATE, printed, Waterfall } from "../waterfall";
import { words } from "../words";

const test = base.extend({
  sandbox: async ({}, use) => {
    const sandbox = await Sandbox.start("--site", dist, ...LATE);
    await use(sandbox);
    sandbox.stop();
  },
});

/** A page of the gateway's own origin that has the element. */
const DOCS = `<!doctype html><html lang="en"><head><title>Docs</title><link rel="icon" href="data:,"></head><body>
<machine-identity-editor identity="backend-prod"></machine-identity-editor>
<script>document.querySelector("machine-identity-editor").getToken = () => "${ADMIN}";</script>
<script type="module" src="/embed/machine-identity-editor.js"></script></body></html>`;

/** Serves a page that has the element, and passes everything else on. */
function docs(pass: Answer, page = DOCS): Answer {
  return (asked, answer) => {
    if (asked.url !== "/docs") return pass(asked, answer);
    answer.setHeader("Content-Type", "text/html");
    answer.setHeader("Content-Security-Policy", policyOf(page));
    answer.end(page);
  };
}

/** What a host says of files that never change, as docs/embedding.md asks of a CDN. */
const IMMUTABLE = "public, max-age=31536000, immutable";

/** Prints the waterfall, and holds the number of its round trips. */
function expectAtMost(count: number, trips: string[][]) {
  console.log(printed(trips));
  expect(trips.length, printed(trips)).toBeLessThanOrEqual(count);
  expect(trips.length).toBeGreaterThan(1);
}

/** The round trips until a control is there, which the page says without being asked again and again. */
async function until(waterfall: Waterfall, control: Locator): Promise<string[][]> {
  await control.waitFor();
  return waterfall.read();
}

const combobox = (page: Page) => page.getByRole("combobox", { name: "Connections" });

/** The round trips until an identity can be edited. */
async function untilEditable(waterfall: Waterfall, page: Page): Promise<string[][]> {
  const control = combobox(page);
  const trips = await until(waterfall, control);
  expect(await control.isEditable()).toBe(true);
  return trips;
}

/** Signs in on a page that has loaded everything, and follows what comes after it. */
async function signIn(page: Page, url: string) {
  await page.goto(url);
  await page.getByRole("radio", { name: words.connect.byToken }).check();
  await page.getByLabel(words.connect.token).fill(ADMIN);
  await page.waitForLoadState("networkidle");
  const waterfall = Waterfall.of(page);
  await page.getByRole("button", { name: words.connect.submit }).click();
  return waterfall;
}

test("the element is editable after three round trips", { tag: "@release" }, async ({ page, sandbox }) => {
  const site = await front(docs(passTo(sandbox.url)));
  const waterfall = Waterfall.of(page);
  await page.goto(`http://127.0.0.1:${site.port}/docs`);
  const trips = await untilEditable(waterfall, page);
  await page.waitForLoadState("networkidle");
  site.stop();
  expectAtMost(3, trips);
});

test("a gateway on another origin adds one round trip, for the browser's preflights", { tag: "@release" }, async ({ page, sandbox }) => {
  const waterfall = new Waterfall();
  const pass = passTo(sandbox.url);
  const gateway = await front(waterfall.at(pass));
  const elsewhere = DOCS.replace("identity=", `gateway="http://127.0.0.1:${gateway.port}" identity=`);
  const site = await front(waterfall.at(docs(pass, elsewhere)));
  await page.goto(`http://127.0.0.1:${site.port}/docs`);
  const trips = await untilEditable(waterfall, page);
  await page.waitForLoadState("networkidle");
  site.stop();
  gateway.stop();
  expectAtMost(4, trips);
});

test("an element makes nine requests, and loads more of its program only when it is used", { tag: "@release" }, async ({ page, sandbox }) => {
  const site = await front(docs(passTo(sandbox.url)));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`http://127.0.0.1:${site.port}/docs`);
  await page.getByRole("combobox", { name: "Connections" }).waitFor();
  await page.waitForLoadState("networkidle");
  expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(9);
  await page.getByRole("heading", { name: "backend-prod" }).hover();
  await expect.poll(() => asked).toContain("/embed/split_writing.wasm");
  expect(asked).toContain("/embed/split_review.wasm");
  site.stop();
});

test("the list shows its identities two round trips after sign-in", { tag: "@release" }, async ({ page, sandbox }) => {
  const waterfall = await signIn(page, sandbox.url);
  const all = await until(waterfall, page.getByRole("link", { name: "backend-prod" }));
  // The rows on screen ask who changed them: that isn't waited for.
  const isOfRows = (url: string) => /\.wasm$|\/audit\//.test(url);
  const trips = all.map((trip) => trip.filter((url) => !isOfRows(url)));
  expectAtMost(2, trips.filter((trip) => trip.length > 0));
});

test("an identity is editable two round trips after sign-in", { tag: "@release" }, async ({ page, sandbox }) => {
  const waterfall = await signIn(page, `${sandbox.url}/#/identities/backend-prod/access`);
  expectAtMost(2, await untilEditable(waterfall, page));
});

for (const [shown, address, control, last] of [
  ["the list", "", (page: Page) => page.getByRole("link", { name: "backend-prod" }), "split_history.wasm"],
  ["an identity", "#/identities/backend-prod/access", combobox, "split_writing.wasm"],
] as const) {
  test(`a second visit to ${shown} loads no program, and shows it after two round trips`, { tag: "@release" }, async ({ page, sandbox }) => {
    const waterfall = new Waterfall();
    const site = await front(waterfall.at(passTo(sandbox.url)));
    const url = `http://127.0.0.1:${site.port}/${address}`;
    await page.goto(url);
    await page.getByRole("radio", { name: words.connect.byToken }).check();
    await page.getByLabel(words.connect.token).fill(ADMIN);
    await page.getByRole("checkbox", { name: words.connect.keep }).check();
    await page.getByRole("button", { name: words.connect.submit }).click();
    const loaded = page.waitForResponse((answer) => answer.url().endsWith(last));
    await control(page).waitFor();
    await (await loaded).finished();
    expect(programs(waterfall)).not.toEqual([]);
    await page.goto("about:blank");
    waterfall.clear();
    await page.goto(url);
    const trips = await until(waterfall, control(page));
    await page.waitForLoadState("networkidle");
    expect(programs(waterfall)).toEqual([]);
    site.stop();
    expectAtMost(2, trips);
  });
}

test("a second visit to the element loads no program, and is editable after two round trips", { tag: "@release" }, async ({ page, sandbox }) => {
  const pass = passTo(sandbox.url);
  const keep = passTo(sandbox.url, (headers) => (headers["cache-control"] = IMMUTABLE));
  const waterfall = new Waterfall();
  const answer: Answer = (asked, answer) =>
    (asked.url!.startsWith("/embed/") ? keep : pass)(asked, answer);
  const site = await front(waterfall.at(docs(answer)));
  const visit = async () => {
    await page.goto(`http://127.0.0.1:${site.port}/docs`);
    const trips = await untilEditable(waterfall, page);
    await page.waitForLoadState("networkidle");
    return trips;
  };
  await visit();
  expect(programs(waterfall)).not.toEqual([]);
  await page.goto("about:blank");
  waterfall.clear();
  const trips = await visit();
  expect(programs(waterfall)).toEqual([]);
  site.stop();
  expectAtMost(2, trips);
});

/** The scripts and programs that a server was asked for. */
const programs = (waterfall: Waterfall) => waterfall.read().flat().filter((path) => /\.(js|wasm)$/.test(path));
