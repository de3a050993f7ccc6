// How long a page takes until it is ready, by the editor's own mark: cargo xtask bench.

import { expect, type Page, test } from "@playwright/test";
import { serve } from "../embed/host";
import { ADMIN, dist, Sandbox } from "../sandbox";
import { words } from "../words";

/** How many visits are measured. */
const VISITS = 11;

/** Milliseconds from the start of the navigation to the first mark. */
async function ready(page: Page): Promise<number> {
  const mark = () => performance.getEntriesByName("machine-identity-editor:ready")[0]?.startTime;
  return (await page.waitForFunction(mark)).jsonValue() as Promise<number>;
}

/** Visits a page again and again, without the browser's cache, and prints the median. */
async function print(name: string, page: Page, url: string) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const times: number[] = [];
  for (let visit = 0; visit < VISITS; visit++) {
    await page.goto("about:blank");
    await page.goto(url);
    times.push(await ready(page));
    await page.waitForLoadState("networkidle");
  }
  times.sort((left, right) => left - right);
  const [least, median, most] = [0, (VISITS - 1) / 2, VISITS - 1].map((at) => times[at]!.toFixed(0));
  console.log(`${name} ready ${median} ms (${least} to ${most}, ${VISITS} visits)`);
}

test("the time until the console shows its list", async ({ page }) => {
  const sandbox = await Sandbox.start("--site", dist);
  await page.goto(sandbox.url);
  await page.getByRole("radio", { name: words.connect.byToken }).check();
  await page.getByLabel(words.connect.token).fill(ADMIN);
  await page.getByRole("checkbox", { name: words.connect.keep }).check();
  await page.getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
  await print("console", page, sandbox.url);
  sandbox.stop();
});

test("the time until the element's identity can be edited", async ({ page }) => {
  const sandbox = await Sandbox.start();
  const host = await serve({
    attributes: `gateway="${sandbox.url}" identity="backend-prod"`,
    script: `editor.getToken = () => "${ADMIN}";`,
  });
  await print("element", page, host.url);
  host.close();
  sandbox.stop();
});
