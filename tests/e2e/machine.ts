// How fast the machine is at the moment.

import type { Page } from "@playwright/test";

/** Runs in the page: always the same work. Returns how many milliseconds it took, 20 on a fast idle machine. */
export function fixedWork(): number {
  const start = performance.now();
  let seed = 1;
  const next = () => (seed = (seed * 48_271) % 0x7fff_ffff);
  const texts = Array.from({ length: 40_000 }, () => String(next()));
  texts.sort();
  return performance.now() - start;
}

/** How many times slower than a fast idle machine this one is, at least 1 and at most 3. */
export async function slowness(page: Page): Promise<number> {
  const times: number[] = [];
  // The first runs are slower: their code isn't optimized yet.
  for (let time = 0; time < 5; time++) times.push(await page.evaluate(fixedWork));
  return Math.min(3, Math.max(1, Math.min(...times) / 20));
}
