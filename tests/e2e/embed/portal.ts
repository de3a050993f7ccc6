// Test fixtures for a documentation page of another site.

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
