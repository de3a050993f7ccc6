// How long the console takes on an organization of any size: cargo xtask bench.

import { type ElementHandle, type Page, expect, test } from "@playwright/test";
import { show } from "../helper";
import { fixedWork } from "../machine";
import { ADMIN, dist, Sandbox } from "../sandbox";
import { words } from "../words";
import { Meter, median, p95, type Work } from "./meter";
import { type Row, Table } from "./table";

const SIZES = [
  { size: "tenth", identities: 1_000, connections: 1_000, attributes: 200, divisor: 10 },
  { size: "full", identities: 10_000, connections: 10_000, attributes: 2_000, divisor: 1 },
] as const;

/** What an identity is shown from. */
const READS = /(machineidentities|connections|attributes)/;

/** How often the wheel turns. */
const SCROLLS = 20;

/** How often a step is done whose time is the median: garbage collection makes one of them much longer. */
const TIMES = 5;

/** What a frame may take, in milliseconds, and how many elements a screen may have. */
const FRAME = 16;
const ELEMENTS = 3_000;

const table = new Table();
test.describe.configure({ mode: "serial" });

for (const { size, identities, connections, attributes, divisor } of SIZES) {
  test(`at ${size} size`, async ({ page }) => {
    const direct = [1_000 / divisor, 9_500 / divisor];
    const counts = { identities, connections, attributes };
    const sandbox = await Sandbox.start(
      "--site",
      dist,
      ...Object.entries(counts).flatMap(([name, count]) => [`--${name}`, String(count)]),
      ...direct.flatMap((count) => ["--direct", String(count)]),
    );
    const note: Note = (row, value) => {
      table.note(size, row, value);
      console.log(`${size}: ${row.name}: ${value.toFixed(1)} ${row.unit}`);
    };
    try {
      await measure(page, sandbox, note, direct, divisor);
    } finally {
      sandbox.stop();
    }
  });
}

test.afterAll(() => {
  console.log(`\n${table.print()}\n`);
});

test("nothing grows with what isn't visible", () => {
  expect(table.growing()).toEqual([]);
});

type Note = (row: Omit<Row, "full" | "tenth">, value: number) => void;

/**
 * Every step is measured without what the test asks of the page: elements are found in advance, and what
 * a step waits for is a selector. Looking for a role among a thousand elements takes 20 ms.
 */
async function measure(page: Page, sandbox: Sandbox, note: Note, direct: number[], divisor: number) {
  const meter = await Meter.of(page);
  const screen = async (name: string) =>
    note({ name: `elements: ${name}`, unit: "", goal: ELEMENTS, grows: "visible" }, await meter.elements());
  const frame = (name: string, value: number) =>
    note({ name, unit: "ms", goal: FRAME, grows: "visible" }, value);
  const whole = (name: string, goal: number | undefined, { total }: Work) =>
    note({ name, unit: "ms", goal, grows: "all" }, total);
  const longest = (name: string, { longest }: Work) =>
    note({ name: `${name}: longest task`, unit: "ms", grows: "all" }, longest);
  const keys = async (name: string, text: string, grows: Row["grows"] = "visible") => {
    const works = await meter.works(text.length, (at) => page.keyboard.press(text[at]!));
    const row = (what: string, value: number) =>
      note({ name: `${name}: ${what} p95`, unit: "ms", goal: FRAME, grows }, value);
    row("event", p95(works.map(({ event }) => event)));
    row("longest task", p95(works.map(({ longest }) => longest)));
  };
  const scroll = async (name: string) => {
    const works = await meter.works(SCROLLS, () => page.mouse.wheel(0, 700));
    frame(`${name}: longest task p95`, p95(works.map(({ longest }) => longest)));
  };

  const machine = await meter.work(async () => void (await page.evaluate(fixedWork)));
  whole("this machine: a fixed piece of work", undefined, machine);

  // Asking for a body would occupy the page's main thread: 19 ms for a list of 10,000.
  const received: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    if (new URL(request.url()).pathname.startsWith("/api/")) {
      received.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    }
  });
  const bytes = async () => (await Promise.all(received)).reduce((sum, one) => sum + one, 0);

  await page.goto(sandbox.url);
  await page.getByRole("radio", { name: words.connect.byToken }).check();
  await page.getByLabel(words.connect.token).fill(ADMIN);
  await meter.settle();
  const before = await meter.memory();
  const memory = async (name: string) => {
    const above = (await meter.memory()) - before;
    note({ name: `memory: ${name}`, unit: "MB", grows: "all" }, above / 1e6);
    note({ name: `memory: ${name} / answers`, unit: "×", goal: 3, grows: "visible" }, above / (await bytes()));
  };

  // The list.
  const rows = {
    list: ".list tr[data-row]",
    access: ".access tr[data-row]",
    attributes: ".table-region tr[data-row]",
  };
  const submit = await page.getByRole("button", { name: words.connect.submit }).elementHandle();
  const listed = await meter.workAfterAnswers(rows.list, async () => {
    await submit!.click();
    await page.waitForSelector(rows.list);
  });
  whole("list: from its answer to the screen", 100, listed.untilShown(/machineidentities$/));
  whole("list, lists of connections and attributes included", undefined, listed.afterFirst());
  longest("list", listed.afterFirst());
  await screen("list");
  await memory("list");
  const sorted: Record<string, number[]> = { Name: [], Updated: [] };
  for (let time = 0; time < TIMES; time++) {
    for (const [column, times] of Object.entries(sorted)) {
      const head = page.getByRole("columnheader", { name: column }).getByRole("button");
      times.push((await meter.work(() => head.press("Enter"))).longest);
    }
  }
  for (const [column, times] of Object.entries(sorted)) {
    note({ name: `list, sort by ${column}: longest task`, unit: "ms", goal: FRAME, grows: "all" }, median(times));
  }
  await page.mouse.move(600, 500);
  await scroll("list, scroll");
  const search = page.getByLabel(words.list.search);
  await search.focus();
  await keys("list, search key", "service-00 service-1");
  await search.fill("attribute:attribute:0007");
  const filtered = await meter.work(() => search.press("Enter"));
  note({ name: "list, filter: longest task", unit: "ms", goal: FRAME, grows: "all" }, filtered.longest);

  // An identity with many direct connections.
  for (const [at, count] of direct.entries()) {
    const full = [1_000, 9_500][at];
    const name = `${full} direct`;
    const opened = await meter.workAfterAnswers(rows.access, async () => {
      await page.goto(`${sandbox.url}/#/identities/direct-${count}/access`);
      await page.waitForSelector(rows.access);
    });
    whole(`${name}: open, after its answers`, 100, opened.afterLast(READS));
    whole(`${name}: open, reading the answers included`, undefined, opened.afterFirst());
    longest(`${name}: open`, opened.afterFirst());
    await screen(`${name}, access`);
    await page.mouse.move(400, 600);
    await scroll(`${name}: access, scroll`);
    for (const field of ["Attributes", "Connections"] as const) {
      const input = page.getByRole("combobox", { name: field });
      await input.focus();
      await keys(`${name}: key in ${field.toLowerCase()}`, field === "Attributes" ? "attribute:000" : "connection-009");
      await screen(`${name}, ${field.toLowerCase()} open`);
      await input.fill("");
      await page.keyboard.press("Escape");
    }
    await page.getByRole("searchbox", { name: "Find connection" }).focus();
    await keys(`${name}: key in the search for a connection`, "connection-009", "all");
    await show(page, "settings");
    for (const field of ["Name", "Description"] as const) {
      await page.getByRole("textbox", { name: field, exact: true }).focus();
      await keys(`${name}: key in ${field.toLowerCase()}`, "abcdefghijklmnopqrst");
    }
    await screen(`${name}, settings`);
    await discard(page);
    await show(page, "credentials");
    const load = await page.getByRole("button", { name: words.credentials.load }).elementHandle();
    const shown = await meter.work(async () => {
      await load!.click();
      await page.waitForSelector(".vault tr[data-row]", { timeout: 300_000 });
    });
    whole(`${name}: credentials`, undefined, shown);
    longest(`${name}: credentials`, shown);
    await screen(`${name}, credentials`);
    const vault = page.getByRole("table", { name: "Credentials of this identity" });
    await vault.hover();
    await scroll(`${name}: credentials, scroll`);
    const exporting = await page.getByRole("button", { name: /^Export \d+ credentials$/ }).elementHandle();
    const exported = await meter.work(async () => {
      await exporting!.click();
      await page.waitForSelector(".export__content .button--primary");
    });
    whole(`${name}: export`, undefined, exported);
    longest(`${name}: export`, exported);
    const download = await page.getByRole("button", { name: "Download" }).elementHandle();
    const downloaded = await meter.work(() => download!.click());
    longest(`${name}: download`, downloaded);
    await page.keyboard.press("Escape");
  }
  await memory("9500 direct, with credentials");

  // An identity with many attributes.
  const [name, attributes] = ["1000 attributes", 1_000 / divisor];
  const number = (at: number) => `attribute:${String(at).padStart(4, "0")}`;
  await sandbox.call("POST", "/machineidentities", {
    name: "many-attributes",
    attributes: Array.from({ length: attributes }, (_, at) => number(at)),
    connection_names: [],
  });
  const opened = await meter.workAfterAnswers(rows.attributes, async () => {
    await page.goto(`${sandbox.url}/#/identities/many-attributes/access`);
    await page.waitForSelector(rows.attributes);
  });
  whole(`${name}: open, after its answers`, 100, opened.afterLast(READS));
  longest(`${name}: open`, opened.afterFirst());
  await screen(`${name}, access`);
  await page.locator(rows.attributes).first().hover();
  await scroll(`${name}: attributes, scroll`);
  await page.getByRole("combobox", { name: "Attributes" }).focus();
  await keys(`${name}: key in attributes`, "attribute:000");
  await page.getByRole("searchbox", { name: "Find attribute" }).focus();
  await keys(`${name}: key in the search for an attribute`, "attribute:000", "all");
  await discard(page);

  // Connections that are pasted.
  for (const full of [500, 9_000]) {
    const [focused, pasted]: [Work[], Work[]] = [[], []];
    for (let time = 0; time < TIMES; time++) {
      await page.goto(`${sandbox.url}/#/`);
      await page.waitForSelector(rows.list);
      await page.goto(`${sandbox.url}/#/identities/service-00000/access`);
      await expect(page.getByRole("heading", { name: "service-00000", level: 1 })).toBeVisible();
      await expect(page.getByRole("table", { name: "Connections" })).toBeVisible();
      const input = await page.getByRole("combobox", { name: "Connections" }).elementHandle();
      focused.push(await meter.work(() => input!.focus()));
      pasted.push(await meter.work(await prepared(input!, full / divisor)));
      if (time === 0) await screen(`${full} pasted`);
      await discard(page);
    }
    const focus = `focus in connections, before ${full} are pasted: longest task`;
    note({ name: focus, unit: "ms", goal: FRAME, grows: "all" }, median(focused.map(({ longest }) => longest)));
    const paste = `paste ${full} connections`;
    const goal = full === 500 ? 50 : 200;
    note({ name: paste, unit: "ms", goal, grows: "all" }, median(pasted.map(({ total }) => total)));
    const task = median(pasted.map(({ longest }) => longest));
    note({ name: `${paste}: longest task`, unit: "ms", grows: "all" }, task);
  }
}

/** Pasting the names of the first connections into a field. The event is made in advance. */
async function prepared(input: ElementHandle<Node>, count: number) {
  const text = Array.from({ length: count }, (_, at) => `connection-${String(at).padStart(5, "0")}`);
  const event = await input.evaluateHandle((_, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    return new ClipboardEvent("paste", { bubbles: true, cancelable: true, composed: true, clipboardData });
  }, text.join("\n"));
  return () => input.evaluate((input, event) => void input.dispatchEvent(event), event);
}

async function discard(page: Page) {
  await page.getByRole("button", { name: words.review.discard }).click();
}
