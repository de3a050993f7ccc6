// The fixtures of every journey: an engine, a page that fails on any violation of its policy, and a
// sandbox gateway.

import { test as base, expect } from "@playwright/test";
import { dist, Sandbox } from "../sandbox";
import { Engine, type EngineName } from "./engine";
import { Screen } from "./screen";

export { expect };

export interface Options {
  engineName: EngineName;
}

export const journey = base.extend<
  { sandbox: Sandbox; ui: Screen },
  Options & { engine: Engine }
>({
  engineName: ["chromium", { option: true, scope: "worker" }],
  engine: [
    async ({ engineName }, use) => {
      const engine = await Engine.launch(engineName);
      await use(engine);
      await engine.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  sandbox: async ({}, use) => {
    const sandbox = await Sandbox.start("--site", dist);
    await use(sandbox);
    sandbox.stop();
  },
  ui: async ({ engine }, use) => {
    const ui = new Screen(await engine.newPage());
    await ui.watch();
    await use(ui);
    expect(ui.wrong).toEqual([]);
    await engine.clearDownloads();
    await ui.page.browserContext().close();
  },
});
