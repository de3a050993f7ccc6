// The element on pages of other sites, in both engines: cases found in real portals.

import type { Page } from "puppeteer-core";
import { type Host, type Portal, serve } from "../embed/host";
import { ADMIN } from "../sandbox";
import { words } from "../words";
import { describe, description, heading, inside, press, TAG } from "./element";
import { expect, journey as base } from "./journey";
import { readyMarks } from "./screen";

const journey = base.extend<{ portal: (portal: Portal) => Promise<string> }>({
  portal: async ({}, use) => {
    const hosts: Host[] = [];
    await use(async (portal) => {
      const host = await serve(portal);
      hosts.push(host);
      return host.url;
    });
    for (const host of hosts) host.close();
  },
});

/** Waits until a property of the element has the expected value. */
const property = (page: Page, name: string) =>
  expect.poll(() => page.evaluate((tag, name) => (document.querySelector(tag) as any)?.[name], TAG, name), {
    timeout: 10_000,
  });

const ready = (page: Page) => property(page, "state").toBe("ready");

const set = (page: Page, values: Record<string, unknown>) =>
  page.evaluate((tag, values) => Object.assign(document.querySelector(tag)!, values), TAG, values);

/** The text that the element shows. */
const shown = (page: Page) =>
  page.evaluate((tag) => (document.querySelector(tag)?.shadowRoot?.querySelector(".root") as HTMLElement)?.innerText ?? "", TAG);

const shows = (page: Page, text: string | RegExp) =>
  expect.poll(() => shown(page), { timeout: 10_000 }).toMatch(text);

const SANDBOX = `gateway="sandbox" identity="idle"`;

journey("changed attributes and a late getToken take effect, with a question about edits (E1, E2)", async ({ ui, sandbox, portal }) => {
  await ui.page.goto(await portal({}));
  await shows(ui.page, "This editor has no identity yet");
  await set(ui.page, { identity: "backend-prod", gateway: sandbox.url });
  await shows(ui.page, "Sign in needed");
  expect(await sandbox.requests()).toEqual([]);
  await ui.page.evaluate((tag, token) => {
    (document.querySelector(tag) as any).getToken = async () => token;
  }, TAG, ADMIN);
  await ready(ui.page);
  await describe(ui.page, "kept");
  await set(ui.page, { identity: "idle" });
  await shows(ui.page, "You have unsaved edits to backend-prod");
  await press(ui.page, /^Switch to idle$/);
  await heading(ui.page, "idle");
  await set(ui.page, { identity: "backend-prod" });
  await heading(ui.page, "backend-prod");
  await press(ui.page, /^Settings/);
  await expect.poll(() => description(ui.page)).toBe("kept");
});

for (const [title, script, said] of [
  ["throws", `editor.getToken = () => { throw new Error("no session"); }`, "getToken failed."],
  ["gives an object", `editor.getToken = async () => ({ token: "x" })`, "getToken gave an object instead of a string."],
] as const) {
  journey(`the page's fault is reported when getToken ${title} (E3)`, async ({ ui, sandbox, portal }) => {
    await ui.page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
    await shows(ui.page, said);
    expect(await sandbox.requests()).toEqual([]);
  });
}

journey("keys typed into the editor don't reach the page's shortcuts (E4)", async ({ ui, portal }) => {
  const script = `document.addEventListener("keydown", (event) => {
    if (["/", "s", "?"].includes(event.key)) { window.opened = true; event.preventDefault(); }
  });`;
  await ui.page.goto(await portal({ attributes: SANDBOX, script }));
  await ready(ui.page);
  await describe(ui.page, "s/?");
  expect(await description(ui.page)).toBe("s/?");
  expect(await ui.page.evaluate(() => (window as any).opened)).toBeUndefined();
});

journey("sizes don't depend on the page's root, and an older pattern is accepted (E5, E6)", async ({ ui, portal }) => {
  const attributes = `${SANDBOX} attribute-policy="[a-z]+:[a-z0-9._-]+"`;
  const size = async (head: string) => {
    await ui.page.goto(await portal({ attributes, head }));
    await ready(ui.page);
    return ui.page.evaluate((tag) => {
      const inside = document.querySelector(tag)!.shadowRoot!;
      const look = (selector: string) => {
        const { fontSize, minBlockSize, paddingInlineStart } = getComputedStyle(inside.querySelector(selector)!);
        return [fontSize, minBlockSize, paddingInlineStart];
      };
      return [".heading-1", ".tab", ".root", ".tokens"].map(look);
    }, TAG);
  };
  const usual = await size("");
  expect(await size("<style>html{font-size:62.5%} body{font-size:1.6rem}</style>")).toEqual(usual);
  expect(await size("<style>html{font-size:30px}</style>")).toEqual(usual);
});

journey("programs run whatever content type the server sends (E7)", async ({ ui, portal }) => {
  await ui.page.goto(await portal({ attributes: SANDBOX, wasmType: "application/octet-stream" }));
  await ready(ui.page);
  await describe(ui.page, "saved all the same");
  await press(ui.page, /^Save changes/);
  await shows(ui.page, words.review.saved);
});

journey("a missing program offers a reload beside the page's own content (E8)", async ({ ui, portal }) => {
  const children = "<p>Use the command line instead.</p>";
  await ui.page.goto(await portal({ attributes: SANDBOX, missing: ["embed_bg.wasm"], children }));
  await inside(ui.page, "button", /^Reload the page$/);
  await ui.shows("Use the command line instead.");
  await property(ui.page, "state").toBe("error");
  // Firefox reports that the answer in place of the file fails its integrity check.
  ui.forgive(/in the integrity attribute match/);
});

journey("it saves in a frame without forms, downloads, clipboard and storage (E9)", async ({ ui, portal }) => {
  const inner = await portal({ attributes: `gateway="sandbox" identity="ci-runner"` });
  const around = `<iframe sandbox="allow-scripts" allow="clipboard-write 'none'" src="${inner}" width="1200" height="1400"></iframe>`;
  await ui.page.goto(await portal({ around }));
  const frame = await (await ui.page.waitForSelector("iframe"))!.contentFrame();
  await describe(frame, "from a frame");
  await press(frame, /^Save changes/);
  await inside(frame, ".notice", new RegExp(words.review.saved));
});

journey("coming back from another site asks for the token again (E11)", async ({ ui, sandbox, portal }) => {
  const script = `window.asked = 0; editor.getToken = async () => { asked++; return "${ADMIN}"; }`;
  const attributes = `gateway="${sandbox.url}" identity="ci-runner"`;
  await ui.page.goto(await portal({ attributes, script }));
  await ready(ui.page);
  await press(ui.page, /^Credentials/);
  await press(ui.page, /^Show credentials$/);
  await inside(ui.page, "button", /bastion/);
  const asked = () => ui.page.evaluate(() => (window as any).asked as number);
  const before = await asked();
  // Automation disables the back-forward cache, so the test sends its events.
  await ui.page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
  });
  await shows(ui.page, "Credentials were hidden");
  await ui.page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  });
  await expect.poll(asked).toBeGreaterThan(before);
  await ready(ui.page);
});

journey("it follows the page's color scheme, direction and theme attribute", async ({ ui, portal }) => {
  const ground = () =>
    ui.page.evaluate((tag) => {
      const root = document.querySelector(tag)!.shadowRoot!.querySelector(".root")!;
      const { backgroundColor, direction, textAlign } = getComputedStyle(root);
      return { backgroundColor, direction, textAlign };
    }, TAG);
  await ui.page.goto(await portal({ attributes: SANDBOX, head: "<style>:root{color-scheme:light}</style>" }));
  await ready(ui.page);
  const light = await ground();
  await ui.page.evaluate(() => (document.documentElement.style.colorScheme = "dark"));
  const dark = await ground();
  expect(dark.backgroundColor).not.toBe(light.backgroundColor);
  await set(ui.page, { theme: "light" });
  expect(await ground()).toEqual(light);
  await ui.page.evaluate(() => (document.documentElement.dir = "rtl"));
  // The editor is in English and sets its own lang and dir.
  expect(await ground()).toEqual(light);
});

journey("it never collapses, and keeps the space that the snippet reserves", async ({ ui, portal }) => {
  const head = `<style>
    machine-identity-editor:not(:defined) { display: block; font-size: medium; min-height: 40em; }
  </style>`;
  const layouts = {
    row: "display: flex",
    column: "display: flex; flex-direction: column; align-items: center",
    grid: "display: grid; grid-template-columns: auto auto",
    inline: "display: inline-block",
    float: "float: left",
    fit: "inline-size: fit-content",
  };
  for (const [layout, style] of Object.entries(layouts)) {
    const around = `<div class="layout"><nav>Menu</nav><!-- editor --></div>`;
    await ui.page.goto(await portal({ attributes: SANDBOX, head: `${head}<style>.layout{${style}}</style>`, around }));
    await ready(ui.page);
    const { width, height } = await ui.page.evaluate((tag) => {
      const { width, height } = document.querySelector(tag)!.getBoundingClientRect();
      return { width, height };
    }, TAG);
    expect(width, layout).toBeGreaterThanOrEqual(280);
    expect(height, layout).toBeGreaterThanOrEqual(640);
  }
});

journey("the first click doesn't scroll the page, and sticky headers cover nothing", async ({ ui, portal }) => {
  const head = `<style>body{margin:0} header{position:sticky;top:0;height:80px;background:#ddd}
    .space{height:700px} machine-identity-editor{--mie-scroll-margin:80px}</style>`;
  const around = `<header>Docs</header><div class="space"></div><!-- editor --><div class="space"></div><div class="space"></div>`;
  await ui.page.goto(await portal({ attributes: SANDBOX, head, around }));
  await ready(ui.page);
  // The first control is above the viewport: a click that delegated the focus would scroll to it.
  await ui.page.evaluate(() => window.scrollTo(0, 1000));
  const before = await ui.page.evaluate(() => window.scrollY);
  const bottom = await ui.page.evaluate((tag) => document.querySelector(tag)!.getBoundingClientRect().bottom, TAG);
  await ui.page.mouse.click(600, bottom - 30);
  expect(await ui.page.evaluate(() => window.scrollY)).toBe(before);
  await ui.page.evaluate((tag) => document.querySelector(tag)!.scrollIntoView(), TAG);
  const top = await ui.page.evaluate((tag) => document.querySelector(tag)!.getBoundingClientRect().top, TAG);
  expect(Math.round(top)).toBe(80);
});

journey("the page's accent-color has no effect; documented properties and parts do", async ({ ui, portal }) => {
  const look = async (head: string) => {
    await ui.page.goto(await portal({ attributes: SANDBOX, head }));
    await ready(ui.page);
    return ui.page.evaluate((tag) => {
      const inside = document.querySelector(tag)!.shadowRoot!;
      const root = inside.querySelector(".root")!;
      const style = (selector: string) => getComputedStyle(inside.querySelector(selector)!);
      return {
        accent: getComputedStyle(root).accentColor,
        font: getComputedStyle(root).fontFamily,
        size: style(".heading-1").fontSize,
        transform: style(".heading-1").textTransform,
        card: style("[part~=card]").outlineStyle,
        input: style("[part~=input]").outlineStyle,
      };
    }, TAG);
  };
  const usual = await look("");
  const rude = `<style>:root{--accent:red;--accent-solid:red;--font:fantasy;--line:red}
    body{text-transform:uppercase;letter-spacing:4px;text-align:right} *{font-family:fantasy}</style>`;
  expect(await look(rude)).toEqual(usual);
  const wanted = `<style>${TAG}{--mie-accent-solid:rgb(1,2,3);--mie-font:monospace;--mie-size:1.25}
    ${TAG}::part(card){outline-style:dotted} ${TAG}::part(input){outline-style:dashed}</style>`;
  const changed = await look(wanted);
  expect(changed).toEqual({
    ...usual,
    accent: "rgb(1, 2, 3)",
    font: "monospace",
    size: `${parseFloat(usual.size) * 1.25}px`,
    card: "dotted",
    input: "dashed",
  });
});

journey("the page's timeline has a mark of when the identity could be edited, without its name", async ({ ui, portal }) => {
  const script = `
    const mark = performance.mark.bind(performance);
    performance.mark = (...given) => {
      window.atMark = [...editor.shadowRoot.querySelectorAll("[role=combobox]")].map((it) => it.disabled || it.readOnly);
      return mark(...given);
    };`;
  await ui.page.goto(await portal({ attributes: SANDBOX, script }));
  await ready(ui.page);
  await expect.poll(() => readyMarks(ui.page)).toEqual([null]);
  // Attributes and connections.
  expect(await ui.page.evaluate(() => (window as any).atMark)).toEqual([false, false]);
});
