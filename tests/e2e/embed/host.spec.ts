import {
  ADMIN,
  audit,
  enter,
  expect,
  fetchAll,
  plan,
  result,
  save,
  show,
  test as base,
  vault,
  write,
} from "../helper";
import { words } from "../words";
import { type Host, serve } from "./host";

/** A documentation page on another origin, with intrusive styles. */
const page_ = (attributes: string, script: string) => `<!doctype html>
<html lang="en"><head><title>Docs</title>
<style>* { color: red !important; font-size: 40px } button { display: none }</style></head>
<body><main><h1>Docs</h1>
<machine-identity-editor ${attributes}></machine-identity-editor></main>
<script type="module" src="/embed/machine-identity-editor.js"></script>
<script>${script}</script></body></html>`;

const test = base.extend<{ docs: (attributes: string, script?: string) => Promise<string> }>({
  docs: async ({}, use) => {
    const hosts: Host[] = [];
    await use(async (attributes, script = "") => {
      const host = await serve({ files: { "/": page_(attributes, script) } });
      hosts.push(host);
      return host.url;
    });
    for (const host of hosts) host.close();
  },
});

test("on a page of another origin it edits, and its events contain no secret", async ({
  page,
  sandbox,
  docs,
}) => {
  const url = await docs(
    `gateway="${sandbox.url}" identity="backend-prod"`,
    `const editor = document.querySelector("machine-identity-editor");
     editor.getToken = async () => "${ADMIN}";
     editor.addEventListener("saved", (event) => (window.saved = event.detail));`,
  );
  await page.goto(url);
  await expect(page.getByRole("heading", { name: "backend-prod", exact: true })).toBeVisible();
  await audit(page);
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  expect(await page.evaluate(() => (window as any).saved)).toEqual({
    identity: "backend-prod",
    newCredentials: 1,
  });
});

test("without a gateway it runs on the sandbox in the page", async ({ page, docs }) => {
  await page.goto(await docs(`gateway="sandbox" identity="backend-prod"`));
  await expect(page.getByRole("heading", { name: "backend-prod", exact: true })).toBeVisible();
  await enter(page, "Connections", "prod-postgres");
  await save(page);
  await expect(result(page)).toContainText("1 credential created.");
});

test("moving it on the page keeps the typed text, and the page's policy stays in effect", async ({
  page,
  docs,
}) => {
  await page.goto(await docs(`gateway="sandbox" identity="idle" attribute-policy="[a-z]+"`));
  await enter(page, "Attributes", "lower", "UPPER");
  await expect(page.getByText("Change “UPPER” to match [a-z]+").last()).toBeVisible();
  await page.evaluate(() => {
    document.body.append(document.querySelector("machine-identity-editor")!);
  });
  await expect(page.getByRole("button", { name: "Remove attribute lower" })).toBeVisible();
});

test("a save that exceeds the page's timeout is verified, not sent again", async ({
  page,
  sandbox,
  docs,
}) => {
  const url = await docs(
    `gateway="${sandbox.url}" identity="backend-prod" timeout="4"`,
    `document.querySelector("machine-identity-editor").getToken = () => "${ADMIN}";`,
  );
  await page.goto(url);
  await write(page, "Description", "slow");
  await sandbox.arm("slow", "PUT", "/api/machineidentities/*", { millis: 60_000 });
  await save(page);
  await expect(page.getByText(words.review.saved)).toBeVisible();
  expect(await sandbox.writes()).toHaveLength(1);
});

test("without a token it asks the page for one", async ({ page, sandbox, docs }) => {
  const url = await docs(
    `gateway="${sandbox.url}" identity="backend-prod"`,
    `const editor = document.querySelector("machine-identity-editor");
     editor.addEventListener("auth-needed", () => (window.asked = true), { once: true });`,
  );
  await page.goto(url);
  await expect(page.getByText("Sign in needed")).toBeVisible();
  expect(await page.evaluate(() => (window as any).asked)).toBe(true);
  await page.evaluate((token) => {
    (document.querySelector("machine-identity-editor") as any).token = token;
  }, ADMIN);
  await expect(page.getByRole("heading", { name: "backend-prod", exact: true })).toBeVisible();
});

test("a rejected token that the page sets again is not sent again", async ({ page, sandbox, docs }) => {
  const url = await docs(
    `gateway="${sandbox.url}" identity="backend-prod"`,
    `window.asked = 0;
     document.addEventListener("auth-needed", ({ target }) => {
       window.asked += 1;
       target.token = "wrong";
     });`,
  );
  await page.goto(url);
  await expect(page.getByText("Token not accepted")).toBeVisible();
  await page.waitForLoadState("networkidle");
  await expect(page.getByText("Token not accepted")).toBeVisible();
  expect(await page.evaluate(() => (window as any).asked)).toBe(2);
  await page.evaluate((token) => {
    (document.querySelector("machine-identity-editor") as any).token = token;
  }, ADMIN);
  await expect(page.getByRole("heading", { name: "backend-prod", exact: true })).toBeVisible();
});

test("it copies without the asynchronous clipboard, in a shadow root and in its dialog", async ({
  page,
  context,
  docs,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // As on a page served over http from another machine.
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.goto(await docs(`gateway="sandbox" identity="ci-runner"`));
  await fetchAll(page);
  await vault(page).getByRole("button", { name: "bastion", exact: true }).click();
  const paste = async () => {
    await show(page, "settings");
    const description = page.getByRole("textbox", { name: "Description" });
    await description.fill("");
    await description.press("Control+V");
    return description.inputValue();
  };
  await page.getByRole("button", { name: "Copy Password of bastion" }).first().click();
  await expect(page.getByText("Copied", { exact: true })).toBeVisible();
  const secret = await paste();
  expect(secret).toMatch(/^ssh-[\w-]{43}$/);
  await show(page, "credentials");
  await vault(page).getByRole("button", { name: "Export bastion" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /^\.env file/ }).check();
  await dialog.getByRole("button", { name: "Copy the .env file" }).click();
  await expect(dialog.getByText("Copied", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  expect(await paste()).toMatch(new RegExp(`HOOP_BASTION_[0-9A-F]{16}_PASSWORD=${secret}`));
});

test("removing an element while it connects breaks nothing else on the page", async ({
  page,
  docs,
}) => {
  const url = await docs(
    `gateway="http://127.0.0.1:9" identity="backend-prod"`,
    `const first = document.querySelector("machine-identity-editor");
     first.getToken = () => new Promise((give) => (window.give = give));
     const second = first.cloneNode();
     second.setAttribute("gateway", "sandbox");
     document.querySelector("main").append(second);`,
  );
  await page.goto(url);
  await expect(page.getByRole("heading", { name: "backend-prod", exact: true })).toBeVisible();
  await page.waitForFunction(() => "give" in window);
  await page.evaluate(() => {
    document.querySelector("machine-identity-editor")!.remove();
    (window as any).give("late");
  });
  await write(page, "Description", "still here");
  await expect(plan(page)).toBeVisible();
});

test.describe("with an identity of many connections", () => {
  test.use({ flags: "--identities 10 --connections 500 --direct 250" });

  const pages = {
    "scrolls its content instead of itself": `
      for (const it of [document.documentElement, document.body])
        it.style.cssText = "block-size: 100%; margin: 0; overflow: hidden";
      document.querySelector("main").style.cssText =
        "block-size: 100%; overflow: auto; scroll-behavior: smooth";`,
    "hides what is too wide": `
      document.documentElement.style.cssText = "block-size: 100%";
      document.body.style.cssText = "block-size: 100%; overflow-x: hidden";`,
    "has a layout of its own": `
      document.body.style.cssText = "block-size: 100vh; margin: 0";
      const layout = document.createElement("div");
      document.body.prepend(layout);
      const scroller = document.createElement("div");
      scroller.id = "scroller";
      scroller.style.cssText = "block-size: 100vh; overflow: auto";
      scroller.append(document.createElement("slot"));
      layout.attachShadow({ mode: "open" }).append(scroller);
      layout.append(document.querySelector("main"));`,
  };
  for (const [what, script] of Object.entries(pages))
  test(`a page that ${what} shows every row`, async ({ page, sandbox, docs }) => {
    const url = await docs(
      `gateway="${sandbox.url}" identity="direct-250"`,
      `${script}
       document.querySelector("machine-identity-editor").getToken = async () => "${ADMIN}";`,
    );
    await page.goto(url);
    const table = page.getByRole("table", { name: "Connections" });
    const row = (number: string) => table.getByRole("row", { name: `connection-${number}` });
    await expect(row("00010")).toBeAttached();
    await expect(row("00249")).toHaveCount(0);
    // To where the last row will be, whatever scrolls.
    await page.evaluate(() => {
      const scroller = document.querySelector("div")?.shadowRoot?.getElementById("scroller");
      for (const it of [document.scrollingElement!, document.querySelector("main")!, scroller])
        it?.scrollTo({ top: it.scrollHeight, behavior: "instant" });
    });
    await expect(row("00249")).toBeInViewport();
    await row("00249").getByRole("button", { name: "Remove connection" }).focus();
    await page.keyboard.press("Home");
    await expect(row("00000").getByRole("button", { name: "Remove connection" })).toBeFocused();
    await expect(row("00000")).toBeInViewport();
    await page.keyboard.press("ArrowDown");
    await expect(row("00001").getByRole("button", { name: "Remove connection" })).toBeFocused();
    await page.keyboard.press("End");
    await expect(row("00249").getByRole("button", { name: "Remove connection" })).toBeFocused();
    await expect(row("00249")).toBeInViewport();
  });

  test("what sticks and what is focused stays below the page's sticky header", async ({ page, sandbox, docs }) => {
    const url = await docs(
      `gateway="${sandbox.url}" identity="direct-250"`,
      `const header = document.createElement("header");
       header.style.cssText = "position: sticky; inset-block-start: 0; block-size: 120px; background: white; z-index: 9";
       document.body.prepend(header);
       const it = document.querySelector("machine-identity-editor");
       it.style.setProperty("--mie-scroll-margin", "120px");
       it.getToken = async () => "${ADMIN}";`,
    );
    await page.goto(url);
    const table = page.getByRole("table", { name: "Connections" });
    await expect(table.getByRole("row", { name: "connection-00001" })).toBeAttached();
    await page.evaluate(() => scrollTo(0, 2_000));
    const top = async (it: import("@playwright/test").Locator) => (await it.boundingBox())!.y;
    await expect.poll(() => top(table.getByRole("columnheader").first())).toBeGreaterThanOrEqual(119);
    await page.getByRole("combobox", { name: "Connections" }).evaluate((it) => it.focus());
    await expect.poll(() => top(page.getByRole("combobox", { name: "Connections" }))).toBeGreaterThanOrEqual(119);
  });
});
