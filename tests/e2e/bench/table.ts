// What is measured, as a table with its goals.

/** How much a figure may grow when everything is ten times as large. */
export const GROWTH = {
  /** Keys, scrolling and elements cost what is visible. */
  visible: 2,
  /** Decoding, sorting and memory cost what there is. */
  all: 12,
};

export interface Row {
  name: string;
  unit: "ms" | "" | "×" | "MB";
  /** The most that it may be at full size. */
  goal?: number;
  grows: keyof typeof GROWTH;
  full?: number;
  tenth?: number;
}

/** Below this, in a row's unit, growth is noise. */
const FLOOR = { ms: 4, "": 200, "×": 1, MB: 4 };

export class Table {
  private readonly rows = new Map<string, Row>();

  /** Notes a figure of one of the two sizes. */
  note(size: "full" | "tenth", row: Omit<Row, "full" | "tenth">, value: number) {
    const noted = this.rows.get(row.name) ?? { ...row };
    noted[size] = value;
    this.rows.set(row.name, noted);
  }

  /** The rows that grow more than they may. */
  growing(): string[] {
    const bad = [...this.rows.values()].filter((row) => factor(row) > GROWTH[row.grows]);
    return bad.map((row) => `${row.name}: ${factor(row).toFixed(1)}-fold`);
  }

  print(): string {
    const head = ["", "tenth", "full", "growth", "goal", ""];
    const lines = [...this.rows.values()].map((row) => [
      row.name,
      shown(row.tenth, row.unit),
      shown(row.full, row.unit),
      `${factor(row).toFixed(1)}-fold${factor(row) > GROWTH[row.grows] ? " !" : ""}`,
      row.goal === undefined ? "" : `≤ ${shown(row.goal, row.unit)}`,
      row.goal === undefined || row.full === undefined ? "" : row.full <= row.goal ? "ok" : "over",
    ]);
    const widths = head.map((_, at) => Math.max(...[head, ...lines].map((it) => it[at]!.length)));
    const line = (cells: string[]) =>
      cells.map((it, at) => (at === 0 ? it.padEnd(widths[at]!) : it.padStart(widths[at]!))).join("  ");
    return [head, ...lines].map((cells) => line(cells).trimEnd()).join("\n");
  }
}

function factor({ full, tenth, unit }: Row): number {
  if (full === undefined || tenth === undefined) return 1;
  return Math.max(full, FLOOR[unit]) / Math.max(tenth, FLOOR[unit]);
}

function shown(value: number | undefined, unit: string): string {
  if (value === undefined) return "–";
  const text = value >= 100 || unit === "" ? value.toFixed(0) : value.toFixed(1);
  return unit === "" ? text : `${text} ${unit}`;
}
