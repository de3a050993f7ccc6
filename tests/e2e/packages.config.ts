import { defineConfig } from "@playwright/test";

// The npm package in other people's projects: `cargo xtask test packages`.
const { CHROMIUM, CHROMIUM_FLAGS = "", E2E_OUTPUT = "../../target/e2e" } = process.env;

export default defineConfig({
  testDir: "packages",
  outputDir: E2E_OUTPUT,
  globalSetup: "./packages/install.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["./packages/matrix.ts"]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_FLAGS.split(" ").filter(Boolean) },
  },
});
