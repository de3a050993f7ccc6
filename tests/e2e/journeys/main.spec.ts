import { words } from "../words";
import { expect, journey } from "./journey";
import { readyMarks } from "./screen";

journey("an identity is found, changed, reviewed and saved", async ({ ui, sandbox }) => {
  await ui.signIn(sandbox);
  await ui.type("searchbox", words.list.search, "backend");
  await ui.lacks("link", "ci-runner");
  await ui.click("link", "backend-prod");
  await ui.show("settings");
  await ui.type("textbox", words.form.description, "Orders and invoices");
  await ui.show("access");
  await ui.enter(words.form.connections, "prod-postgres");

  const review = await ui.find("region", words.review.region);
  await expect.poll(() => ui.text(review)).toContain("prod-postgres");
  expect(await sandbox.writes()).toHaveLength(0);

  await ui.press(words.review.save);
  await ui.shows(words.review.saved);
  expect(await sandbox.writes()).toHaveLength(1);
  expect(await sandbox.call("GET", "/machineidentities/backend-prod")).toMatchObject({
    description: "Orders and invoices",
    connection_names: expect.arrayContaining(["prod-postgres"]),
  });
});

journey("the page's timeline has a mark of when the list was shown, and of when an identity could be edited", async ({ ui, sandbox }) => {
  await ui.signIn(sandbox);
  await expect.poll(() => readyMarks(ui.page)).toEqual([null]);
  await ui.click("link", "backend-prod");
  await expect.poll(() => readyMarks(ui.page)).toEqual([null, null]);
});

journey("a write whose answer is lost is verified and not repeated", async ({ ui, sandbox }) => {
  await ui.open(sandbox);
  await ui.enter(words.form.connections, "prod-postgres");
  await sandbox.arm("cut-after", "PUT", "/api/machineidentities/*");
  await ui.press(words.review.save);
  await ui.shows(words.review.saved);
  await ui.find("button", "Export 1 credential");
  expect(await sandbox.writes()).toHaveLength(1);
});

journey("leaving asks first only with unsaved edits", async ({ ui, sandbox }) => {
  const asked: string[] = [];
  ui.page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  await ui.open(sandbox);
  await ui.page.reload();
  expect(asked).toEqual([]);

  await ui.open(sandbox, "backend-prod", "settings");
  await ui.type("textbox", words.form.description, "edited");
  // Dismissing the prompt keeps the page, so the reload never finishes.
  const reload = ui.page.reload({ timeout: 3_000 }).catch(() => "stayed");
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  expect(await ui.value("textbox", words.form.description)).toBe("edited");
  await reload;
});
