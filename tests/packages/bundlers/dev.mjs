// Serves a page with Vite's development server: node dev.mjs GATEWAY. Prints its URL.

import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";
import { page } from "./page.mjs";

const app = fileURLToPath(new URL("app/", import.meta.url));
const source = fileURLToPath(new URL("pages/vite-dev/", import.meta.url));

await rm(source, { recursive: true, force: true });
await mkdir(source, { recursive: true });
await cp(path.join(app, "page.js"), path.join(source, "page.js"));
await cp(path.join(app, "files.js"), path.join(source, "app.js"));
await writeFile(path.join(source, "index.html"), page(`<script type="module" src="./app.js"></script>`));
const server = await createServer({
  root: source,
  logLevel: "error",
  server: { host: "127.0.0.1", port: 0, proxy: { "/api": process.argv[2] } },
  // Vite would copy the script to a folder without its programs.
  optimizeDeps: { exclude: ["machine-identity-editor"] },
});
await server.listen();
console.log(`listening on ${server.resolvedUrls.local[0]}`);
