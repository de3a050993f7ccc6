// Hosts of a portal: its pages, the element's files, and the frame's page, each on an origin of its own.

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { ADMIN } from "../sandbox";

/** Where pages and files come from: a folder, or texts by path. */
export type Source = string | Record<string, string>;

const kinds: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".wasm": "application/wasm",
};

/** A file's name and contents; a path without an ending is a page. */
async function find(source: Source, pathname: string): Promise<[string, Buffer] | undefined> {
  const base = pathname.replace(/\/$/, "");
  for (const name of path.extname(base) ? [base] : [`${base}/index.html`, `${base}.html`]) {
    const text = typeof source === "string" ? await readFile(path.join(source, name)).catch(() => undefined) : source[name];
    if (text !== undefined) return [name, Buffer.from(text)];
  }
}

export class PortalHost {
  /** Requests for a token so far. */
  asked = 0;
  /** The paths that were asked for in vain. */
  readonly missing: string[] = [];
  private letGo!: () => void;
  private readonly held = new Promise<void>((release) => (this.letGo = release));
  private readonly servers: Server[] = [];
  /** What the documented addresses stand for. */
  private readonly addresses = new Map<string, string>();

  private constructor() {}

  /** Serves a portal, and where it has a frame, the frame's page. */
  static async start(gateway: string, files: string, portal: [Source, string], frame?: [Source, string]) {
    const host = new PortalHost();
    host.addresses.set("https://use.hoop.dev", gateway);
    await host.listen("https://cdn.example.com", files, undefined);
    await host.listen("https://docs.example.com", ...portal);
    if (frame) await host.listen("https://editor.example.com", ...frame);
    return host;
  }

  get url(): string {
    return this.addresses.get("https://docs.example.com")!;
  }

  /** Answers the requests for a token, which wait until then. */
  giveToken() {
    this.letGo();
  }

  close() {
    for (const server of this.servers) server.close();
  }

  private async listen(address: string, source: Source, policy: string | undefined) {
    const server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url!, "http://host");
      if (pathname === "/my/token") {
        this.asked++;
        await this.held;
        return response.setHeader("Content-Type", "text/plain").end(ADMIN);
      }
      const found = await find(source, decodeURIComponent(pathname));
      if (!found) {
        // Browsers ask for it on their own.
        if (pathname !== "/favicon.ico") this.missing.push(pathname);
        response.statusCode = 404;
        return response.end();
      }
      const [name, contents] = found;
      const kind = kinds[path.extname(name)];
      response.setHeader("Content-Type", kind ?? "application/octet-stream");
      // Only the host of the element's files is for pages of other origins, and gives them as they are.
      const isShared = policy === undefined;
      if (isShared) response.setHeader("Access-Control-Allow-Origin", "*");
      const nonce = randomBytes(16).toString("hex");
      const told = (text: string) => this.told(text).replaceAll("{nonce}", nonce);
      if (policy) response.setHeader("Content-Security-Policy", told(policy));
      const isText = kind && kind !== "application/wasm" && !isShared;
      response.end(isText ? told(contents.toString()) : contents);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    this.servers.push(server);
    this.addresses.set(address, `http://127.0.0.1:${(server.address() as { port: number }).port}`);
  }

  /** A text with the addresses of this run in place of those of the document. */
  private told(text: string): string {
    let told = text;
    for (const [documented, real] of this.addresses) told = told.replaceAll(documented, real);
    return told;
  }
}
