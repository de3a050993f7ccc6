// Prints what was built, and with what result, as a table at the end of a run.

import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** The annotation of a test that fills a cell: `row | column`, and what to say when it passes. */
export const CELL = "cell";
export const NOTE = "note";

export default class Matrix implements Reporter {
  private readonly rows = new Map<string, Map<string, string>>();

  onTestEnd(test: TestCase, result: TestResult) {
    const said = (type: string) => result.annotations.filter((it) => it.type === type).map((it) => it.description);
    const [cell] = said(CELL);
    if (!cell) return;
    const [row, column] = cell.split(" | ");
    const cells = this.rows.get(row) ?? new Map<string, string>();
    const outcome = result.status === "passed" ? ["ok", ...said(NOTE)].join(", ") : result.status.toUpperCase();
    this.rows.set(row, cells.set(column, outcome));
  }

  onEnd() {
    const columns = [...new Set([...this.rows.values()].flatMap((cells) => [...cells.keys()]))];
    const lines = [["", ...columns]];
    for (const [row, cells] of this.rows) lines.push([row, ...columns.map((column) => cells.get(column) ?? "-")]);
    const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => line[at].length)));
    for (const line of lines) console.log(line.map((text, at) => text.padEnd(widths[at])).join("  ").trimEnd());
  }
}
