import { ADMIN, expect, save, show, write } from "../helper";
import { words } from "../words";
import { test } from "./portal";

const heading = (name: string) => ({ name, exact: true }) as const;

test.describe("attributes", () => {
  test("a changed identity is loaded (E1)", async ({ page, portal }) => {
    await page.goto(await portal({ attributes: `gateway="sandbox" identity="backend-prod"` }));
    await expect(page.getByRole("heading", heading("backend-prod"))).toBeVisible();
    await page.evaluate(() => document.querySelector("machine-identity-editor")!.setAttribute("identity", "idle"));
    await expect(page.getByRole("heading", heading("idle"))).toBeVisible();
  });

  test("a changed identity waits for unsaved edits, which the tab keeps (E1)", async ({ page, portal }) => {
    await page.goto(await portal({ attributes: `gateway="sandbox" identity="backend-prod"` }));
    await write(page, "Description", "kept in the tab");
    await page.evaluate(() => ((document.querySelector("machine-identity-editor") as any).identity = "idle"));
    await expect(page.getByText("You have unsaved edits to backend-prod")).toBeVisible();
    await expect(page.getByRole("heading", heading("backend-prod"))).toBeVisible();
    await page.getByRole("button", { name: "Switch to idle" }).click();
    await expect(page.getByRole("heading", heading("idle"))).toBeVisible();
    await page.evaluate(() => ((document.querySelector("machine-identity-editor") as any).identity = "backend-prod"));
    await show(page, "settings");
    await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("kept in the tab");
  });

  test("attributes and getToken set after insertion take effect (E2)", async ({ page, sandbox, portal }) => {
    await page.goto(await portal({}));
    await expect(page.getByText("This editor has no identity yet")).toBeVisible();
    await page.evaluate((gateway) => {
      const editor = document.querySelector("machine-identity-editor")!;
      editor.setAttribute("identity", "backend-prod");
      editor.setAttribute("gateway", gateway);
    }, sandbox.url);
    await expect(page.getByText("Sign in needed")).toBeVisible();
    expect(await sandbox.requests()).toEqual([]);
    await page.evaluate((token) => {
      (document.querySelector("machine-identity-editor") as any).getToken = async () => token;
    }, ADMIN);
    await expect(page.getByRole("heading", heading("backend-prod"))).toBeVisible();
  });

  test("a regular expression in the older syntax is accepted (E6)", async ({ page, portal }) => {
    const attributes = `gateway="sandbox" identity="idle" attribute-policy="[a-z]+:[a-z0-9._-]+"`;
    await page.goto(await portal({ attributes }));
    await expect(page.getByRole("heading", heading("idle"))).toBeVisible();
  });

  test("an invalid policy is reported with the browser's reason (E6)", async ({ page, portal }) => {
    await page.goto(await portal({ attributes: `gateway="sandbox" identity="idle" attribute-policy="[a-"` }));
    await expect(page.getByText(/attribute-policy must be .* \(Invalid regular expression/)).toBeVisible();
  });
});

test.describe("the page's getToken (E3)", () => {
  test.use({ stops: true }); // A fault of the page is logged as an error.

  for (const [title, script, said] of [
    ["fails", `editor.getToken = async () => { throw new Error("no session"); }`, "getToken failed."],
    ["gives an object", `editor.getToken = () => ({ token: "x" })`, "getToken gave an object instead of a string."],
  ] as const) {
    test(`is reported on screen and logged once when it ${title}`, async ({ page, sandbox, portal }) => {
      const logged: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") logged.push(message.text());
      });
      await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
      await expect(page.getByText(said)).toBeVisible();
      expect(logged.filter((text) => text.includes("getToken"))).toHaveLength(1);
      expect(await sandbox.requests()).toEqual([]);
    });
  }

  test("receives the origin of the gateway that the token goes to", async ({ page, sandbox, portal }) => {
    const script = `editor.getToken = async ({ origin }) => { window.asked = origin; return "${ADMIN}"; }`;
    await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
    await expect(page.getByRole("heading", heading("idle"))).toBeVisible();
    expect(await page.evaluate(() => (window as any).asked)).toBe(sandbox.url);
  });
});

test("a token for one gateway never reaches another", async ({ page, sandbox, portal }) => {
  const script = `editor.token = "${ADMIN}";`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="idle"`, script }));
  await expect(page.getByRole("heading", heading("idle"))).toBeVisible();
  const seen: (string | undefined)[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith("http://127.0.0.2")) seen.push(request.headers().authorization);
  });
  await page.evaluate(() => document.querySelector("machine-identity-editor")!.setAttribute("gateway", "http://127.0.0.2:8009"));
  await expect(page.getByText("Sign in needed")).toBeVisible();
  expect(seen).toEqual([]);
});

test("keys typed into the editor don't reach the page's shortcuts (E4)", async ({ page, portal }) => {
  const script = `document.addEventListener("keydown", (event) => {
    if (["/", "s", "?"].includes(event.key)) { window.opened = true; event.preventDefault(); }
  });`;
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="idle"`, script }));
  await show(page, "settings");
  const description = page.getByRole("textbox", { name: "Description" });
  await description.pressSequentially("s/?");
  await expect(description).toHaveValue(/s\/\?$/);
  expect(await page.evaluate(() => (window as any).opened)).toBeUndefined();
});

for (const wasmType of ["application/octet-stream", "text/plain", ""]) {
  test(`programs and parts load when .wasm is served as ${wasmType || "no type"} (E7)`, async ({ page, portal }) => {
    await page.goto(await portal({ attributes: `gateway="sandbox" identity="backend-prod"`, wasmType }));
    await write(page, "Description", "saved all the same");
    await save(page);
    await expect(page.getByText(words.review.saved)).toBeVisible();
  });
}

test.describe("a program that isn't there (E8)", () => {
  test.use({ stops: true });

  test("is reported as a new release: reload is offered, the page's fallback stays", async ({ page, portal }) => {
    const url = await portal({
      attributes: `gateway="sandbox" identity="idle"`,
      missing: ["embed_bg.wasm"],
      children: "<p>Use the command line instead.</p>",
    });
    await page.goto(url);
    await expect(page.getByRole("button", { name: "Reload the page" })).toBeVisible();
    await expect(page.getByText("Use the command line instead.")).toBeVisible();
  });
});

test("sizes don't depend on the page's root (E5)", async ({ page, portal }) => {
  const size = async () => {
    await show(page, "settings");
    const description = page.getByRole("textbox", { name: "Description" });
    return description.evaluate((field) => getComputedStyle(field).fontSize);
  };
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="idle"` }));
  const usual = await size();
  await page.goto(
    await portal({ attributes: `gateway="sandbox" identity="idle"`, head: "<style>html{font-size:62.5%}</style>" }),
  );
  expect(await size()).toBe(usual);
});

test("it never collapses in a flex row", async ({ page, portal }) => {
  const head = "<style>main{display:flex} h1{flex:none}</style>";
  await page.goto(await portal({ attributes: `gateway="sandbox" identity="idle"`, head }));
  await expect(page.getByRole("heading", heading("idle"))).toBeVisible();
  const width = await page.evaluate(() => document.querySelector("machine-identity-editor")!.clientWidth);
  expect(width).toBeGreaterThan(300);
});

test("an identity changed during a save is shown once the save is verified (E1)", async ({ page, sandbox, portal }) => {
  const script = `editor.getToken = () => "${ADMIN}";
    editor.addEventListener("saved", ({ detail }) => (window.saved = detail));`;
  await page.goto(await portal({ attributes: `gateway="${sandbox.url}" identity="backend-prod"`, script }));
  await write(page, "Description", "saved first");
  await sandbox.arm("slow", "PUT", "/api/machineidentities/*", { millis: 3_000 });
  await save(page);
  const editor = page.locator("machine-identity-editor");
  await expect(editor).toHaveJSProperty("state", "saving");
  await editor.evaluate((it) => ((it as any).identity = "idle"));
  await expect(page.getByRole("heading", heading("idle"))).toBeVisible();
  expect(await page.evaluate(() => (window as any).saved)).toEqual({ identity: "backend-prod", newCredentials: 0 });
  expect(await sandbox.call("GET", "/machineidentities/backend-prod")).toMatchObject({ description: "saved first" });
});

test("several editors on a page keep their identities and edits separate, also after being removed and added again", async ({ page, portal }) => {
  const tag = "machine-identity-editor";
  const around = `<main><h1>Docs</h1><!-- editor --><${tag} id="second" gateway="sandbox" identity="idle"></${tag}></main>`;
  await page.goto(await portal({ attributes: `id="first" gateway="sandbox" identity="backend-prod"`, around }));
  const [first, second] = [page.locator("#first"), page.locator("#second")];
  for (const [editor, text] of [[first, "one"], [second, "two"]] as const) {
    await editor.getByRole("button", { name: "Settings" }).click();
    await editor.getByRole("textbox", { name: "Description" }).fill(text);
  }
  await expect(first.getByRole("textbox", { name: "Description" })).toHaveValue("one");
  await expect(second).toHaveJSProperty("dirty", true);
  await page.evaluate(() => {
    const editor = document.querySelector("#second")!;
    (window as any).kept = editor;
    editor.remove();
  });
  await expect(first).toHaveJSProperty("dirty", true);
  await page.evaluate(() => document.querySelector("main")!.prepend((window as any).kept));
  await second.getByRole("button", { name: "Settings" }).click();
  await expect(second.getByRole("textbox", { name: "Description" })).toHaveValue("two");
  await expect(first.getByRole("textbox", { name: "Description" })).toHaveValue("one");
});
