// Where the projects of tests/packages are installed.

import path from "node:path";
import { fileURLToPath } from "node:url";

const { PROJECTS = fileURLToPath(new URL("../../../target/packages/", import.meta.url)) } = process.env;

/** The folder of an installed project. */
export const project = (name: string) => path.join(PROJECTS, name);
