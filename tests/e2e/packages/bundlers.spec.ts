// The npm package, built with each bundler and used to save under the console's policy.

import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Page } from "@playwright/test";
import { dist, expect, Sandbox, save, test, write } from "../helper";
import { words } from "../words";
import { project } from "./project";
import { CELL, NOTE } from "./matrix";
import { run } from "./run";

/** Edits the identity that the page shows, saves, and finds on the gateway what was saved. */
async function edit(page: Page, sandbox: Sandbox, text: string) {
  await expect(page.getByRole("heading", { name: "backend-prod" })).toBeVisible();
  await write(page, "Description", text);
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  expect((await sandbox.call("GET", "/machineidentities/backend-prod")).description).toBe(text);
}

/** The bundlers, and which entries of the package they can build. */
const bundlers = {
  "vite": ["files", "inline", "react"],
  "vite-react-18": ["react"],
  "webpack": ["files", "inline", "react"],
  "parcel": ["files", "inline", "react"],
  "rollup": ["files", "inline"],
  "esbuild": ["files", "inline", "inline-react"],
  "esbuild-iife": ["inline", "inline-react"],
};

/** Files that the entries refer to; the others contain their programs. */
const hasFiles = (entry: string) => !entry.startsWith("inline");

for (const [bundler, entries] of Object.entries(bundlers)) {
  for (const entry of entries) {
    const annotation = { type: CELL, description: `bundler | ${bundler} | ${entry}` };
    test(`${bundler} builds ${entry}, and the result saves`, { annotation }, async ({ page }) => {
      const output = await mkdtemp(path.join(tmpdir(), `${bundler}-${entry}-`));
      const start = performance.now();
      await run(process.execPath, ["build.mjs", bundler, entry, output], project("bundlers"));
      const seconds = (performance.now() - start) / 1000;
      const names = (await readdir(output, { recursive: true })).filter((name) => /\.(js|wasm)$/.test(name));
      const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(output, name))).size));
      const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000;
      const description = `${seconds.toFixed(1)} s, ${names.length} file${names.length === 1 ? "" : "s"}, ${kilobytes.toFixed(0)} kB`;
      test.info().annotations.push({ type: NOTE, description });
      expect(names.some((name) => name.endsWith(".wasm"))).toBe(hasFiles(entry));

      const headers = await readFile(path.join(dist, "_headers"), "utf8");
      // The pages that bundlers write have no integrity.
      await writeFile(path.join(output, "_headers"), headers.replace(/^  Integrity-Policy: .*\n/m, ""));
      const sandbox = await Sandbox.start("--site", output);
      try {
        await page.goto(sandbox.url);
        await edit(page, sandbox, `built with ${bundler}`);
        if (entry.endsWith("react")) await expect(page).toHaveTitle("saved backend-prod");
      } finally {
        sandbox.stop();
        await rm(output, { recursive: true });
      }
    });
  }
}

const annotation = { type: CELL, description: "bundler | vite, development | files" };

test("Vite's development server serves files, and the page saves", { annotation }, async ({ page }) => {
  const sandbox = await Sandbox.start();
  const server = spawn(process.execPath, ["dev.mjs", sandbox.url], { cwd: project("bundlers"), stdio: ["ignore", "pipe", "inherit"] });
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const url = line.match(/listening on (http:\S+)/)?.[1];
      if (!url) continue;
      await page.goto(url);
      await edit(page, sandbox, "in development");
      return;
    }
    throw new Error("the server did not start");
  } finally {
    server.kill();
    sandbox.stop();
  }
});
