// Pictures of the main states for people to look at: cargo xtask screenshots.

import { enter, expect, fetchAll, save, signIn, test, vault } from "./helper";

const sizes = { 1280: 900, 375: 812 };

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of Object.entries(sizes)) {
    test(`${colorScheme} at ${width} px`, async ({ page, sandbox }) => {
      test.setTimeout(120_000);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: Number(width), height });
      const shot = (name: string) =>
        page.screenshot({
          path: `../../target/screenshots/${name}-${width}-${colorScheme}.png`,
          fullPage: true,
        });
      await page.goto(sandbox.url);
      await expect(page.getByLabel("Password")).toBeVisible();
      await shot("connect");
      await signIn(page, sandbox);
      await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
      await shot("identities");
      await page.getByRole("link", { name: "backend-prod" }).click();
      await enter(page, "Attributes", "env:prod", "prod");
      await page.getByRole("combobox", { name: "Connections" }).fill("po");
      await expect(page.getByRole("option").first()).toBeVisible();
      await shot("editing");
      await page.getByRole("combobox", { name: "Connections" }).fill("");
      await page.getByRole("combobox", { name: "Connections" }).press("Escape");
      await save(page);
      await expect(page.getByText("1 problem to fix").first()).toBeVisible();
      await shot("errors");
      await page.getByRole("button", { name: "Remove attribute prod" }).click();
      await enter(page, "Connections", "prod-postgres", "api-proxy");
      await save(page);
      await expect(page.getByRole("heading", { name: "2 new credentials" })).toBeVisible();
      await page.getByRole("button", { name: "Reveal User name of prod-postgres" }).click();
      await shot("saved");
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.screenshot({
        path: `../../target/screenshots/editor-${width}-${colorScheme}.png`,
      });
      await page.goto(`${sandbox.url}/#/identities/etl-nightly`);
      await page.getByRole("button", { name: "Remove connection analytics-warehouse" }).click();
      await page.getByRole("button", { name: "Remove attribute team:data" }).click();
      await enter(page, "Attributes", "env:prdo", "hoop-discovered");
      await page.getByText(/^What th/).first().click();
      await shot("plan");
      await page.getByRole("button", { name: "Discard changes" }).click();
      await page.getByRole("textbox", { name: "Description" }).fill("mine");
      await enter(page, "Connections", "api-proxy");
      await sandbox.call("PUT", "/machineidentities/etl-nightly", {
        name: "etl-nightly",
        description: "theirs",
        attributes: ["team:data"],
        connection_names: ["analytics-warehouse", "grafana"],
      });
      await save(page);
      await expect(page.getByText("somebody else has changed it")).toBeVisible();
      await shot("conflict");
      await page.getByRole("button", { name: "Discard my changes" }).click();
      await page.goto(`${sandbox.url}/#/identities/staging-reporter`);
      await page.getByRole("button", { name: "Revoke them…" }).click();
      await expect(page.getByText("It touches no other identity.")).toBeVisible();
      await shot("mend");
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.goto(`${sandbox.url}/#/identities/ci-runner`);
      await page.getByRole("button", { name: "Remove connection bastion" }).click();
      await save(page);
      await shot("consent");
      await page.getByRole("button", { name: "Back to editing" }).click();
      await page.getByRole("button", { name: "Discard changes" }).click();
      await page.goto(`${sandbox.url}/#/identities/fleet-operator`);
      await expect(page.getByRole("heading", { name: "fleet-operator" })).toBeVisible();
      await fetchAll(page);
      // Each card on its own, as a reference.
      await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
      for (const name of ["staging-postgres", "bastion", "windows-jump", "ssm-fleet", "legacy-api",
        "eks-prod", "claude-shell"]) {
        const row = vault(page).getByRole("button", { name, exact: true });
        await row.click();
        const card = page.getByRole("article", { name: `Credential of ${name}`, exact: true });
        await card.screenshot({
          path: `../../target/screenshots/card-${name}-${width}-${colorScheme}.png`,
        });
      }
      await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
      for (const name of ["staging-postgres", "bastion", "eks-prod"]) {
        await vault(page).getByRole("checkbox", { name: `Choose ${name}` }).check();
      }
      await shot("vault");
      await page.getByRole("button", { name: "Export selected…" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await page.screenshot({
        path: `../../target/screenshots/export-${width}-${colorScheme}.png`,
      });
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
      await page.getByRole("button", { name: "Rotate them…" }).click();
      await page.screenshot({
        path: `../../target/screenshots/rotate-${width}-${colorScheme}.png`,
      });
    });
  }
}
