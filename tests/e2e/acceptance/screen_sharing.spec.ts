// Screen-sharing mode: no secret is on the screen, including those revealed before.

import { expect, fetchAll, open, test, vault } from "../helper";
import { words } from "../words";

test("it hides revealed secrets, which stay hidden when it is switched off", async ({ page, sandbox }) => {
  const all = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  const secret = all.find((one: any) => one.connection_name === "bastion").secret_key;
  const sharing = page.getByRole("button", { name: "Screen-sharing mode" });
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  const reveal = page.getByRole("button", {
    name: words.credentials.reveal("Password", "bastion"),
    exact: true,
  });
  await reveal.click();
  await expect(page.getByText(secret).first()).toBeVisible();
  await sharing.click();
  await expect(page.getByText(secret)).toHaveCount(0);
  await sharing.click();
  await expect(sharing).toHaveAttribute("aria-pressed", "false");
  await expect(page.getByText(secret)).toHaveCount(0);
  // Only a press reveals it again.
  await reveal.click();
  await expect(page.getByText(secret).first()).toBeVisible();
});
