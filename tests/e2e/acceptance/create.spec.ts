import { audit, enter, expect, plan, result, save, signIn, test, write } from "../helper";
import { words } from "../words";

test("an identity is planned, created, verified, and edited further", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  await page.getByRole("link", { name: "New identity" }).click();
  await expect(page.getByRole("heading", { name: "New machine identity" })).toBeVisible();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("ci-runner");
  await page.getByRole("textbox", { name: "Description" }).fill("Made here");
  await expect(page.getByText("Another identity is named ci-runner.").first()).toBeVisible();
  await plan(page).getByRole("button", { name: "Create identity", exact: true }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  expect((await sandbox.requests()).filter(({ method }) => method === "POST")).toEqual([]);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("fresh");
  await enter(page, "Attributes", "team:backend");
  await enter(page, "Connections", "prod-postgres");
  const create = plan(page).getByRole("button", { name: "Create identity and 2 credentials" });
  await expect(create).toBeVisible();
  await audit(page);
  await create.click();

  await expect(
    page.getByText("Identity created and verified. 2 credentials created."),
  ).toBeVisible();
  await expect(page.getByRole("heading", { name: "fresh", level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/#\/identities\/fresh\/access$/);
  expect((await sandbox.requests()).filter(({ method }) => method === "POST")).toHaveLength(1);
  await audit(page);

  await write(page, "Description", "and edited");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(1);
});

test("a creation whose answer is cut is looked up, and sent once", async ({ page, sandbox }) => {
  await signIn(page, sandbox, undefined, "#/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("fresh");
  await page.getByRole("textbox", { name: "Description" }).fill("lost [fault:cut-after]");
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(result(page)).toContainText(
    "Identity created and verified. 1 credential created.",
  );
  expect((await sandbox.requests()).filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a name that an identity used to have is explained", async ({ page, sandbox }) => {
  await sandbox.call("PUT", "/machineidentities/ci-runner", {
    name: "ci-builder",
    description: "",
    attributes: [],
    connection_names: [],
  });
  await signIn(page, sandbox, undefined, "#/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("ci-runner");
  await save(page);
  await expect(page.getByText("A renamed identity had this name first.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("ci-runner");
});

test("a draft of a new identity comes back after a reload", async ({ page, sandbox }) => {
  await signIn(page, sandbox, undefined, "#/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("half-written");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await signIn(page, sandbox, undefined, "#/new");
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("half-written");
  await expect(page.getByText(words.result.restored)).toBeVisible();
});
