import { enter, expect, open, plan, audit, save, signIn, test } from "../helper";

const reading = [
  ["error-500", "The gateway failed (500)"],
  ["html", "We got a web page, not the API"],
  ["cut-before", "Can’t reach the gateway"],
] as const;

for (const [fault, title] of reading) {
  test(`reading an identity that meets ${fault} says so and can be tried again`, async ({
    page,
    sandbox,
  }) => {
    await sandbox.arm(fault, "GET", "/api/machineidentities/backend-prod");
    await signIn(page, sandbox, undefined, "#/identities/backend-prod");
    await expect(page.getByRole("alert")).toContainText(title);
    await audit(page);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("backend-prod");
  });
}

test("an identity that does not exist is said to be gone", async ({ page, sandbox }) => {
  await signIn(page, sandbox, undefined, "#/identities/nobody");
  await expect(page.getByRole("alert")).toContainText("This identity no longer exists");
  await page.getByText("The gateway’s own message").click();
  await expect(page.getByText("machine identity not found")).toBeVisible();
});

test("a wrong token is refused at the door", async ({ page, sandbox }) => {
  await signIn(page, sandbox, "wrong");
  await expect(page.getByRole("alert")).toContainText("Token not accepted");
  await audit(page);
});

test("an auditor may look and not touch", async ({ page, sandbox }) => {
  await signIn(page, sandbox, "sandbox-auditor-token", "#/identities/backend-prod");
  await expect(page.getByText("Only an administrator may change it")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveAttribute("readonly", "");
  await expect(page.getByRole("button", { name: "Save changes" })).toBeHidden();
  await audit(page);
});

test("an expired token is replaced without a word", async ({ page, sandbox }) => {
  await signIn(page, sandbox, "sandbox-expired-token", "#/identities/backend-prod");
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("backend-prod");
});

test("a token revoked in the middle asks for another and keeps the draft", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox);
  await page.getByRole("textbox", { name: "Description" }).fill("kept");
  await sandbox.arm("revoked-token", "PUT", "/api/machineidentities/backend-prod");
  await save(page);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await expect(dialog).toBeVisible();
  await audit(page);
  await dialog.getByLabel("Access token").fill("sandbox-admin-token");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("kept");
  await save(page);
  await expect(page.getByText("Saved, and read back from the gateway")).toBeVisible();
});

test("a taken name is refused and nothing is lost", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("ci-runner");
  // Asked when the field is left, and shown on it; the save is stopped, and nothing is sent.
  await page.getByRole("textbox", { name: "Description" }).focus();
  await expect(page.getByText("Another identity has the name “ci-runner”.").first()).toBeVisible();
  await save(page);
  await expect(page.getByRole("alert").getByText("Another identity has the name")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("ci-runner");
  expect(await sandbox.writes()).toHaveLength(0);
});

test("a refusal half-way is reported as what is the case", async ({ page, sandbox }) => {
  await open(page, sandbox);
  // What no client can see: the proxy for SSH is off.
  await fetch(`${sandbox.url}/_sandbox/listeners`, { method: "PUT", body: '{"ssh":""}' });
  await enter(page, "Connections", "prod-postgres", "bastion");
  await expect(plan(page).getByText("Unknowns")).toBeVisible();
  await save(page);
  await expect(page.getByText("It was half done before that: see below.")).toBeVisible();
  const found = page.getByRole("table").filter({ hasText: "Planned" });
  await expect(found.getByRole("row", { name: "prod-postgres: a new credential as planned" })).toBeVisible();
  await expect(found.getByRole("row", { name: "bastion: a new credential not done" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "1 new credential" })).toBeVisible();
  await page.getByText("The gateway’s own message").click();
  await expect(page.getByText("listening address is not configured")).toBeVisible();
  await audit(page);
});

const writing = [
  ["cut-after", "Saved"],
  ["cut-during", "Saved"],
  ["gateway-timeout", "Saved"],
] as const;

for (const [fault, title] of writing) {
  test(`a save that meets ${fault} is looked up and sent once`, async ({ page, sandbox }) => {
    await open(page, sandbox);
    await page.getByRole("textbox", { name: "Description" }).fill(`lost [fault:${fault}]`);
    await enter(page, "Connections", "prod-postgres");
    await save(page);
    await expect(page.getByText(title, { exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { name: "1 new credential" })).toBeVisible();
    expect(await sandbox.writes()).toHaveLength(1);
  });
}

test("a save that never arrived is known not to have happened", async ({ page, sandbox }) => {
  test.setTimeout(60_000);
  await open(page, sandbox);
  await page.getByRole("textbox", { name: "Description" }).fill("never [fault:cut-before]");
  await save(page);
  await expect(page.getByText("Nothing has changed: this was read back.")).toBeVisible({
    timeout: 40_000,
  });
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("never [fault:cut-before]");
  expect(await sandbox.writes()).toHaveLength(1);
});
