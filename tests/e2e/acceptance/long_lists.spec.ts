import type { Locator, Page } from "@playwright/test";
import {
  audit,
  card,
  enter,
  expect,
  fetchAll,
  open,
  plan,
  result,
  save,
  saveByKey,
  show,
  signIn,
  test,
  toggle,
} from "../helper";

const DIRECT = 250;

test.use({ flags: `--identities 1000 --connections 2000 --direct ${DIRECT} --direct 60` });

/** Lets some frames pass. */
const frames = (page: Page, count: number) =>
  page.evaluate(async (count) => {
    for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
  }, count);

test("a long table has few rows in the page, and all for the keyboard, screen readers and print", async ({
  page,
  sandbox,
}) => {
  await open(page, sandbox, `direct-${DIRECT}`);
  const table = page.getByRole("table", { name: "Connections" });
  const rows = table.getByRole("row");
  await expect(table).toHaveAttribute("aria-rowcount", String(DIRECT + 1));
  expect(await rows.count()).toBeLessThan(60);
  await expect(page.getByText(/rows outside the view aren’t in the page/)).toBeVisible();

  // Rows are drawn again when the connections have arrived.
  await expect(table.getByRole("row", { name: "connection-00010" })).toContainText("HTTP proxy");
  await table.getByRole("button", { name: "Remove connection connection-00000" }).focus();
  await page.keyboard.press("End");
  const last = table.getByRole("row", { name: /connection-00249/ });
  await expect(last.getByRole("button", { name: /^Remove connection/ })).toBeFocused();
  await expect(last).toHaveAttribute("aria-rowindex", String(DIRECT + 1));
  // The rows above are drawn a few per frame, and none of them moves the focus.
  await expect(table.getByRole("row", { name: /connection-00210/ })).toBeAttached();
  await expect(last.getByRole("button", { name: /^Remove connection/ })).toBeFocused();

  await page.keyboard.press("Enter");
  // The row is drawn again, and has the focus again.
  await expect(last.getByRole("button", { name: /^Undo removing/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(last.getByRole("button", { name: /^Remove connection/ })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(table.getByRole("button", { name: "Remove connection connection-00248" })).toBeFocused();

  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect(rows).toHaveCount(DIRECT + 1);
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(rows).not.toHaveCount(DIRECT + 1);
});

test("a search finds rows of the access table that aren’t in the page", async ({ page, sandbox }) => {
  await open(page, sandbox, `direct-${DIRECT}`);
  const table = page.getByRole("table", { name: "Connections" });
  const find = page.getByRole("searchbox", { name: "Find connection" });
  const last = table.getByRole("row", { name: /connection-00249/ });
  await expect(last).toHaveCount(0);
  await find.fill("NECTION-00249");
  await expect(last).toBeVisible();
  await expect(table.getByRole("row")).toHaveCount(2);
  await expect(page.getByText(`1 of ${DIRECT} connections`)).toBeVisible();
  // A column besides the name.
  await find.fill("DIRECT");
  await expect(page.getByText(`${DIRECT} of ${DIRECT} connections`)).toBeVisible();
  await find.fill("no such connection");
  await expect(page.getByText(`0 of ${DIRECT} connections`)).toBeVisible();
  await find.fill("");
  await expect(table).toHaveAttribute("aria-rowcount", String(DIRECT + 1));
});

/** How much of a row is behind the head of its table, or below the view, in pixels. */
const covered = (row: Locator) =>
  row.evaluate((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    const head = row.closest("table")!.querySelector("thead th")!.getBoundingClientRect();
    return Math.max(0, head.bottom - top, bottom - window.innerHeight);
  });

test("the focused row isn’t behind the head of its table", async ({ page, sandbox }) => {
  await open(page, sandbox, `direct-${DIRECT}`);
  const table = page.getByRole("table", { name: "Connections" });
  const row = (at: number) => table.getByRole("row", { name: `connection-${String(at).padStart(5, "0")}` });
  const focused = async (at: number) => {
    await expect(row(at).getByRole("button", { name: /^Remove connection/ })).toBeFocused();
    expect(await covered(row(at))).toBe(0);
  };
  // Rows are drawn again when the connections have arrived.
  await expect(row(10)).toContainText("HTTP proxy");
  await row(0).getByRole("button", { name: /^Remove connection/ }).focus();
  for (const [key, at] of [["End", 249], ["Home", 0], ["End", 249]] as const) {
    await page.keyboard.press(key);
    await focused(at);
  }
  for (let at = 248; at > 215; at--) {
    await page.keyboard.press("ArrowUp");
    await focused(at);
  }
});

test("keys go on from a focused row that isn’t in the page", async ({ page, sandbox }) => {
  await open(page, sandbox, `direct-${DIRECT}`);
  const table = page.getByRole("table", { name: "Connections" });
  const remove = (at: string) => table.getByRole("button", { name: `Remove connection connection-${at}` });
  await expect(table.getByRole("row", { name: "connection-00010" })).toContainText("HTTP proxy");
  await remove("00002").focus();
  await page.mouse.move(400, 400);
  await page.mouse.wheel(0, 6000);
  await expect(remove("00002")).toHaveCount(0);
  await expect(table).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(remove("00003")).toBeFocused();
  await expect(remove("00003")).toBeInViewport();
  // A table that is clicked stands for no row.
  await page.mouse.wheel(0, 6000);
  await expect(table).toBeFocused();
  await page.getByRole("searchbox", { name: "Find connection" }).focus();
  await table.getByRole("cell", { name: "HTTP proxy" }).last().click();
  await expect(table).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByText(/rows outside the view aren’t in the page/)).toBeInViewport();
  await expect(table).toBeFocused();
});

test("a table that a search made short is completed", async ({ page, sandbox }) => {
  await open(page, sandbox, `direct-${DIRECT}`);
  const table = page.getByRole("table", { name: "Connections" });
  const find = page.getByRole("searchbox", { name: "Find connection" });
  await expect(table.getByRole("row", { name: "connection-00010" })).toBeAttached();
  await find.fill("connection-0020");
  await expect(table.getByRole("row")).toHaveCount(11);
  await find.fill("connection-002");
  await expect(table.getByRole("row")).toHaveCount(51);
});

test("few rows are drawn ahead until the table is used", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  const link = (number: string) => page.getByRole("link", { name: `service-${number}`, exact: true });
  await expect(link("00015")).toBeAttached();
  // The rows that are still to come would come in these.
  await frames(page, 30);
  await expect(link("00035")).toHaveCount(0);
  await link("00002").hover();
  await expect(link("00035")).toBeAttached();
});

test("a list that jumps far stays where it jumped to", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  const link = (number: string) => page.getByRole("link", { name: `service-${number}`, exact: true });
  await expect(link("00015")).toBeAttached();
  const top = () => page.evaluate(() => window.scrollY);
  let from = 0;
  for (const to of [18_000, 3_000, 30_000, 0]) {
    await page.evaluate((to) => window.scrollTo(0, to), to);
    // The rows ahead are drawn a few per frame, where the list was scrolled to.
    const first = Math.round(to / 36);
    // From the beginning, it can only be scrolled down.
    const ahead = to > from || to === 0 ? first + 30 : first - 20;
    await expect(link(String(ahead).padStart(5, "0"))).toBeAttached();
    expect(await top()).toBe(to);
    from = to;
  }
});

test("an open credential above the view doesn’t shift which rows are drawn", async ({ page, sandbox }) => {
  await open(page, sandbox, `direct-${DIRECT}`);
  await fetchAll(page);
  const opened = card(page, "connection-00040");
  await expect(page.getByRole("row", { name: /connection-00012/ })).toBeAttached();
  await page.evaluate(() => window.scrollTo(0, 1_500));
  await toggle(page, "connection-00040");
  await opened.evaluate((it) => window.scrollBy(0, it.getBoundingClientRect().bottom + 100));
  const table = page.getByRole("table", { name: "Credentials of this identity" });
  const above = () =>
    table.evaluate((table) => {
      const rows = [...table.querySelectorAll("[data-row]")];
      return rows.findIndex((row) => row.getBoundingClientRect().bottom > 0);
    });
  // As many as stay above when a table is scrolled down.
  await expect.poll(above).toBe(4);
  await expect(opened).toBeAttached();
});

test("a row that stays in the page while the list scrolls keeps its menu", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  const link = (number: string) => page.getByRole("link", { name: `service-${number}`, exact: true });
  await expect(link("00015")).toBeAttached();
  // Row 45 is drawn ahead, and stays while those that were in view then leave.
  await page.evaluate(() => window.scrollBy(0, 1000));
  await expect(link("00045")).toBeAttached();
  await expect(link("00025")).toBeAttached();
  await page.evaluate(() => window.scrollBy(0, 500));
  await expect(link("00025")).toHaveCount(0);
  await page.getByRole("button", { name: "Actions for service-00045" }).click();
  await expect(page.getByRole("menuitem", { name: "Duplicate" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toBeHidden();
});

test("the plan of a long list says how many connections it leaves to the table", async ({ page, sandbox }) => {
  const name = "service-00000";
  const { connection_names: stored } = await sandbox.call("GET", `/machineidentities/${name}`);
  await open(page, sandbox, name);
  const connections: any[] = await sandbox.call("GET", "/connections");
  const fitting = connections.filter(
    (one) => one.subtype === "postgres" && one.access_mode_connect === "enabled",
  );
  const isNew = (name: string) => !stored.includes(name);
  const names = fitting.map((one): string => one.name).filter(isNew).slice(0, 250);
  // A list of names is entered at once.
  await enter(page, "Connections", names.join(","));
  const review = plan(page);
  await review.getByText(/^\d+ more$/).first().click();
  await expect(review.getByText(/^and \d+ more, in the table of connections$/)).toBeVisible();
  // The list itself, as it is sent.
  const added = review.getByRole("definition").getByText(/^\+ added /);
  const fold = review.getByRole("definition").getByText(/^\d+ more added$/);
  await expect(added).toHaveCount(12);
  await expect(fold).toHaveText(`${names.length - 12} more added`);
  await fold.click();
  await expect(added.filter({ visible: true })).toHaveCount(212);
  await expect(review.getByText(`and ${names.length - 212} more`, { exact: true })).toBeVisible();
  // It stays open while the plan changes.
  await enter(page, "Attributes", "env:new");
  await expect(review).toContainText("added env:new");
  await expect(added.filter({ visible: true })).toHaveCount(213);
  await fold.click();
  await expect(added).toHaveCount(13);
});

test("a table that is in the page completely asks for no more frames", async ({ page, sandbox }) => {
  await page.addInitScript(() => {
    const ask = requestAnimationFrame;
    const asked = { frames: 0, ask };
    Object.assign(window, { asked });
    window.requestAnimationFrame = (then) => {
      asked.frames += 1;
      return ask(then);
    };
  });
  await open(page, sandbox, "direct-60");
  await expect(page.getByRole("row", { name: /connection-00059/ })).toBeAttached();
  const more = () =>
    page.evaluate(async () => {
      const { asked } = window as any;
      const before = asked.frames;
      for (let frame = 0; frame < 20; frame++) await new Promise((then) => asked.ask.call(window, then));
      return asked.frames - before;
    });
  await expect.poll(more).toBe(0);
});

test("of hundreds of problems the first are told, and how many more there are", async ({ page, sandbox }) => {
  await open(page, sandbox, "service-00001");
  await enter(page, "Connections", Array.from({ length: 300 }, (_, at) => `unknown-${at}`).join(","));
  const told = page.getByText(/^There is no connection unknown-\d+\. Remove it, or choose one from the list\.$/);
  await expect(told.filter({ visible: true })).toHaveCount(20);
  await expect(page.getByText("and 280 more", { exact: true })).toBeVisible();
  await saveByKey(page);
  const summary = page.getByRole("alert", { name: "Fix 300 problems to save" });
  await expect(summary.getByRole("link")).toHaveCount(21);
  await summary.getByRole("link", { name: "and 280 more" }).press("Enter");
  await expect(page.getByRole("combobox", { name: "Connections" })).toBeFocused();
});

test.describe("with an identity of many attributes", () => {
  const COUNT = 600;
  const name = (at: number) => `env:many-${String(at).padStart(4, "0")}`;
  const attributes = Array.from({ length: COUNT }, (_, at) => name(at));
  const table = (page: Page) => page.getByRole("table", { name: "Attributes" });
  const row = (page: Page, text: string) => table(page).getByRole("row", { name: text });
  const elements = (page: Page) => page.evaluate(() => document.getElementsByTagName("*").length);
  const last = name(COUNT - 1);

  test.beforeEach(async ({ page, sandbox }) => {
    const identity = { name: "many", attributes, connection_names: [] };
    await sandbox.call("POST", "/machineidentities", identity);
    await open(page, sandbox, "many");
    await expect(row(page, name(0))).toBeVisible();
  });

  test("few are in the page, and all for the keyboard, screen readers, our search and print", async ({ page }) => {
    await expect(table(page)).toHaveAttribute("aria-rowcount", String(COUNT + 1));
    await expect(page.getByRole("list", { name: "Attributes" })).toHaveCount(0);
    await expect(page.getByText(/rows outside the view aren’t in the page.* “Find attribute” above/)).toBeVisible();
    expect(await elements(page)).toBeLessThan(1000);
    await audit(page);

    await row(page, name(0)).getByRole("button", { name: name(0), exact: true }).focus();
    await page.keyboard.press("End");
    await expect(row(page, last).getByRole("button", { name: last, exact: true })).toBeFocused();
    await expect(row(page, last)).toHaveAttribute("aria-rowindex", String(COUNT + 1));
    await expect(row(page, last)).toBeInViewport();
    // The page doesn't move on with each key.
    const top = () => page.evaluate(() => window.scrollY);
    const before = await top();
    for (let times = 0; times < 5; times++) await page.keyboard.press("End");
    await frames(page, 5);
    expect(await top()).toBe(before);
    // The connections below stay where they are.
    await expect(page.getByRole("combobox", { name: "Connections" })).toBeInViewport();

    await page.getByRole("searchbox", { name: "Find attribute" }).fill("MANY-0377");
    await expect(table(page).getByRole("row")).toHaveCount(2);
    await expect(row(page, name(377))).toBeVisible();
    await expect(page.getByText(`1 of ${COUNT} attributes`)).toBeVisible();
    await page.getByRole("searchbox", { name: "Find attribute" }).fill("");

    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await expect(table(page).getByRole("row")).toHaveCount(COUNT + 1);
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    await expect(table(page).getByRole("row")).not.toHaveCount(COUNT + 1);
  });

  test("a removed one stays in its place, and an added one comes first", async ({ page, sandbox }) => {
    await row(page, name(0)).getByRole("button", { name: name(0), exact: true }).focus();
    await page.keyboard.press("End");
    const remove = row(page, last).getByRole("button", { name: `Remove attribute ${last}` });
    const undo = row(page, last).getByRole("button", { name: `Undo removing ${last}` });
    const face = row(page, last).getByRole("button", { name: last, exact: true });
    await remove.click();
    await expect(face).toBeFocused();
    await undo.click();
    await expect(face).toBeFocused();
    await remove.click();
    await expect(undo).toBeVisible();

    // Also while something else is searched for.
    await page.getByRole("searchbox", { name: "Find attribute" }).fill("0007");
    await enter(page, "Attributes", "env:another", "prod");
    await expect(table(page).getByRole("row")).toHaveCount(4);
    await page.getByRole("searchbox", { name: "Find attribute" }).fill("");
    await expect(table(page).getByRole("row").nth(1)).toContainText("env:another");
    await expect(row(page, "env:another")).toBeInViewport();
    await page.getByRole("button", { name: "Edit attribute prod" }).click();
    const input = page.getByRole("combobox", { name: "Attributes" });
    await expect(input).toBeFocused();
    await expect(input).toHaveValue("prod");
    await input.fill("");

    await save(page);
    await expect(result(page)).toBeVisible();
    const stored = await sandbox.call("GET", "/machineidentities/many");
    expect(stored.attributes).toEqual(["env:another", ...attributes.slice(0, -1)]);
    for (const view of ["credentials", "settings", "history"] as const) {
      await show(page, view);
      expect(await elements(page)).toBeLessThan(1000);
    }
  });

  test("the focus stays with the attributes when few are left", async ({ page, sandbox }) => {
    const few = attributes.slice(0, 60);
    await sandbox.call("POST", "/machineidentities", { name: "few", attributes: few, connection_names: [] });
    await page.goto(`${sandbox.url}/#/identities/few/access`);
    await expect(page.getByRole("list", { name: "Attributes" }).getByRole("listitem")).toHaveCount(60);
    await enter(page, "Attributes", "env:another");
    await table(page).getByRole("button", { name: "Remove attribute env:another" }).press("Enter");
    await expect(page.getByRole("list", { name: "Attributes" }).getByRole("listitem")).toHaveCount(60);
    await expect(page.getByRole("combobox", { name: "Attributes" })).toBeFocused();
  });
});

test.describe("in the sample organization", () => {
  test.use({ flags: "" });

  test("of many new attributes those that may be typos are asked about first", async ({ page, sandbox }) => {
    await open(page, sandbox, "etl-nightly");
    const added = Array.from({ length: 20 }, (_, at) => `key${at}:of-its-own`);
    await enter(page, "Attributes", [...added, "env:prdo"].join(","));
    const first = page.getByText(/ is new\. | matches nothing yet\.|^No attribute has the key /).first();
    await expect(first).toHaveText("env:prdo is new. Did you mean env:prod?");
    await expect(page.getByText(/^There are questions about more new attributes\./)).toBeVisible();
    await page.getByRole("button", { name: "Use env:prod" }).click();
    await expect(first).toContainText("key0");
  });

  test("attributes aren’t drawn again when connections are added", async ({ page, sandbox }) => {
    await open(page, sandbox, "etl-nightly");
    const chip = page.getByRole("list", { name: "Attributes" }).getByRole("listitem").first();
    await chip.evaluate((it) => it.setAttribute("data-same-element", ""));
    await enter(page, "Connections", "bastion");
    await expect(page.getByRole("rowheader", { name: "bastion" })).toBeVisible();
    await expect(chip).toHaveAttribute("data-same-element", "");
  });
});
