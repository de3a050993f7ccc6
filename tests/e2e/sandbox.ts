// A sandbox gateway for each test: the native program, on a free port.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The native sandbox, where `cargo xtask test e2e` has built it. */
const program = process.env.SANDBOX ?? path.join(root, "target/debug/sandbox");

/** The time that every clock in a test starts with. */
export const NOW = "2026-01-15T09:30:00Z";

export const ADMIN = "sandbox-admin-token";

/** A sandbox gateway with the sample organization, the same on every run. */
export class Sandbox {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  static start(...flags: string[]): Promise<Sandbox> {
    return Sandbox.startToday("--clock", NOW, ...flags);
  }

  /** A sandbox with the system's clock, for behavior that depends on elapsed time. */
  static async startToday(...flags: string[]): Promise<Sandbox> {
    const child = spawn(
      program,
      ["--listen", "127.0.0.1:0", "--seed", "1", ...flags],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    for await (const line of createInterface({ input: child.stdout! })) {
      const url = line.match(/listening on (http:\S+)/)?.[1];
      if (url) return new Sandbox(url, child);
    }
    throw new Error("the sandbox did not start");
  }

  stop() {
    this.child.kill();
  }

  /** Makes the next matching request fail as docs/sandbox.md describes. */
  async arm(fault: string, method: string, target: string, more: object = {}) {
    const body = JSON.stringify({ fault, method, path: target.replace("/api", ""), ...more });
    const answer = await fetch(`${this.url}/_sandbox/faults`, { method: "POST", body });
    expect(answer.status).toBeLessThan(300);
  }

  /** Changes what the gateway's operator can configure, as docs/sandbox.md describes. */
  async configure(settings: object) {
    const body = JSON.stringify(settings);
    const answer = await fetch(`${this.url}/_sandbox/settings`, { method: "PUT", body });
    expect(answer.status).toBe(200);
  }

  /** The token of a new sign-in, which expires after the configured time. */
  async signIn(email: string, password: string): Promise<string> {
    const body = JSON.stringify({ email, password });
    const answer = await fetch(`${this.url}/api/localauth/login`, { method: "POST", body });
    expect(answer.status).toBe(200);
    return answer.headers.get("Token")!;
  }

  /** Every API request so far. */
  async requests(): Promise<{ method: string; target: string; fault: string | null }[]> {
    return (await fetch(`${this.url}/_sandbox/requests`)).json();
  }

  async writes() {
    return (await this.requests()).filter(({ method }) => method === "PUT");
  }

  /** Every secret that is live. */
  async secrets(): Promise<string[]> {
    return (await fetch(`${this.url}/_sandbox/secrets`)).json();
  }

  /** Sends a request as another client. */
  async call(method: string, target: string, body?: unknown): Promise<any> {
    const answer = await fetch(`${this.url}/api${target}`, {
      method,
      headers: { Authorization: `Bearer ${ADMIN}` },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return text === "" ? undefined : JSON.parse(text);
  }
}

/** The folder with the build under test: the release, or the output of `--fast`. */
export const dist = process.env.DIST ?? path.join(root, "dist");
