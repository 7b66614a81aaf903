/**
 * Ordinary parameters of words that no list has. Attacks are full of names drawn at random; unless ordinary requests have
 * such names as well, each rare trigram speaks for an attack.
 */
import { grammar } from "../../simulate/lib/grammar.ts";
import { LEXICON } from "../../simulate/lib/lexicon.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { percentEncode } from "../../simulate/values/percent.ts";

const RULES = grammar({
  ...LEXICON,
  word: ["«rnd»", "«rnd»", "«rnd»", "«Rnd»", "«rnd2»", "«noun»"],
  value: [
    ["«word»", 14],
    ["«word» «word»", 6],
    ["«word» «word» «word»", 2],
    ["«Rnd» «Rnd»«int»", 1],
    ["«rnd»@«rnd».«tld»", 5],
    ["«rnd»«.|_|-»«rnd»@«rnd».«tld»", 3],
    ["«rnd»«int»", 3],
    ["«int»«rnd2»", 1],
    ["«rndmix»", 4],
    ["«hex8»", 1],
    ["«rnd»-«rnd»", 3],
    ["-«rnd»", 1],
    ["«rnd»_«rnd»", 3],
    ["«rnd».«rnd»", 2],
    ["«rnd».«tld»", 2],
    ["«letter»", 2],
    ["«Letter»«digit»", 1],
    ["«Rnd» «int», «Rnd»", 2],
    ["«word» «word», s/n,", 1],
    ["«rnd»'«rnd»", 1],
    ["«rnd», «rnd»", 2],
    ["«rnd»/«rnd»", 1],
    ["«rnd»:«rnd»", 1],
    ["«int».«int»", 1],
    ["(«rnd»)", 0.5],
    ["«rnd»!", 0.5],
    ["«rnd».«page»", 1],
  ],
  name: ["«noun»", "«noun»", "«rnd»", "«rnd2»", "«letter»", "«rnd»_«noun»", "«noun»«Rnd»"],
  page: ["html", "htm", "jpg", "png", "gif", "css", "js", "pdf", "svg", "webp", "woff2", "mp4", "json"],
});

/** A path with one to four such parameters. */
export function withMadeUp(rng: Random, path: string): string {
  const parameters = Array.from({ length: rng.int(1, 4) }, () => {
    const value = percentEncode(RULES(rng, "value"), rng.pick(["upper", "form", "full", "minimal"]));
    return `${RULES(rng, "name")}=${value}`;
  });
  return `${path}?${parameters.join("&")}`;
}
