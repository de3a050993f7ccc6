// Searching the program's memory for secrets.

import type { Page } from "puppeteer-core";

/** Makes each page loaded from now on expose its program's memory. */
export async function keepMemories(page: Page) {
  await page.evaluateOnNewDocument(() => {
    const memories: WebAssembly.Memory[] = ((window as any).memories = []);
    for (const name of ["instantiate", "instantiateStreaming"] as const) {
      const original = (WebAssembly as any)[name];
      (WebAssembly as any)[name] = async (...all: unknown[]) => {
        const result = await original.apply(WebAssembly, all);
        // Parts loaded later share the program's memory and export none.
        const { memory, start } = (result.instance ?? result).exports;
        if (memory && start) memories.push(memory);
        return result;
      };
    }
  });
}

/** The places in the program's memory that contain one of the secrets. */
export function inMemory(page: Page, secrets: string[]): Promise<string[]> {
  return page.evaluate((secrets) => {
    const found: string[] = [];
    const memories: WebAssembly.Memory[] = (window as any).memories;
    if (memories.length === 0) throw new Error("no program was started");
    for (const memory of memories) {
      const bytes = new Uint8Array(memory.buffer);
      for (const encoding of ["latin1", "utf-16le"]) {
        const text = new TextDecoder(encoding).decode(bytes);
        for (const secret of secrets) {
          const place = text.indexOf(secret);
          if (place >= 0) found.push(`${secret.slice(0, 8)}… in ${encoding} at ${place}`);
        }
      }
    }
    return found;
  }, secrets);
}
