// Single sign-on through a real OpenID provider, and the two ways of keeping a sign-in.

import type { Page } from "@playwright/test";
import { ADMIN, audit, expect, signIn, test } from "../helper";
import { type Outcome, SingleSignOn } from "../single_sign_on";
import { words } from "../words";

const IDENTITY = "#/identities/backend-prod/access";

/** Signs in at the provider's own pages. */
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
  test(`single sign-on comes back to the same page, token by ${outcome}`, async ({
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

test("a failed single sign-on is said, with the gateway's word", async ({ page, sandbox }) => {
  await singleSignOn(sandbox, "error", async ({ url }) => {
    await page.goto(`${url}/${IDENTITY}`);
    await page.getByRole("button", { name: words.connect.singleSignOn }).click();
    await atProvider(page);
    await expect(page.getByRole("alert")).toContainText("The gateway answered “unexpected_error”.");
    expect(page.url()).toBe(`${url}/${IDENTITY}`);
    await audit(page);
  });
});

test("a token that this tab didn't ask for is ignored and taken off the address", async ({
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

test("a sign-in is kept over a reload only where chosen, until sign-out", async ({
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

test("a kept sign-in that the gateway no longer accepts is forgotten and said", async ({
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

test("the session of the gateway's own web page is used only when chosen", async ({
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
