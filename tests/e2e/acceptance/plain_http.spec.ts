// A console that was loaded over plain HTTP from another machine.

import { audit, expect, test } from "../helper";
import { words } from "../words";

const HOST = "gateway.example";

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const rule = `--host-resolver-rules=MAP ${HOST} 127.0.0.1`;
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), rule] });
  },
});

test("signing in over plain HTTP warns that others can read the token", async ({ page, sandbox }) => {
  await page.goto(sandbox.url);
  await expect(page.getByRole("button", { name: words.connect.submit })).toBeVisible();
  await expect(page.getByText(words.connect.plainHttp)).toHaveCount(0);
  await page.goto(sandbox.url.replace("127.0.0.1", HOST));
  await expect(page.getByText(words.connect.plainHttp)).toBeVisible();
  await audit(page);
});
