// What screen readers hear: the text of a live region each time that it changes.

import type { Page } from "@playwright/test";
import { enter, expect, open, result, save, test, write } from "../helper";

/** Notes the text of each live region whenever something changes in it, or it comes into the page. */
async function listen(page: Page) {
  await page.evaluate(() => {
    const heard: string[] = ((window as any).heard = []);
    const live = "[aria-live], [role=status], [role=alert]";
    new MutationObserver((changes) => {
      const regions = new Set<Element>();
      const around = (node: Node) =>
        (node instanceof Element ? node : node.parentElement)?.closest(live) ?? undefined;
      for (const { target, addedNodes } of changes) {
        const region = around(target);
        if (region) regions.add(region);
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue;
          if (node.matches(live)) regions.add(node);
          node.querySelectorAll(live).forEach((found) => regions.add(found));
        }
      }
      for (const region of regions) {
        if (region.getAttribute("aria-live") !== "off") heard.push(region.textContent ?? "");
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** How often something with this text was heard. */
const times = (page: Page, text: string) =>
  page.evaluate((text) => (window as any).heard.filter((it: string) => it.includes(text)).length, text);

test("each of three undos is announced once", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Connections", "bastion", "grafana", "api-proxy");
  await page.getByRole("combobox", { name: "Connections" }).press("Escape");
  await listen(page);
  const undo = page.getByRole("button", { name: "Undo the last change of Connections" });
  for (const left of [2, 1, 0]) {
    await undo.click();
    await expect(page.getByRole("button", { name: /^Remove connection/ })).toHaveCount(left);
    await expect.poll(() => times(page, "Undone.")).toBe(3 - left);
  }
});

test("a connection that is put back in the table is announced", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await page.getByRole("button", { name: "Remove connection bastion" }).click();
  await listen(page);
  await page.getByRole("button", { name: "Undo removing bastion" }).click();
  await expect(page.getByRole("button", { name: "Remove connection bastion" })).toBeVisible();
  await expect.poll(() => times(page, "bastion added back.")).toBe(1);
});

test("an unconfirmed save announces once that saving is paused", async ({ page, sandbox }) => {
  test.setTimeout(90_000);
  await open(page, sandbox);
  await write(page, "Description", "never [fault:cut-before]");
  await listen(page);
  await save(page);
  await expect(result(page)).toContainText("We couldn’t confirm the save.", { timeout: 40_000 });
  expect(await times(page, "Saving is paused")).toBe(1);
  await result(page).getByRole("button", { name: "Check again" }).click();
  await expect(result(page).getByRole("button", { name: "Check again" })).toBeEnabled();
  expect(await times(page, "Saving is paused")).toBe(1);
});
