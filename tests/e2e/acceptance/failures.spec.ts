import {
  audit,
  enter,
  expect,
  open,
  plan,
  result,
  save,
  saveByKey,
  show,
  signIn,
  tab,
  test,
  write,
} from "../helper";
import { words } from "../words";

const reading = [
  ["error-500", "The gateway failed (500)"],
  ["html", "We got a web page, not the API"],
  ["cut-before", "Can’t reach the gateway"],
] as const;

for (const [fault, title] of reading) {
  test(`reading an identity that meets ${fault} shows the error and offers to try again`, async ({
    page,
    sandbox,
  }) => {
    await sandbox.arm(fault, "GET", "/api/machineidentities/backend-prod");
    await signIn(page, sandbox, undefined, "#/identities/backend-prod");
    await expect(page.getByRole("alert")).toContainText(title);
    await audit(page);
    await page.getByRole("button", { name: "Try again" }).click();
    await show(page, "settings");
    await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("backend-prod");
  });
}

test("an identity that doesn't exist is reported as not found", async ({ page, sandbox }) => {
  await signIn(page, sandbox, undefined, "#/identities/nobody");
  await expect(page.getByRole("alert")).toContainText("This identity no longer exists");
  await page.getByText("The gateway’s message").click();
  await expect(page.getByText("machine identity not found")).toBeVisible();
});

test("a wrong token is rejected at sign-in", async ({ page, sandbox }) => {
  await signIn(page, sandbox, "wrong");
  await expect(page.getByRole("alert")).toContainText("Token not accepted");
  await audit(page);
});

test("an auditor can read but not edit", async ({ page, sandbox }) => {
  await signIn(page, sandbox, "sandbox-auditor-token", "#/identities/backend-prod");
  await expect(page.getByText("Only administrators can change it.")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Attributes" })).toHaveAttribute("readonly", "");
  await expect(page.getByRole("combobox", { name: "Connections" })).toHaveAttribute("readonly", "");
  await expect(tab(page, "credentials")).toHaveCount(0);
  await audit(page);
  await show(page, "settings");
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveAttribute("readonly", "");
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveAttribute("readonly", "");
  await expect(page.getByRole("button", { name: words.review.save })).toHaveCount(0);
  await expect(plan(page)).toHaveCount(0);
  await audit(page);
});

test("an expired token is renewed silently", async ({ page, sandbox }) => {
  await signIn(page, sandbox, "sandbox-expired-token", "#/identities/backend-prod/settings");
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("backend-prod");
});

test("a token revoked while editing leads to sign-in and keeps the draft", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox);
  await write(page, "Description", "kept");
  await sandbox.arm("revoked-token", "PUT", "/api/machineidentities/backend-prod");
  await save(page);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await expect(dialog).toBeVisible();
  await audit(page);
  await dialog.getByLabel("Access token").fill("sandbox-admin-token");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("kept");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
});

test("a name that is taken is rejected and no edit is lost", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await write(page, "Name", "ci-runner");
  // The check runs when the field loses focus; its error blocks the save, so nothing is sent.
  await page.getByRole("textbox", { name: "Description" }).focus();
  await expect(page.getByText("Another identity is named ci-runner.").first()).toBeVisible();
  await save(page);
  await expect(page.getByRole("alert").getByText("Another identity is named ci-runner.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("ci-runner");
  expect(await sandbox.writes()).toHaveLength(0);
});

test("a save that the gateway rejects half-way reports the stored state", async ({ page, sandbox }) => {
  // The SSH proxy is off, which no client can know when it can't read the server's configuration.
  await sandbox.arm("forbidden", "GET", "/api/serverconfig/misc", { times: 1_000 });
  await open(page, sandbox);
  await fetch(`${sandbox.url}/_sandbox/listeners`, { method: "PUT", body: '{"ssh":""}' });
  await enter(page, "Connections", "prod-postgres", "bastion");
  await expect(plan(page).getByRole("heading", { name: "Not known 1" })).toBeVisible();
  await expect(
    plan(page).getByText("We can’t see whether the gateway’s SSH proxy is on."),
  ).toBeVisible();
  await save(page);
  await expect(page.getByText("Partly saved. Your edits are still here.")).toBeVisible();
  const found = result(page).getByRole("table", { name: words.result.changes });
  await expect(
    found.getByRole("row", { name: "prod-postgres: credential created as planned" }),
  ).toBeVisible();
  await expect(
    found.getByRole("row", { name: "bastion: credential created not done" }),
  ).toBeVisible();
  await expect(result(page).getByRole("button", { name: "Export 1 credential" })).toBeVisible();
  await page.getByText("The gateway’s message").click();
  await expect(page.getByText("listening address is not configured")).toBeVisible();
  await audit(page);
});

for (const fault of ["cut-after", "cut-during", "gateway-timeout"]) {
  test(`a save that meets ${fault} is verified and sent once`, async ({ page, sandbox }) => {
    await open(page, sandbox);
    await enter(page, "Connections", "prod-postgres");
    await write(page, "Description", `lost [fault:${fault}]`);
    await save(page);
    await expect(page.getByText(`${words.review.saved} 1 credential created.`)).toBeVisible();
    expect(await sandbox.writes()).toHaveLength(1);
  });
}

test("a save that never arrived stays unconfirmed and blocks other writes", async ({
  page,
  sandbox,
}) => {
  test.setTimeout(90_000);
  await open(page, sandbox);
  await write(page, "Description", "never [fault:cut-before]");
  await save(page);
  await expect(result(page)).toContainText("We couldn’t confirm the save.", { timeout: 40_000 });
  await expect(result(page)).toContainText(
    "Not seen on the gateway yet. It can still take effect.",
  );
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("never [fault:cut-before]");
  const button = plan(page).getByRole("button", { name: words.review.save });
  await expect(button).toBeDisabled();
  await button.click({ force: true });
  await saveByKey(page);
  await result(page).getByRole("button", { name: "Check again" }).click();
  await expect(result(page).getByRole("button", { name: "Check again" })).toBeEnabled();
  await expect(result(page)).toContainText("We couldn’t confirm the save.");
  expect(await sandbox.writes()).toHaveLength(1);

  await result(page).getByRole("button", { name: "Forget this save" }).click();
  await page.getByRole("textbox", { name: "Description" }).fill("arrives");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(2);
  expect((await sandbox.call("GET", "/machineidentities/backend-prod")).description).toBe("arrives");
});
