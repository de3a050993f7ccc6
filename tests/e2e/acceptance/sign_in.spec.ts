// Every way to sign in, and what happens when a session ends.

import {
  ADMIN,
  audit,
  card,
  dist,
  expect,
  fetchAll,
  open,
  Sandbox,
  secretOf,
  signIn,
  test,
  toggle,
  write,
} from "../helper";
import { NOW } from "../sandbox";
import { words } from "../words";

const EMAIL = "admin@sandbox.example";

async function account(page: import("@playwright/test").Page, email: string, password: string) {
  await page.getByRole("textbox", { name: words.connect.email }).fill(email);
  await page.getByLabel(words.connect.password).fill(password);
  await page.getByRole("button", { name: words.connect.submit }).click();
}

test("a gateway account signs in, ignoring spaces around the e-mail", async ({
  page,
  sandbox,
}) => {
  await page.goto(sandbox.url);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    words.connect.title(new URL(sandbox.url).host),
  );
  await account(page, ` ${EMAIL} `, "sandbox-admin");
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
});

test("a wrong password and an unknown e-mail are reported at their fields", async ({
  page,
  sandbox,
}) => {
  await page.goto(sandbox.url);
  await account(page, EMAIL, "wrong");
  const password = page.getByLabel(words.connect.password);
  await expect(password).toHaveAccessibleDescription(/Wrong password/);
  await expect(password).toBeFocused();
  await audit(page);
  await account(page, EMAIL.toUpperCase(), "sandbox-admin");
  await expect(page.getByRole("textbox", { name: words.connect.email })).toHaveAccessibleDescription(
    /no account with this e-mail/,
  );
});

for (const [wrapping, text] of [
  ["a word before it", `Bearer ${ADMIN}`],
  ["a header", `Authorization: Bearer ${ADMIN}`],
  ["quotes and a comma", `"${ADMIN}",`],
  ["JSON", `{"access_token": "${ADMIN}"}`],
  ["a cookie", `hoop_access_token=${ADMIN};`],
  ["a variable", `export HOOP_TOKEN='${ADMIN}'`],
  ["backticks", `\`${ADMIN}\``],
] as const) {
  test(`a token is found in ${wrapping}`, async ({ page, sandbox }) => {
    await signIn(page, sandbox, text);
    await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
  });
}

for (const text of ["<your-token>", '{"a":"b","token":"c"}', "two words", "token=<…>"]) {
  test(`text that isn't clearly one token isn't sent: ${text}`, async ({ page, sandbox }) => {
    await signIn(page, sandbox, text);
    await expect(page.getByLabel(words.connect.token)).toHaveAttribute("aria-invalid", "true");
    const asked = (await sandbox.requests()).map(({ target }) => target);
    expect(asked.filter((target) => target.endsWith("/userinfo"))).toEqual([]);
  });
}

test("a field filled without an event is read when the form is submitted", async ({
  page,
  sandbox,
}) => {
  await page.goto(sandbox.url);
  await page.getByRole("textbox", { name: words.connect.email }).evaluate((field) => {
    (field as HTMLInputElement).value = "admin@sandbox.example";
  });
  await page.getByLabel(words.connect.password).evaluate((field) => {
    (field as HTMLInputElement).value = "sandbox-admin";
  });
  await page.getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
});

for (const [address, reason] of [
  ["http://127.0.0.1:80090", "Use a port from 1 to 65535 (now “80090”)."],
  ["https://[::1", "Close the IPv6 address with “]”."],
  ["http://256.1.1.1", "“256.1.1.1” is neither a host name nor an IP address."],
  ["https://<your-gateway>", "Replace “<your-gateway>” with the name of your gateway."],
]) {
  test(`an invalid URL is rejected at its field: ${address}`, async ({ page, sandbox }) => {
    await page.goto(sandbox.url);
    await page.getByRole("button", { name: "Another gateway" }).click();
    await page.getByLabel("Gateway URL").fill(address!);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByLabel("Gateway URL")).toHaveAccessibleDescription(new RegExp("\\S"));
    await expect(page.getByText(reason!)).toBeVisible();
  });
}

test("another gateway is checked before signing in to it", async ({ page, sandbox }) => {
  await page.goto(sandbox.url);
  await page.getByRole("button", { name: "Another gateway" }).click();
  await page.getByLabel("Gateway URL").fill(sandbox.url);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    words.connect.title(new URL(sandbox.url).host),
  );
  await page.getByRole("radio", { name: words.connect.byToken }).check();
  await page.getByLabel(words.connect.token).fill(ADMIN);
  await page.getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
});

test("a gateway that isn't set up is explained instead of offered", async ({ page, sandbox }) => {
  await sandbox.configure({ setup_required: true });
  await page.goto(sandbox.url);
  await expect(page.getByText("This gateway has no users yet.")).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await audit(page);
});

test("single sign-on is explained where the page can't use it", async ({
  page,
  sandbox,
}) => {
  await sandbox.configure({ auth_method: "oidc" });
  // To the gateway, another name for the same machine is another host.
  const address = sandbox.url.replace("127.0.0.1", "localhost");
  const site = await Sandbox.start("--site", dist, "--connect-src", address);
  await page.goto(site.url);
  await page.getByRole("button", { name: "Another gateway" }).click();
  await page.getByLabel("Gateway URL").fill(address);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This gateway uses single sign-on.")).toBeVisible();
  await expect(page.getByRole("button", { name: words.connect.singleSignOn })).toHaveCount(0);
  await expect(page.getByLabel(words.connect.token)).toBeVisible();
  await expect(page.getByLabel(words.connect.password)).toHaveCount(0);
  site.stop();
});

test("the page warns before a sign-in expires, and renewing it keeps the edits", async ({
  page,
  sandbox,
}) => {
  await sandbox.configure({ session_seconds: 110 });
  const token = await sandbox.signIn(EMAIL, "sandbox-admin");
  // The sandbox's clock has advanced since it started; the page's clock stands still.
  const { exp } = JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString());
  const minutes = Math.ceil((exp - Date.parse(NOW) / 1000) / 60);
  await signIn(page, sandbox, token, "#/identities/backend-prod");
  await write(page, "Description", "kept");
  await expect(page.getByText(`Your sign-in expires in ${minutes} minutes.`)).toBeVisible();
  await page.getByRole("button", { name: "Sign in again" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await audit(page);
  await dialog.getByLabel(words.connect.token).fill(ADMIN);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/Your sign-in expires/)).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("kept");
});

test("signing in again keeps a revealed secret revealed", async ({ page, sandbox }) => {
  await sandbox.configure({ session_seconds: 110 });
  const token = await sandbox.signIn(EMAIL, "sandbox-admin");
  await signIn(page, sandbox, token, "#/identities/ci-runner");
  await fetchAll(page);
  await toggle(page, "bastion");
  const secret = await secretOf(sandbox, "ci-runner", "bastion");
  const bastion = card(page, "bastion");
  await bastion.getByRole("button", { name: "Reveal Password of bastion" }).first().click();
  const shown = bastion.getByText(secret, { exact: true });
  await expect(shown).toBeVisible();
  await page.getByRole("button", { name: "Sign in again" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel(words.connect.token).fill(ADMIN);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(/Your sign-in expires/)).toHaveCount(0);
  await expect(dialog).toBeHidden();
  await expect(shown).toBeVisible();
});

test("signing in as another user deletes what the tab stored for the first", async ({
  page,
  sandbox,
}) => {
  const stored = () => page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  await open(page, sandbox);
  await write(page, "Description", "only mine");
  await expect.poll(stored).toContain("only mine");
  await page.getByRole("button", { name: words.connect.account }).click();
  await page.getByRole("menuitem", { name: words.connect.signOut }).click();
  const question = page.getByRole("dialog", { name: words.signOut.title });
  await expect(question).toContainText(words.signOut.edits);
  await question.getByRole("button", { name: words.connect.signOut }).click();
  await expect.poll(stored).not.toContain("only mine");
  await page.getByRole("radio", { name: words.connect.byToken }).check();
  await page.getByLabel(words.connect.token).fill("sandbox-auditor-token");
  await page.getByRole("button", { name: words.connect.submit }).click();
  await expect(page.getByText("auditor, read-only").first()).toBeVisible();
  expect(await stored()).not.toContain("only mine");
});

test("the token is neither stored nor in the URL", async ({ page, sandbox }) => {
  await signIn(page, sandbox);
  await expect(page.getByRole("link", { name: "backend-prod" })).toBeVisible();
  const kept = await page.evaluate(
    () => location.href + document.cookie + JSON.stringify({ ...sessionStorage, ...localStorage }),
  );
  expect(kept).not.toContain(ADMIN);
});
