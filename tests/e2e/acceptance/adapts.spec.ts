// Window sizes, text sizes, color schemes and pointers.

import type { Page } from "@playwright/test";
import { audit, enter, expect, fetchAll, open, result, save, signIn, test, vault } from "../helper";
import { words } from "../words";

/** The console's screens, each with the steps that open it. */
const screens: Record<string, (page: Page, sandbox: any) => Promise<void>> = {
  "sign-in": async (page, sandbox) => {
    await page.goto(sandbox.url);
    await expect(page.getByLabel(words.connect.password)).toBeVisible();
  },
  list: async (page, sandbox) => {
    await signIn(page, sandbox);
    await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
  },
  access: async (page, sandbox) => {
    await open(page, sandbox, "etl-nightly");
    await enter(page, "Attributes", "env:prod", "team:backend");
    await expect(page.getByText("Created on save").first()).toBeVisible();
  },
  "long attributes": async (page, sandbox) => {
    const attributes = [`team:${"a".repeat(60)}`, `env:${"b".repeat(220)}`];
    await sandbox.call("POST", "/machineidentities", { name: "qa", description: "", attributes, connection_names: [] });
    await open(page, sandbox, "qa");
    await expect(page.getByRole("button", { name: `Remove attribute ${attributes[0]}` })).toBeVisible();
  },
  settings: (page, sandbox) => open(page, sandbox, "etl-nightly", "settings"),
  credentials: async (page, sandbox) => {
    await open(page, sandbox, "fleet-operator");
    await fetchAll(page);
    await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
    await expect(vault(page).getByRole("article")).toBeVisible();
  },
  result: async (page, sandbox) => {
    await open(page, sandbox);
    await enter(page, "Connections", "prod-postgres");
    await page.keyboard.press("ControlOrMeta+s");
    await expect(result(page)).toContainText(words.review.saved);
  },
};

/** Fails if an element is wider than the window, except inside a scroll container. */
async function expectNoSidewaysScroll(page: Page) {
  const wide = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(wide.page).toBeLessThanOrEqual(wide.window);
}

for (const [screen, lead] of Object.entries(screens)) {
  test(`${screen}: 320 px, the width at 400 % zoom, needs no horizontal scrolling`, async ({
    page,
    sandbox,
  }) => {
    // 1280 × 1024 at 400 %.
    await page.setViewportSize({ width: 320, height: 256 });
    await lead(page, sandbox);
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 320, height: 1024 });
    await audit(page);
  });

  test(`${screen}: wider text spacing cuts nothing off`, async ({ page, sandbox }) => {
    await lead(page, sandbox);
    // The values of WCAG 1.4.12, in a style sheet that the page's policy doesn't apply to.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;" +
          " word-spacing: 0.16em !important } p { margin-block-end: 2em !important }",
      );
      document.adoptedStyleSheets.push(sheet);
    });
    await expectNoSidewaysScroll(page);
    const cut = await page.evaluate(() => {
      const texts = [...document.querySelectorAll("button, a, label, h1, h2, h3, .status")];
      const isShown = (it: Element) => it.checkVisibility() && !it.closest(".visually-hidden");
      const isCut = (it: Element) => {
        const style = getComputedStyle(it);
        // An ellipsis is intended; the tooltip has the full text.
        const clips = style.overflow !== "visible" && style.textOverflow !== "ellipsis";
        return clips && (it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1);
      };
      return texts.filter((it) => isShown(it) && isCut(it)).map((it) => it.outerHTML.slice(0, 120));
    });
    expect(cut).toEqual([]);
  });

  for (const [hand, least] of [
    ["mouse", 24],
    ["finger", 44],
  ] as const) {
    test.describe(() => {
      test.use(hand === "finger" ? { hasTouch: true, isMobile: true, viewport: { width: 375, height: 812 } } : {});

      test(`${screen}: targets for a ${hand} are at least ${least} px`, async ({ page, sandbox }) => {
        await lead(page, sandbox);
        const small = await page.evaluate((least) => {
          const found = document.querySelectorAll(
            "button, a[href], input, select, textarea, summary, [role=option]",
          );
          const box = (it: Element) => it.getBoundingClientRect();
          /** A checkbox inside its label is as large as the label. */
          const target = (it: Element) =>
            it.matches("[type=checkbox], [type=radio]")
              ? (it.closest("label") ?? it.closest(".check") ?? it)
              : getComputedStyle(it, "::after").position === "absolute"
                ? (it.closest("tr") ?? it)
                : it;
          const isInline = (it: Element) => !!it.closest("p, .error-summary");
          return [...found]
            .filter((it) => it.checkVisibility() && !it.closest(".visually-hidden"))
            .filter((it) => box(it).width > 1 && !isInline(it))
            .filter((it) => {
              const { width, height } = box(target(it));
              return Math.min(width, height) < least - 0.5;
            })
            .map((it) => `${box(it).width} × ${box(it).height}: ${it.outerHTML.slice(0, 140)}`);
        }, least);
        expect(small).toEqual([]);
      });
    });
  }
}

test("forced colors show the active option, the selection and the current page", async ({
  page,
  sandbox,
}) => {
  await page.emulateMedia({ forcedColors: "active" });
  await open(page, sandbox);
  const field = page.getByRole("combobox", { name: words.form.connections });
  await field.fill("prod-p");
  await field.press("ArrowDown");
  const active = async () =>
    page.locator(`[id="${await field.getAttribute("aria-activedescendant")}"]`);
  await expect(await active()).toHaveCSS("outline-style", "solid");
  await field.press("Enter");
  const marked = page.getByRole("option", { name: /^prod-postgres/ });
  await expect(marked).toHaveAttribute("aria-selected", "true");
  await expect(marked.locator(".option__box .icon")).toBeVisible();
  const current = await page
    .getByRole("link", { name: "Access" })
    .evaluate((it) => getComputedStyle(it, "::after").backgroundColor);
  expect(current).not.toBe(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
});

test("with reduced motion nothing moves", async ({ page, sandbox }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, sandbox, "ci-runner");
  await page.getByRole("button", { name: "Remove connection bastion" }).click();
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByRole("dialog")).toBeVisible();
  const moving = await page.evaluate(() => {
    const seconds = (text: string) => Math.max(...text.split(",").map((it) => parseFloat(it)));
    return [...document.querySelectorAll("*")]
      .filter((it) => {
        const { transitionDuration, animationDuration } = getComputedStyle(it);
        return seconds(transitionDuration) > 0 || seconds(animationDuration) > 0;
      })
      .map((it) => it.outerHTML.slice(0, 100));
  });
  expect(moving).toEqual([]);
});

test("a printed page shows the facts, no controls and no secrets", async ({ page, sandbox }) => {
  await open(page, sandbox, "fleet-operator");
  await expect(page.getByRole("table", { name: "Connections" })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("table", { name: "Connections" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "fleet-operator" })).toBeVisible();
  // On screen, the table's headers sort.
  const controls = page.getByRole("button").and(page.locator(":not(thead *)"));
  await expect(controls).toHaveCount(0);
  await expect(page.getByRole("banner")).toHaveCount(0);
  await page.emulateMedia({ media: "screen" });
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  await page.emulateMedia({ media: "print" });
  await expect(vault(page).locator(".secret__text").first()).toBeHidden();
});
