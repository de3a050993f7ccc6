// How many round trips waited for each other until a page was usable.
//
// The order of requests and answers tells: a request waited, at most, for the answers that had begun when
// it was sent. The sandbox answers late enough (`--latency`) that what is sent together overlaps, and that
// nothing sent once the page is usable has been answered when the waterfall is read.

import type { Page, Request } from "@playwright/test";

/** The sandbox's flags for a waterfall. */
export const LATE = ["--latency", "400"];

/** The requests of a page from here on. */
export class Waterfall {
  private readonly sent = new Map<Request, number>();
  private readonly answered: { depth: number; path: string }[] = [];
  private deepest = 0;

  constructor(page: Page) {
    page.on("request", (request) => this.sent.set(request, this.deepest + 1));
    page.on("response", (answer) => {
      const request = answer.request();
      const depth = this.sent.get(request);
      // Sent before the waterfall began.
      if (depth === undefined) return;
      this.deepest = Math.max(this.deepest, depth);
      this.answered.push({ depth, path: new URL(request.url()).pathname });
    });
  }

  /** What was answered so far: for each round trip, what it was for. */
  read(): string[][] {
    const trips: string[][] = Array.from({ length: this.deepest }, () => []);
    for (const { depth, path } of this.answered) trips[depth - 1]!.push(path);
    return trips.map((paths) => paths.sort());
  }
}

/** The waterfall as text, a line for each round trip. */
export const printed = (trips: string[][]) =>
  trips.map((paths, at) => `${at + 1}. ${paths.join(" ")}`).join("\n");
