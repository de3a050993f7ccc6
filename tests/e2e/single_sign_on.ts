// A gateway that signs users in with OpenID: an OpenID provider, and a server before the sandbox
// that answers `/login` and `/callback` as in contract §11.

import { randomUUID } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import { passTo } from "./front";
import { ADMIN, type Sandbox } from "./sandbox";

const CLIENT = { id: "gateway", secret: "the-secret-of-the-gateway-and-the-provider" };

/** How the gateway delivers the token, or that it fails. */
export type Outcome = "cookie" | "query" | "error";

export class SingleSignOn {
  private constructor(
    /** The gateway, with the console at its root. */
    readonly url: string,
    private readonly servers: Server[],
  ) {}

  static async start(sandbox: Sandbox, outcome: Outcome): Promise<SingleSignOn> {
    await sandbox.configure({ auth_method: "oidc" });
    const gateway = createServer();
    const url = await listen(gateway);
    const provider = createServer();
    const issuer = await listen(provider);
    const openId = new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [`${url}/api/callback`],
        },
      ],
      pkce: { required: () => false },
      cookies: { keys: ["a-key-of-the-test"] },
      // The provider prints a warning that it runs in development.
      features: { devInteractions: { enabled: true } },
    });
    provider.on("request", openId.callback());
    const redirects = new Map<string, string>();
    const pass = passTo(sandbox.url);
    gateway.on("request", async (asked, answer) => {
      const target = new URL(asked.url!, url);
      if (target.pathname === "/api/login") {
        const redirect = target.searchParams.get("redirect") ?? "";
        if (!URL.canParse(redirect) || new URL(redirect).hostname !== target.hostname) {
          const message = "redirect attribute does not match with api url";
          return json(answer, 422, { message });
        }
        const state = randomUUID();
        redirects.set(state, redirect);
        const query = new URLSearchParams({
          client_id: CLIENT.id,
          redirect_uri: `${url}/api/callback`,
          response_type: "code",
          scope: "openid",
          state,
        });
        return json(answer, 200, { login_url: `${issuer}/auth?${query}` });
      }
      if (target.pathname === "/api/callback") {
        const redirect = redirects.get(target.searchParams.get("state") ?? "");
        if (!redirect) {
          return json(answer, 400, { message: "failed to retrieve login state internally" });
        }
        const code = target.searchParams.get("code") ?? "";
        const isSignedIn = await exchange(issuer, url, code);
        if (!isSignedIn || outcome === "error") {
          return answer.writeHead(307, { Location: `${redirect}?error=unexpected_error` }).end();
        }
        const location = outcome === "query" ? `${redirect}?token=${ADMIN}` : redirect;
        const cookie = `hoop_access_token=${ADMIN}; Path=/; SameSite=Lax`;
        const headers = outcome === "query" ? {} : { "Set-Cookie": cookie };
        return answer.writeHead(307, { Location: location, ...headers }).end();
      }
      pass(asked, answer);
    });
    return new SingleSignOn(url, [gateway, provider]);
  }

  stop() {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

/** Whether the provider gives an ID token for the code. */
async function exchange(issuer: string, gateway: string, code: string): Promise<boolean> {
  const basic = Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64");
  const redirect_uri = `${gateway}/api/callback`;
  const answer = await fetch(`${issuer}/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri }),
  });
  const { id_token } = (await answer.json()) as { id_token?: string };
  return answer.ok && id_token !== undefined;
}

function json(answer: ServerResponse, status: number, body: object) {
  answer.writeHead(status, { "Content-Type": "application/json; charset=utf-8" });
  answer.end(JSON.stringify(body));
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
