// What a page costs, read from Chromium's own trace of its main thread.
//
// Times are CPU time of that thread, so that other programs on the machine don't count.

import type { Browser, CDPSession, Page } from "@playwright/test";

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

const CATEGORIES = ["toplevel", "blink.user_timing", "devtools.timeline", "disabled-by-default-devtools.timeline"];
const KEY_EVENTS = ["keydown", "keypress", "beforeinput", "input", "keyup"];

/** The name of the mark that begins a short step. */
const MARK = "bench-step";

/** The main thread is done when it has had nothing to do for this many frames. */
const QUIET = 18;

export class Meter {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

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

  /** What a step costs after the first answer of the gateway has arrived in full. */
  async workAfterAnswer(step: () => Promise<void>): Promise<Work> {
    await this.settle();
    await this.browser.startTracing(this.page, { categories: CATEGORIES });
    await step();
    await this.settle();
    const events = await this.trace();
    const asked = new Set<string>();
    let from = Infinity;
    for (const { name, args, ts } of events) {
      const data = args?.data;
      if (name === "ResourceSendRequest" && new URL(data!.url).pathname.startsWith("/api/")) {
        asked.add(data!.requestId);
      }
      if (name === "ResourceFinish" && asked.has(data!.requestId)) from = Math.min(from, ts);
    }
    if (from === Infinity) throw new Error("the step asked the gateway for nothing");
    return summary(events.filter(({ ts }) => ts >= from));
  }

  /** Waits until the main thread has been idle for a while. */
  async settle() {
    const busy = async () => {
      const { metrics } = await this.session.send("Performance.getMetrics");
      const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
      return of("ScriptDuration") + of("LayoutDuration") + of("RecalcStyleDuration");
    };
    for (let before = -1, now = await busy(); now - before > 0.002; ) {
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
    return own.sort((left, right) => left.ts - right.ts);
  }
}

function summary(events: TraceEvent[]): Work {
  const spent = (event: TraceEvent) => (event.tdur ?? event.dur ?? 0) / 1000;
  const tasks = events.filter((it) => it.name.endsWith("RunTask") && it.ph === "X");
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
