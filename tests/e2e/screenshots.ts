// Screenshots of the main states, for review: cargo xtask screenshots.

import type { Page } from "@playwright/test";
import { enter, expect, fetchAll, plan, result, save, show, signIn, test, vault, write } from "./helper";
import { serve } from "./embed/host";
import { words } from "./words";

const sizes = { 1280: 900, 375: 812 };

/** Opens the review sheet of a narrow page, where it isn't beside the content. */
async function openReview(page: Page) {
  const bar = page.getByRole("button", { name: "Review", exact: true });
  await expect(plan(page).or(bar).first()).toBeVisible();
  if (await bar.isVisible()) await bar.click();
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of Object.entries(sizes)) {
    test(`${colorScheme} at ${width} px`, async ({ page, sandbox }) => {
      test.setTimeout(180_000);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width: Number(width), height });
      const shot = (name: string, fullPage = true) =>
        page.screenshot({
          path: `../../target/screenshots/${name}-${width}-${colorScheme}.png`,
          fullPage,
        });
      const identity = async (name: string) => {
        await page.goto(`${sandbox.url}/#/identities/${name}`);
        await expect(page.getByRole("navigation", { name: `Views of ${name}` })).toBeVisible();
      };
      await page.goto(sandbox.url);
      await expect(page.getByLabel("Password")).toBeVisible();
      await shot("connect");
      await signIn(page, sandbox);
      await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
      await shot("identities");
      await identity("fleet-operator");
      await expect(page.getByRole("table", { name: "Connections" })).toBeVisible();
      await shot("access");
      await identity("backend-prod");
      await enter(page, "Attributes", "env:prod", "prod");
      await page.getByRole("combobox", { name: "Connections" }).fill("po");
      await expect(page.getByRole("option").first()).toBeVisible();
      await shot("editing", false);
      await page.getByRole("combobox", { name: "Connections" }).fill("");
      await page.getByRole("combobox", { name: "Connections" }).press("Escape");
      await page.keyboard.press("ControlOrMeta+s");
      await expect(page.getByRole("heading", { name: "Fix 1 problem to save" })).toBeVisible();
      await shot("errors");
      await page.getByRole("button", { name: "Remove attribute prod" }).click();
      await enter(page, "Connections", "prod-postgres", "api-proxy");
      await openReview(page);
      await shot("review", false);
      await page.keyboard.press("Escape");
      await page.keyboard.press("ControlOrMeta+s");
      await expect(result(page)).toContainText(words.review.saved);
      await shot("saved");
      await result(page).getByRole("button", { name: "Close the result" }).click();
      await show(page, "history");
      await page.getByRole("radio", { name: /^Compare from version/ }).last().click();
      await expect(page.getByText(/^Version \d+ compared with version \d+/)).toBeVisible();
      await shot("history");
      await identity("etl-nightly");
      await page.getByRole("button", { name: "Remove connection analytics-warehouse" }).click();
      await page.getByRole("button", { name: "Remove attribute team:data" }).click();
      await enter(page, "Attributes", "env:prdo", "hoop-discovered");
      await shot("edited");
      await write(page, "Description", "mine");
      await shot("settings");
      await sandbox.call("PUT", "/machineidentities/etl-nightly", {
        name: "etl-nightly",
        description: "theirs",
        attributes: ["team:data"],
        connection_names: ["analytics-warehouse", "grafana"],
      });
      await page.keyboard.press("ControlOrMeta+s");
      const dialog = page.getByRole("dialog", { name: words.review.confirm });
      const conflict = page.getByRole("region", { name: words.conflict.region });
      await expect(dialog.or(conflict)).toBeVisible();
      if (await dialog.isVisible()) {
        await shot("consent", false);
        await dialog.getByRole("button", { name: words.review.save }).click();
      }
      await expect(conflict).toBeVisible();
      await shot("conflict");
      await page.getByRole("button", { name: "Discard my edits" }).click();
      await identity("staging-reporter");
      await page.getByRole("button", { name: /^More actions for/ }).click();
      await expect(page.getByRole("menu")).toBeVisible();
      await shot("menu", false);
      await page.getByRole("menuitem", { name: "Revoke all access…" }).click();
      const revoking = page.getByRole("region", { name: "Revoke all access" });
      await expect(revoking.getByRole("button", { name: /^Revoke \d+ credential/ })).toBeVisible();
      await shot("revoke");
      await revoking.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("button", { name: /^More actions for/ }).click();
      await page.getByRole("menuitem", { name: /^Delete/ }).click();
      await expect(page.getByRole("dialog")).toContainText("stop working");
      await shot("delete", false);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^Revoke \d+ credential/ }).click();
      await expect(page.getByRole("region", { name: words.repair.region })).toContainText("We didn’t check.");
      await shot("repair");
      await page.getByRole("button", { name: "Cancel" }).click();
      await identity("fleet-operator");
      await fetchAll(page);
      const row = (name: string) => vault(page).getByRole("button", { name, exact: true });
      await expect(row("bastion")).toBeVisible();
      await shot("credentials");
      for (const name of ["staging-postgres", "bastion", "windows-jump", "ssm-fleet", "legacy-api",
        "eks-prod", "claude-shell"]) {
        await row(name).click();
        const card = page.getByRole("article", { name: words.credentials.card(name), exact: true });
        await card.screenshot({
          path: `../../target/screenshots/card-${name}-${width}-${colorScheme}.png`,
        });
      }
      await row("bastion").click();
      for (const name of ["staging-postgres", "bastion", "eks-prod"]) {
        await vault(page).getByRole("checkbox", { name: words.credentials.choose(name) }).check();
      }
      await shot("selected");
      await page.getByRole("button", { name: words.export.selection(3) }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await shot("export", false);
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).first().click();
      await page.getByRole("button", { name: "Rotate 3 credentials" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await shot("rotate", false);
    });
  }
}

/** Pages of other sites that have the element, with their styles. */
const portals = {
  light: ":root{color-scheme:light}",
  dark: ":root{color-scheme:dark} body{background:#111;color:#eee}",
  rtl: "body{font-family:serif;text-align:right}",
  small: "html{font-size:62.5%} body{font-size:1.6rem}",
};

for (const [name, style] of Object.entries(portals)) {
  test(`the element in a ${name} page`, async ({ page }) => {
    const host = await serve({
      attributes: `gateway="sandbox" identity="etl-nightly"`,
      head: `<meta name="viewport" content="width=device-width"><style>main{max-width:70rem;margin:auto} ${style}</style>`,
      script: name === "rtl" ? `document.documentElement.dir = "rtl";` : "",
      around: "<main><h1>Docs</h1><p>Text of the page around the editor.</p><!-- editor --><p>More text.</p></main>",
    });
    for (const [width, height] of Object.entries(sizes)) {
      await page.setViewportSize({ width: Number(width), height });
      await page.goto(host.url);
      await enter(page, "Connections", "prod-postgres");
      await page.screenshot({ path: `../../target/screenshots/element-${width}-${name}.png`, fullPage: true });
    }
    host.close();
  });
}
