import { audit, enter, expect, open, plan, save, show, test, write } from "../helper";
import { words } from "../words";

test("two pages that edit one identity never silently overwrite each other", async ({
  page,
  context,
  sandbox,
}) => {
  const other = await context.newPage();
  await open(page, sandbox, "ci-runner");
  await open(other, sandbox, "ci-runner");
  await enter(other, "Connections", "api-proxy");
  await write(other, "Description", "theirs");
  await save(other);
  await expect(other.getByText(words.review.saved)).toBeVisible();

  await enter(page, "Connections", "grafana");
  await write(page, "Description", "mine");
  await save(page);
  const conflict = page.getByRole("region", { name: words.conflict.region });
  await expect(conflict).toBeFocused();
  await expect(conflict).toContainText("Not saved. Your edits are still here.");
  expect(await sandbox.writes()).toHaveLength(1);
  const description = conflict.getByRole("row", { name: /^Description/ });
  await expect(description).toContainText("theirs");
  await expect(description).toContainText("mine");
  await expect(description).toContainText("Not chosen");
  await expect(conflict.getByText("Choose a value where both changed it.")).toBeVisible();
  await audit(page);
  // The disabled button gives its reason.
  const use = conflict.getByRole("button", { name: words.conflict.use });
  await use.click({ force: true });
  await expect(conflict).toBeVisible();
  // The lists merged both additions.
  await conflict.getByText("Merged, no choice needed (1)").click();
  const connections = conflict.getByRole("row", { name: /^Connections/ });
  await expect(connections.getByRole("cell").last()).toHaveText(
    /deploy-repo.*bastion.*api-proxy.*grafana/,
  );
  await description.getByRole("radio", { name: words.conflict.yours("Description") }).check();
  await expect(description.getByRole("cell").last()).toHaveAccessibleName("mine");
  await use.click();
  await expect(conflict).toBeHidden();
  // The plan is computed again and shows only this user's edits.
  await expect(plan(page)).toContainText(/Creates\s*1\s*grafana/);
  await expect(plan(page).getByRole("button", { name: "Save and create 1 credential" })).toBeVisible();
  await show(page, "access");
  await expect(page.getByRole("button", { name: "Remove connection api-proxy" })).toBeVisible();
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  const now = await sandbox.call("GET", "/machineidentities/ci-runner");
  expect(now.description).toBe("mine");
  expect(now.connection_names).toEqual(["deploy-repo", "bastion", "api-proxy", "grafana"]);
});

test.describe("with long lists", () => {
  test.use({ flags: "--connections 400 --direct 250" });

  test("a conflict shows the first of what each side did", async ({ page, sandbox }) => {
    await open(page, sandbox, "direct-250");
    const stored = await sandbox.call("GET", "/machineidentities/direct-250");
    const { name, description, attributes, connection_names } = stored;
    await sandbox.call("PUT", "/machineidentities/direct-250", {
      ...{ name, description, attributes },
      connection_names: connection_names.slice(100),
    });
    await enter(page, "Connections", "connection-00300");
    await save(page);
    const conflict = page.getByRole("region", { name: words.conflict.region });
    await conflict.getByText("Merged, no choice needed (1)").click();
    const cells = conflict.getByRole("row", { name: /^Connections/ }).getByRole("cell");
    await expect(cells.nth(0).getByText(/^− removed /)).toHaveCount(12);
    await cells.nth(0).getByText("88 more removed").click();
    await expect(cells.nth(0).getByText(/^− removed /)).toHaveCount(100);
    await expect(cells.nth(1)).toHaveText("+ added connection-00300");
    await expect(cells.nth(2).getByText("139 more")).toBeVisible();
  });
});

test("another client’s change is detected before anything is sent", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await write(page, "Description", "mine");
  await sandbox.call("PUT", "/machineidentities/backend-prod", {
    name: "backend-prod",
    description: "theirs",
    attributes: [],
    connection_names: [],
  });
  await save(page);
  const conflict = page.getByRole("region", { name: words.conflict.region });
  await expect(conflict).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(1);
  await audit(page);
  const description = conflict.getByRole("row", { name: /^Description/ });
  await expect(description).toContainText("theirs");
  await description.getByRole("radio", { name: words.conflict.yours("Description") }).check();
  await conflict.getByRole("button", { name: words.conflict.use }).click();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("mine");
  expect(await sandbox.writes()).toHaveLength(1);
});
