import { audit, enter, expect, plan, save, signIn, test } from "../helper";

test("an identity is planned, created, read back, and edited on", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  await page.getByRole("link", { name: "New identity" }).click();
  await expect(page.getByRole("heading", { name: "New machine identity" })).toBeVisible();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("ci-runner");
  await page.getByRole("textbox", { name: "Description" }).fill("Made here");
  await expect(page.getByText("Another identity has the name “ci-runner”.").first()).toBeVisible();
  await page.getByRole("button", { name: "Create" }).click();
  expect((await sandbox.requests()).filter(({ method }) => method === "POST")).toEqual([]);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("fresh");
  await enter(page, "Attributes", "team:backend");
  await enter(page, "Connections", "prod-postgres");
  await expect(plan(page)).toContainText("The identity is created, 2 credentials are made");
  await audit(page);
  await page.getByRole("button", { name: "Create" }).click();

  await expect(page.getByText("Created, and read back from the gateway")).toBeVisible();
  await expect(page.getByRole("heading", { name: "2 new credentials" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "fresh", level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/#\/identities\/fresh$/);
  expect((await sandbox.requests()).filter(({ method }) => method === "POST")).toHaveLength(1);
  await audit(page);

  await page.getByRole("textbox", { name: "Description" }).fill("and edited");
  await save(page);
  await expect(page.getByText("Saved, and read back from the gateway")).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(1);
});

test("a creation whose answer is cut is looked up, and sent once", async ({ page, sandbox }) => {
  await signIn(page, sandbox, undefined, "#/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("fresh");
  await page.getByRole("textbox", { name: "Description" }).fill("lost [fault:cut-after]");
  await enter(page, "Connections", "prod-postgres");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("The answer was lost on the way.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "1 new credential" })).toBeVisible();
  expect((await sandbox.requests()).filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a name that an identity was renamed from is explained", async ({ page, sandbox }) => {
  await sandbox.call("PUT", "/machineidentities/ci-runner", {
    name: "ci-builder",
    description: "",
    attributes: [],
    connection_names: [],
  });
  await signIn(page, sandbox, undefined, "#/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("ci-runner");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("An identity that had this name was renamed")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("ci-runner");
});

test("a draft of a new identity comes back after a reload", async ({ page, sandbox }) => {
  await signIn(page, sandbox, undefined, "#/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("half-written");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await signIn(page, sandbox, undefined, "#/new");
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("half-written");
  await expect(page.getByText("changes that you had not saved")).toBeVisible();
});
