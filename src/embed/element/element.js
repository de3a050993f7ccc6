// <machine-identity-editor gateway="…" identity="…">: the custom element around the program.
//
// It translates between the page and the program: attributes, properties, methods and events are
// described in docs/embedding.md. It draws nothing but what the page sees before the program runs,
// or when it can't run.

import { camel, isOn, OUTSIDE, SWITCHES, TEXTS } from "./attributes.js";
import { early, registerBase } from "./style.js";
import { askPage } from "./token.js";
import { apiBase, originOf, prefetch } from "./prefetch.js";
import { loadProgram, loadSandbox } from "./program.js";

const TAG = "machine-identity-editor";

/** Replaced by the build. */
const VERSION = typeof __VERSION__ === "undefined" ? "dev" : __VERSION__;

/** Importing this file where there is no DOM, as site generators do, defines nothing. */
const Base = globalThis.HTMLElement ?? class {};

class MachineIdentityEditor extends Base {
  static version = VERSION;
  static observedAttributes = [...TEXTS, ...SWITCHES];

  /** The mounted program; undefined until it is loaded and after the element was removed. */
  #mounted;
  #root;
  #token;
  #hasNewToken = false;
  #getToken;
  #prefetched;
  #state = "loading";
  #dirty = false;
  #isScheduled = false;
  #blamed = new Set();
  /** Counts mounts, so that a load that outlived its element has no effect. */
  #generation = 0;

  // A property for each attribute.
  static {
    const property = (name, get, set) =>
      Object.defineProperty(this.prototype, camel(name), {
        configurable: true,
        enumerable: true,
        get,
        set,
      });
    for (const name of TEXTS) {
      property(
        name,
        function () {
          return this.getAttribute(name) ?? "";
        },
        function (value) {
          if (value == null) this.removeAttribute(name);
          else if (["string", "number"].includes(typeof value)) this.setAttribute(name, value);
          else this.#blame(`${camel(name)} must be a string; it was ignored.`);
        },
      );
    }
    for (const name of SWITCHES) {
      property(
        name,
        function () {
          return isOn(this, name);
        },
        function (value) {
          // Frameworks pass the text of an attribute on to its property.
          this.toggleAttribute(name, !!value && value !== "false");
        },
      );
    }
  }

  constructor() {
    super();
    // A framework may have set properties before the class was defined. They would hide the
    // accessors of the prototype.
    const names = [...TEXTS, ...SWITCHES].map(camel);
    for (const name of [...names, "token", "getToken"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      // A constructor may not set attributes.
      queueMicrotask(() => (this[name] = value));
    }
  }

  /** One of `loading`, `waiting`, `ready`, `saving`, `unconfirmed`, `error`. */
  get state() {
    return this.#state;
  }

  /** Whether there are unsaved edits. */
  get dirty() {
    return this.#dirty;
  }

  get getToken() {
    return this.#getToken;
  }

  set getToken(value) {
    if (value != null && typeof value !== "function") {
      return this.#blame("getToken must be a function; it was ignored.");
    }
    this.#getToken = value ?? undefined;
    this.#asking = this.#started = undefined;
    this.#schedule();
  }

  /** Write-only, so that no script reads a token back from the element. */
  set token(value) {
    if (value != null && typeof value !== "string") {
      return this.#blame("token must be a string; it was ignored.");
    }
    this.#token = value || undefined;
    this.#hasNewToken = true;
    this.#schedule();
  }

  connectedCallback() {
    this.#attach();
    this.#schedule();
  }

  disconnectedCallback() {
    // Moving an element disconnects it for a moment; edits must survive that.
    queueMicrotask(() => {
      if (!this.isConnected) this.#unmount();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === "label") this.#name();
    this.#schedule();
  }

  focus(options) {
    if (!this.#mounted?.focus()) super.focus?.(options);
  }

  /** Reads the identity again; unsaved edits stay. Without a token it asks the page again. */
  reload() {
    if (this.#state === "waiting") this.#mounted?.askAgain();
    else this.#mounted?.reload();
  }

  /** Discards unsaved edits. */
  discard() {
    this.#mounted?.discard();
  }

  /** Acts like the Save button: the review and its consent still appear. */
  save() {
    this.#mounted?.save();
  }

  /** Page scripts often set several attributes and properties in a row; they are read once. */
  #schedule() {
    if (this.#isScheduled || !this.isConnected) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      if (!this.isConnected) return;
      if (this.#mounted) this.#guard(() => this.#update());
      else this.#mount();
    });
  }

  async #mount() {
    if (this.#generation % 2) return;
    const generation = ++this.#generation;
    this.#show("loading");
    const loading = loadProgram();
    this.#prefetch();
    try {
      const program = await loading;
      if (generation !== this.#generation) return;
      this.shadowRoot.adoptedStyleSheets = [program.sheet];
      this.#root.replaceChildren();
      const hooks = {
        emit: (name, detail) => this.#emit(name, detail),
        getToken: (origin, reason) => this.#first(origin) ?? this.#ask(origin, reason),
        loadSandbox: () => this.#sandbox(),
        take: (url, authorization) => this.#prefetched?.take(url, authorization),
      };
      this.#mounted = program.mount(this.#root, this.#options(), this.#takeToken(), hooks);
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#generation++;
      this.#fail(error);
    }
  }

  /** The address first: a token that was set with it belongs to it. */
  #update() {
    this.#mounted.update(this.#options());
    if (this.#hasNewToken) this.#mounted.setToken(this.#takeToken());
  }

  /** From here on only the program has the token. */
  #takeToken() {
    const token = this.#token;
    this.#token = undefined;
    this.#hasNewToken = false;
    return token;
  }

  #unmount() {
    if (this.#generation % 2) this.#generation++;
    this.#prefetched = undefined;
    this.#asking = this.#started = undefined;
    this.#takeToken();
    this.#mounted?.free();
    this.#mounted = undefined;
    this.#state = "loading";
    this.#dirty = false;
  }

  /** Everything that the program reads from the element. */
  #options() {
    const options = { hasGetToken: !!this.#getToken };
    for (const name of TEXTS) options[camel(name)] = this.getAttribute(name) ?? undefined;
    for (const name of SWITCHES) options[camel(name)] = isOn(this, name);
    // The style sheet and this script read the others.
    for (const name of OUTSIDE) delete options[name];
    return options;
  }

  /** Requests what the editor will read, while the program is still loading. */
  #prefetch() {
    const base = apiBase(this.getAttribute("gateway") ?? "");
    const identity = this.getAttribute("identity");
    // No token goes to what isn't a gateway's address: the program says what is wrong with it.
    const origin = base && originOf(base);
    if (!identity || !origin || !(this.#token || this.#getToken)) return;
    if (!this.#token) this.#started = { origin, answer: this.#ask(origin, "start") };
    const token = this.#token ?? this.#started.answer.then((it) => it.token);
    this.#prefetched = prefetch(base, identity, token);
  }

  /** What the page answered while the program was loading; the program asks for it once. */
  #first(origin) {
    const started = this.#started;
    this.#started = undefined;
    return started?.origin === origin ? started.answer : undefined;
  }
  #started;

  /** Asks the page for a token once, however many parts of the editor need one for a gateway. */
  #ask(origin, reason) {
    if (this.#asking?.origin === origin) return this.#asking.answer;
    const asking = { origin };
    asking.answer = askPage(this.#getToken, { origin, reason }).then((answer) => {
      if (this.#asking === asking) this.#asking = undefined;
      if (answer.fault) this.#blame(`getToken ${answer.fault}`, answer.cause);
      return answer;
    });
    this.#asking = asking;
    return asking.answer;
  }
  #asking;

  /** The page's sandbox, which has the identity that this element names. */
  async #sandbox() {
    const sandbox = await loadSandbox();
    sandbox.seed(this.getAttribute("identity") ?? "");
    return sandbox;
  }

  /** Fires an event; false when the page cancelled it. */
  #emit(name, detail) {
    if (name === "state-change") this.#state = detail.state;
    if (name === "dirty-change") this.#dirty = detail.dirty;
    const cancelable = name === "before-save";
    return this.dispatchEvent(
      new CustomEvent(name, { bubbles: true, composed: true, cancelable, detail }),
    );
  }

  /** Logs a fault of the page, which its author has to see; each once. */
  #blame(text, cause) {
    if (this.#blamed.has(text)) return;
    this.#blamed.add(text);
    console.error(`<${TAG}>: ${text}`, ...(cause === undefined ? [] : [cause]));
  }

  /** The program reports options that it can't use by throwing a text. */
  #guard(run) {
    try {
      run();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** With a label the editor is a region of that name. */
  #name() {
    if (!this.#root) return;
    const label = this.getAttribute("label");
    this.#root.role = label ? "region" : null;
    this.#root.ariaLabel = label || null;
  }

  #attach() {
    if (this.#root) return;
    this.#root = document.createElement("div");
    this.#root.className = "root";
    this.#root.part = "root";
    this.#name();
    // The editor speaks English, whatever the page does.
    this.#root.lang = "en";
    this.#root.dir = "ltr";
    // Without `delegatesFocus`: it scrolls to the first control when anything else is clicked.
    const shadow = this.attachShadow({ mode: "open" });
    if (globalThis.CSSStyleSheet?.prototype.replaceSync) shadow.adoptedStyleSheets = [early()];
    shadow.append(this.#root);
    // A portal's single-key shortcuts must not swallow what is typed into the editor.
    for (const type of ["keydown", "keypress", "keyup"]) {
      this.#root.addEventListener(type, (event) => {
        const isTyping = event.target?.matches?.("input, textarea, select, [contenteditable]");
        if (isTyping) event.stopPropagation();
      });
    }
  }

  /** What the page sees before the program runs: its own `loading` slot, or a line of ours. */
  #show(name, ...content) {
    const slot = document.createElement("slot");
    slot.name = name;
    const line = document.createElement("p");
    line.role = name === "error" ? "alert" : "status";
    line.append(...(content.length ? content : ["Loading the editor…"]));
    slot.append(line);
    this.#root.replaceChildren(slot);
  }

  /** Says why the program can't run, and leaves the page's fallback content beside it. */
  #fail(error) {
    console.error(`<${TAG}>`, error);
    this.#mounted?.free();
    this.#mounted = undefined;
    const content = [error?.pageFault ?? error?.message ?? String(error)];
    if (error?.offersReload) {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = "Reload the page";
      again.addEventListener("click", () => location.reload());
      content.push(" ", again);
    }
    this.#show("error", ...content);
    this.#root.append(document.createElement("slot"));
    this.#state = "error";
    this.#emit("state-change", { state: "error" });
    this.#emit("error", { code: error?.code ?? "start" });
  }
}

function define() {
  const first = customElements.get(TAG);
  if (!first) {
    registerBase();
    return customElements.define(TAG, MachineIdentityEditor);
  }
  first.others ??= new Set([first.version]);
  if (!first.others.has(VERSION)) {
    first.others.add(VERSION);
    console.warn(
      `<${TAG}>: version ${first.version} is already on this page; version ${VERSION} stays unused.`,
    );
  }
}

if (globalThis.customElements) define();

export { MachineIdentityEditor };
