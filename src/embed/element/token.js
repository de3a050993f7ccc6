// Asks the page for an access token.

/** How long the page may take to give one, in milliseconds. */
const DEADLINE = 30_000;

/**
 * Calls the page's `getToken({ origin, reason })`, which gives a token or a promise of one.
 *
 * Resolves to `{ token }`, or to `{ fault, cause }` when the page's function is at fault: the
 * gateway must not be blamed for it. Never rejects. `{}` means that the page has no token now.
 */
export async function askPage(getToken, question) {
  if (!getToken) return {};
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(
      () => resolve({ fault: `did not answer within ${DEADLINE / 1000} seconds.` }),
      DEADLINE,
    );
  });
  const answer = (async () => {
    try {
      const token = await getToken(question);
      if (token == null || token === "") return {};
      if (typeof token === "string") return { token };
      return { fault: `gave ${typeof token === "object" ? "an object" : `a ${typeof token}`} instead of a string.` };
    } catch (cause) {
      return { fault: "failed.", cause };
    }
  })();
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  return first;
}
