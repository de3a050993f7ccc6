// The element in real portals, in both engines, with nothing but what docs/embedding.md says.

import type { Frame, Page } from "puppeteer-core";
import { describe, heading, inside, labelled, press, TAG } from "../journeys/element";
import { expect, journey } from "../journeys/journey";
import { words } from "../words";
import { CELL } from "./matrix";
import { open, type Portal, portals } from "./portals";

/** The page with the element: the portal's own, or that of the frame. */
async function stage(page: Page, { frame }: Portal): Promise<Page | Frame> {
  if (!frame) return page;
  return (await (await page.waitForSelector("iframe"))!.contentFrame())!;
}

/** A handler of the page's own keys, and a record of what the element says. */
const listen = (stage: Page | Frame) =>
  stage.evaluate(() => {
    const seen: string[] = ((window as any).seen = []);
    document.addEventListener("keydown", ({ key }) => ["/", "s", "k"].includes(key) && seen.push(`key ${key}`));
    for (const type of ["saved", "renamed"]) document.addEventListener(type, () => seen.push(type));
  });

const seen = (stage: Page | Frame): Promise<string[]> => stage.evaluate(() => (window as any).seen);

const ground = (stage: Page | Frame) =>
  stage.evaluate((tag) => {
    const root = document.querySelector(tag)!.shadowRoot!.querySelector(".root")!;
    return getComputedStyle(root).backgroundColor;
  }, TAG);

/** Changes between light and dark, as the portal's reader does. */
async function toggle(page: Page, stage: Page | Frame, { toggle }: Portal) {
  if (toggle) await page.click(toggle);
  else await stage.evaluate(() => (document.documentElement.style.colorScheme = "dark"));
}

/** Saves; where the editor is narrow, the review opens first. */
async function save(stage: Page | Frame) {
  const first = await inside(stage, "button", /^(Review$|Save changes)/);
  const isReview = await first.evaluate((it) => it.textContent === "Review");
  await first.click();
  if (isReview) await press(stage, /^Save changes/);
}

/** Follows the portal's own link to a page. */
async function follow(page: Page, path: string) {
  const link = await page.waitForSelector(`a:is([href="${path}"], [href="${path}/"], [href="${path}.html"])`);
  // The menu that has it may be folded.
  await link!.evaluate((it) => it.click());
}

for (const portal of portals) {
  const { section, variant } = portal;
  const title = variant ? `${section}, ${variant}` : section;

  journey(`the editor works in: ${title}`, async ({ ui, sandbox, engineName }) => {
    const annotation = { type: CELL, description: `portal | ${title} | ${engineName}` };
    journey.info().annotations.push(annotation);
    const { page } = ui;
    page.on("console", (message) => {
      // The host knows what it doesn't have; the gateway answers 404 when a name is free.
      const isRemark = message.text().startsWith("Failed to load resource:");
      if (message.type() === "error" && !isRemark) ui.wrong.push(message.text());
    });
    const host = await open(portal, sandbox.url);

    // Loaded directly, with a token that is late.
    await page.goto(`${host.url}/editor`);
    await expect.poll(() => host.asked, { timeout: 20_000 }).toBe(1);
    expect(await sandbox.requests()).toEqual([]);
    host.giveToken();
    let on = await stage(page, portal);
    await heading(on, "backend-prod");

    // Edited and saved; what is typed doesn't reach the page's keys.
    await listen(on);
    await describe(on, "keys / s k");
    await save(on);
    await inside(on, ".notice", new RegExp(words.review.saved));
    const stored = async (name: string) => (await sandbox.call("GET", `/machineidentities/${name}`)).description;
    expect(await stored("backend-prod")).toBe("keys / s k");
    expect(await seen(on)).toEqual(["saved"]);

    // Light and dark.
    const light = await ground(on);
    // Some portals begin with what the system prefers, which a second step leaves.
    await expect.poll(() => toggle(page, on, portal).then(() => ground(on))).not.toBe(light);

    // Left, and back by a link.
    await follow(page, "/");
    await page.waitForFunction(() => location.pathname === "/" && !document.querySelector("iframe, machine-identity-editor"));
    await follow(page, "/editor");
    await page.waitForFunction(() => location.pathname.startsWith("/editor"));
    on = await stage(page, portal);
    await heading(on, "backend-prod");

    // Renamed.
    await listen(on);
    await press(on, /^Settings/);
    const name = await labelled(on, /^Name/);
    await name.click({ count: 3 });
    await name.type("renamed");
    await save(on);
    await heading(on, "renamed");
    await expect.poll(() => seen(on)).toContain("renamed");
    expect(await stored("renamed")).toBe("keys / s k");
    expect(host.missing).toEqual([]);
    host.close();
  });
}
