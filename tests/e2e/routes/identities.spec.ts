import { ADMIN, audit, expect, open, signIn, test } from "../helper";
import { words } from "../words";

/** The header of the list, and the identities of the sample organization. */
const ROWS = 18;

test("the list shows every identity and can be searched by attribute", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  await expect(page.getByRole("row")).toHaveCount(ROWS);
  await expect(page.getByText(`${ROWS - 1} identities`)).toBeVisible();
  await audit(page);
  await page.getByLabel(words.list.search).fill("team:ai");
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("link", { name: "claude-agent" })).toBeVisible();
});

test("what a search finds is drawn after the key's event, from the last text", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  await expect(page.getByRole("row")).toHaveCount(ROWS);
  // A browser lays the page out at the end of that event: what is drawn until then makes a key slow.
  const search = page.getByLabel(words.list.search);
  const drawn = search.evaluate(async (input: HTMLInputElement) => {
    for (const text of ["c", "claude-a"]) {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      for (let step = 0; step < 100; step++) await null;
    }
    return document.querySelectorAll("[role=row]").length;
  });
  expect(await drawn).toBe(ROWS);
  await expect(page.getByRole("row")).toHaveText([/Name/, /^claude-agent/]);
  await expect(search).toHaveValue("claude-a");
});

test("a row shows what the lists alone reveal", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  const row = (name: string) => page.getByRole("row", { name: new RegExp(`^${name}`) });
  await expect(row("dashboard-sync")).toContainText("0 direct, 4 from attributes");
  await expect(row("dashboard-sync")).toContainText("Not checked");
  await expect(row("billing-exporter")).toContainText("1 connection gone");
  await expect(row("backend-prod")).toContainText("No connections");
  // The list requests no credentials, which contain secrets.
  const asked = (await sandbox.requests()).map(({ target }) => target);
  expect(asked.filter((target) => target.endsWith("/credentials"))).toEqual([]);
});

test("rows in use don't move while statuses arrive", async ({ page, network }) => {
  const release = network.hold("/api/attributes");
  await signIn(page, network);
  const names = () => page.getByRole("rowheader").allTextContents();
  const link = page.getByRole("link", { name: "fleet-operator" });
  await link.focus();
  const before = await names();
  release();
  await expect(page.getByText("1 connection gone")).toBeVisible();
  expect(await names()).toEqual(before);
  await expect(link).toBeFocused();
  await page.getByRole("button", { name: "Sort again" }).click();
  await expect(page.getByRole("rowheader").first()).toContainText("billing-exporter");
  await expect(page.getByRole("button", { name: "Sort again" })).toHaveCount(0);
});

test("the search takes keys before the list has arrived", async ({ page, network }) => {
  const release = network.hold("/api/machineidentities");
  await signIn(page, network);
  await expect(page.getByText(words.list.loading)).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("team:");
  release();
  await expect(page.getByText(`of ${ROWS - 1} identities`)).toBeVisible();
  await page.keyboard.type("ai");
  await expect(page.getByLabel(words.list.search)).toHaveValue("team:ai");
  await expect(page.getByText(`1 of ${ROWS - 1} identities`)).toBeVisible();
  await expect(page.getByRole("rowheader")).toHaveText(["claude-agent"]);
});

test("an identity whose name no URL can carry is listed with the reason", async ({
  page,
  sandbox,
}) => {
  await signIn(page, sandbox);
  const row = page.getByRole("row", { name: /platform\/deployer/ });
  await expect(row).toContainText("Can’t be opened: “/” in name");
  await expect(row.getByRole("link")).toHaveCount(0);
});

test("names with any characters link to their editor", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  for (const name of ["größe prüfer", "release-robot"]) {
    await page.getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await page.getByRole("link", { name: words.list.back }).click();
  }
});

test("filters combine as chips, and can be removed one by one", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  const search = page.getByLabel(words.list.search);
  await search.fill("attribute:team:sre");
  await search.press("Enter");
  await expect(page.getByRole("row")).toHaveCount(2);
  await search.pressSequentially("connection:prod-postgres ");
  await expect(page.getByRole("button", { name: /^Remove filter connection:/ })).toBeVisible();
  await expect(search).toHaveValue("");
  await search.press("Backspace");
  await expect(page.getByRole("button", { name: /^Remove filter connection:/ })).toHaveCount(0);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Remove filter attribute:team:sre" }).click();
  await expect(page.getByRole("row")).toHaveCount(ROWS);
  await expect(search).toBeFocused();
});

test("search, filters and order survive a reload, Back and a shared link", async ({
  page,
  sandbox,
}) => {
  await signIn(page, sandbox);
  await page.getByRole("button", { name: "Updated" }).click();
  await page.getByLabel(words.list.search).fill("attribute:team:sre ");
  const shared = page.url();
  expect(shared).toContain("attribute=team%3Asre");
  expect(shared).toContain("sort=updated");
  await page.getByRole("link", { name: "dashboard-sync" }).click();
  await expect(page.getByRole("heading", { name: "dashboard-sync", level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("row")).toHaveCount(2);
  expect(page.url()).toBe(shared);
  await page.reload();
  await page.getByRole("radio", { name: words.connect.byToken }).check();
  await page.getByLabel(words.connect.token).fill(ADMIN);
  await page.getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("columnheader", { name: "Updated" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
});

for (const secret of [
  "pg-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  "eyJhbGciOiJFZERTQSJ9.eyJleHAiOjF9.c2ln",
  "hpk_0123456789abcdef0123",
]) {
  test(`text shaped like a secret stays out of the URL: ${secret.slice(0, 4)}`, async ({
    page,
    sandbox,
  }) => {
    await signIn(page, sandbox);
    await page.getByLabel(words.list.search).fill(secret);
    await expect(page.getByText("No identities match")).toBeVisible();
    const kept = await page.evaluate(() => location.href + JSON.stringify(history.state));
    expect(kept).not.toContain(secret.slice(0, 12));
    await page.getByRole("button", { name: "Clear the search" }).click();
    await expect(page.getByRole("row")).toHaveCount(ROWS);
  });
}

test("every column sorts in both directions", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  const first = page.getByRole("row").nth(1).getByRole("rowheader");
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await expect(first).toContainText("backend-prod");
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await expect(first).toContainText("staging-reporter");
  await page.getByRole("button", { name: "Connections" }).click();
  await expect(first).toContainText("fleet-operator");
  await page.getByRole("button", { name: "Attributes" }).click();
  await expect(first).toContainText("night-watch");
  await page.getByRole("button", { name: "Status" }).click();
  await expect(first).toContainText("billing-exporter");
});

test("the keyboard can search, move between rows and open one", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  await expect(page.getByRole("row")).toHaveCount(ROWS);
  await page.keyboard.press("/");
  await expect(page.getByLabel(words.list.search)).toBeFocused();
  // In a text field, single-key shortcuts are text.
  await page.keyboard.type("?/");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "billing-exporter" }).focus();
  await page.keyboard.press("End");
  await expect(page.getByRole("link", { name: "staging-reporter" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeFocused();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys).toBeVisible();
  await audit(page);
  await keys.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeFocused();
  await page.keyboard.press("?");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "backend-prod", level: 1 })).toBeVisible();
  await expect(keys).toBeHidden();
});

test("a row's menu works by keyboard and returns the focus", async ({
  page,
  sandbox,
}) => {
  await signIn(page, sandbox);
  // The rows are sorted again once the statuses are known.
  await expect(page.getByText("1 connection gone")).toBeVisible();
  const actions = page.getByRole("button", { name: "Actions for ci-runner" });
  await actions.focus();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("menuitem", { name: "Delete" })).toBeFocused();
  await audit(page);
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Duplicate" })).toBeFocused();
  await page.keyboard.press("r");
  await expect(page.getByRole("menuitem", { name: "Rename" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(actions).toBeFocused();
  await expect(page.getByRole("menu")).toHaveCount(0);
});

for (const [timezoneId, zone] of [
  ["America/Los_Angeles", "UTC-8"],
  ["Asia/Kolkata", "UTC+5:30"],
  ["Africa/Abidjan", "UTC"],
]) {
  test.describe(`in ${timezoneId}`, () => {
    test.use({ timezoneId });

    test("times are local, with the exact time in UTC", async ({ page, sandbox }) => {
      await signIn(page, sandbox);
      const time = page.getByRole("row", { name: /^idle/ }).getByRole("time");
      const exact = (await time.getAttribute("datetime"))!.slice(0, 19).replace("T", " ") + " UTC";
      await expect(time).toContainText(exact);
      await time.hover();
      const local = new Intl.DateTimeFormat("en-GB", {
        timeZone: timezoneId,
        year: "numeric",
        month: "short",
        day: "numeric",
        hour: "2-digit",
        minute: "2-digit",
      });
      const there = local.format(new Date((await time.getAttribute("datetime"))!));
      await expect(time).toHaveAttribute("title", `${there} ${zone} (${exact})`);
    });
  });
}

test("suggestions include every page of the attributes", async ({ page, sandbox }) => {
  for (let number = 100; number < 320; number++) {
    await sandbox.call("POST", "/attributes", { name: `shard:${number}` });
  }
  await open(page, sandbox);
  const input = page.getByRole("combobox", { name: "Attributes" });
  await input.fill("shard:319");
  await expect(page.getByRole("option", { name: /shard:319/ })).toBeVisible();
});

test("on a small screen the list is still a table for screen readers, and begins at its head", async ({ page, sandbox }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await signIn(page, sandbox);
  await expect(page.getByRole("row")).toHaveCount(ROWS);
  const [head, first] = await Promise.all([0, 1].map((at) => page.getByRole("row").nth(at).boundingBox()));
  expect(first!.y - (head!.y + head!.height)).toBeLessThan(2);
  await audit(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(375);
});

test("a list that can't be loaded isn't shown as empty", async ({ page, sandbox }) => {
  await sandbox.arm("error-500", "GET", "/machineidentities");
  await signIn(page, sandbox);
  await expect(page.getByRole("alert")).toContainText("The gateway failed (500)");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("row")).toHaveCount(ROWS);
});

test("without the connections the list still loads, with a notice", async ({
  page,
  sandbox,
}) => {
  await sandbox.arm("error-500", "GET", "/connections");
  await signIn(page, sandbox);
  await expect(page.getByRole("alert")).toContainText("The gateway failed (500)");
  await expect(page.getByRole("row")).toHaveCount(ROWS);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`signing in and the list pass the audit in ${colorScheme}`, async ({ page, sandbox }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(sandbox.url);
    await expect(page.getByLabel(words.connect.password)).toBeVisible();
    await audit(page);
    await page.getByRole("button", { name: words.connect.submit }).click();
    await expect(page.getByText("Enter your password.")).toBeVisible();
    await audit(page);
    await signIn(page, sandbox);
    await expect(page.getByRole("row")).toHaveCount(ROWS);
    await audit(page);
  });
}
