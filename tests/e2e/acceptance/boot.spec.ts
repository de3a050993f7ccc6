// A browser that lacks a required feature gets a message instead of an endless spinner (P7).

import { serve } from "../embed/host";
import { expect, test } from "../helper";

const NEEDED = {
  WebAssembly: "WebAssembly",
  AbortController: "AbortController",
  ReadableStream: "ReadableStream",
  "dialog element": "HTMLDialogElement",
};

const without = (path: string) => `delete globalThis.${path};`;

for (const [name, path] of Object.entries(NEEDED)) {
  test(`the console says that the browser has no ${name}`, async ({ page, sandbox }) => {
    await page.addInitScript(without(path));
    await page.goto(sandbox.url);
    await expect(page.getByRole("alert")).toContainText(`this browser has no ${name}`);
  });
}

test.describe("the element", () => {
  // The element also logs its message as an error.
  test.use({ stops: true });
  for (const [name, path] of [
    ["AbortSignal.timeout", "AbortSignal.timeout"],
    ["ReadableStream", "ReadableStream"],
  ] as const) {
    test(`says that the browser has no ${name}, beside the page's own content`, async ({ page }) => {
      const host = await serve({
        attributes: `gateway="sandbox" identity="idle"`,
        children: "<p>Ask the platform team.</p>",
      });
      await page.addInitScript(without(path));
      await page.goto(host.url);
      await expect(page.getByText(`this browser has no ${name}`)).toBeVisible();
      await expect(page.getByText("Ask the platform team.")).toBeVisible();
      host.close();
    });
  }
});
