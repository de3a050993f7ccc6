// Each cause of a missing answer is set up for real and must lead to its own finding.

import type { Page } from "@playwright/test";
import { ADMIN, audit, dist, expect, open, Sandbox, signIn, test } from "../helper";
import { type Answer, closedPort, front, passTo } from "../front";
import { words } from "../words";

const found = words.diagnosis;

/** Enters a gateway's URL and connects. */
async function choose(page: Page, url: string) {
  await page.getByRole("button", { name: "Another gateway" }).click();
  await page.getByLabel("Gateway URL").fill(url);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** A console whose policy allows one other origin. */
async function consoleFor(page: Page, ...origins: string[]): Promise<Sandbox> {
  const site = await Sandbox.start(
    "--site",
    dist,
    ...origins.flatMap((origin) => ["--connect-src", origin]),
  );
  await page.goto(site.url);
  return site;
}

const finding = (page: Page) => page.getByRole("alert").getByRole("status");

test("nothing listens on the port", async ({ page }) => {
  const url = `http://127.0.0.1:${await closedPort()}`;
  const site = await consoleFor(page, url);
  await choose(page, url);
  await expect(finding(page)).toContainText(found.nothing);
  await expect(finding(page)).toContainText(`Check the host and port of ${url}`);
  await audit(page);
  site.stop();
});

test("an https URL for a server that speaks http", async ({ page, sandbox }) => {
  const url = sandbox.url.replace("http:", "https:");
  const site = await consoleFor(page, url);
  await choose(page, url);
  await expect(finding(page)).toContainText(found.nothing);
  await expect(finding(page)).toContainText("If it doesn’t use TLS, the URL starts with http://.");
  site.stop();
});

const login: Answer = (asked, answer) => {
  if (asked.url!.startsWith("/login")) {
    answer.writeHead(200, { "Content-Type": "text/html" }).end("<h1>Sign in</h1>");
  } else {
    answer.writeHead(302, { Location: "/login" }).end();
  }
};

const unreadable: [string, (gateway: string) => Answer][] = [
  [
    "a proxy that takes the CORS headers away",
    (gateway) =>
      passTo(gateway, (headers) => {
        for (const name of Object.keys(headers)) {
          if (name.startsWith("access-control-")) delete headers[name];
        }
      }),
  ],
  ["a login page of a proxy", () => login],
  [
    "a proxy's own error page",
    () => (_, answer) => answer.writeHead(502, { "Content-Type": "text/html" }).end("<h1>Bad</h1>"),
  ],
];

for (const [cause, answer] of unreadable) {
  test(`${cause} from another origin`, async ({ page, sandbox }) => {
    const { port, stop } = await front(answer(sandbox.url));
    const url = `http://127.0.0.1:${port}`;
    const site = await consoleFor(page, url);
    await choose(page, url);
    await expect(finding(page)).toContainText(found.noCors);
    await expect(finding(page)).toContainText(`Access-Control-Allow-Origin for ${site.url}`);
    stop();
    site.stop();
  });
}

test("a web page instead of the API", async ({ page }) => {
  const { port, stop } = await front((_, answer) =>
    answer
      .writeHead(200, { "Content-Type": "text/html", "Access-Control-Allow-Origin": "*" })
      .end("<h1>Welcome</h1>"),
  );
  const url = `http://127.0.0.1:${port}`;
  const site = await consoleFor(page, url);
  await choose(page, url);
  await expect(page.getByRole("alert")).toContainText("We got a web page, not the API");
  stop();
  site.stop();
});

test.describe("where the policy is violated on purpose", () => {
  test.use({ violates: true });

  test("the page's policy doesn't allow the gateway", async ({ page, sandbox }) => {
    const site = await consoleFor(page);
    await choose(page, sandbox.url);
    await expect(finding(page)).toContainText(found.blockedByPolicy);
    await expect(finding(page)).toContainText(`Add ${sandbox.url} to connect-src`);
    site.stop();
  });
});

test("the browser is offline", { tag: "@release" }, async ({ page, sandbox, context }) => {
  // The list asks the log who changed an identity, with a part of the program that is loaded for that.
  const log = page.waitForEvent("requestfinished", (request) => request.url().includes("/api/audit/logs"));
  await signIn(page, sandbox);
  // Opening an identity earlier has loaded what is needed offline. This part is the last.
  const last = page.waitForEvent("requestfinished", (request) => request.url().includes("split_writing"));
  await page.getByRole("link", { name: "ci-runner" }).click();
  await last;
  await page.getByRole("link", { name: words.list.back }).click();
  const link = page.getByRole("link", { name: "backend-prod" });
  await expect(link).toBeVisible();
  await log;
  await context.setOffline(true);
  await link.click();
  await expect(finding(page)).toContainText(found.offline);
  await audit(page);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("backend-prod");
});

test("the gateway answers again", async ({ page, sandbox }) => {
  await sandbox.arm("cut-before", "GET", "/api/machineidentities");
  await signIn(page, sandbox);
  await expect(finding(page)).toContainText(found.answers);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
});

test("the sign-in has expired", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await sandbox.arm("revoked-token", "GET", "/api/machineidentities");
  await page.getByRole("link", { name: words.list.back }).first().click();
  await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
});

test("the details list the probes and contain no secret", async ({ page, sandbox }) => {
  await sandbox.arm("cut-before", "GET", "/api/machineidentities/{name}");
  await signIn(page, sandbox, ADMIN, "#/identities/backend-prod");
  await expect(finding(page)).toContainText(found.answers);
  await finding(page).getByText("Details").click();
  const details = finding(page).locator("pre");
  await expect(details).toContainText(`Gateway: ${sandbox.url}/api`);
  await expect(details).toContainText("Answer: as the gateway");
  await expect(details).not.toContainText(ADMIN);
  await expect(details).not.toContainText("backend-prod");
});
