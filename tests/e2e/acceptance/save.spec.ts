import { ADMIN, audit, confirm, enter, expect, open, save, test } from "../helper";
import { words } from "../words";

test("the published example is saved and gives two new credentials", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await page.getByRole("textbox", { name: "Description" }).fill("Production backend service identity");
  await enter(page, "Attributes", "env:prod", "team:backend");
  await enter(page, "Connections", "prod-postgres", "api-proxy");
  await audit(page);
  await save(page);

  await expect(page.getByText("Saved, and read back from the gateway")).toBeVisible();
  const credentials = page.getByRole("region", { name: "New credentials" });
  await expect(credentials.getByRole("article")).toHaveCount(2);
  await expect(credentials.getByRole("heading", { name: "2 new credentials" })).toBeVisible();
  await audit(page);

  const saved = await sandbox.call("GET", "/machineidentities/backend-prod");
  expect(saved.description).toBe("Production backend service identity");
  expect(saved.attributes.toSorted()).toEqual(["env:prod", "team:backend"]);
  expect(saved.connection_names).toEqual(["prod-postgres", "api-proxy"]);
  expect(await sandbox.writes()).toHaveLength(1);
  // Read back, not the year 1 of the answer to a PUT.
  await expect(page.getByLabel("About this identity")).not.toContainText("0001");
});

test("a double click sends once", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await page.getByRole("textbox", { name: "Description" }).fill("once");
  await page.getByRole("button", { name: "Save changes" }).dblclick();
  await expect(page.getByText("Saved, and read back from the gateway")).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(1);
});

test("while it is being saved the form says so and cannot be changed", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await page.getByRole("textbox", { name: "Description" }).fill("slow [fault:slow]");
  await save(page);
  await expect(page.getByRole("form", { name: "Identity" })).toHaveAttribute("aria-busy", "true");
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveAttribute("readonly", "");
  await expect(page.getByText("Saved, and read back from the gateway")).toBeVisible();
});

test("a rename goes to the old name and the page follows", async ({ page, sandbox }) => {
  await open(page, sandbox, "größe prüfer");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("deployer");
  await expect(page.getByText("Renaming keeps the credentials")).toBeVisible();
  await save(page);
  await confirm(page);
  await expect(page.getByRole("heading", { name: "deployer", level: 1 })).toBeVisible();
  expect((await sandbox.writes())[0].target).toBe("/api/machineidentities/gr%C3%B6%C3%9Fe%20pr%C3%BCfer");
  await expect(page).toHaveURL(/#\/identities\/deployer$/);
});

test("all errors show at once, take the focus, and follow the fields", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("a/b");
  await enter(page, "Attributes", "prod", "env:prod");
  await save(page);
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link")).toHaveCount(2);
  expect(await sandbox.writes()).toHaveLength(0);
  await audit(page);

  await summary.getByRole("link", { name: /“prod” has no/ }).click();
  await expect(page.getByRole("combobox", { name: "Attributes" })).toBeFocused();
  await page.getByRole("button", { name: "Edit attribute prod" }).click();
  await expect(page.getByRole("combobox", { name: "Attributes" })).toHaveValue("prod");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("a-b");
  await expect(summary).toBeHidden();
});

test("secrets are masked, revealed one at a time, and never in the page before", async ({
  page,
  sandbox,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  const card = page.getByRole("article", { name: "Credential of prod-postgres" });
  await expect(card).toBeVisible();
  const { secret_key: secret } = (
    await sandbox.call("GET", "/machineidentities/backend-prod/credentials")
  )[0];
  expect(await page.content()).not.toContain(secret);

  await card.getByRole("button", { name: "Copy User name of prod-postgres" }).click();
  await expect(card.getByText("Copied", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  expect(await page.content()).not.toContain(secret);

  await card.getByRole("button", { name: "Reveal User name of prod-postgres" }).click();
  await expect(card.getByText(secret, { exact: true })).toBeVisible();
  await card.getByRole("button", { name: "Hide User name of prod-postgres" }).click();
  await expect(card.getByText(secret, { exact: true })).toBeHidden();
});

test("a copy that the browser refuses is called one, with the text selected", async ({
  page,
  sandbox,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  });
  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  const copy = page.getByRole("button", { name: "Copy User name of prod-postgres" });
  await copy.click();
  await expect(copy).toHaveText("Not copied");
  await expect
    .poll(() => page.evaluate(() => window.getSelection()?.toString()))
    .toMatch(/^pg-/);
});

test("every type of credential shows every field that the gateway sends", async ({
  page,
  sandbox,
}) => {
  const types = ["bastion", "windows-jump", "ssm-fleet", "api-proxy", "eks-prod", "claude-code"];
  await open(page, sandbox, "idle");
  await enter(page, "Connections", ...types);
  await save(page);
  await expect(page.getByRole("heading", { name: "6 new credentials" })).toBeVisible();
  const sent: any[] = await sandbox.call("GET", "/machineidentities/idle/credentials");
  for (const credential of sent) {
    const fields = Object.keys(credential).filter((key) => key !== "connection_name");
    const card = page.getByRole("article", {
      name: `Credential of ${credential.connection_name}`,
      exact: true,
    });
    const raw = card.getByRole("group").filter({ hasText: "As the gateway sent it" });
    await raw.getByText("As the gateway sent it").click();
    for (const field of fields) await expect(raw.getByTitle(field, { exact: true })).toHaveCount(1);
    await expect(raw.getByRole("term")).toHaveCount(fields.length);
  }
  await audit(page);
});

test("leaving with unsaved changes asks first, and the draft comes back", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox);
  await page.getByRole("textbox", { name: "Description" }).fill("half written");
  await page.getByRole("link", { name: "All machine identities" }).click();
  const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
  await expect(dialog).toBeVisible();
  await audit(page);
  await dialog.getByRole("button", { name: "Stay" }).click();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("half written");

  await page.getByRole("link", { name: "All machine identities" }).click();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await page.getByRole("link", { name: "backend-prod" }).click();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("half written");
  await expect(page.getByText("changes that you had not saved")).toBeVisible();
});

test("somebody else’s change is seen before anything is sent", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await page.getByRole("textbox", { name: "Description" }).fill("mine");
  await sandbox.call("PUT", "/machineidentities/backend-prod", {
    name: "backend-prod",
    description: "theirs",
    attributes: [],
    connection_names: [],
  });
  await save(page);
  await expect(page.getByRole("region", { name: "somebody else has changed it" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("mine");
  expect(await sandbox.writes()).toHaveLength(1);
  await audit(page);
});

test("the keyboard alone edits and saves", async ({ page, sandbox }) => {
  await page.goto(sandbox.url);
  await page.getByRole("radio", { name: words.connect.byToken }).focus();
  await page.keyboard.press("Space");
  await page.getByLabel(words.connect.token).focus();
  await page.keyboard.type(`Bearer ${ADMIN}`);
  await page.keyboard.press("Enter");
  const link = page.getByRole("link", { name: "backend-prod" });
  await link.focus();
  await page.keyboard.press("Enter");
  const attributes = page.getByRole("combobox", { name: "Attributes" });
  await attributes.focus();
  await page.keyboard.type("team:b");
  // Before the list has been read there is nothing to step into, and Enter enters what is typed.
  await expect(page.getByRole("option", { name: /^team:backend/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.type("env:prod");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Backspace");
  await expect(page.getByRole("button", { name: "Remove attribute env:prod" })).toBeHidden();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("button", { name: "Remove attribute env:prod" })).toBeVisible();
  await page.getByRole("textbox", { name: "Name", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Saved, and read back from the gateway")).toBeVisible();
  const saved = await sandbox.call("GET", "/machineidentities/backend-prod");
  expect(saved.attributes.toSorted()).toEqual(["env:prod", "team:backend"]);
});
