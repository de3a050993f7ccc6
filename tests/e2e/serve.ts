// `trunk serve` alone: cargo xtask test serve.

import { enter, expect, save, test } from "./helper";

test("trunk serve alone shows the console on the sandbox in the page, and says so", async ({
  page,
}) => {
  await page.goto(process.env.SERVED!);
  await expect(page.getByRole("button", { name: "Sandbox" })).toBeVisible();
  await page.getByRole("link", { name: "backend-prod" }).click();
  await page.getByRole("textbox", { name: "Description" }).fill("Production backend service identity");
  await enter(page, "Attributes", "env:prod", "team:backend");
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(page.getByText("Saved, and read back from the gateway")).toBeVisible();
  await expect(page.getByRole("heading", { name: /new credentials?$/ })).toBeVisible();
});
