// Prints what was built, and with what result, as a table at the end of a run.

import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** The annotation of a test that fills a cell: `table | row | column`. */
export const CELL = "cell";
/** The annotation that says what a cell says besides its result. */
export const NOTE = "note";

/** Rows of cells by the names of rows and columns. */
type Table = Map<string, Map<string, string>>;

export default class Matrix implements Reporter {
  private readonly tables = new Map<string, Table>();

  onTestEnd(test: TestCase, result: TestResult) {
    const said = (type: string) => result.annotations.filter((it) => it.type === type).map((it) => it.description!);
    const [cell] = said(CELL);
    if (!cell) return;
    const [name, row, column] = cell.split(" | ");
    const table: Table = this.tables.get(name) ?? new Map();
    const cells = table.get(row) ?? new Map<string, string>();
    const outcome = result.status === "passed" ? ["ok", ...said(NOTE)].join(", ") : result.status.toUpperCase();
    this.tables.set(name, table.set(row, cells.set(column, outcome)));
  }

  onEnd() {
    for (const [name, table] of this.tables) {
      const columns = [...new Set([...table.values()].flatMap((cells) => [...cells.keys()]))];
      const lines = [[name, ...columns]];
      for (const [row, cells] of table) lines.push([row, ...columns.map((column) => cells.get(column) ?? "-")]);
      const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => line[at].length)));
      console.log();
      for (const line of lines) console.log(line.map((text, at) => text.padEnd(widths[at])).join("  ").trimEnd());
    }
  }
}
