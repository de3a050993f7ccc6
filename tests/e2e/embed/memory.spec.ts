import type { Page } from "@playwright/test";
import { expect } from "../helper";
import { test } from "./portal";

const { CHROMIUM, CHROMIUM_FLAGS = "" } = process.env;

// What the browser compiles while a page is used counts as memory, but isn't the element's.
test.use({
  launchOptions: {
    executablePath: CHROMIUM,
    args: [...CHROMIUM_FLAGS.split(" ").filter(Boolean), "--js-flags=--no-opt --no-maglev --no-sparkplug"],
  },
});

/** Makes each page loaded from now on record its programs' memories in `memories`. */
export async function keepMemories(page: Page) {
  await page.addInitScript(() => {
    const memories: WebAssembly.Memory[] = ((window as any).memories = []);
    const instantiate = WebAssembly.instantiate;
    (WebAssembly as any).instantiate = async (...all: unknown[]) => {
      const result = await (instantiate as any).apply(WebAssembly, all);
      const { memory } = (result.instance ?? result).exports;
      if (memory) memories.push(memory);
      return result;
    };
  });
}

test("200 mounts leave no node or listener behind, and at most 5 % more memory than 20", async ({ page, portal }) => {
  test.slow();
  await keepMemories(page);
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="idle"` }));
  const mounts = (count: number) =>
    page.evaluate(async (count) => {
      const tag = "machine-identity-editor";
      for (let index = 0; index < count; index++) {
        document.querySelector(tag)?.remove();
        const editor = document.createElement(tag);
        editor.setAttribute("gateway", "sandbox");
        editor.setAttribute("identity", "idle");
        const ready = new Promise((resolve) => editor.addEventListener("ready", resolve, { once: true }));
        document.querySelector("main")!.append(editor);
        await ready;
      }
    }, count);
  const session = await page.context().newCDPSession(page);
  const measure = async () => {
    // Finalizers, which run between two frames, free what the first collection finds.
    for (let turn = 0; turn < 3; turn++) {
      await session.send("HeapProfiler.collectGarbage");
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const programs = await page.evaluate(() => {
      const memories: WebAssembly.Memory[] = (window as any).memories;
      return memories.map(({ buffer }) => buffer.byteLength);
    });
    expect(programs).toHaveLength(2);
    const { nodes, jsEventListeners: listeners } = await session.send("Memory.getDOMCounters");
    return { bytes: programs.reduce((sum, size) => sum + size, usedSize), nodes, listeners };
  };
  const series = [];
  for (let count = 20; count <= 200; count += 20) {
    await mounts(20);
    series.push(await measure());
  }
  test.info().annotations.push({ type: "memory", description: JSON.stringify(series) });
  const [early, late] = [series.at(0)!, series.at(-1)!];
  expect(late.nodes).toBeLessThanOrEqual(early.nodes);
  expect(late.listeners).toBeLessThanOrEqual(early.listeners);
  expect(late.bytes).toBeLessThan(early.bytes * 1.05);
});
