/**
 * Spellings of a character that some decoder on the way to the program undoes and a filter in front of it may not:
 * overlong UTF-8 (forbidden by RFC 3629, section 3), `%u0027` as JavaScript's escape() and IIS write it, of full-width
 * forms (U+FF01 to U+FF5E) too, which a best fit maps to ASCII, repeated percent-encoding, character references.
 */
import type { Random } from "../lib/random.ts";

const hex = (byte: number) => byte.toString(16).padStart(2, "0");

/** An overlong form of a code point below 128: the fewest bytes would be one, these are two to four. */
export function overlong(code: number, bytes: 2 | 3 | 4): string {
  const last = 0x80 | (code & 0x3f);
  const next = 0x80 | (code >> 6);
  if (bytes === 2) return `%${hex(0xc0 | (code >> 6))}%${hex(last)}`;
  return bytes === 3 ? `%e0%${hex(next)}%${hex(last)}` : `%f0%80%${hex(next)}%${hex(last)}`;
}

type Spell = (code: number) => string;

type Spellings = readonly (readonly [spell: Spell, weight: number])[];

/** Those that a path may hold. */
const IN_PATHS: Spellings = [
  [(code) => overlong(code, 2), 6],
  [(code) => overlong(code, 3), 3],
  [(code) => overlong(code, 4), 1],
  [(code) => overlong(code, 2).replaceAll("%", "%25"), 2],
  [(code) => `%u00${hex(code)}`, 6],
  [(code) => `%U00${hex(code)}`, 0.5],
  [(code) => `%25u00${hex(code)}`, 0.7],
  [(code) => (code > 32 ? `%uff${hex(code - 0x20)}` : "%u3000"), 2],
  [(code) => `%25${hex(code)}`, 3],
  [(code) => `%2525${hex(code)}`, 1],
  [(code) => `%%${[...hex(code)].map((c) => hex(c.charCodeAt(0))).join("%")}`, 0.7],
];

/** Those that a value may hold. */
const IN_VALUES: Spellings = [
  ...IN_PATHS,
  [(code) => `&#${code};`, 1],
  [(code) => `&#x${hex(code)};`, 1],
  [(code) => `&#${String(code).padStart(7, "0")};`, 0.4],
  [(code) => `\\u00${hex(code)}`, 1.5],
  [(code) => `\\x${hex(code)}`, 1],
  [(code) => `0x${hex(code)}`, 0.3],
];

/** One payload keeps to one spelling, and to one case of its digits. */
function speller(rng: Random, spellings: Spellings): Spell {
  const spell = rng.weighted(spellings);
  if (rng.chance(0.6)) return spell;
  return (code) => {
    const spelt = spell(code);
    return spelt.startsWith("%") ? spelt.replace(/[a-f]/g, (digit) => digit.toUpperCase()) : spelt;
  };
}

/** Text with most of its marks, and sometimes its letters and digits, in another spelling. */
export function spelledText(rng: Random, text: string): string {
  const spell = speller(rng, IN_VALUES);
  const share = rng.pick([0, 0, 0.1, 0.5, 1]);
  return text.replace(/[ -~]/g, (c) =>
    rng.chance(/[a-z0-9]/i.test(c) ? share : 0.95) ? spell(c.charCodeAt(0)) : c,
  );
}

/** A path whose steps up, and sometimes the slashes behind them, are in another spelling. */
export function spelledSteps(rng: Random, path: string): string {
  const spell = speller(rng, IN_PATHS);
  return path.replace(rng.chance(0.5) ? /\.\.\/?/g : /\.\./g, (step) =>
    step.replace(/./g, (c) => spell(c.charCodeAt(0))),
  );
}
