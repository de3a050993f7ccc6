// What `cargo xtask test packages` makes, and where it is without it.

import path from "node:path";
import { fileURLToPath } from "node:url";

const target = fileURLToPath(new URL("../../../target/", import.meta.url));

const { PROJECTS = path.join(target, "packages"), CDN = path.join(target, "cdn") } = process.env;

/** The folder of an installed project of tests/packages. */
export const project = (name: string) => path.join(PROJECTS, name);

/** The element's files for a CDN. */
export const cdn = CDN;
