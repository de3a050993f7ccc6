import config from "./playwright.config";

const [specs] = config.projects!;

export default { ...config, projects: [{ ...specs, testMatch: "screenshots.ts" }] };
