import { defineConfig } from "@playwright/test";
import type { Options } from "./journeys/journey";
import config, { engines } from "./playwright.config";

const [{ use }] = config.projects!;

// The npm package in projects of other bundlers: `cargo xtask test packages`.
export default defineConfig<object, Options>({
  ...config,
  testDir: "packages",
  globalSetup: "./packages/install.ts",
  timeout: 60_000,
  reporter: [["list"], ["./packages/matrix.ts"]],
  projects: [
    { name: "packages", testIgnore: "portals.spec.ts", use },
    ...engines.map((engineName) => ({
      name: `portals in ${engineName}`,
      testMatch: "portals.spec.ts",
      use: { engineName },
    })),
  ],
});
