// A server between a page and its gateway, on a free port, that answers every request as the test
// says, over HTTP or TLS.

import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";

export type Answer = (asked: IncomingMessage, answer: ServerResponse) => void;

export interface Front {
  port: number;
  stop: () => void;
}

/** Starts the server; with `host` it speaks TLS, with a certificate for that name. */
export async function front(answer: Answer, host?: string): Promise<Front> {
  const server = host ? createTlsServer(await certificate(host), answer) : createServer(answer);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port, stop };
}

async function certificate(host: string) {
  const names = [{ name: "commonName", value: host }];
  const { private: key, cert } = await generate(names, { keySize: 2048 });
  return { key, cert };
}

/** Forwards every request; `change` may change the answer's headers. */
export function passTo(
  url: string,
  change: (headers: IncomingMessage["headers"]) => void = () => {},
): Answer {
  return (asked, answer) => {
    const { method, headers } = asked;
    const passed = request(`${url}${asked.url}`, { method, headers }, (response) => {
      change(response.headers);
      answer.writeHead(response.statusCode!, response.headers);
      response.pipe(answer);
    });
    // The server or the page may be gone before the answer.
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  };
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const { port, stop } = await front(() => {});
  stop();
  return port;
}
