// What the npm package contains besides its programs: types, the manifest, licenses.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { project } from "./project";
import { CELL } from "./matrix";
import { run } from "./run";

const folder = project("bundlers");

const installed = (name: string) =>
  readFile(path.join(folder, "node_modules/machine-identity-editor", name), "utf8");

/** Runs a module in the project, without a browser. */
const evaluate = (code: string) => run(process.execPath, ["--input-type=module", "--eval", code], folder);

const compilers = {
  "the DOM and React 19": ["tsc", "tsconfig.json"],
  "the DOM and React 18": ["tsc", "tsconfig.react-18.json"],
  "templates of Vue 3": ["vue-tsc", "tsconfig.vue.json"],
};

for (const [consumer, [compiler, config]] of Object.entries(compilers)) {
  const annotation = { type: CELL, description: `package | ${consumer} | types` };
  test(`its types hold for ${consumer}`, { annotation }, async () => {
    await run(path.join(folder, "node_modules/.bin", compiler), ["--project", config], folder);
  });
}

test("it is imported and rendered where there is no browser", async () => {
  const html = await evaluate(`
    import "machine-identity-editor";
    import "machine-identity-editor/inline";
    import { createElement } from "react";
    import { renderToString } from "react-dom/server";
    import { MachineIdentityEditor } from "machine-identity-editor/react";
    import { MachineIdentityEditor as Inline } from "machine-identity-editor/inline/react";
    for (const component of [MachineIdentityEditor, Inline])
      console.log(renderToString(createElement(component, { identity: "a", className: "b" })));
  `);
  const element = '<machine-identity-editor class="b"></machine-identity-editor>';
  expect(html.trim().split("\n")).toEqual([element, element]);
});

test("its manifest is valid and lists the attributes that the element has", async () => {
  const code = `
    import { readFile } from "node:fs/promises";
    import Ajv from "ajv";
    import { MachineIdentityEditor } from "machine-identity-editor";
    const json = async (name) => JSON.parse(await readFile("node_modules/" + name));
    const manifest = await json("machine-identity-editor/custom-elements.json");
    const check = new Ajv.default({ strict: false }).compile(await json("custom-elements-manifest/schema.json"));
    check(manifest);
    const [element] = manifest.modules[0].declarations;
    console.log(JSON.stringify({
      wrong: check.errors,
      listed: element.attributes.map(({ name }) => name).sort(),
      observed: [...MachineIdentityEditor.observedAttributes].sort(),
    }));
  `;
  const { wrong, listed, observed } = JSON.parse(await evaluate(code));
  expect(wrong).toBeNull();
  expect(listed).toEqual(observed);
});

test("it has its licenses, a readme and every file that its exports name", async () => {
  expect(await installed("LICENSE-MIT")).toContain("Permission is hereby granted");
  expect(await installed("LICENSE-APACHE")).toContain("Apache License");
  expect(await installed("README.md")).toContain("<machine-identity-editor");
  const { exports } = JSON.parse(await installed("package.json"));
  const named = Object.values<string | Record<string, string>>(exports)
    .flatMap((it) => (typeof it === "string" ? [it] : Object.values(it)))
    .filter((name) => !name.includes("*"));
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect((await installed(name)).length, name).toBeGreaterThan(0);
});
