// Leaving during an operation: unsent requests are canceled, and the program keeps working.

import type { Page, Request } from "@playwright/test";
import {
  ADMIN,
  enter,
  expect,
  fetchAll,
  open,
  result,
  type Sandbox,
  save,
  show,
  signIn,
  tab,
  test,
  vault,
  write,
} from "../helper";
import { words } from "../words";

const leave = async (page: Page) => {
  await page.getByRole("link", { name: words.list.back }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
  await expect(page.getByRole("heading", { name: words.list.title })).toBeVisible();
};

/** Starts a save whose check before the write is slow; resolves when the check ends, either way. */
async function beginSlowSave(page: Page, sandbox: Sandbox): Promise<{ checkEnds: Promise<unknown> }> {
  const target = "/api/machineidentities/backend-prod";
  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres");
  await sandbox.arm("slow", "GET", target, { millis: 1500 });
  const isCheck = (request: Request) => new URL(request.url()).pathname === target;
  const checkEnds = Promise.race([
    page.waitForEvent("requestfinished", isCheck),
    page.waitForEvent("requestfailed", isCheck),
  ]);
  await save(page);
  await expect(page.getByRole("button", { name: "Checking for other changes…" })).toBeVisible();
  return { checkEnds };
}

/** Saves another identity. Its requests come after any that the earlier save still sends. */
async function saveAnother(page: Page) {
  await page.getByRole("link", { name: "ci-runner" }).click();
  await write(page, "Description", "saved afterwards");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
}

const ONLY_THE_OTHER = [expect.objectContaining({ target: "/api/machineidentities/ci-runner" })];

test("leaving before a save is sent cancels it", async ({ page, sandbox }) => {
  const { checkEnds } = await beginSlowSave(page, sandbox);
  await leave(page);
  await checkEnds;
  await saveAnother(page);
  expect(await sandbox.writes()).toEqual(ONLY_THE_OTHER);
});

test("the outcome of a save that was left while sending is found later", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres");
  await sandbox.arm("slow", "PUT", "/api/machineidentities/*", { millis: 1500 });
  await save(page);
  await expect.poll(async () => (await sandbox.writes()).length).toBe(1);
  await leave(page);
  await page.getByRole("link", { name: "backend-prod" }).click();
  await expect(result(page)).toContainText(words.result.late);
  expect(await sandbox.writes()).toHaveLength(1);
});

test("signing out cancels a save that isn't sent yet", async ({ page, sandbox }) => {
  const { checkEnds } = await beginSlowSave(page, sandbox);
  await page.getByRole("button", { name: words.connect.account }).click();
  await page.getByRole("menuitem", { name: words.connect.signOut }).click();
  const question = page.getByRole("dialog", { name: words.signOut.title });
  await question.getByRole("button", { name: words.connect.signOut }).click();
  const host = new URL(sandbox.url).host;
  await expect(page.getByRole("heading", { name: words.connect.title(host) })).toBeVisible();
  await checkEnds;
  await signIn(page, sandbox, ADMIN);
  await saveAnother(page);
  expect(await sandbox.writes()).toEqual(ONLY_THE_OTHER);
});

test("rotating is blocked during another write", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  await write(page, "Description", "slow [fault:slow]");
  await save(page);
  await expect.poll(async () => (await sandbox.writes()).length).toBe(1);
  await show(page, "credentials");
  const all = vault(page).getByRole("button", { name: /^Rotate \d+ credentials?$/ });
  const one = vault(page).getByRole("button", { name: "Rotate bastion" });
  for (const rotate of [all, one]) {
    await expect(rotate).toHaveAttribute("aria-disabled", "true");
    await rotate.click({ force: true });
    await expect(page.getByRole("dialog")).toBeHidden();
  }
  await expect(page.getByText(words.review.saved)).toBeVisible();
  for (const rotate of [all, one]) await expect(rotate).not.toHaveAttribute("aria-disabled");
});

test("Escape can't skip signing in again, and unknown permissions allow nothing", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "ci-runner");
  await write(page, "Description", "kept");
  await sandbox.arm("revoked-token", "PUT", "/api/machineidentities/*");
  await save(page);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await expect(dialog).toBeVisible();
  await sandbox.arm("error-500", "GET", "/api/serverinfo");
  await dialog.getByLabel("Access token").fill(ADMIN);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog.getByRole("alert")).toContainText("The gateway failed (500)");
  for (let press = 0; press < 5; press++) await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await expect(tab(page, "credentials")).toHaveCount(0);
  await expect(page.getByRole("button", { name: words.credentials.load })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("kept");
});
