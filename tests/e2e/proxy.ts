// A proxy between the page and a sandbox, as in real networks: it can hold a request back, and
// answer in the gateway's place.

import { createServer, type IncomingMessage, request as send, type Server, type ServerResponse } from "node:http";
import type { Sandbox } from "./sandbox";

/** Whether the proxy answered itself; otherwise it forwards the request to the sandbox. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export class Proxy {
  /** Called with each request before the sandbox gets it. */
  answer: Answer = async () => false;

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async start(sandbox: Sandbox): Promise<Proxy> {
    let proxy: Proxy;
    const server = createServer(async (request, response) => {
      if (await proxy.answer(request, response)) return;
      const { method, headers } = request;
      const onward = send(sandbox.url + request.url, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
      onward.on("error", () => response.destroy());
      request.pipe(onward);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as { port: number };
    proxy = new Proxy(`http://127.0.0.1:${port}`, server);
    return proxy;
  }

  /** Holds back the requests whose path begins like this, until the returned function is called. */
  hold(path: string): () => void {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    this.answer = async ({ url }) => {
      if (url!.startsWith(path)) await released;
      return false;
    };
    return release;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
