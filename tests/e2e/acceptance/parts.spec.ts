import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { dist, enter, expect, save, test } from "../helper";

// The browser says on the console what the page says in words.
test.use({ stops: true });

/** A static host that cannot give one file as long as `missing` names it. */
async function host() {
  const state = { missing: "", asked: [] as string[] };
  const kinds = { ".js": "text/javascript", ".wasm": "application/wasm", ".svg": "image/svg+xml" };
  const server = createServer(async (request, response) => {
    const name = new URL(request.url!, "http://x").pathname.slice(1) || "index.html";
    state.asked.push(path.basename(name));
    if (state.missing && path.basename(name) === state.missing) {
      response.statusCode = 503;
      return response.end();
    }
    const file = await readFile(path.join(dist, name)).catch(() => undefined);
    response.setHeader("Content-Type", (file && kinds[path.extname(name) as ".js"]) ?? "text/html");
    response.end(file ?? (await readFile(path.join(dist, "index.html"))));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/`, state, close: () => server.close() };
}

test("a part is loaded when it is needed, and not before", async ({ page }) => {
  const { url, state, close } = await host();
  try {
    await page.goto(url);
    await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
    expect(state.asked.filter((name) => name.startsWith("split_"))).toEqual([]);
    await page.getByRole("link", { name: "backend-prod" }).click();
    await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("backend-prod");
    expect(state.asked.filter((name) => name.startsWith("split_"))).toEqual(["split_editor.wasm"]);
    await page.getByRole("textbox", { name: "Description" }).fill("changed");
    await expect.poll(() => state.asked).toContain("split_writing.wasm");
    expect(state.asked).not.toContain("split_credentials.wasm");
  } finally {
    close();
  }
});

test("a save whose part cannot be loaded says so, keeps the draft, and works the next time", async ({
  page,
}) => {
  const { url, state, close } = await host();
  try {
    await page.goto(url);
    await page.getByRole("link", { name: "backend-prod" }).click();
    state.missing = "split_writing.wasm";
    await enter(page, "Connections", "prod-postgres");
    await save(page);
    await expect(page.getByRole("alert")).toContainText("Nothing was sent");
    await expect(page.getByRole("button", { name: "Remove connection prod-postgres" })).toBeVisible();
    state.missing = "";
    await save(page);
    await expect(page.getByRole("heading", { name: "1 new credential" })).toBeVisible();
    await expect(page.getByText("Nothing was sent")).toBeHidden();
  } finally {
    close();
  }
});

test("credentials whose part cannot be loaded can be asked for again", async ({ page }) => {
  const { url, state, close } = await host();
  try {
    await page.goto(url);
    await page.getByRole("link", { name: "ci-runner" }).click();
    state.missing = "split_credentials.wasm";
    await page.getByRole("button", { name: "Fetch all credentials" }).click();
    await expect(page.getByText("This part of the editor could not be loaded.")).toBeVisible();
    state.missing = "";
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("button", { name: "bastion", exact: true })).toBeVisible();
  } finally {
    close();
  }
});
