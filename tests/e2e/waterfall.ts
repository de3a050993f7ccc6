// How many round trips waited for each other until a page was usable.
//
// The order of requests and answers tells: a request waited, at most, for the answers that had begun when
// it was sent. The sandbox answers late enough (`--latency`) that what is sent together overlaps, and that
// nothing sent once the page is usable has been answered when the waterfall is read.

import type { Page } from "@playwright/test";
import type { Answer } from "./front";

/** The sandbox's flags for a waterfall. */
export const LATE = ["--latency", "1000"];

export class Waterfall {
  private readonly sent = new Map<object, number>();
  private readonly answered: { depth: number; path: string }[] = [];
  private deepest = 0;

  /** The requests of a page from here on. */
  static of(page: Page): Waterfall {
    const waterfall = new Waterfall();
    page.on("request", (request) => waterfall.send(request));
    page.on("response", (answer) => waterfall.answer(answer.request(), answer.request().url()));
    return waterfall;
  }

  /** The requests that arrive at a server: what a browser has in its cache isn't among them. */
  at(server: Answer): Answer {
    return (asked, answer) => {
      this.send(asked);
      const writeHead = answer.writeHead.bind(answer) as (...given: unknown[]) => typeof answer;
      answer.writeHead = (...given: unknown[]) => {
        this.answer(asked, `http://server${asked.url}`);
        return writeHead(...given);
      };
      server(asked, answer);
    };
  }

  /** Forgets what was sent so far. */
  clear() {
    this.sent.clear();
    this.answered.length = 0;
    this.deepest = 0;
  }

  private send(request: object) {
    this.sent.set(request, this.deepest + 1);
  }

  private answer(request: object, url: string) {
    const depth = this.sent.get(request);
    // Sent before the waterfall began.
    if (depth === undefined) return;
    this.deepest = Math.max(this.deepest, depth);
    this.answered.push({ depth, path: new URL(url).pathname });
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
