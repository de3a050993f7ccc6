// Starts the console without an inline script. A release bundles the modules that are imported here
// into this script, which the page loads with its integrity. Programs are fetched with theirs, which a
// browser doesn't check by itself.

const script = document.querySelector("script[data-wasm]");
const shown = document.getElementById("boot");

/** The sandbox, loaded on demand. */
let sandbox;

async function startSandbox() {
  const { default: init, Sandbox } = await import(new URL("sandbox/engine.js", document.baseURI));
  const address = new URL("sandbox/engine_bg.wasm", document.baseURI);
  await init({ module_or_path: fetch(address, { integrity: script.dataset.sandbox ?? "" }) });
  return new Sandbox();
}

function loadSandbox() {
  sandbox ??= startSandbox();
  // A failed load may succeed next time.
  sandbox.catch(() => (sandbox = undefined));
  return sandbox;
}

/** Shows on the page why the program couldn't start. */
function explain(text) {
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.textContent = text;
  shown?.replaceChildren(line);
}

/** Required features that a browser may lack. */
function missingFeature() {
  const features = {
    WebAssembly: globalThis.WebAssembly,
    AbortController: globalThis.AbortController,
    ReadableStream: globalThis.ReadableStream,
    "crypto.getRandomValues": globalThis.crypto?.getRandomValues,
    "dialog element": globalThis.HTMLDialogElement,
  };
  return Object.keys(features).find((name) => !features[name]);
}

async function boot() {
  const missing = missingFeature();
  if (missing) {
    return explain(`The editor can’t start: this browser has no ${missing}. Use a newer browser.`);
  }
  const address = new URL(script.dataset.wasm, document.baseURI);
  const preload = [...document.querySelectorAll("link[integrity]")].find(
    (link) => link.href === address.href,
  );
  const answer = await fetch(address, { integrity: preload?.integrity ?? "" });
  if (!answer.ok) {
    return explain(`The editor could not be loaded: ${address.pathname} answered ${answer.status}.`);
  }
  const { default: init, start } = await import(new URL(script.dataset.js, document.baseURI));
  await init({ module_or_path: answer });
  start(loadSandbox);
}

boot().catch((error) => {
  console.error(error);
  // A program that started has removed this element and reports its own errors.
  if (shown?.isConnected) {
    explain(
      "The editor could not be started. Its files may have changed while the page was loading: " +
        "reload the page. If that doesn’t help, the page’s policy may forbid WebAssembly.",
    );
  }
});
