import { audit, expect, signIn, test } from "../helper";

test("the list shows every identity and finds by attribute", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  await expect(page.getByRole("row")).toHaveCount(18);
  await audit(page);
  await page.getByLabel("Search identities").fill("team:ai");
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("link", { name: "claude-agent" })).toBeVisible();
});

test("an identity that no browser can address is listed with the reason", async ({
  page,
  sandbox,
}) => {
  await signIn(page, sandbox);
  const row = page.getByRole("row", { name: /platform\/deployer/ });
  await expect(row).toContainText("its name has a “/”");
  await expect(row.getByRole("link")).toHaveCount(0);
});

test("names of any kind lead to their editor", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  for (const name of ["größe prüfer", "release-robot"]) {
    await page.getByRole("link", { name }).click();
    await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(name);
    await page.getByRole("link", { name: "All machine identities" }).click();
  }
});

test("every page of the attributes is offered, not only the first", async ({ page, sandbox }) => {
  for (let number = 100; number < 320; number++) {
    await sandbox.call("POST", "/attributes", { name: `shard:${number}` });
  }
  await signIn(page, sandbox, undefined, "#/identities/backend-prod");
  const input = page.getByRole("combobox", { name: "Attributes" });
  await input.fill("shard:319");
  await expect(page.getByRole("option", { name: /shard:319/ })).toBeVisible();
});

test("on a small screen the list is still a table to a reader", async ({ page, sandbox }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await signIn(page, sandbox);
  await expect(page.getByRole("row")).toHaveCount(17);
  await audit(page);
});

test("a list that cannot be read is not an empty one", async ({ page, sandbox }) => {
  await sandbox.arm("error-500", "GET", "/machineidentities");
  await signIn(page, sandbox);
  await expect(page.getByRole("alert")).toContainText("The gateway failed (500)");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("row")).toHaveCount(18);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`connecting and the list pass the audit in ${colorScheme}`, async ({ page, sandbox }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(sandbox.url);
    await expect(page.getByLabel("Access token")).toBeVisible();
    await audit(page);
    await page.getByRole("button", { name: "Connect" }).click();
    await expect(page.getByText("Paste an access token.")).toBeVisible();
    await audit(page);
    await signIn(page, sandbox);
    await expect(page.getByRole("row")).toHaveCount(18);
    await audit(page);
  });
}
