/** The filter's hashes, for keys and words (filter/text/hash.ts). */

/** FNV-1a, 32 bits, of a text's UTF-8 bytes. */
export function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Names of the dense features and log types, in order: weights are learnt for them. */
export function featuresHash({
  dense,
  kinds,
}: {
  dense: readonly string[];
  kinds: readonly string[];
}): string {
  return fnv([...dense, ...kinds].join()).toString(16);
}

/** A word as the filter folds it before a look-up: lower case, digits as `0`, at most two in a row. */
export function foldWord(word: string): string {
  return word.toLowerCase().replace(/[0-9]/g, "0").replace(/0{3,}/g, "00");
}
