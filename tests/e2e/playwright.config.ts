import { defineConfig } from "@playwright/test";

// `cargo xtask test e2e` names the browser and the flags that this machine needs; without it,
// Playwright's own Chromium runs.
const { CHROMIUM, CHROMIUM_FLAGS = "", E2E_OUTPUT = "../../target/e2e" } = process.env;

export default defineConfig({
  testDir: ".",
  outputDir: E2E_OUTPUT,
  fullyParallel: true,
  workers: 2,
  // A test that passes sometimes is a failure that has not been understood yet.
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_FLAGS.split(" ").filter(Boolean) },
  },
});
