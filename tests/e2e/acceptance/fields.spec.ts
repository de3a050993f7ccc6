// What holds for each field of an identity: typed, kept over a reload, discarded, reset, reviewed, in
// conflict, saved and found.

import type { Page } from "@playwright/test";
import { ADMIN, enter, expect, open, plan, result, save, signIn, test, write } from "../helper";
import { words } from "../words";

const NAME = "subject";
/** What is stored before each test. */
const STORED = {
  name: NAME,
  description: "stored text",
  attributes: ["team:stored"],
  connection_names: ["bastion"],
};

/** One field: how a user fills it, and how its value is seen. */
interface FieldCase {
  label: string;
  view: "access" | "settings";
  mine: string;
  fill(page: Page, text?: string): Promise<void>;
  /** Expects that the form has the typed value, or that it doesn't. */
  expectTyped(page: Page, isTyped: boolean): Promise<void>;
  /** What someone else stores meanwhile. */
  theirs: Partial<typeof STORED>;
}

const textField = (label: string, stored: string, mine: string, theirs: FieldCase["theirs"]): FieldCase => ({
  label,
  view: "settings",
  mine,
  fill: (page, text = mine) => write(page, label, text),
  expectTyped: async (page, isTyped) => {
    const input = page.getByRole("textbox", { name: label, exact: true });
    await expect(input).toHaveValue(isTyped ? mine : stored);
  },
  theirs,
});

const listField = (
  label: "Attributes" | "Connections",
  item: string,
  mine: string,
  theirs: FieldCase["theirs"],
): FieldCase => ({
  label,
  view: "access",
  mine,
  fill: (page, text = mine) => enter(page, label, text),
  expectTyped: async (page, isTyped) => {
    const remove = page.getByRole("button", { name: `Remove ${item} ${mine}`, exact: true });
    await expect(remove).toHaveCount(isTyped ? 1 : 0);
  },
  theirs,
});

const FIELDS = [
  textField("Name", STORED.name, "subject-mine", { name: "subject-theirs" }),
  textField("Description", STORED.description, "words of mine", { description: "words of theirs" }),
  listField("Attributes", "attribute", "team:mine", { attributes: ["team:stored", "team:theirs"] }),
  listField("Connections", "connection", "grafana", { connection_names: ["bastion", "api-proxy"] }),
];

for (const { label, view, mine, fill, expectTyped, theirs } of FIELDS) {
  test(`${label}: typed, kept over a reload, discarded, reset, reviewed, in conflict, saved and found`, async ({
    page,
    sandbox,
  }) => {
    test.setTimeout(60_000);
    page.on("dialog", (dialog) => dialog.accept());
    await sandbox.call("POST", "/machineidentities", STORED);
    await open(page, sandbox, NAME, view);
    await expectTyped(page, false);
    await fill(page);
    await expectTyped(page, true);

    await page.reload();
    await signIn(page, sandbox, ADMIN, `#/identities/${NAME}/${view}`);
    await expect(page.getByText(words.result.restored)).toBeVisible();
    await expectTyped(page, true);

    await plan(page).getByRole("button", { name: words.review.discard }).click();
    await expectTyped(page, false);

    if (view === "settings") {
      await fill(page);
      await page.getByRole("button", { name: `Reset ${label}` }).click();
      await expectTyped(page, false);
    }

    await fill(page);
    await expect(plan(page).getByRole("definition").filter({ hasText: mine })).toBeVisible();
    await sandbox.call("PUT", `/machineidentities/${NAME}`, { ...STORED, ...theirs });
    await save(page);
    if (label === "Name") {
      // A name is how an identity is found: after someone else's rename nothing is left to compare.
      await expect(result(page)).toContainText("This identity no longer exists");
      await sandbox.call("PUT", `/machineidentities/${theirs.name}`, STORED);
      // It has been saved since it was loaded, even though every field is the same again.
      await save(page);
      await page.getByRole("button", { name: words.conflict.use }).click();
    } else {
      const conflict = page.getByRole("region", { name: words.conflict.region });
      await expect(conflict).toContainText(String(Object.values(theirs).flat().at(-1)));
      await sandbox.call("PUT", `/machineidentities/${NAME}`, STORED);
      await conflict.getByRole("button", { name: words.conflict.discard }).click();
      await expect(conflict).toBeHidden();
      await page.reload();
      await signIn(page, sandbox, ADMIN, `#/identities/${NAME}/${view}`);
      await fill(page);
    }
    await save(page);
    await expect(result(page)).toContainText(words.review.saved);

    await page.reload();
    await signIn(page, sandbox, ADMIN, "#/identities");
    await page.getByLabel(words.list.search).fill(mine);
    const found = (name: string) => page.getByRole("rowheader", { name: new RegExp(`^${name}`) });
    await expect(found(label === "Name" ? mine : NAME)).toBeVisible();
    await expect(found("backend-prod")).toHaveCount(0);
  });
}

for (const { label, view, fill } of FIELDS) {
  test(`${label}: a typed secret is asked about`, async ({ page, sandbox }) => {
    await open(page, sandbox, "backend-prod", view);
    await fill(page, "hpk_0123456789abcdef");
    await page.getByRole("link", { name: "Settings" }).click();
    await expect(page.getByText(`${label}: this looks like a hoop.dev API key.`).first()).toBeVisible();
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain("hpk_");
  });
}

test.describe("when the program panics", () => {
  test.use({ stops: true });
  test("the edits have every field, and each has its tests here", async ({ page, staticHost }) => {
    await page.goto(`${staticHost.url}#/identities/etl-nightly/settings`);
    await write(page, "Description", "words of mine");
    await page.getByRole("button", { name: "Sandbox", exact: true }).click();
    await page.getByRole("button", { name: "Crash this page" }).click();
    const edits = await page.getByLabel("Your edits").inputValue();
    const labels = edits.split("\n").map((line) => line.split(": ")[0]);
    expect(labels).toEqual(FIELDS.map((field) => field.label));
  });

  for (const { label, view, mine, fill } of FIELDS) {
    test(`${label}: the edit is on the page, to copy from`, async ({ page, staticHost }) => {
      await page.goto(`${staticHost.url}#/identities/etl-nightly/${view}`);
      await fill(page, mine);
      await page.getByRole("button", { name: "Sandbox", exact: true }).click();
      await page.getByRole("button", { name: "Crash this page" }).click();
      await expect(page.getByRole("heading", { name: "The editor has stopped" })).toBeVisible();
      await expect(page.getByLabel("Your edits")).toHaveValue(new RegExp(`^${label}: .*${mine}$`, "m"));
    });
  }
});

test("an edited text that is kept over a reload leaves the lists as they are stored by then", async ({
  page,
  sandbox,
}) => {
  page.on("dialog", (dialog) => dialog.accept());
  await sandbox.call("POST", "/machineidentities", STORED);
  await open(page, sandbox, NAME, "settings");
  await page.getByRole("textbox", { name: "Description" }).fill("mine");
  const attributes = [...STORED.attributes, "team:backend"];
  await sandbox.call("PUT", `/machineidentities/${NAME}`, { ...STORED, attributes });
  await page.reload();
  await signIn(page, sandbox, ADMIN, `#/identities/${NAME}/settings`);
  await expect(page.getByText(words.result.restored)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("mine");
  await expect(plan(page).getByRole("definition")).toHaveCount(1);
  await expect(plan(page)).toContainText("added mine");
});
