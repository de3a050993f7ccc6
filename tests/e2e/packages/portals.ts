// The portals: each made from what its section of docs/embedding.md says, and from a project that is
// a portal without the editor.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { dist } from "../sandbox";
import { cdn, project } from "./project";
import { PortalHost, type Source } from "./portal_host";
import { run } from "./run";
import { policy, snippets } from "./snippets";

/** A portal, and how the tests make it. */
export interface Portal {
  /** The section of the document. */
  section: string;
  /** What is special, where several portals follow one section. */
  variant?: string;
  /** The folder of the element's files; the release build without it. */
  files?: string;
  /** Its pages, with the snippets in them. */
  pages: (snippets: Record<string, string>) => Source | Promise<Source>;
  /** The policy that it has without the editor. */
  policy: string;
  /** The page of the frame, and the policy that it has. */
  frame?: { pages: (snippets: Record<string, string>) => Source; policy: string };
  /** The control that changes between light and dark; without it, the page's style does. */
  toggle?: string;
}

/** What generators' own scripts and styles need. */
const USUAL = `default-src 'self'
script-src 'self' 'unsafe-inline'
style-src 'self' 'unsafe-inline'
img-src 'self' data:
connect-src 'self'`;

const page = (content: string, head = "") => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Portal</title>${head}</head>
  <body>
    <nav><a href="/">Home</a> <a href="/editor">To the editor</a></nav>
    <main>${content}</main>
  </body>
</html>
`;

/** The pages of a portal without a generator. */
const plain = (snippets: Record<string, string>): Source => ({
  "/index.html": page("<h1>Home</h1>"),
  "/editor.html": page(`<h1>Machine identity</h1>\n${snippets["editor.html"]}`),
});

/** Follows links without loading a page, as such portals do. */
const ROUTER = `
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    const html = await (await fetch(link.href)).text();
    history.pushState(null, "", link.href);
    document.querySelector("main").innerHTML = html.split(/<\\/?main>/)[1];
  });
`;

/** The folder whose scripts run on every page. */
const SCRIPTS = `<script src="/router.js"></script><script src="/editor.js"></script>`;

/** The blocks that are files of the portal. */
function filesOf({ policy: _, ...files }: Record<string, string>) {
  return files;
}

/** A portal that a generator builds: its project, and the folder of what is built. */
interface Project {
  name: string;
  section: string;
  output: string;
  /** The name under which a snippet is pasted, where the portal has a file of that name. */
  paste?: (file: string) => string;
}

const projects: Record<string, Project> = {
  vitepress: {
    name: "vitepress",
    section: "VitePress 1",
    output: "docs/.vitepress/dist",
    // A portal adds it to the settings that it has.
    paste: (file) => file.replace("/config.js", "/editor.config.js"),
  },
  docusaurus: { name: "docusaurus", section: "Docusaurus 3", output: "build" },
  next: { name: "next", section: "Next 16 with MDX", output: "out" },
};

const site = ({ name }: Project) => `${project(name)}.site`;

/** Changes with everything that a build is made of. */
async function stateOf({ name, section }: Project): Promise<string> {
  const installed = await readFile(path.join(project(name), "node_modules/.installed"), "utf8");
  return installed + createHash("sha256").update(JSON.stringify(snippets(section))).digest("hex");
}

const isBuilt = async (of: Project) =>
  (await readFile(path.join(site(of), ".state"), "utf8").catch(() => "")) === (await stateOf(of));

/** Pastes the snippets into each project and builds it, unless that very state of it is built. */
export async function buildAll() {
  for (const one of Object.values(projects)) {
    if (await isBuilt(one)) continue;
    const { name, section, output, paste = (file) => file } = one;
    const folder = project(name);
    for (const [file, text] of Object.entries(filesOf(snippets(section)))) {
      const pasted = path.join(folder, paste(file));
      await mkdir(path.dirname(pasted), { recursive: true });
      await writeFile(pasted, text);
    }
    const start = performance.now();
    try {
      await run("npm", ["run", "build"], folder);
    } catch (error) {
      // Its tests fail; those of the others run.
      console.error((error as Error).message);
      continue;
    }
    await rm(site(one), { recursive: true, force: true });
    await rename(path.join(folder, output), site(one));
    await writeFile(path.join(site(one), ".state"), await stateOf(one));
    console.log(`${section}: built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

/** The pages of a portal that a generator has built. */
const built = (of: Project) => async () => {
  if (!(await isBuilt(of))) throw new Error(`${of.section} wasn't built: see the start of this run`);
  return site(of);
};

export const portals: Portal[] = [
  { section: "Plain HTML", pages: plain, policy: USUAL },
  {
    section: "Plain HTML",
    variant: "by version, with integrity",
    files: cdn,
    pages: async (snippets) => {
      const [version] = await readdir(path.join(cdn, "machine-identity-editor"));
      const tag = await readFile(path.join(cdn, "machine-identity-editor", version, "snippet.html"), "utf8");
      const untagged = snippets["editor.html"].replace(/<script type="module".*<\/script>\n/, "");
      return plain({ "editor.html": tag + untagged });
    },
    policy: USUAL,
  },
  {
    section: "VitePress 1",
    pages: built(projects.vitepress),
    policy: USUAL,
    toggle: ".VPNavBarAppearance button",
  },
  {
    section: "Docusaurus 3",
    pages: built(projects.docusaurus),
    policy: USUAL,
    toggle: ".navbar button[aria-label*='dark and light']",
  },
  { section: "Next 16 with MDX", pages: built(projects.next), policy: USUAL },
  {
    section: "A single-page portal without a bundler",
    pages: (snippets) => ({
      "/index.html": page("<h1>Home</h1>", SCRIPTS),
      "/editor.html": page(`<h1>Machine identity</h1>\n${snippets["editor.html"]}`, SCRIPTS),
      "/router.js": ROUTER,
      "/editor.js": snippets["editor.js"],
    }),
    policy: USUAL,
  },
  {
    section: "In a frame of another origin",
    pages: plain,
    policy: USUAL,
    frame: {
      pages: (snippets) => ({
        "/frame.html": snippets["frame.html"],
        "/frame.js": snippets["frame.js"],
      }),
      policy: "default-src 'none'",
    },
  },
  { section: "A strict policy", pages: plain, policy: "" },
];

/** Serves a portal and, if it has one, its frame. */
export async function open(portal: Portal, gateway: string): Promise<PortalHost> {
  const blocks = snippets(portal.section);
  const { pages, frame, files = dist } = portal;
  return PortalHost.start(
    gateway,
    files,
    [await pages(blocks), policy(portal.policy, blocks.policy)],
    frame && [frame.pages(blocks), policy(frame.policy, blocks["frame policy"])],
  );
}
