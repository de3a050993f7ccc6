// Steps of a journey in the element on a page, or in a frame.

import type { ElementHandle, Frame, Page } from "puppeteer-core";

export const TAG = "machine-identity-editor";

/** Waits for a visible node in the element whose text matches. */
export const inside = async (page: Page | Frame, selector: string, text = /(?:)/): Promise<ElementHandle<HTMLElement>> => {
  const found = await page.waitForFunction(
    (tag, selector, source) => {
      const all = document.querySelector(tag)?.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [];
      const fits = (it: HTMLElement) => it.getClientRects().length > 0 && new RegExp(source).test(it.textContent!.trim());
      return [...all].find(fits);
    },
    { timeout: 10_000 },
    TAG,
    selector,
    text.source,
  );
  const element = found.asElement() as ElementHandle<HTMLElement>;
  await element.evaluate((it) => it.scrollIntoView({ block: "center" }));
  return element;
};

export const press = async (page: Page | Frame, text: RegExp) => (await inside(page, "button", text)).click();

/** Types a description, on the tab that has it. */
export const describe = async (page: Page | Frame, text: string) => {
  await press(page, /^Settings/);
  const field = await inside(page, "textarea");
  await field.click();
  await field.evaluate((it) => (it as HTMLTextAreaElement).select());
  await field.type(text);
};

export const description = async (page: Page) =>
  (await inside(page, "textarea")).evaluate((it) => (it as HTMLTextAreaElement).value);

export const heading = (page: Page | Frame, name: string) => inside(page, ".heading-1", new RegExp(`^${name}$`));

/** The input of a label. Firefox's driver can't find it by its accessible name. */
export const labelled = async (page: Page | Frame, label: RegExp): Promise<ElementHandle<HTMLElement>> => {
  const id = await (await inside(page, "label", label)).evaluate((it) => (it as HTMLLabelElement).htmlFor);
  return inside(page, `[id="${id}"]`);
};
