import { defineConfig } from "@playwright/test";
import { Engine } from "./journeys/engine";
import type { Options } from "./journeys/journey";

// `cargo xtask test e2e` sets the browsers and the flags that this machine needs; without it,
// Playwright's own Chromium runs.
const { CHROMIUM, CHROMIUM_FLAGS = "", E2E_OUTPUT = "../../target/e2e" } = process.env;

/** The engines that journeys run on. */
export const engines = (["chromium", "firefox"] as const).filter((name) => {
  // A missing engine skips its journeys with a message; in continuous integration it fails.
  const runs = Engine.program(name) !== undefined || !!process.env.CI;
  if (!runs) console.warn(`${name} is not installed: its journeys don't run`);
  return runs;
});

export default defineConfig<object, Options>({
  testDir: ".",
  outputDir: E2E_OUTPUT,
  fullyParallel: true,
  workers: 2,
  // A flaky test is a failure that isn't understood yet.
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  projects: [
    {
      name: "specs",
      testIgnore: ["journeys/**", "packages/**"],
      use: {
        browserName: "chromium",
        locale: "en-GB",
        timezoneId: "UTC",
        trace: "retain-on-failure",
        launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_FLAGS.split(" ").filter(Boolean) },
      },
    },
    ...engines.map((engineName) => ({
      name: `journeys in ${engineName}`,
      testMatch: "journeys/*.spec.ts",
      timeout: 60_000,
      use: { engineName },
    })),
  ],
});
