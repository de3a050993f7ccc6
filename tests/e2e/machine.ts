// How fast the machine is at the moment.

/** Runs in the page: always the same work. Returns its milliseconds, about 20 on a fast idle machine. */
export function fixedWork(): number {
  const start = performance.now();
  let seed = 1;
  const next = () => (seed = (seed * 48_271) % 0x7fff_ffff);
  const texts = Array.from({ length: 40_000 }, () => String(next()));
  texts.sort();
  return performance.now() - start;
}
