// What browsers block for a console that was loaded over TLS from another machine.

import { dist, expect, Sandbox, test } from "../helper";
import { closedPort, front, passTo } from "../front";
import { words } from "../words";

const HOST = "console.example";

test.use({
  ignoreHTTPSErrors: true,
  launchOptions: async ({ launchOptions }, use) => {
    const rule = "--host-resolver-rules=MAP *.example 127.0.0.1";
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), rule] });
  },
});

for (const cause of ["mixed content", "local network access denied"] as const) {
  test(cause, async ({ page, context }) => {
    const isMixed = cause === "mixed content";
    const url = `http://${isMixed ? "gateway.example" : "127.0.0.1"}:${await closedPort()}`;
    const site = await Sandbox.start("--site", dist, "--connect-src", url);
    const { port, stop } = await front(passTo(site.url), HOST);
    const origin = `https://${HOST}:${port}`;
    if (!isMixed) {
      const session = await context.newCDPSession(page);
      const { targetInfo } = await session.send("Target.getTargetInfo");
      const { browserContextId } = targetInfo;
      // Chromium split this permission in two, and each version accepts only its own names.
      const names = ["local-network-access", "loopback-network", "local-network"];
      const denied = await Promise.allSettled(
        names.map((name) =>
          session.send("Browser.setPermission", {
            permission: { name },
            setting: "denied",
            origin,
            browserContextId,
          }),
        ),
      );
      expect(denied.map(({ status }) => status)).toContain("fulfilled");
    }
    await page.goto(origin);
    await page.getByRole("button", { name: "Another gateway" }).click();
    await page.getByLabel("Gateway URL").fill(url);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("alert").getByRole("status")).toContainText(
      isMixed ? words.diagnosis.mixedContent : words.diagnosis.localNetwork,
    );
    stop();
    site.stop();
  });
}
