// Requests what the editor reads first, while the program is still loading.
//
// The program takes over the answers unread, so no secret becomes a string of this script. A request
// whose address or token isn't the one that the program would use is never taken, and has no effect.

/** How long an answer stays usable, in milliseconds: later, the editor reads again. */
const FRESH = 15_000;

/** How long an answer may take, in milliseconds. */
const DEADLINE = 30_000;

/** A name as a path segment, encoded the way the program encodes it. */
const segment = (name) =>
  encodeURIComponent(name).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** What the program takes as a gateway's address (`ApiBase::parse`). */
const ADDRESS = /^https?:\/\/[^\s\\/?#@:\0-\x1f\x7f][^\s\\?#@\0-\x1f\x7f]*$/i;

/**
 * The address of the API: `gateway` with or without `/api`; this origin's when empty. Undefined for what
 * isn't an address, `sandbox` included.
 */
export function apiBase(gateway) {
  const text = gateway.trim();
  if (text && !ADDRESS.test(text)) return undefined;
  const base = text.replace(/\/+$/, "");
  return base.endsWith("/api") ? base : `${base}/api`;
}

/** The origin that a token for this API goes to; undefined for an address that no browser can read. */
export function originOf(base) {
  try {
    return new URL(base, document.baseURI).origin;
  } catch {
    return undefined;
  }
}

/**
 * Starts the requests as soon as `token` (a string, or a promise of one) is there.
 * `take(url, authorization)` gives the promise of an answer, once.
 */
export function prefetch(base, identity, token) {
  const name = segment(identity);
  const urls = [
    "/userinfo",
    "/serverinfo",
    `/machineidentities/${name}`,
    `/machineidentities/${name}/credentials`,
    "/connections",
    "/attributes?page=1&page_size=100",
  ].map((path) => base + path);
  const answers = new Map();
  const since = performance.now();
  const start = (text) => {
    // Anything else is for the program to judge.
    if (!/^[\x21-\x7e]+$/.test(text ?? "")) return;
    const authorization = `Bearer ${text}`;
    for (const url of urls) {
      const answer = fetch(url, {
        headers: { Accept: "application/json", Authorization: authorization },
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(DEADLINE),
      });
      answer.catch(() => {});
      answers.set(url, { authorization, answer });
    }
  };
  if (typeof token === "string") start(token);
  else token.then(start);
  return {
    take(url, authorization) {
      const found = answers.get(url);
      answers.delete(url);
      const isFresh = performance.now() - since < FRESH;
      return isFresh && found?.authorization === authorization ? found.answer : undefined;
    },
  };
}
