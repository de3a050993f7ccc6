// A connection that is listed by its ID and by its name has two credentials (contract §8).

import {
  audit,
  card,
  expect,
  fetchAll,
  open,
  type Sandbox,
  test,
  toggle,
  vault,
} from "../helper";

/** Lists `bastion` by its ID, and by its name too if `isNamed`. */
async function storeById(sandbox: Sandbox, isNamed: boolean) {
  const { id } = await sandbox.call("GET", "/connections/bastion");
  await sandbox.call("PUT", "/machineidentities/ci-runner", {
    name: "ci-runner",
    description: "",
    attributes: [],
    connection_names: isNamed ? [id, "bastion"] : [id],
  });
}

async function secrets(sandbox: Sandbox): Promise<string[]> {
  const all = await sandbox.call("GET", "/machineidentities/ci-runner/credentials");
  const own = all.filter((one: any) => one.connection_name === "bastion");
  return own.map((one: any) => one.secret_key);
}

const rotations = async (sandbox: Sandbox) =>
  (await sandbox.requests()).filter(({ target }) => target.endsWith("/rotate"));

test("of two credentials for one connection, one is rotated and the other said to be untouched", async ({
  page,
  sandbox,
}) => {
  await storeById(sandbox, true);
  const before = await secrets(sandbox);
  expect(before).toHaveLength(2);
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await toggle(page, "bastion");
  await expect(card(page, "bastion")).toHaveCount(2);
  await expect(card(page, "bastion").first()).toContainText("This connection has 2 credentials");
  await vault(page).getByRole("checkbox", { name: "Select bastion" }).check();
  await expect(vault(page).getByRole("button", { name: "Export 2 credentials" })).toBeVisible();
  await vault(page).getByRole("button", { name: "Rotate 1 credential" }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate 1 credential?" });
  await expect(dialog).toContainText("It has 2 credentials.");
  await audit(page);
  await dialog.getByRole("button", { name: "Rotate 1 credential" }).click();
  const result = page.getByRole("region", { name: "Result of the rotation" });
  await expect(result).toContainText("1 credential rotated and verified.");
  await expect(result).toContainText("The other credential of this connection still has its secret");
  await expect(result.getByRole("button", { name: "Export 1 new credential" })).toBeVisible();
  await expect(card(page, "bastion").getByText("new secret", { exact: true })).toHaveCount(1);
  await expect(card(page, "bastion").getByText("not rotated", { exact: true })).toHaveCount(1);
  expect(await rotations(sandbox)).toHaveLength(1);
  const kept = (await secrets(sandbox)).filter((secret) => before.includes(secret));
  expect(kept).toHaveLength(1);
  await audit(page);
});

test("a credential that is stored by ID alone isn't offered for rotation", async ({
  page,
  sandbox,
}) => {
  await storeById(sandbox, false);
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await toggle(page, "bastion");
  await expect(card(page, "bastion")).toContainText("the gateway rotates by name only");
  await expect(card(page, "bastion").getByRole("button", { name: /^Rotate/ })).toHaveCount(0);
});
