/** Keys with the hash of another: FNV-1a can be run backwards, so finding one takes a moment and no luck. */
import { fnv } from "../../trainer/model/hash.ts";

const LETTERS = Buffer.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
const PRIME = 0x01000193;
/** What undoes a multiplication by the prime, modulo 2^32. */
const INVERSE = 0x359c449b;

/** By prefix: the hash after it and three letters, and those letters. */
const AHEAD = new Map<string, Map<number, string>>();

/**
 * A text that begins with `prefix`, goes on with six letters, and has the hash of `text`; not `text` itself.
 *
 * Three letters on from the prefix's hash, three back from the text's: of 2^36 pairs some sixteen meet.
 */
export function colliding(text: string, prefix: string): string {
  const ahead = AHEAD.get(prefix) ?? walked(fnv(prefix));
  AHEAD.set(prefix, ahead);
  const stop = fnv(text);
  for (const f of LETTERS)
    for (const e of LETTERS)
      for (const d of LETTERS) {
        const middle = ahead.get(back(back(back(stop, f), e), d));
        const found = middle && `${prefix}${middle}${String.fromCharCode(d, e, f)}`;
        if (found && found !== text) return found;
      }
  throw new Error(`nothing that begins with ${prefix} has the hash of ${text}: choose another beginning`);
}

function walked(start: number): Map<number, string> {
  const ahead = new Map<number, string>();
  for (const a of LETTERS)
    for (const b of LETTERS)
      for (const c of LETTERS) ahead.set(forth(forth(forth(start, a), b), c), String.fromCharCode(a, b, c));
  return ahead;
}

function forth(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, PRIME) >>> 0;
}

function back(hash: number, byte: number): number {
  return (Math.imul(hash, INVERSE) ^ byte) >>> 0;
}
