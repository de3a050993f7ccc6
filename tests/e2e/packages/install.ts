// Projects of tests/packages, each installed once for each state of its lockfile, and with the npm
// package as `cargo xtask dist` packs it.

import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Where the projects are installed. */
const { PROJECTS = path.join(root, "target/packages") } = process.env;

/** The folder of an installed project. */
export const project = (name: string) => path.join(PROJECTS, name);

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

/** Installs a project, unless it is installed already. */
async function install(name: string, tarball: string) {
  const source = path.join(root, "tests/packages", name);
  const folder = project(name);
  // What the registry gave stays; everything else is as it is in the sources.
  for (const old of await readdir(folder).catch(() => [])) {
    if (old !== "node_modules") await rm(path.join(folder, old), { recursive: true });
  }
  await cp(source, folder, { recursive: true });
  const stamp = path.join(folder, "node_modules/.installed-lock");
  const wanted = await readFile(path.join(folder, "package-lock.json"), "utf8");
  if ((await readFile(stamp, "utf8").catch(() => "")) !== wanted) {
    console.log(`installing the packages of ${name}`);
    await npm(folder, "ci");
    await writeFile(stamp, wanted);
  }
  // Of two packages of one version npm would keep the older.
  await rm(path.join(folder, "node_modules/machine-identity-editor"), { recursive: true, force: true });
  await npm(folder, "install", "--offline", "--no-save", "--no-package-lock", tarball);
}

export default async function installAll() {
  const packed = await tarball();
  for (const name of await readdir(path.join(root, "tests/packages"))) await install(name, packed);
}
