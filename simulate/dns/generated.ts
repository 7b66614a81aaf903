/** Names that malware makes: by chance, out of syllables, words or digests, or out of a known name. */
import { domain, noun } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { chars, hex } from "../lib/tokens.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const CONSONANTS = "bcdfghjklmnpqrstvwxz";
const VOWELS = "aeiouy";

/** Endings that one family uses, out of which each of its names draws one. */
const ENDINGS: readonly (readonly string[])[] = [
  ["com"],
  ["net"],
  ["com", "net", "org"],
  ["ru", "su", "cc"],
  ["top", "xyz", "pw"],
  ["biz", "info", "com"],
  ["com", "net", "org", "info", "biz"],
  ["ru", "in", "com", "net"],
  ["kz"],
  ["eu", "us", "be", "tf", "yt"],
  ["bit", "de", "ru", "sc", "im", "tv", "la"],
  ["co.uk", "com", "de", "net"],
  ["life"],
  ["space", "site", "online"],
  ["ddns.net", "duckdns.org"],
  ["dyndns.org", "mooo.com", "yi.org"],
];

type Maker = (rng: Random) => string;

/** Of a length that the family draws for each name. */
function drawnFrom(alphabet: string, least: number, most: number): Maker {
  return (rng) => chars(rng, rng.int(least, most), alphabet);
}

/** A family's way of making names, with the habits that all its names share. */
function drawMaker(rng: Random): Maker {
  const length = rng.int(7, 24);
  const spread = rng.chance(0.4) ? 0 : rng.int(1, 6);
  const least = Math.max(6, length - spread);
  return rng.weighted<() => Maker>([
    [() => drawnFrom(LETTERS, least, length + spread), 46],
    [() => drawnFrom(LETTERS + DIGITS, Math.max(9, least), length + spread + 2), 14],
    [() => drawnFrom(LETTERS.slice(0, rng.int(12, 18)), Math.max(10, least), Math.max(12, length)), 4],
    [
      () => {
        const size = rng.pick([8, 12, 16, 32]);
        return (own) => hex(own, size);
      },
      8,
    ],
    [
      () => {
        const syllables = rng.int(3, 6);
        const end = rng.pick(["", "", "n", "s", "x"]);
        return (own) =>
          Array.from({ length: syllables }, () => own.pick([...CONSONANTS]) + own.pick([...VOWELS])).join(
            "",
          ) + end;
      },
      12,
    ],
    [
      () => {
        const join = rng.pick(["", "", "-"]);
        return (own) => noun(own) + join + noun(own);
      },
      6,
    ],
    [
      () => {
        const tail = chars(rng, rng.int(12, 22), LETTERS);
        return (own) => chars(own, 4, LETTERS) + tail;
      },
      5,
    ],
    [
      () => {
        const known = (domain(rng).split(".")[0] as string).padEnd(8, chars(rng, 8, LETTERS));
        return (own) => {
          const at = own.int(0, known.length - 2);
          return known.slice(0, at) + chars(own, 2, LETTERS) + known.slice(at + 2);
        };
      },
      3,
    ],
  ])();
}

/** Draws a family; each call of what it returns makes another name. */
export function drawFamily(rng: Random): () => string {
  const endings = rng.pick(ENDINGS);
  const make = drawMaker(rng);
  const own = rng.fork("family");
  return () => `${make(own)}.${own.pick(endings)}`;
}
