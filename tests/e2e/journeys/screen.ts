// The steps and checks of a journey: roles and accessible names, the same in every engine.

import { expect } from "@playwright/test";
import type { ElementHandle, Page } from "puppeteer-core";
import type { View } from "../helper";
import { ADMIN, type Sandbox } from "../sandbox";
import { words } from "../words";

export type Role =
  | "button"
  | "checkbox"
  | "combobox"
  | "dialog"
  | "heading"
  | "link"
  | "menuitem"
  | "radio"
  | "region"
  | "searchbox"
  | "textbox";

/** A Puppeteer selector by role and accessible name. */
const by = (role: Role, name: string) =>
  `::-p-aria([name="${name.replaceAll('"', '\\"')}"][role="${role}"])`;

/** What each mark of a ready editor says besides its name. */
export const readyMarks = (page: Page) =>
  page.evaluate(() =>
    performance.getEntriesByName("machine-identity-editor:ready", "mark").map((it) => (it as PerformanceMark).detail),
  );

export class Screen {
  /** Policy violations and uncaught errors; a journey must end without any. */
  readonly wrong: string[] = [];

  constructor(readonly page: Page) {}

  /** Starts collecting the page's errors. */
  async watch() {
    this.page.on("pageerror", (error) => this.wrong.push((error as Error).message));
    await this.page.exposeFunction("reportViolation", (text: string) => this.wrong.push(text));
    await this.page.evaluateOnNewDocument(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        (window as any).reportViolation(`policy: ${event.violatedDirective}`);
      });
    });
  }

  /** Removes errors that the journey caused on purpose. */
  forgive(expected: RegExp) {
    const others = this.wrong.filter((text) => !expected.test(text));
    this.wrong.splice(0, this.wrong.length, ...others);
  }

  /** Waits for an element to be visible. */
  async find(role: Role, name: string): Promise<ElementHandle<HTMLElement>> {
    const found = await this.page.waitForSelector(by(role, name), { visible: true, timeout: 10_000 });
    return found as ElementHandle<HTMLElement>;
  }

  async click(role: Role, name: string) {
    const element = await this.find(role, name);
    await element.evaluate((it) => it.scrollIntoView({ block: "center" }));
    await element.click();
  }

  /** Focuses a field and replaces its text. */
  async type(role: Role, name: string, text: string) {
    const field = await this.find(role, name);
    await field.evaluate((it) => it.scrollIntoView({ block: "center" }));
    await field.click();
    await this.chord("a", "SelectAll");
    await field.type(text);
  }

  /**
   * Presses Ctrl and a letter. Firefox acts on the keys, Chromium on the editing command sent with
   * them.
   */
  async chord(letter: "a" | "v", command: "SelectAll" | "Paste") {
    await this.page.keyboard.down("Control");
    await this.page.keyboard.press(letter, { commands: [command] });
    await this.page.keyboard.up("Control");
  }

  /** Adds texts to a token field. */
  async enter(field: string, ...texts: string[]) {
    for (const text of texts) {
      await this.type("combobox", field, text);
      await this.page.keyboard.press("Enter");
    }
  }

  /** The value of a field. */
  async value(role: Role, name: string): Promise<string> {
    return (await this.find(role, name)).evaluate((it) => (it as HTMLInputElement).value);
  }

  /** The visible text of the page, or of a region. */
  async text(part?: ElementHandle<HTMLElement>): Promise<string> {
    return part ? part.evaluate((it) => it.innerText) : this.page.evaluate(() => document.body.innerText);
  }

  /** Waits until the page shows a text. */
  async shows(text: string) {
    await expect.poll(() => this.text(), { timeout: 10_000 }).toContain(text);
  }

  /** Waits until no element has this role and name. */
  async lacks(role: Role, name: string) {
    await expect.poll(async () => (await this.page.$$(by(role, name))).length).toBe(0);
  }

  /** Waits for a heading that contains a text. */
  async heading(name: string) {
    await this.find("heading", name);
  }

  async signIn(sandbox: Sandbox, fragment = "") {
    await this.page.goto(`${sandbox.url}/${fragment}`);
    await this.click("radio", words.connect.byToken);
    await this.type("textbox", words.connect.token, ADMIN);
    await this.click("button", words.connect.submit);
  }

  /** Opens an identity's editor, on one of its tabs. */
  async open(sandbox: Sandbox, name = "backend-prod", view: View = "access") {
    await this.signIn(sandbox, `#/identities/${encodeURIComponent(name)}/${view}`);
    await this.heading(name);
    await this.page.waitForSelector(`::-p-aria([name="Views of ${name}"])`);
  }

  /** Switches to another tab; the edits stay. A tab's name may end with a number. */
  async show(view: View) {
    const tab = await this.page.waitForSelector(`nav.tabs a[href$="/${view}"]`, { visible: true });
    await tab!.click();
    await this.page.waitForSelector(`nav.tabs a[href$="/${view}"][aria-current="page"]`);
  }

  /** Presses the button whose text matches, once it is visible. */
  press = (text: RegExp) => this.clickText("button", text);

  /** Chooses the option of a radio group whose text matches. */
  pick = (text: RegExp) => this.clickText("label", text);

  private async clickText(selector: string, text: RegExp) {
    const found = await this.page.waitForFunction(
      (selector, source) => {
        const matches = (it: Element) => new RegExp(source).test((it.textContent ?? "").trim());
        const all = [...document.querySelectorAll(selector)];
        return all.find((it) => it.getClientRects().length > 0 && matches(it));
      },
      { timeout: 10_000 },
      selector,
      text.source,
    );
    const element = found.asElement() as ElementHandle<HTMLElement>;
    await element.evaluate((it) => it.scrollIntoView({ block: "center" }));
    await element.click();
  }
}
