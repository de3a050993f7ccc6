// What the history says of saves that the audit log has no entry for (contract §15).

import { audit, expect, open, test } from "../helper";
import type { Sandbox } from "../sandbox";

const MISSING = /We found no entry for the last save/;

const put = (sandbox: Sandbox, name: string, description: string) =>
  sandbox.call("PUT", `/machineidentities/${name}`, {
    name,
    description,
    connection_names: [],
    attributes: [],
  });

test("a last save without an entry in the log is said to be missing", async ({ page, sandbox }) => {
  await put(sandbox, "idle", "[fault:audit-not-written]");
  await open(page, sandbox, "idle", "history");
  await expect(page.getByText("Version 1 created")).toBeVisible();
  await expect(page.getByText(MISSING)).toBeVisible();
  await audit(page);
});

test("a last save with an entry isn't said to be missing", async ({ page, sandbox }) => {
  await put(sandbox, "idle", "changed");
  await open(page, sandbox, "idle", "history");
  await expect(page.getByText("Version 2 saved")).toBeVisible();
  await expect(page.getByText("A write can leave no entry")).toBeVisible();
  await expect(page.getByText(MISSING)).toHaveCount(0);
});
