// `trunk serve` alone: cargo xtask test serve.

import { enter, expect, save, test, write } from "./helper";
import { words } from "./words";

test("trunk serve alone shows the console on the sandbox in the page, under a banner", async ({
  page,
}) => {
  await page.goto(process.env.SERVED!);
  await expect(page.getByRole("button", { name: "Sandbox", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "backend-prod" }).click();
  await enter(page, "Attributes", "env:prod", "team:backend");
  await enter(page, "Connections", "prod-postgres", "api-proxy");
  await write(page, "Description", "Production backend service identity");
  await save(page);
  await expect(page.getByText(`${words.review.saved} 2 credentials created.`)).toBeVisible();
});
