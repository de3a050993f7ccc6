// Loads the program, its parts and the sandbox; each once for the page.

import init, { mount, stylesheet } from "./embed.js";
import initEngine, { Sandbox } from "./sandbox/engine.js";

/** A file that this script was built with is missing or is another one: there is a new release. */
export class NewRelease extends Error {
  code = "new-release";
  offersReload = true;
  constructor(cause) {
    super("The editor was updated, or its files can't be loaded. Reload the page.", { cause });
  }
}

/** This browser or this page can't run the program. */
class Unsupported extends Error {
  code = "unsupported";
}

/**
 * The compiled program. `fetch` has checked its integrity by the time it resolves, so nothing else
 * runs. Streaming lets the browser cache the compiled code, and wants the right content type; any
 * other type works too.
 */
async function compile(response) {
  let answer;
  try {
    answer = await response;
  } catch (error) {
    throw new NewRelease(error);
  }
  if (!answer.ok) throw new NewRelease(new Error(`status ${answer.status}`));
  const isWasm = answer.headers.get("content-type")?.startsWith("application/wasm");
  try {
    if (isWasm && WebAssembly.compileStreaming) return await WebAssembly.compileStreaming(answer);
    return await WebAssembly.compile(await answer.arrayBuffer());
  } catch (error) {
    throw new Unsupported(
      "The editor can't start: this page's content security policy must allow 'wasm-unsafe-eval', " +
        "and the browser must support WebAssembly.",
      { cause: error },
    );
  }
}

/** Runs `load` at the first call; a failed load can be tried again. */
function once(load) {
  let loaded;
  return () => {
    loaded ??= load();
    loaded.catch(() => (loaded = undefined));
    return loaded;
  };
}

/** Everything the program needs that a browser may lack. */
function missingFeature() {
  const features = {
    WebAssembly: globalThis.WebAssembly,
    "AbortSignal.timeout": globalThis.AbortSignal?.timeout,
    ReadableStream: globalThis.ReadableStream,
    "constructable style sheets": globalThis.CSSStyleSheet?.prototype.replaceSync,
    "crypto.getRandomValues": globalThis.crypto?.getRandomValues,
    "dialog element": globalThis.HTMLDialogElement,
  };
  return Object.keys(features).find((name) => !features[name]);
}

export const loadProgram = once(async () => {
  const missing = missingFeature();
  if (missing) throw new Unsupported(`The editor can't start: this browser has no ${missing}.`);
  const module = await compile(fetch(new URL("./embed_bg.wasm", import.meta.url)));
  await init({ module_or_path: module });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(stylesheet());
  return { mount, sheet };
});

export const loadSandbox = once(async () => {
  const module = await compile(fetch(new URL("./sandbox/engine_bg.wasm", import.meta.url)));
  await initEngine({ module_or_path: module });
  return new Sandbox();
});
