// <machine-identity-editor gateway="…" identity="…">: a shell without logic around the program.
//
// Attributes: gateway, identity, attribute-policy, timeout, public-host, idle-minutes, theme.
// Properties: token (a string), getToken (a function that gives one, or a promise of one).
// Events: saved, auth-needed.

import init, { mount, stylesheet } from "./embed.js";

const NAME = "machine-identity-editor";

/** The program and its style sheet, loaded once for all elements of the page. */
let program;

function load() {
  program ??= init({ module_or_path: new URL("./embed_bg.wasm", import.meta.url) }).then(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(stylesheet());
    return sheet;
  });
  // What failed may work the next time.
  program.catch(() => (program = undefined));
  return program;
}

/** The sandbox, loaded when an element asks for it and shared by all of them. */
let sandbox;

function loadSandbox() {
  sandbox ??= import("./sandbox/engine.js").then(async ({ default: init, Sandbox }) => {
    await init({ module_or_path: new URL("./sandbox/engine_bg.wasm", import.meta.url) });
    return new Sandbox();
  });
  // What failed may work the next time.
  sandbox.catch(() => (sandbox = undefined));
  return sandbox;
}

class MachineIdentityEditor extends HTMLElement {
  #mounted;
  #root;
  #token;
  #getToken;
  /** Counts the connections, so that a load which outlived its element does nothing. */
  #generation = 0;

  constructor() {
    super();
    // Properties that were set before the class was there would hide the accessors below.
    for (const name of ["token", "getToken"]) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
  }

  get getToken() {
    return this.#getToken;
  }

  set getToken(value) {
    this.#getToken = value;
  }

  /** Write-only: nothing on the page can read the token back from here. */
  set token(value) {
    this.#token = value;
    this.#mounted?.setToken(value ?? "");
  }

  async connectedCallback() {
    if (this.#mounted) return;
    const generation = ++this.#generation;
    this.#root ??= this.#attach();
    this.#say("Loading the editor…");
    try {
      const sheet = await load();
      if (generation !== this.#generation || !this.isConnected) return;
      this.shadowRoot.adoptedStyleSheets = [sheet];
      this.#root.replaceChildren();
      const options = {
        gateway: this.getAttribute("gateway") ?? undefined,
        identity: this.getAttribute("identity") ?? undefined,
        attributePolicy: this.getAttribute("attribute-policy") ?? undefined,
        timeout: this.getAttribute("timeout") ?? undefined,
        publicHost: this.getAttribute("public-host") ?? undefined,
        idleMinutes: this.getAttribute("idle-minutes") ?? undefined,
      };
      this.#mounted = mount(
        this,
        this.#root,
        options,
        this.#token,
        this.#getToken,
        loadSandbox,
      );
    } catch (error) {
      this.#say(
        error?.message?.startsWith(NAME)
          ? error.message
          : "The editor could not be started: this browser or this page's policy does not let " +
              "WebAssembly run, or its files could not be loaded.",
      );
    }
  }

  disconnectedCallback() {
    // Moving the element disconnects it for a moment; what is typed must survive that.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#generation++;
      this.#mounted?.free();
      this.#mounted = undefined;
    });
  }

  #attach() {
    const root = document.createElement("div");
    root.className = "root";
    root.part = "root";
    this.attachShadow({ mode: "open", delegatesFocus: true }).append(root);
    return root;
  }

  #say(text) {
    const line = document.createElement("p");
    line.role = "status";
    line.textContent = text;
    this.#root.replaceChildren(line);
  }
}

// A second copy of this script on the page leaves the first one in charge.
if (!customElements.get(NAME)) customElements.define(NAME, MachineIdentityEditor);
