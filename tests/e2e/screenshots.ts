// Pictures of the main states for people to look at: cargo xtask screenshots.

import { enter, expect, save, signIn, test } from "./helper";

const sizes = { 1280: 900, 375: 812 };

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of Object.entries(sizes)) {
    test(`${colorScheme} at ${width} px`, async ({ page, sandbox }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: Number(width), height });
      const shot = (name: string) =>
        page.screenshot({
          path: `../../target/screenshots/${name}-${width}-${colorScheme}.png`,
          fullPage: true,
        });
      await page.goto(sandbox.url);
      await expect(page.getByLabel("Access token")).toBeVisible();
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
      await expect(page.getByText("has to be mended")).toBeVisible();
      await shot("errors");
      await page.getByRole("button", { name: "Remove attribute prod" }).click();
      await enter(page, "Connections", "prod-postgres", "api-proxy");
      await save(page);
      await expect(page.getByRole("heading", { name: "2 new credentials" })).toBeVisible();
      await page.getByRole("button", { name: "Reveal Password of prod-postgres" }).click();
      await shot("saved");
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
      await expect(page.getByText("somebody else was faster")).toBeVisible();
      await shot("conflict");
      await page.getByRole("button", { name: "Discard my changes" }).click();
      await page.goto(`${sandbox.url}/#/identities/staging-reporter`);
      await page.getByRole("button", { name: "End them…" }).click();
      await expect(page.getByText("It touches no other identity.")).toBeVisible();
      await shot("mend");
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.goto(`${sandbox.url}/#/identities/ci-runner`);
      await page.getByRole("button", { name: "Remove connection bastion" }).click();
      await save(page);
      await shot("consent");
    });
  }
}
