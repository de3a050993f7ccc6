// The hosts of credentials that someone else created meanwhile.

import { expect, open, plan, result, save, show, test, write } from "../helper";
import { words } from "../words";

test("a conflict brings the host of a credential that another client created", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "backend-prod", "settings");
  await write(page, "Description", "mine");
  await sandbox.call("PUT", "/machineidentities/backend-prod", {
    name: "backend-prod",
    description: "",
    connection_names: ["bastion"],
    attributes: [],
  });
  await save(page);
  const conflict = page.getByRole("region", { name: words.conflict.region });
  await conflict.getByRole("button", { name: words.conflict.use }).click();
  await expect(plan(page)).toContainText("mine");
  await show(page, "access");
  const row = page.getByRole("row", { name: /^bastion/ });
  await expect(row).toContainText("127.0.0.1:12222");
  await save(page);
  await expect(result(page)).toContainText(words.review.saved);
  await expect(row).toContainText("127.0.0.1:12222");
});
