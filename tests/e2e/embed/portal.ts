// Test fixtures for a documentation page of another site.

import type { Page } from "@playwright/test";
import { test as base } from "../helper";
import { type Host, type Portal, serve } from "./host";

export const test = base.extend<{ portal: (portal: Portal) => Promise<string> }>({
  portal: async ({}, use) => {
    const hosts: Host[] = [];
    await use(async (portal) => {
      const host = await serve(portal);
      hosts.push(host);
      return host.url;
    });
    for (const host of hosts) host.close();
  },
});

export const editor = (page: Page) => page.locator("machine-identity-editor");

export const call = (page: Page, method: string) => editor(page).evaluate((it, method) => (it as any)[method](), method);

export const SANDBOX = `gateway="sandbox" identity="backend-prod"`;

/** A script that collects every event of the element, in `events`. */
export const COLLECT = `window.events = [];
  for (const type of ["ready", "error", "dirty-change", "before-save", "saved", "renamed", "auth-needed", "state-change"]) {
    document.addEventListener(type, (event) => events.push([type, event.detail]));
  }`;

export const events = (page: Page) => page.evaluate(() => (window as any).events as [string, any][]);
