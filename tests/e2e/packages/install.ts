// Projects of tests/packages, each installed once for each state of its lockfile, and with the npm
// package as `cargo xtask dist` packs it.

import { createHash } from "node:crypto";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./portals";
import { project } from "./project";
import { run } from "./run";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The npm package, packed. */
async function tarball(): Promise<string> {
  if (process.env.TARBALL) return process.env.TARBALL;
  const folder = path.join(root, "target/npm");
  const name = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  if (!name) throw new Error("there is no npm package; run cargo xtask dist first");
  return path.join(folder, name);
}

const npm = (folder: string, ...args: string[]) =>
  run("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder);

/** Changes with the sources of a project and with the npm package. */
async function stateOf(source: string, tarball: string): Promise<string> {
  const hash = createHash("sha256").update(await readFile(tarball));
  const names = await readdir(source, { recursive: true, withFileTypes: true });
  const files = names.filter((it) => it.isFile()).map((it) => path.join(it.parentPath, it.name));
  for (const file of files.sort()) hash.update(path.relative(source, file)).update(await readFile(file));
  return hash.digest("hex");
}

/** Installs a project, unless that very state of it is installed. */
async function install(name: string, tarball: string) {
  const source = path.join(root, "tests/packages", name);
  const folder = project(name);
  const installed = path.join(folder, "node_modules/.installed");
  const state = await stateOf(source, tarball);
  if ((await readFile(installed, "utf8").catch(() => "")) === state) return;
  // What the registry gave stays; everything else is as it is in the sources.
  for (const old of await readdir(folder).catch(() => [])) {
    if (old !== "node_modules") await rm(path.join(folder, old), { recursive: true });
  }
  await cp(source, folder, { recursive: true });
  const lock = path.join(folder, "node_modules/.installed-lock");
  const wanted = await readFile(path.join(folder, "package-lock.json"), "utf8");
  if ((await readFile(lock, "utf8").catch(() => "")) !== wanted) {
    console.log(`installing the packages of ${name}`);
    await npm(folder, "ci");
    await writeFile(lock, wanted);
  }
  // Of two packages of one version npm would keep the older.
  await rm(path.join(folder, "node_modules/machine-identity-editor"), { recursive: true, force: true });
  await npm(folder, "install", "--offline", "--no-save", tarball);
  await writeFile(installed, state);
}

export default async function installAll() {
  const packed = await tarball();
  for (const name of await readdir(path.join(root, "tests/packages"))) await install(name, packed);
  await buildAll();
}
