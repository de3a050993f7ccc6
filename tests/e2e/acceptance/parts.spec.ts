import type { Page } from "@playwright/test";
import { enter, expect, fetchAll, type StaticHost, save, tab, test, vault, write } from "../helper";
import { words } from "../words";

// The browser also logs each failed load as an error.
test.use({ stops: true });

/** Opens an identity on a host that lacks a part of the editor. */
async function openWithout(part: string, page: Page, staticHost: StaticHost) {
  staticHost.missing = part;
  await page.goto(staticHost.url);
  await page.getByRole("link", { name: "backend-prod" }).click();
}

test("the list loads no part of the editor, and an identity those that its save needs, before it is edited", { tag: "@release" }, async ({ page, staticHost }) => {
  await page.goto(staticHost.url);
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
  // The list needs the history's part to show who last changed an identity.
  const parts = () => {
    const isPart = (name: string) => name.startsWith("split_") && name !== "split_history.wasm";
    return staticHost.asked.filter(isPart);
  };
  expect(parts()).toEqual([]);
  await page.getByRole("link", { name: "backend-prod" }).click();
  await expect(tab(page, "access")).toHaveAttribute("aria-current", "page");
  const ready = ["split_editor.wasm", "split_review.wasm", "split_writing.wasm"];
  await expect.poll(parts).toEqual(ready);
  await write(page, "Description", "changed");
  await expect(page.getByRole("button", { name: "Save" }).first()).toBeVisible();
  expect(parts()).toEqual(ready);
});

test("a save whose part can't be loaded reports it, keeps the draft, and works the next time", { tag: "@release" }, async ({
  page,
  staticHost,
}) => {
  await openWithout("split_writing.wasm", page, staticHost);
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(page.getByRole("alert")).toContainText("Nothing was sent");
  await expect(page.getByRole("button", { name: "Remove connection prod-postgres" })).toBeVisible();
  staticHost.missing = "";
  await save(page);
  await expect(page.getByText(`${words.review.saved} 1 credential created.`)).toBeVisible();
  await expect(page.getByText("Nothing was sent")).toBeHidden();
});

test("without the program of its suggestions a field takes what is typed, and chooses nothing unseen", { tag: "@release" }, async ({
  page,
  staticHost,
}) => {
  await openWithout("split_review.wasm", page, staticHost);
  const field = page.getByRole("combobox", { name: "Connections" });
  await field.press("ArrowDown");
  await field.press("Enter");
  await expect(field).toHaveAttribute("aria-expanded", "false");
  await expect(page.getByRole("button", { name: /^Remove connection/ })).toHaveCount(0);
  await field.fill("prod-postgres");
  await field.press("Enter");
  await expect(page.getByRole("button", { name: "Remove connection prod-postgres" })).toBeVisible();
  staticHost.missing = "";
  await field.press("ArrowDown");
  await expect(page.getByRole("listbox")).toBeVisible();
});

test("credentials whose part can't be loaded can be requested again", { tag: "@release" }, async ({ page, staticHost }) => {
  await page.goto(staticHost.url);
  await page.getByRole("link", { name: "ci-runner" }).click();
  staticHost.missing = "split_credentials.wasm";
  await tab(page, "credentials").click();
  await expect(page.getByText(/This part of the editor couldn’t be loaded/)).toBeVisible();
  staticHost.missing = "";
  await page.getByRole("button", { name: "Try again" }).click();
  await fetchAll(page);
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
});

test("a part that failed to load offline loads once the browser is online", { tag: "@release" }, async ({
  context,
  page,
  staticHost,
}) => {
  await page.goto(staticHost.url);
  await page.getByRole("link", { name: "ci-runner" }).click();
  await expect(tab(page, "credentials")).toBeVisible();
  await context.setOffline(true);
  await tab(page, "credentials").click();
  await expect(page.getByRole("alert")).toContainText("You’re offline.");
  await expect(page.getByRole("button", { name: "Reload the page" })).toHaveCount(0);
  await context.setOffline(false);
  await fetchAll(page);
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
});

test("a save whose part is missing reports that the browser is offline", { tag: "@release" }, async ({
  context,
  page,
  staticHost,
}) => {
  await openWithout("split_writing.wasm", page, staticHost);
  await write(page, "Description", "mine");
  await context.setOffline(true);
  staticHost.missing = "";
  await save(page);
  await expect(page.getByRole("alert")).toContainText("Nothing was sent: you’re offline");
  await context.setOffline(false);
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
});

test("after a new release a missing part offers a reload that keeps the edits without asking", { tag: "@release" }, async ({
  page,
  staticHost,
}) => {
  const logged: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") logged.push(message.text());
  });
  page.on("dialog", () => logged.push("the browser asked"));
  await openWithout("split_writing.wasm", page, staticHost);
  await write(page, "Description", "mine");
  await save(page);
  await expect(page.getByRole("alert")).toContainText("There may be a new version");
  expect(logged.filter((text) => text.includes("a part of the editor is missing"))).not.toEqual([]);
  staticHost.missing = "";
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.getByText(words.result.restored)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("mine");
  expect(logged).not.toContain("the browser asked");
});

test("a review whose part can't be loaded can be asked for again, and the keys save without it", { tag: "@release" }, async ({
  page,
  staticHost,
}) => {
  await openWithout("split_review.wasm", page, staticHost);
  await enter(page, "Connections", "prod-postgres");
  const review = page.getByRole("region", { name: "Review changes" });
  await expect(review.getByText(/This part of the editor couldn’t be loaded/)).toBeVisible();
  staticHost.missing = "";
  await review.getByRole("button", { name: "Try again" }).click();
  await expect(review.getByRole("button", { name: /^Save/ })).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(page.getByText(`${words.review.saved} 1 credential created.`)).toBeVisible();
});
