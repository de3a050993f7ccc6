import { audit, enter, expect, save, test } from "../helper";

test.use({ stops: true });

test("on a static host without a gateway the sandbox runs in the page, and says so", async ({
  page,
  staticHost,
}) => {
  await page.goto(staticHost.url);
  await expect(page.getByRole("button", { name: "Sandbox" })).toBeVisible();
  await audit(page);
  await page.getByRole("link", { name: "backend-prod" }).click();
  await enter(page, "Connections", "prod-postgres", "api-proxy");
  await save(page);
  await expect(page.getByRole("heading", { name: "2 new credentials" })).toBeVisible();
  await page.getByRole("button", { name: "Sandbox" }).click();
  await page.getByRole("menuitemradio", { name: /^cut-after:/ }).click();
  await page.getByRole("textbox", { name: "Description" }).fill("cut");
  await save(page);
  await expect(page.getByText("The answer was lost on the way.")).toBeVisible();
  await page.getByRole("button", { name: "Sandbox" }).click();
  await page.getByRole("menuitem", { name: "Crash this page" }).click();
  await expect(page.getByRole("heading", { name: "The editor has stopped" })).toBeVisible();
});
