import { ADMIN, expect, open, plan, result, signIn, test, write } from "../helper";
import { words } from "../words";

test("an unconfirmed re-save blocks every write, also after a reload", async ({
  page,
  sandbox,
}) => {
  test.setTimeout(90_000);
  await open(page, sandbox, "staging-reporter");
  await page.getByRole("button", { name: "Revoke 2 credentials" }).click();
  const repair = page.getByRole("region", { name: words.repair.region });
  await sandbox.arm("cut-before", "PATCH", "/api/connections/*");
  await repair.getByRole("button", { name: /^Revoke \d credentials?/ }).click();
  const paused = result(page).getByText("Saving is paused until we know");
  await expect(paused).toBeVisible({ timeout: 40_000 });
  const sent = async (method: string) =>
    (await sandbox.requests()).filter((request) => request.method === method).length;
  expect(await sent("PATCH")).toBe(1);

  // Typing still works, but nothing is sent.
  const description = page.getByRole("textbox", { name: "Description" });
  await write(page, "Description", "typed meanwhile");
  const save = plan(page).getByRole("button", { name: words.review.save });
  await expect(save).toHaveAttribute("aria-disabled", "true");
  await save.click({ force: true });
  expect(await sent("PUT")).toBe(0);
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await signIn(page, sandbox, ADMIN, "#/identities/staging-reporter/settings");
  await expect(paused).toBeVisible({ timeout: 40_000 });
  await expect(description).toHaveValue("typed meanwhile");
  await expect(save).toHaveAttribute("aria-disabled", "true");
  await save.click({ force: true });
  expect(await sent("PUT")).toBe(0);
  expect(await sent("PATCH")).toBe(1);

  await page.getByRole("button", { name: "Forget this save" }).click();
  await expect(paused).toBeHidden();
  await save.click();
  await expect.poll(() => sent("PUT")).toBe(1);
});
