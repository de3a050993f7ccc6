import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { audit, dist, enter, expect, save, test } from "../helper";

test.use({ stops: true });

test("on a static host without a gateway the sandbox runs in the page, and says so", async ({
  page,
}) => {
  // As `trunk serve` does, every unknown path answers with the page itself.
  const server = createServer(async (request, response) => {
    const name = new URL(request.url!, "http://x").pathname.slice(1) || "index.html";
    const kind = { ".js": "text/javascript", ".wasm": "application/wasm", ".svg": "image/svg+xml" };
    const file = await readFile(path.join(dist, name)).catch(() => undefined);
    response.setHeader("Content-Type", (file && kind[path.extname(name) as ".js"]) ?? "text/html");
    response.end(file ?? (await readFile(path.join(dist, "index.html"))));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  try {
    await page.goto(`http://127.0.0.1:${port}/`);
    await expect(page.getByText("This is the sandbox")).toBeVisible();
    await audit(page);
    await page.getByRole("link", { name: "backend-prod" }).click();
    await enter(page, "Connections", "prod-postgres", "api-proxy");
    await save(page);
    await expect(page.getByRole("heading", { name: "2 new credentials" })).toBeVisible();
    await page.getByLabel("Failures").selectOption("cut-after");
    await page.getByRole("textbox", { name: "Description" }).fill("cut");
    await save(page);
    await expect(page.getByText("The answer was lost on the way.")).toBeVisible();
    await page.getByRole("button", { name: "Stop the editor" }).click();
    await expect(page.getByRole("heading", { name: "The editor has stopped" })).toBeVisible();
  } finally {
    server.close();
  }
});
