// The main journey by keyboard alone: sign in, find, change, review, save, export.

import type { Page } from "@playwright/test";
import { ADMIN, expect, fetchAll, open, result, test, vault } from "../helper";
import { words } from "../words";

/** Records the keys pressed and checks where the focus is after each one. */
class Keys {
  readonly pressed: string[] = [];

  constructor(private page: Page) {}

  async press(key: string, times = 1) {
    for (let time = 0; time < times; time++) await this.page.keyboard.press(key);
    this.pressed.push(times === 1 ? key : `${key} × ${times}`);
    await this.expectFocusInView();
  }

  async type(text: string, shown = text) {
    await this.page.keyboard.type(text);
    this.pressed.push(`“${shown}”`);
  }

  /** Presses a key until the element has the focus. */
  async reach(role: Parameters<Page["getByRole"]>[0], name: string | RegExp, key = "Tab") {
    const wanted = this.page.getByRole(role, { name }).first();
    await expect(wanted).toBeVisible();
    let presses = 0;
    while (!(await wanted.evaluate((it) => it === document.activeElement))) {
      expect(++presses, `${key} reaches ${role} ${name}`).toBeLessThan(40);
      await this.page.keyboard.press(key);
      await this.expectFocusInView();
    }
    this.pressed.push(`${key} × ${presses} to ${role} ${name}`);
  }

  /** Fails unless the focused element is within the window and nothing covers it. */
  private async expectFocusInView() {
    await expect
      .poll(() =>
        this.page.evaluate(() => {
          const focused = document.activeElement!;
          if (focused.tagName === "BODY") return "the focus is on body";
          const box = focused.getBoundingClientRect();
          // Elements larger than the window, or only announced, have no single position.
          if (box.height > innerHeight / 2 || box.width < 2) return "";
          // The center of the visible part.
          const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
          const y = box.top + box.height / 2;
          if (y < 0 || y > innerHeight || box.left > innerWidth) return "the focus is out of view";
          const top = document.elementFromPoint(x, y);
          const isFree = !!top && (focused.contains(top) || top.contains(focused));
          return isFree ? "" : `${top?.className} covers ${focused.outerHTML.slice(0, 120)}`;
        }),
      )
      .toBe("");
  }
}

for (const [width, height] of [
  [1280, 900],
  [375, 667],
]) {
  test(`sign in, find, change, review, save and export by keyboard alone at ${width} px`, async ({
    page,
    sandbox,
  }) => {
    test.setTimeout(60_000);
    await page.setViewportSize({ width, height });
    await page.goto(sandbox.url);
    await expect(page.getByLabel(words.connect.password)).toBeVisible();
    const keys = new Keys(page);

    await keys.reach("radio", words.connect.email);
    await keys.press("ArrowRight");
    await keys.reach("textbox", words.connect.token);
    await keys.type(ADMIN, "token");
    await keys.press("Enter");
    await expect(page.getByRole("heading", { name: words.list.title })).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();

    await keys.press("/");
    await keys.type("backend");
    await expect(page.getByRole("link", { name: "ci-runner" })).toHaveCount(0);
    await keys.reach("link", "backend-prod");
    await keys.press("Enter");
    await expect(page.getByRole("combobox", { name: words.form.connections })).toBeVisible();

    await keys.reach("combobox", words.form.connections);
    await keys.type("prod-p");
    await expect(page.getByRole("option", { name: /^prod-postgres/ })).toBeVisible();
    await keys.press("ArrowDown");
    await keys.press("Enter");
    await keys.press("Escape");

    if (width < 1080) {
      await keys.reach("button", "Review");
      await keys.press("Enter");
    }
    await keys.reach("button", words.review.save);
    await keys.press("Enter");
    await expect(result(page)).toContainText(words.review.saved);
    await expect(result(page)).toBeFocused();

    await keys.reach("button", words.export.selection(1));
    await keys.press("Enter");
    await expect(page.getByRole("dialog", { name: words.export.dialog(1) })).toBeVisible();
    const download = page.waitForEvent("download");
    await keys.reach("button", words.export.download);
    await keys.press("Enter");
    expect((await download).suggestedFilename()).toContain("backend-prod");
    await keys.press("Escape");
    await expect(result(page).getByRole("button", { name: words.export.selection(1) })).toBeFocused();
    await test.info().attach(`keys at ${width} px`, { body: keys.pressed.join("\n") });
    if (process.env.SHOW_KEYS) console.log(keys.pressed.join("\n"));
  });
}

test("arrow keys move between credentials, and Enter opens one", async ({ page, sandbox }) => {
  await open(page, sandbox, "fleet-operator");
  await fetchAll(page);
  const row = (name: string) => vault(page).getByRole("button", { name, exact: true });
  await row("bastion").focus();
  await page.keyboard.press("ArrowDown");
  await expect(row("claude-shell")).toBeFocused();
  await page.keyboard.press("End");
  await expect(row("windows-jump")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(row("bastion")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(row("bastion")).toHaveAttribute("aria-expanded", "true");
  await expect(row("bastion")).toBeFocused();
});

test("single-key shortcuts can be switched off, and stay off", async ({ page, sandbox }) => {
  await page.goto(sandbox.url);
  await page.getByRole("radio", { name: words.connect.byToken }).check();
  await page.getByLabel(words.connect.token).fill(ADMIN);
  await page.getByRole("button", { name: words.connect.submit }).click();
  const search = page.getByRole("searchbox", { name: words.list.search });
  await expect(search).toBeVisible();
  await page.getByRole("main").focus();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await dialog.getByRole("checkbox", { name: "Use the single keys / and ?" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.getByRole("main").focus();
  await page.keyboard.press("/");
  await expect(search).not.toBeFocused();
  await page.keyboard.press("?");
  await expect(dialog).toHaveCount(0);
  expect(await page.evaluate(() => Object.values(localStorage))).toContain("off");
});
