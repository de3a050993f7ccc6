// Signing in: an answer has no effect on another user or gateway, nothing is lost unasked, and what failed
// is what is named.

import type { Page } from "@playwright/test";
import { ADMIN, expect, open, type Sandbox, signIn, test, write } from "../helper";
import { SingleSignOn } from "../single_sign_on";
import { words } from "../words";

const again = (page: Page) => page.getByRole("dialog", { name: "Sign in again" });

const user = (page: Page) => page.evaluate(() => sessionStorage.getItem("machine-identity-editor:user"));

/** The gateway rejects the token while the list is open. */
async function expire(page: Page, sandbox: Sandbox) {
  await sandbox.arm("revoked-token", "GET", "/api/machineidentities/idle");
  await page.getByRole("link", { name: "idle", exact: true }).click();
  await expect(again(page)).toBeVisible();
}

test("a sign-in that was pending when the user signed out has no effect", async ({ page, network, sandbox }) => {
  await signIn(page, network);
  await expire(page, sandbox);
  const release = network.hold("/api/userinfo");
  await again(page).getByLabel(words.connect.token).fill(ADMIN);
  await again(page).getByRole("button", { name: words.connect.submit }).click();
  await expect(again(page).getByRole("button", { name: "Signing in…" })).toBeVisible();
  await again(page).getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: /^Sign in to/ })).toBeVisible();
  const late = page.waitForResponse((it) => it.url().endsWith("/api/userinfo"));
  release();
  await late;
  // A later sign-in has been read by then.
  await page.getByLabel(words.connect.token).fill("sandbox-auditor-token");
  await page.getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByText("auditor, read-only").first()).toBeVisible();
  expect(await user(page)).toContain("auditor");
});

test("choosing the sandbox ends a sign-in to the gateway", async ({ page, network }) => {
  const release = network.hold("/api/userinfo");
  await signIn(page, network);
  await page.getByRole("button", { name: "Sandbox", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Machine identities" })).toBeVisible();
  const late = page.waitForResponse((it) => it.url().endsWith("/api/userinfo"));
  release();
  await late;
  await page.getByRole("link", { name: "backend-prod" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("backend-prod");
  await expect(page.getByRole("banner")).toContainText("Sandbox");
});

test("signing out of the request to sign in again asks about edits", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await write(page, "Description", "mine");
  await sandbox.arm("revoked-token", "GET", "/api/machineidentities/ci-runner");
  await page.keyboard.press("ControlOrMeta+s");
  await again(page).getByRole("button", { name: "Sign out" }).click();
  const leave = page.getByRole("dialog", { name: "Sign out?" });
  await expect(leave).toContainText("This tab deletes your unsaved edits.");
  await leave.getByRole("button", { name: "Stay signed in" }).click();
  await again(page).getByLabel(words.connect.token).fill(ADMIN);
  await again(page).getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("mine");
});

test("an account that the gateway doesn’t accept isn’t called a wrong password", async ({ page, network }) => {
  network.answer = async ({ url }, response) => {
    if (!url!.endsWith("/api/userinfo")) return false;
    response.writeHead(401, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ message: "access denied" }));
    return true;
  };
  await page.goto(`${network.url}/`);
  await page.getByLabel("E-mail", { exact: true }).last().fill("admin@sandbox.example");
  await page.getByLabel("Password").fill("sandbox-admin");
  await page.getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByRole("alert")).toContainText("The gateway doesn’t accept this account");
  await expect(page.getByText("Wrong password")).toHaveCount(0);
});

test("a refusal while signing in isn’t put down to the role", async ({ page, network }) => {
  network.answer = async ({ url }, response) => {
    if (!url!.endsWith("/api/userinfo")) return false;
    response.writeHead(403, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ message: "unknown idp provider" }));
    return true;
  };
  await signIn(page, network);
  await expect(page.getByRole("alert")).toContainText("The gateway refused to sign you in");
  await expect(page.getByText("Only administrators")).toHaveCount(0);
});

test("a failed single sign-on doesn’t sign in with a cookie", async ({ page, sandbox }) => {
  const gateway = await SingleSignOn.start(sandbox, "error");
  await page.goto(`${gateway.url}/`);
  await page.getByRole("button", { name: words.connect.singleSignOn }).click();
  await page.getByPlaceholder("Enter any login").fill("ada");
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.context().addCookies([{ name: "hoop_access_token", value: ADMIN, url: gateway.url }]);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert")).toContainText("The gateway answered “unexpected_error”.");
  expect(await page.evaluate(() => document.cookie)).not.toContain(ADMIN);
  gateway.stop();
});
