// Builds a page with one bundler, as a project that has nothing else: node build.mjs BUNDLER ENTRY
// OUTPUT. The entries are the scripts in app/.

import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { page } from "./page.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const [bundler, entry, output] = process.argv.slice(2);

/** A folder with the page, its script and nothing else. */
const source = path.join(root, "pages", `${bundler}-${entry}`);

/** The page of a bundler that writes scripts only. */
const writePage = (script) => writeFile(path.join(output, "index.html"), page(script));

const MODULE = `<script type="module" src="./app.js"></script>`;
const CLASSIC = `<script defer src="./app.js"></script>`;

/** Copies the programs beside the script, which refers to them by relative URLs. */
async function copyPrograms() {
  const installed = path.join(root, "node_modules/machine-identity-editor");
  for (const name of await readdir(installed, { recursive: true })) {
    if (name.endsWith(".wasm")) await cp(path.join(installed, name), path.join(output, name));
  }
}

async function esbuild(format, tag) {
  const { build } = await import("esbuild");
  const outfile = path.join(output, "app.js");
  await build({ entryPoints: [path.join(source, "app.js")], bundle: true, minify: true, format, outfile });
  if (entry === "files") await copyPrograms();
  await writePage(tag);
}

async function vite(alias = {}) {
  const { build } = await import("vite");
  await build({
    root: source,
    base: "./",
    logLevel: "error",
    resolve: { alias },
    // Even where a project inlines everything, programs stay files: policies block `data:` URLs.
    build: { outDir: output, emptyOutDir: true, assetsInlineLimit: 100_000_000 },
  });
}

const bundlers = {
  "esbuild": () => esbuild("esm", MODULE),
  "esbuild-iife": () => esbuild("iife", CLASSIC),

  async rollup() {
    const { rollup } = await import("rollup");
    const { nodeResolve } = await import("@rollup/plugin-node-resolve");
    const bundle = await rollup({ input: path.join(source, "app.js"), plugins: [nodeResolve({ browser: true })] });
    await bundle.write({ file: path.join(output, "app.js"), format: "es" });
    if (entry === "files") await copyPrograms();
    await writePage(MODULE);
  },

  vite: () => vite(),
  "vite-react-18": () => vite({ react: "react-18", "react-dom": "react-dom-18" }),

  async webpack() {
    const { default: webpack } = await import("webpack");
    const config = {
      mode: "production",
      entry: path.join(source, "app.js"),
      output: { path: output, filename: "app.js" },
    };
    await new Promise((done, fail) => {
      webpack(config, (error, stats) => {
        if (error || stats.hasErrors()) fail(error ?? new Error(stats.toString("errors-only")));
        else done();
      });
    });
    await writePage(CLASSIC);
  },

  async parcel() {
    const { Parcel } = await import("@parcel/core");
    await new Parcel({
      entries: path.join(source, "index.html"),
      defaultConfig: "@parcel/config-default",
      mode: "production",
      // Parcel fails with what it remembers of an older package of the same version.
      shouldDisableCache: true,
      defaultTargetOptions: { distDir: output, publicUrl: "./" },
    }).run();
  },
};

await rm(source, { recursive: true, force: true });
await mkdir(source, { recursive: true });
await mkdir(output, { recursive: true });
await cp(path.join(root, "app/page.js"), path.join(source, "page.js"));
await cp(path.join(root, "app", `${entry}.js`), path.join(source, "app.js"));
await writeFile(path.join(source, "index.html"), page(MODULE));
await bundlers[bundler]();
