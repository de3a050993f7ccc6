// A documentation page of somebody else, on an origin of its own.

import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { dist, test as base } from "../helper";

/** How the page is made. */
export interface Portal {
  /** The attributes of the element. */
  attributes?: string;
  /** A classic script at the end of the page. */
  script?: string;
  /** What goes into the head. */
  head?: string;
  /** What stands in the element. */
  children?: string;
  /** The content type of `.wasm` files; empty for none. */
  wasmType?: string;
  /** Files that the host can't give. */
  missing?: string[];
}

const page = ({ attributes = "", script = "", head = "", children = "" }: Portal) => `<!doctype html>
<html lang="en"><head><title>Docs</title><meta charset="utf-8">${head}</head>
<body><main><h1>Docs</h1>
<machine-identity-editor ${attributes}>${children}</machine-identity-editor></main>
<script type="module" src="/embed/machine-identity-editor.js"></script>
<script>const editor = document.querySelector("machine-identity-editor"); ${script}</script>
</body></html>`;

const kinds: Record<string, string> = { ".js": "text/javascript" };

export const test = base.extend<{ portal: (portal: Portal) => Promise<string> }>({
  portal: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (portal) => {
      const { wasmType = "application/wasm", missing = [] } = portal;
      const server = createServer(async (request, response) => {
        if (!request.url?.startsWith("/embed/")) {
          response.setHeader("Content-Type", "text/html");
          return response.end(page(portal));
        }
        const name = new URL(request.url, "http://portal").pathname;
        const file = await readFile(path.join(dist, name)).catch(() => undefined);
        if (!file || missing.includes(path.basename(name))) {
          response.statusCode = 404;
          return response.end();
        }
        const kind = name.endsWith(".wasm") ? wasmType : kinds[path.extname(name)];
        if (kind) response.setHeader("Content-Type", kind);
        response.end(file);
      });
      servers.push(server);
      await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
      return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
    });
    for (const server of servers) server.close();
  },
});
