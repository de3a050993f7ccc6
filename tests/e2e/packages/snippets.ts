// The snippets of docs/embedding.md, as they stand there.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const document = readFileSync(fileURLToPath(new URL("../../../docs/embedding.md", import.meta.url)), "utf8");

/** The blocks of a section by their titles: names of files, or `policy`. */
export function snippets(section: string): Record<string, string> {
  const [, text] = document.split(`\n### ${section}\n`);
  if (!text) throw new Error(`docs/embedding.md has no section ${section}`);
  const [own] = text.split(/\n##+ /);
  const blocks = own.matchAll(/^```\w+ title="(.+)"\n([^]*?)^```$/gm);
  return Object.fromEntries([...blocks].map(([, title, code]) => [title, code]));
}

/** What the element adds to a page's policy. */
export function elementPolicy(): string {
  const found = document.match(/\n## Content policy\n[^]*?^```text title="policy"\n([^]*?)^```$/m);
  if (!found) throw new Error("docs/embedding.md has no policy of the element");
  return found[1]!;
}

/** A policy of its lines, each of which adds to the directive of the same name. */
export function policy(...lines: string[]): string {
  const directives = new Map<string, string[]>();
  for (const line of lines.flatMap((it) => it.split("\n")).filter((line) => line !== "")) {
    const [name, ...values] = line.split(" ");
    directives.set(name, [...(directives.get(name) ?? []), ...values]);
  }
  return [...directives].map(([name, values]) => [name, ...values].join(" ")).join("; ");
}
