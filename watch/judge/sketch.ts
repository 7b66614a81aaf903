/**
 * Sizes of sets out of their least hashes.
 *
 * Of a set its 256 least hashes are kept (32 bits, spread evenly): below 256 they are the set, beyond they tell its size to
 * some 6 %. Two sets' least hashes make the least hashes of both together, in whatever order and however often.
 * Source: Bar-Yossef et al., Counting Distinct Elements in a Data Stream (RANDOM 2002).
 */
export const MOST_HASHES = 256;
const HASHES = 2 ** 32;

/** The least hashes of both. */
export function together(one: readonly number[], other: readonly number[]): number[] {
  return [...new Set([...one, ...other])].sort((a, b) => a - b).slice(0, MOST_HASHES);
}

/** How many values the set has. */
export function sizeOf(hashes: readonly number[]): number {
  if (hashes.length < MOST_HASHES) return hashes.length;
  const largest = (hashes.at(-1) as number) + HASHES / 2;
  return Math.round(((MOST_HASHES - 1) * HASHES) / Math.max(largest, 1));
}
