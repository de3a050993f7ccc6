import { audit, enter, expect, result, save, test, write } from "../helper";
import { words } from "../words";

test.use({ stops: true });

test("on a static host without a gateway the sandbox runs in the page, under a banner", async ({
  page,
  staticHost,
}) => {
  await page.goto(staticHost.url);
  await expect(page.getByRole("button", { name: "Sandbox", exact: true })).toBeVisible();
  await audit(page);
  await page.getByRole("link", { name: "backend-prod" }).click();
  await enter(page, "Connections", "prod-postgres", "api-proxy");
  await save(page);
  await expect(page.getByText(`${words.review.saved} 2 credentials created.`)).toBeVisible();
  await page.getByRole("button", { name: "Sandbox", exact: true }).click();
  await audit(page);
  await page.getByRole("radio", { name: /^cut-after/ }).check();
  await write(page, "Description", "cut");
  await save(page);
  // The drawer stays open and shows that the fault occurred.
  await expect(page.getByRole("radio", { name: /^No failure/ })).toBeChecked();
  await expect(result(page).getByText(words.review.saved, { exact: true })).toBeVisible();
  await page.getByRole("radio", { name: /^forbidden/ }).check();
  await write(page, "Description", "refused");
  await save(page);
  await expect(result(page)).toContainText("Not saved. Your edits are still here.");
  await expect(result(page)).toContainText("Only administrators can do this");
  await page.getByRole("radio", { name: /^No failure/ }).press("Escape");
  await expect(page.getByRole("button", { name: "Sandbox", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Crash this page" }).click();
  await expect(page.getByRole("heading", { name: "The editor has stopped" })).toBeVisible();
});

test.describe("without headers", () => {
  test.use({ violates: true });

  test("the page itself keeps foreign scripts, HTML text and frames out", async ({ page, staticHost }) => {
    await page.goto(staticHost.url);
    await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
    await page.evaluate(() => {
      const blocked: string[] = ((window as any).blocked = []);
      document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
      try {
        document.createElement("div").innerHTML = "<b>text</b>";
      } catch {}
      const elsewhere = "http://127.0.0.1:9/x.js";
      import(elsewhere).catch(() => {});
      const frame = document.createElement("iframe");
      frame.src = elsewhere;
      const style = document.createElement("style");
      style.append("body { display: none }");
      document.head.append(frame, style);
    });
    const blocked = () => page.evaluate(() => [...(window as any).blocked].sort());
    await expect.poll(blocked).toEqual(["frame-src", "require-trusted-types-for", "script-src-elem", "style-src-elem"]);
  });
});
