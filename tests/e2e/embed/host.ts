// A documentation page of another site that has the element, on its own origin.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { altered } from "../altered";
import { elementPolicy, policy } from "../packages/snippets";
import { dist } from "../sandbox";

/** What the page contains. */
export interface Portal {
  /** The attributes of the element. */
  attributes?: string;
  /** A classic script at the end of the page. */
  script?: string;
  /** The content of the head. */
  head?: string;
  /** The content of the element. */
  children?: string;
  /** The markup around the element, with `<!-- editor -->` in its place. */
  around?: string;
  /** The content type of `.wasm` files; empty for none. */
  wasmType?: string;
  /** Files that the host answers with 404. */
  missing?: string[];
  /** A file that it gives with a change that alters nothing about how it runs. */
  changed?: string;
  /** The integrity that the page has of the script. */
  integrity?: string;
  /** Files that the host serves only once this promise has resolved. */
  held?: { files: string[]; until: Promise<void> };
  /** Further pages and files by path. */
  files?: Record<string, string>;
  /** Further headers of pages. */
  headers?: Record<string, string>;
  /** Whether scripts of the page turn text into HTML. */
  writesHtml?: boolean;
}

/** A running host. */
export interface Host {
  url: string;
  close(): void;
}

const AROUND = "<main><h1>Docs</h1>\n<!-- editor --></main>";

const html = ({ attributes = "", script = "", head = "", children = "", around = AROUND, integrity }: Portal) => `<!doctype html>
<html lang="en"><head><title>Docs</title><meta charset="utf-8">${head}</head>
<body>${around.replace("<!-- editor -->", `<machine-identity-editor ${attributes}>${children}</machine-identity-editor>`)}
<script type="module" src="/embed/machine-identity-editor.js"${integrity ? ` integrity="${integrity}"` : ""}></script>
<script>const editor = document.querySelector("machine-identity-editor"); ${script}</script>
</body></html>`;

/**
 * The policy of a page: its own styles, images and frames, its inline scripts by their hashes, and what the
 * document says that the element needs. Gateways are on this machine.
 */
export function policyOf(page: string, writesHtml = false): string {
  const scripts = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)];
  const hashes = scripts.map(([, text]) => `'sha256-${createHash("sha256").update(text!).digest("base64")}'`);
  const needed = elementPolicy()
    .replaceAll("https://cdn.example.com", "'self'")
    .replaceAll("https://use.hoop.dev", "http://127.0.0.1:*");
  return policy(
    "default-src 'none'\nstyle-src 'unsafe-inline'\nimg-src 'self' data:\nframe-src http://127.0.0.1:*",
    ["script-src", ...hashes].join(" "),
    writesHtml ? "" : "require-trusted-types-for 'script'\ntrusted-types 'none'",
    needed,
  );
}

const kinds: Record<string, string> = { ".js": "text/javascript", ".css": "text/css" };

/** Serves the page at every path that isn't a file. */
export async function serve(portal: Portal): Promise<Host> {
  const { wasmType = "application/wasm", missing = [], changed, held, files = {}, headers = {}, writesHtml } = portal;
  const server = createServer(async (request, response) => {
    const name = new URL(request.url!, "http://portal").pathname;
    // A frame with an opaque origin is cross-origin too.
    response.setHeader("Access-Control-Allow-Origin", "*");
    if (!name.startsWith("/embed/")) {
      const kind = kinds[path.extname(name)] ?? "text/html";
      response.setHeader("Content-Type", kind);
      const contents = files[name] ?? html(portal);
      if (kind === "text/html") response.setHeader("Content-Security-Policy", policyOf(contents, writesHtml));
      for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
      return response.end(contents);
    }
    if (held?.files.includes(path.basename(name))) await held.until;
    const file = await readFile(path.join(dist, name)).catch(() => undefined);
    if (!file || missing.includes(path.basename(name))) {
      response.statusCode = 404;
      return response.end();
    }
    const kind = name.endsWith(".wasm") ? wasmType : kinds[path.extname(name)];
    if (kind) response.setHeader("Content-Type", kind);
    response.end(path.basename(name) === changed ? altered(name, file) : file);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
