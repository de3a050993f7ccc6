// What an identity can reach: choosing connections, and reading the table.

import type { Page } from "@playwright/test";
import { ADMIN, audit, enter, expect, open, plan, save, signIn, test } from "../helper";
import { words } from "../words";

const field = (page: Page) => page.getByRole("combobox", { name: words.form.connections });
const option = (page: Page, name: string) =>
  page.getByRole("option", { name: new RegExp(`^${name}\\b`) });
const table = (page: Page) => page.getByRole("table", { name: "Connections" });
const names = (page: Page) => table(page).getByRole("rowheader").allInnerTexts();

/** The names, without the marks of edits. */
const bare = async (page: Page) => (await names(page)).map((name) => name.replace(/^\S\s+/, ""));

test("connections are chosen with checkboxes that show type and source", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox);
  await enter(page, "Attributes", "env:prod");
  await field(page).click();
  const list = page.getByRole("listbox", { name: "Connections to choose from" });
  await expect(list).toHaveAttribute("aria-multiselectable", "true");
  await expect(option(page, "prod-postgres")).toContainText("Postgres");
  await expect(option(page, "prod-postgres")).toContainText("from env:prod");
  await expect(option(page, "api-proxy")).toHaveAttribute("aria-selected", "false");
  await option(page, "api-proxy").click();
  await option(page, "bastion").click();
  await expect(option(page, "api-proxy")).toHaveAttribute("aria-selected", "true");
  await expect(plan(page)).toContainText("bastion");
  await audit(page);
  await option(page, "bastion").click();
  await expect(option(page, "bastion")).toHaveAttribute("aria-selected", "false");
  await expect(plan(page)).not.toContainText("bastion");
});

test("an unsupported connection is listed with its reason and can't be chosen", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox);
  await field(page).fill("prod-");
  await expect(option(page, "prod-mysql")).toContainText("Not supported: mysql");
  await expect(option(page, "prod-mysql")).toHaveAttribute("aria-disabled", "true");
  await option(page, "prod-mysql").click({ force: true });
  await expect(plan(page).getByText("prod-mysql")).toHaveCount(0);
  // The keyboard can't choose it either.
  await field(page).fill("prod-mysql");
  await field(page).press("ArrowDown");
  await field(page).press("Enter");
  await expect(table(page).getByRole("row", { name: /prod-mysql/ })).toHaveCount(0);

  await field(page).fill("prod-");
  const filter = page.getByRole("checkbox", { name: "Supported only" });
  await filter.check();
  await field(page).click();
  await expect(option(page, "prod-postgres")).toBeVisible();
  await expect(option(page, "prod-mysql")).toHaveCount(0);
});

test("suggestions leave the input free and stay in the viewport", async ({ page, sandbox }) => {
  await open(page, sandbox);
  for (const height of [900, 520, 400]) {
    await page.setViewportSize({ width: 1280, height });
    await field(page).scrollIntoViewIfNeeded();
    await field(page).click();
    const list = page.locator(".options");
    await expect(list).toBeVisible();
    await expect
      .poll(async () => {
        const [input, box] = [(await field(page).boundingBox())!, (await list.boundingBox())!];
        const isBeside = box.y >= input.y + input.height || box.y + box.height <= input.y;
        return isBeside && box.y >= 0 && box.y + box.height <= height;
      }, `in a window of ${height} px`)
      .toBe(true);
    await field(page).press("Escape");
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 375, height: 667 }, hasTouch: true });

  test("choosing connections fills the screen until the user is done", async ({ page, sandbox }) => {
    await open(page, sandbox);
    await field(page).tap();
    const picker = page.locator(".field:popover-open");
    await expect(picker).toHaveCount(1);
    expect(await picker.boundingBox()).toEqual({ x: 0, y: 0, width: 375, height: 667 });
    await field(page).fill("post");
    await option(page, "archive-postgres").tap();
    await option(page, "payments-postgres").tap();
    await page.getByRole("checkbox", { name: "Supported only" }).tap();
    await expect(picker).toHaveCount(1);
    await audit(page);
    await page.getByRole("button", { name: "Done" }).tap();
    await expect(picker).toHaveCount(0);
    await expect(table(page).getByRole("row", { name: /archive-postgres/ })).toBeVisible();
    await expect(table(page).getByRole("row", { name: /payments-postgres/ })).toBeVisible();
    expect(await page.evaluate(() => document.activeElement!.tagName)).not.toBe("BODY");
  });
});

test("every column sorts, and an edit moves no row", async ({ page, sandbox }) => {
  await open(page, sandbox, "fleet-operator");
  await expect(table(page)).toBeVisible();
  const head = (column: string) => table(page).getByRole("columnheader", { name: column });
  const sort = (column: string) => head(column).getByRole("button").click();
  const stored = await bare(page);
  expect(stored).toEqual([...stored].sort());
  await sort("Connection");
  await expect(head("Connection")).toHaveAttribute("aria-sort", "descending");
  expect(await bare(page)).toEqual([...stored].reverse());
  await sort("Type");
  await expect(head("Type")).toHaveAttribute("aria-sort", "ascending");
  const types = await table(page).locator("tbody .access__type").allInnerTexts();
  expect(types).toEqual([...types].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  await sort("Credential");
  const before = await bare(page);
  await page.getByRole("button", { name: `Remove connection ${before[4]}` }).click();
  await expect(table(page).getByRole("row", { name: "Revoked on save" })).toHaveCount(1);
  expect(await bare(page)).toEqual(before);
});

test("the host of each live credential is known before any secret is loaded", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, "fleet-operator");
  const row = (name: string) => table(page).getByRole("row", { name: new RegExp(name) });
  // The gateway reports the address that it listens on, of which only the port tells anything.
  const host = row("staging-postgres").getByRole("cell").nth(3);
  await expect(host).toHaveText(":15432");
  await page.goto(`${sandbox.url}/#/identities/backend-prod`);
  await expect(page.getByRole("heading", { name: "backend-prod" })).toBeVisible();
  await enter(page, "Connections", "staging-postgres");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  await expect(host).toHaveText(":15432");
});

test("a menu that is opened before the connections have arrived stays open", async ({ page, network }) => {
  const release = network.hold("/api/connections");
  await signIn(page, network, ADMIN, "#/identities/ci-runner");
  await page.getByRole("button", { name: "More actions for ci-runner" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  release();
  await expect(table(page)).toContainText("SSH");
  await expect(page.getByRole("menu")).toBeVisible();
});

test("the entries of a menu are below each other, each as wide as the menu", async ({ page, sandbox }) => {
  await open(page, sandbox, "ci-runner");
  await page.getByRole("button", { name: "More actions for ci-runner" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  const items = await page.getByRole("menuitem").all();
  const boxes = await Promise.all(items.map((item) => item.boundingBox()));
  expect(new Set(boxes.map((box) => box!.width)).size).toBe(1);
  expect(items.length).toBeGreaterThan(1);
  expect(new Set(boxes.map((box) => box!.y)).size).toBe(items.length);
});
