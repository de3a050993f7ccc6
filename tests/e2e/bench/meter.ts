// What a page costs, read from Chromium's own trace of its main thread.
//
// Times are CPU time of that thread, so that other programs on the machine don't count.

import type { Browser, CDPSession, Page, Request } from "@playwright/test";

interface TraceEvent {
  name: string;
  cat: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { data?: Record<string, any>; name?: string };
}

/** What the main thread did in one step, in milliseconds. */
export interface Work {
  /** All of it together. */
  total: number;
  /** The longest task: frames wait for it. */
  longest: number;
  /** The longest task in which an input event was handled. */
  event: number;
}

/** What a step costs, from the answer to requests of a path. */
export interface WorkAfterAnswers {
  /** From the first answer until the page shows what it was asked for. */
  untilShown(path: RegExp): Work;
  /** After the last answer. */
  afterLast(path: RegExp): Work;
  /** After the first answer to any request. */
  afterFirst(): Work;
}

const CATEGORIES = ["toplevel", "blink.user_timing", "devtools.timeline", "disabled-by-default-devtools.timeline"];
const KEY_EVENTS = ["keydown", "keypress", "beforeinput", "input", "keyup"];

/** The name of the mark that begins a short step. */
const MARK = "bench-step";

/** The name of the mark that is set when what was asked for is on screen. */
const SHOWN = "bench-shown";

/** The main thread is done when it has had nothing to do for this many frames. */
const QUIET = 18;

export class Meter {
  /** The requests without an answer. */
  private readonly asked = new Set<Request>();

  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {
    page.on("request", (request) => this.asked.add(request));
    for (const end of ["requestfinished", "requestfailed"] as const) {
      page.on(end as "requestfinished", (request) => this.asked.delete(request));
    }
  }

  static async of(page: Page): Promise<Meter> {
    await page.addInitScript(keepMemory);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    return new Meter(page.context().browser()!, page, session);
  }

  /** What a step costs until the page is quiet. */
  async work(step: () => Promise<void>): Promise<Work> {
    await this.settle();
    await this.browser.startTracing(this.page, { categories: CATEGORIES });
    await step();
    await this.settle();
    return summary(await this.trace());
  }

  /** What each of many short steps costs. */
  async works(times: number, step: (at: number) => Promise<void>): Promise<Work[]> {
    await this.settle();
    await this.browser.startTracing(this.page, { categories: CATEGORIES });
    for (let at = 0; at < times; at++) {
      await this.page.evaluate(pause, MARK);
      await step(at);
    }
    await this.page.evaluate(pause, MARK);
    const events = await this.trace();
    const starts = events.filter(({ name }) => name === MARK).map(({ ts }) => ts);
    if (starts.length !== times + 1) throw new Error(`${starts.length} marks for ${times} steps`);
    return starts
      .slice(0, -1)
      .map((start, at) => summary(events.filter(({ ts }) => ts >= start && ts < starts[at + 1]!)));
  }

  /** What a step costs after answers of the gateway, each of which has arrived in full. */
  async workAfterAnswers(shown: string, step: () => Promise<void>): Promise<WorkAfterAnswers> {
    await this.settle();
    await this.page.evaluate(markWhenShown, { shown, mark: SHOWN });
    await this.browser.startTracing(this.page, { categories: CATEGORIES });
    await step();
    await this.settle();
    const events = await this.trace();
    const asked = new Map<string, string>();
    const finished: { path: string; ts: number }[] = [];
    for (const { name, args, ts } of events) {
      const data = args?.data;
      if (name === "ResourceSendRequest") asked.set(data!.requestId, new URL(data!.url).pathname);
      const path = asked.get(data?.requestId);
      if (name === "ResourceFinish" && path?.startsWith("/api/")) finished.push({ path, ts });
    }
    const mark = events.find(({ name }) => name === SHOWN);
    if (mark === undefined) throw new Error(`${shown} wasn't shown`);
    const times = (path: RegExp) => {
      const times = finished.filter((it) => path.test(it.path)).map(({ ts }) => ts);
      if (times.length === 0) throw new Error(`nothing was asked of ${path}`);
      return times;
    };
    const between = (from: number, to: number) => summary(events.filter(({ ts }) => ts >= from && ts <= to));
    return {
      untilShown: (path) => between(Math.min(...times(path)), mark.ts),
      afterLast: (path) => between(Math.max(...times(path)), Infinity),
      afterFirst: () => between(Math.min(...times(/./)), Infinity),
    };
  }

  /** Waits until every request has its answer and the main thread has been idle for a while. */
  async settle() {
    const busy = async () => {
      const { metrics } = await this.session.send("Performance.getMetrics");
      const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
      return of("ScriptDuration") + of("LayoutDuration") + of("RecalcStyleDuration");
    };
    for (let before = -1, now = await busy(); now - before > 0.002 || this.asked.size > 0; ) {
      await this.page.evaluate(frames, QUIET);
      [before, now] = [now, await busy()];
    }
  }

  /** The elements in the document. */
  elements(): Promise<number> {
    return this.page.evaluate(() => document.querySelectorAll("*").length);
  }

  /** What the page's script holds, WebAssembly's memory included, in bytes. */
  async memory(): Promise<number> {
    await this.session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.session.send("Runtime.getHeapUsage");
    const wasm = await this.page.evaluate(() =>
      ((window as any).memories as WebAssembly.Memory[]).reduce(
        (sum, { buffer }) => sum + buffer.byteLength,
        0,
      ),
    );
    if (wasm === 0) throw new Error("the memory of the WebAssembly module wasn't seen");
    return usedSize + wasm;
  }

  private async trace(): Promise<TraceEvent[]> {
    const { traceEvents } = JSON.parse((await this.browser.stopTracing()).toString());
    const events = traceEvents as TraceEvent[];
    const { frameTreeNodeId: _, frames } = events.find(
      ({ name }) => name === "TracingStartedInBrowser",
    )!.args!.data!;
    const pid = frames[0].processId;
    const main = events.find(
      (it) => it.pid === pid && it.name === "thread_name" && it.args!.name === "CrRendererMain",
    )!;
    const own = events.filter((it) => it.pid === main.pid && it.tid === main.tid);
    // A task comes before what it consists of.
    return own.sort((left, right) => left.ts - right.ts || (right.dur ?? 0) - (left.dur ?? 0));
  }
}

function summary(events: TraceEvent[]): Work {
  const spent = (event: TraceEvent) => (event.tdur ?? event.dur ?? 0) / 1000;
  const within = (task: TraceEvent) =>
    events.filter(({ ts }) => ts >= task.ts && ts <= task.ts + task.dur!);
  const tasks = outermost(events.filter((it) => it.name.endsWith("RunTask") && it.ph === "X")).filter(
    (task) => !isIdleFrame(within(task)),
  );
  const handled = events.filter(
    (it) => it.name === "EventDispatch" && KEY_EVENTS.includes(it.args!.data!.type),
  );
  const isHandling = (task: TraceEvent) =>
    handled.some(({ ts }) => ts >= task.ts && ts <= task.ts + task.dur!);
  const most = (tasks: TraceEvent[]) => Math.max(0, ...tasks.map(spent));
  return {
    total: tasks.reduce((sum, task) => sum + spent(task), 0),
    longest: most(tasks),
    event: most(tasks.filter(isHandling)),
  };
}

/**
 * A frame that only this meter asked for, to see whether the page is quiet: nothing of the page ran, and
 * nothing was drawn. Each takes half a millisecond.
 */
function isIdleFrame(events: TraceEvent[]): boolean {
  const isOfPage = ({ name, args }: TraceEvent) =>
    ["Layout", "UpdateLayoutTree", "Paint"].includes(name) ||
    (name === "FunctionCall" && args!.data!.url !== "");
  return events.some(({ name }) => name === "FireAnimationFrame") && !events.some(isOfPage);
}

/** The tasks that aren't part of another: two categories of the trace report each one. */
function outermost(tasks: TraceEvent[]): TraceEvent[] {
  let end = -Infinity;
  return tasks.filter(({ ts, dur }) => {
    const isWithin = ts < end;
    end = Math.max(end, ts + dur!);
    return !isWithin;
  });
}

/** Runs in the page: lets what is due happen, and then sets a mark. */
async function pause(mark: string) {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2_000 }));
  await new Promise(requestAnimationFrame);
  performance.mark(mark);
}

/** Runs in the page: lets some frames pass. */
async function frames(count: number) {
  for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
}

/** Runs in the page: sets a mark after the first frame that shows an element. */
function markWhenShown({ shown, mark }: { shown: string; mark: string }) {
  const look = () => {
    if (document.querySelector(shown) === null) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(mark)));
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
}

/** Runs in the page: keeps what a module exports as its memory. */
function keepMemory() {
  const memories: WebAssembly.Memory[] = ((window as any).memories = []);
  const keep = ({ exports }: WebAssembly.Instance) => {
    for (const one of Object.values(exports)) {
      if (one instanceof WebAssembly.Memory && !memories.includes(one)) memories.push(one);
    }
  };
  for (const name of ["instantiate", "instantiateStreaming"] as const) {
    const original = WebAssembly[name] as any;
    (WebAssembly as any)[name] = async (...given: any[]) => {
      const made = await original(...given);
      keep(made.instance ?? made);
      return made;
    };
  }
}

/** The value that 95 of 100 don't exceed. */
export function p95(values: number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * 0.95) - 1]!;
}

/** The value in the middle, of an odd number. */
export function median(values: number[]): number {
  return [...values].sort((left, right) => left - right)[(values.length - 1) / 2]!;
}
