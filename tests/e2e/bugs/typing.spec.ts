// Text that is entered in other ways than typing.

import { ADMIN, enter, expect, open, plan, test } from "../helper";
import { words } from "../words";

const list = (page: import("@playwright/test").Page) =>
  page.getByRole("button", { name: /^Remove attribute/ });

const field = (page: import("@playwright/test").Page) =>
  page.getByRole("combobox", { name: "Attributes" });

/** Fills an input as some password managers do: the value is set, and only `change` is fired. */
const autofill = (input: import("@playwright/test").Locator, text: string) =>
  input.evaluate((it, text) => {
    (it as HTMLInputElement).value = text;
    it.dispatchEvent(new Event("change", { bubbles: true }));
  }, text);

test("fields that are filled with only a change event are read (T9)", async ({ page, sandbox }) => {
  await page.goto(`${sandbox.url}/#/identities/backend-prod/settings`);
  await page.getByRole("radio", { name: words.connect.byToken }).check();
  await autofill(page.getByLabel(words.connect.token), ADMIN);
  await page.getByRole("button", { name: words.connect.submit }).click();
  const description = page.getByRole("textbox", { name: "Description" });
  await expect(description).toBeEditable();
  await autofill(description, "filled");
  await expect(plan(page).getByText("filled")).toBeVisible();
  await page.getByRole("link", { name: words.views.access }).click();
  await autofill(field(page), "env:filled");
  await expect(field(page)).toHaveValue("env:filled");
  await field(page).press("Enter");
  await expect(page.getByRole("button", { name: "Remove attribute env:filled" })).toBeVisible();
});

for (const [way, text] of [
  ["a row of a spreadsheet", "a:1\tb:2\tc:3"],
  ["a block of a spreadsheet", "a:1\tb:2\nc:3"],
  ["lines of Windows", "a:1\r\nb:2\r\nc:3"],
  ["a list", "a:1, b:2, c:3"],
  ["line separators", "a:1\u2028b:2\u2029c:3"],
]) {
  for (const type of ["paste", "drop"]) {
    test(`${type} of ${way} adds every text`, async ({ page, sandbox }) => {
      await open(page, sandbox);
      await field(page).evaluate(
        (input, { type, text }) => {
          const data = new DataTransfer();
          data.setData("text/plain", text!);
          const init = { bubbles: true, cancelable: true };
          input.dispatchEvent(
            type === "paste"
              ? new ClipboardEvent("paste", { ...init, clipboardData: data })
              : new DragEvent("drop", { ...init, dataTransfer: data }),
          );
        },
        { type, text },
      );
      await expect(list(page)).toHaveCount(3);
      await expect(field(page)).toHaveValue("");
    });
  }
}

test("several texts inserted without a paste are all added", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await field(page).focus();
  await field(page).evaluate((input) => {
    const init = { bubbles: true, cancelable: true, inputType: "insertReplacementText" };
    input.dispatchEvent(new InputEvent("beforeinput", { ...init, data: "a:1\nb:2" }));
  });
  await expect(list(page)).toHaveCount(2);
});

test("keys of an input method are left to it", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Attributes", "team:a");
  await field(page).fill("team:b");
  const press = (key: string, how: object) =>
    field(page).evaluate(
      (input, { key, how }) => {
        const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...how });
        input.dispatchEvent(event);
        return event.defaultPrevented;
      },
      { key, how },
    );
  for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
    for (const key of ["Enter", "ArrowDown", "ArrowUp", "Escape", "Backspace"]) {
      expect(await press(key, how), `${key} ${JSON.stringify(how)}`).toBe(false);
    }
  }
  await expect(list(page)).toHaveCount(1);
  await expect(field(page)).toHaveValue("team:b");
});

test("holding Backspace stops before it removes entries", async ({ page, sandbox }) => {
  await open(page, sandbox);
  await enter(page, "Attributes", "team:a", "team:b");
  await field(page).pressSequentially("xy");
  await page.keyboard.down("Backspace");
  for (let repeat = 0; repeat < 10; repeat++) await page.keyboard.down("Backspace");
  await page.keyboard.up("Backspace");
  await expect(field(page)).toHaveValue("");
  await expect(list(page)).toHaveCount(2);
  await page.keyboard.press("Backspace");
  await expect(list(page)).toHaveCount(1);
});

test("a change of line endings alone is no edit", async ({ page, sandbox }) => {
  await sandbox.call("PUT", "/machineidentities/backend-prod", {
    name: "backend-prod",
    description: "one\r\ntwo",
    attributes: [],
    connection_names: [],
  });
  await open(page, sandbox, "backend-prod", "settings");
  const description = page.getByRole("textbox", { name: "Description" });
  await description.press("Control+End");
  await description.pressSequentially("x");
  const discard = plan(page).getByRole("button", { name: words.review.discard });
  await expect(discard).toBeVisible();
  await description.press("Backspace");
  await expect(discard).toHaveCount(0);
});

test("a letter typed in another Unicode form finds, matches and suggests the same name (T2)", async ({
  page,
  sandbox,
}) => {
  const [composed, decomposed] = ["team:caf\u00e9", "team:cafe\u0301"];
  await sandbox.call("POST", "/connections", {
    name: "menu-postgres",
    type: "database",
    subtype: "postgres",
    access_mode_connect: "enabled",
    attributes: [composed],
  });
  // Their code points distinguish two names that look the same.
  await sandbox.call("POST", "/connections", {
    name: "menu-copy",
    type: "database",
    subtype: "postgres",
    access_mode_connect: "enabled",
    attributes: ["team:c\u0430f\u00e9"],
  });
  await open(page, sandbox);
  await field(page).fill("team:c");
  await expect(page.getByRole("option", { name: /U\+0430/ })).toBeVisible();
  await field(page).fill("cafe\u0301");
  await expect(page.getByRole("option", { name: new RegExp(`^${composed}`) })).toBeVisible();
  await field(page).fill("");
  await enter(page, "Attributes", decomposed);
  await expect(page.getByText(/looks the same but uses different characters/)).toBeVisible();
  await page.getByRole("button", { name: "Use the existing one" }).click();
  await expect(list(page)).toHaveCount(1);
  await expect(plan(page)).toContainText("menu-postgres");
  await enter(page, "Attributes", decomposed);
  await expect(list(page)).toHaveCount(1);
  await expect(page.getByText(/is already in the list/).first()).toBeAttached();
});
