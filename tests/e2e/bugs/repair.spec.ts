import { ADMIN, expect, open, plan, signIn, test } from "../helper";

test("a re-save whose outcome is unknown pauses every write, after a reload as well", async ({
  page,
  sandbox,
}) => {
  test.setTimeout(90_000);
  await open(page, sandbox, "staging-reporter");
  await plan(page).getByRole("button", { name: "Revoke them…" }).click();
  const repair = page.getByRole("region", { name: "Repair" });
  await sandbox.arm("cut-before", "PATCH", "/api/connections/*");
  await repair.getByRole("button", { name: "Run it" }).click();
  const paused = page.getByText("Saving is paused until we know");
  await expect(paused).toBeVisible({ timeout: 40_000 });
  const sent = async (method: string) =>
    (await sandbox.requests()).filter((request) => request.method === method).length;
  expect(await sent("PATCH")).toBe(1);

  // Typing goes on, and nothing is sent.
  const description = page.getByRole("textbox", { name: "Description" });
  await description.fill("typed meanwhile");
  await page.getByRole("button", { name: "Save changes" }).click();
  expect(await sent("PUT")).toBe(0);
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await signIn(page, sandbox, ADMIN, "#/identities/staging-reporter");
  await expect(paused).toBeVisible({ timeout: 40_000 });
  await expect(description).toHaveValue("typed meanwhile");
  await page.getByRole("button", { name: "Save changes" }).click();
  expect(await sent("PUT")).toBe(0);
  expect(await sent("PATCH")).toBe(1);

  await page.getByRole("button", { name: "Forget this save" }).click();
  await expect(paused).toBeHidden();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect.poll(() => sent("PUT")).toBe(1);
});
