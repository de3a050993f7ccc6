import type { Page } from "@playwright/test";
import { ADMIN, enter, expect, fetchAll, open, result, save, show, test, vault } from "../helper";
import { words } from "../words";

/** Opens a credential in its row. */
const openCredential = (page: Page, name: string) =>
  vault(page).getByRole("button", { name, exact: true }).click();

/** Makes the page record the program's memory and every synthetic event. */
async function listen(page: Page) {
  await page.addInitScript(() => {
    const memories: WebAssembly.Memory[] = ((window as any).memories = []);
    for (const name of ["instantiate", "instantiateStreaming"] as const) {
      const original = (WebAssembly as any)[name];
      (WebAssembly as any)[name] = async (...all: unknown[]) => {
        const result = await original.apply(WebAssembly, all);
        // Parts share the first program's memory and export none.
        const { memory, start } = (result.instance ?? result).exports;
        if (memory && start) memories.push(memory);
        return result;
      };
    }
    const events: string[] = ((window as any).events = []);
    const dispatch = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function (event: Event) {
      events.push(JSON.stringify((event as CustomEvent).detail ?? ""));
      return dispatch.call(this, event);
    };
  });
}

/** The secrets found in the program's memory. */
function inMemory(page: Page, secrets: string[]): Promise<string[]> {
  return page.evaluate((secrets) => {
    const found: string[] = [];
    for (const memory of (window as any).memories as WebAssembly.Memory[]) {
      const bytes = new Uint8Array(memory.buffer);
      for (const decoder of ["latin1", "utf-16le"]) {
        const text = new TextDecoder(decoder).decode(bytes);
        for (const secret of secrets) {
          const place = text.indexOf(secret);
          if (place >= 0) found.push(`${secret.slice(0, 8)}… in ${decoder} at ${place} of ${bytes.length}`);
        }
      }
    }
    return found;
  }, secrets);
}

/** Searches every place where a page can leave a secret. */
async function searchEverywhere(page: Page, secrets: string[], said: string[]) {
  const places = await page.evaluate(async () => {
    const databases = (await indexedDB.databases?.()) ?? [];
    const caches_ = await caches.keys().catch(() => []);
    return {
      document: document.documentElement.outerHTML,
      title: document.title,
      address: location.href,
      local: JSON.stringify({ ...localStorage }),
      session: JSON.stringify({ ...sessionStorage }),
      history: JSON.stringify(history.state ?? ""),
      databases: JSON.stringify(databases),
      caches: JSON.stringify(caches_),
      events: (window as any).events.join("\n"),
      cookies: document.cookie,
    };
  });
  for (const [place, text] of Object.entries({ ...places, said: said.join("\n") })) {
    for (const secret of secrets) expect(text, place).not.toContain(secret);
  }
  expect(await inMemory(page, secrets)).toEqual([]);
}

/** Everything written to the console or sent over the network. */
function overhear(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("request", (request) => said.push(request.url()));
  page.on("pageerror", (error) => said.push(error.message));
  return said;
}

// Release only: the fast build links the sandbox, and with it the administrator's token, into the
// console.
test("no secret or token is left anywhere", { tag: "@release" }, async ({ page, context, sandbox }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await listen(page);
  const said = overhear(page);

  await open(page, sandbox);
  await enter(page, "Connections", "prod-postgres", "api-proxy", "bastion");
  await save(page);
  await expect(result(page)).toContainText("3 credentials created.");
  await fetchAll(page);
  await openCredential(page, "prod-postgres");
  await page.getByRole("button", { name: "Reveal User name of prod-postgres" }).first().click();
  await openCredential(page, "bastion");
  await page.getByRole("button", { name: "Copy Password of bastion" }).first().click();
  await expect(page.getByText("Copied", { exact: true }).first()).toBeVisible();
  await page.evaluate(() => navigator.clipboard.writeText(""));
  // Exported as a file and shown as a text.
  await show(page, "access");
  await result(page).getByRole("button", { name: "Export 3 credentials" }).click();
  const dialog = page.getByRole("dialog", { name: "Export 3 credentials" });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download" }).click(),
  ]);
  said.push(download.url(), download.suggestedFilename());
  await download.delete();
  await dialog.getByRole("button", { name: "Reveal the .env file" }).click();
  await page.keyboard.press("Escape");
  await show(page, "credentials");
  await openCredential(page, "api-proxy");
  await page.getByRole("button", { name: "Reveal Proxy token of api-proxy" }).last().click();
  await page.pdf();
  for (const secret of await sandbox.secrets()) expect(await page.content()).not.toContain(secret);
  await result(page).getByRole("button", { name: "Close the result" }).click();
  await page.getByRole("link", { name: words.list.back }).click();
  await page.getByRole("link", { name: "ci-runner" }).click();
  await fetchAll(page);
  await expect(vault(page).getByRole("button", { name: "bastion", exact: true })).toBeVisible();
  // Values in use are found, so the search below would find any that are left.
  const live = (await sandbox.call("GET", "/machineidentities/ci-runner/credentials"))[0];
  expect(await inMemory(page, [live.secret_key])).not.toEqual([]);
  expect(await inMemory(page, [ADMIN])).not.toEqual([]);
  await page.getByRole("button", { name: words.connect.account }).click();
  await page.getByRole("menuitem", { name: words.connect.signOut }).click();
  const host = new URL(sandbox.url).host;
  await expect(page.getByRole("heading", { name: words.connect.title(host) })).toBeVisible();

  const secrets = [...(await sandbox.secrets()), ADMIN];
  expect(secrets.length).toBeGreaterThan(5);
  await searchEverywhere(page, secrets, said);
});

test("a secret that was copied right before signing out isn’t in memory", { tag: "@release" }, async ({ page, context, sandbox }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await listen(page);
  await open(page, sandbox, "ci-runner");
  await fetchAll(page);
  await openCredential(page, "bastion");
  await page.getByRole("button", { name: "Copy Password of bastion" }).first().click();
  await expect(page.getByText("Copied", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: words.connect.account }).click();
  await page.getByRole("menuitem", { name: words.connect.signOut }).click();
  await expect(page.getByRole("heading", { name: words.connect.title(new URL(sandbox.url).host) })).toBeVisible();
  expect(await inMemory(page, await sandbox.secrets())).toEqual([]);
});

test("no secret stays in memory after closing it or after idling", async ({
  page,
  sandbox,
}) => {
  await listen(page);
  await open(page, sandbox);
  const shown = result(page).getByRole("button", { name: "Export 1 credential" });
  for (const [connection, away] of [
    ["prod-postgres", () => page.getByRole("button", { name: "Close the result" }).click()],
    ["bastion", () => page.evaluate(() => window.dispatchEvent(new Event("pagehide")))],
  ] as const) {
    await enter(page, "Connections", connection);
    await save(page);
    await expect(shown).toBeVisible();
    const all = await sandbox.call("GET", "/machineidentities/backend-prod/credentials");
    const secret = all.find((one: any) => one.connection_name === connection).secret_key;
    expect(await inMemory(page, [secret])).not.toEqual([]);
    await away();
    await expect(shown).toBeHidden();
    expect(await inMemory(page, [secret])).toEqual([]);
  }
});

test.describe("when the program panics", () => {
  test.use({ stops: true });

  test("no secret stays in memory either", async ({ page, staticHost }) => {
    await listen(page);
    const said = overhear(page);
    await page.goto(staticHost.url);
    await page.getByRole("link", { name: "backend-prod" }).click();
    await enter(page, "Connections", "prod-postgres");
    await save(page);
    await fetchAll(page);
    await openCredential(page, "prod-postgres");
    await page.getByRole("button", { name: "Reveal User name of prod-postgres" }).first().click();
    const secret = (await page.getByText(/^pg-sandbox/).textContent())!;
    expect(secret).toMatch(/^pg-[\w-]{43}$/);
    await page.getByRole("button", { name: "Sandbox", exact: true }).click();
    await page.getByRole("button", { name: "Crash this page" }).click();
    await expect(page.getByRole("heading", { name: "The editor has stopped" })).toBeVisible();
    // The memory is overwritten after the program's last turn.
    await page.waitForFunction(() => {
      const [memory] = (window as any).memories as WebAssembly.Memory[];
      return new Uint8Array(memory.buffer)[0] === 0xff;
    });
    await searchEverywhere(page, [secret, ADMIN], said);
  });
});
