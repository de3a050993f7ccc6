// Single sign-on through a real OpenID provider, and two ways to stay signed in.

import type { Page } from "@playwright/test";
import { ADMIN, audit, expect, signIn, test } from "../helper";
import { type Outcome, SingleSignOn } from "../single_sign_on";
import { words } from "../words";

const IDENTITY = "#/identities/backend-prod/access";

/** Signs in on the provider's pages. */
async function atProvider(page: Page) {
  await page.getByPlaceholder("Enter any login").fill("ada");
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Everything that scripts of the site can read. */
const readable = (page: Page) =>
  page.evaluate(
    () => location.href + document.cookie + JSON.stringify({ ...sessionStorage, ...localStorage }),
  );

const singleSignOn = async (
  sandbox: Parameters<typeof SingleSignOn.start>[0],
  outcome: Outcome,
  run: (gateway: SingleSignOn) => Promise<void>,
) => {
  const gateway = await SingleSignOn.start(sandbox, outcome);
  try {
    await run(gateway);
  } finally {
    gateway.stop();
  }
};

for (const outcome of ["cookie", "query"] as const) {
  test(`single sign-on returns to the same page, token by ${outcome}`, async ({
    page,
    sandbox,
  }) => {
    await singleSignOn(sandbox, outcome, async ({ url }) => {
      await page.goto(`${url}/${IDENTITY}`);
      await audit(page);
      await page.getByRole("button", { name: words.connect.singleSignOn }).click();
      await atProvider(page);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("backend-prod");
      expect(page.url()).toBe(`${url}/${IDENTITY}`);
      expect(await readable(page)).not.toContain(ADMIN);
      await page.reload();
      await expect(page.getByRole("button", { name: words.connect.singleSignOn })).toBeVisible();
    });
  });
}

test("a failed single sign-on shows the gateway's message", async ({ page, sandbox }) => {
  await singleSignOn(sandbox, "error", async ({ url }) => {
    await page.goto(`${url}/${IDENTITY}`);
    await page.getByRole("button", { name: words.connect.singleSignOn }).click();
    await atProvider(page);
    await expect(page.getByRole("alert")).toContainText("The gateway answered “unexpected_error”.");
    expect(page.url()).toBe(`${url}/${IDENTITY}`);
    await audit(page);
  });
});

test("a token that this tab didn't request is ignored and removed from the URL", async ({
  page,
  sandbox,
}) => {
  await page.context().addCookies([
    { name: "hoop_access_token", value: ADMIN, url: sandbox.url },
  ]);
  await page.goto(`${sandbox.url}/?token=${ADMIN}`);
  await expect(page.getByRole("button", { name: words.connect.submit })).toBeVisible();
  expect(page.url()).not.toContain(ADMIN);
  const asked = (await sandbox.requests()).map(({ target }) => target);
  expect(asked.filter((target) => target.endsWith("/userinfo"))).toEqual([]);
});

test("a sign-in survives a reload only if the user chose it, until sign-out", async ({
  page,
  sandbox,
}) => {
  await page.goto(`${sandbox.url}/${IDENTITY}`);
  const keep = page.getByRole("checkbox", { name: words.connect.keep });
  await expect(keep).toHaveAccessibleDescription(/any script on this site can read the token/);
  await keep.check();
  await page.getByRole("radio", { name: words.connect.byToken }).check();
  await page.getByLabel(words.connect.token).fill(ADMIN);
  await page.getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("backend-prod");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("backend-prod");
  await page.getByRole("button", { name: words.connect.account }).click();
  await page.getByRole("menuitem", { name: words.connect.signOut }).click();
  await expect(page.getByRole("button", { name: words.connect.submit })).toBeVisible();
  expect(await readable(page)).not.toContain(ADMIN);
});

test("a stored sign-in that the gateway rejects is deleted and reported", async ({
  page,
  sandbox,
}) => {
  await page.goto(sandbox.url);
  await expect(page.getByRole("button", { name: words.connect.submit })).toBeVisible();
  await page.evaluate(() => {
    sessionStorage.setItem("machine-identity-editor:signed-in-place", "");
    sessionStorage.setItem("machine-identity-editor:signed-in-token", "an-old-token");
  });
  await page.reload();
  await expect(page.getByRole("alert")).toContainText("Token not accepted");
  await expect(page.getByRole("button", { name: words.connect.submit })).toBeVisible();
  expect(await readable(page)).not.toContain("an-old-token");
});

test("the session of the gateway's web page is used only if the user chooses it", async ({
  page,
  sandbox,
}) => {
  await page.goto(sandbox.url);
  await expect(page.getByRole("button", { name: words.connect.submit })).toBeVisible();
  await expect(page.getByRole("button", { name: words.connect.webPage })).toHaveCount(0);
  await page.evaluate((token) => localStorage.setItem("jwt-token", token), ADMIN);
  await page.reload();
  await expect(page.getByRole("button", { name: words.connect.webPage })).toBeVisible();
  const asked = (await sandbox.requests()).map(({ target }) => target);
  expect(asked.filter((target) => target.endsWith("/userinfo"))).toEqual([]);
  await audit(page);
  await page.getByRole("button", { name: words.connect.webPage }).click();
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
});
