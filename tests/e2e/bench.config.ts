import config from "./playwright.config";

const [specs] = config.projects!;

// One page at a time, and no trace of Playwright's own: both would be measured too.
export default {
  ...config,
  workers: 1,
  timeout: 900_000,
  projects: [
    { ...specs, testDir: "bench", testMatch: ["ready.ts", "bench.ts"], use: { ...specs!.use, trace: "off", actionTimeout: 20_000 } },
  ],
};
