/** JSON web tokens without an algorithm, which a careless verifier believes unsigned (RFC 7519, section 6). */
import { grammar } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";

const RULES = grammar({
  ...LEXICON,
  head: [
    ['{"alg":"«none»","typ":"JWT"}', 6],
    ['{"typ":"JWT","alg":"«none»"}', 3],
    ['{"alg":"«none»"}', 3],
    ['{"alg":"«none»","kid":"«int»"}', 1],
  ],
  none: ["none", "none", "None", "NONE", "nOnE", "NoNe"],
  claims: [
    '{"sub":"«noun»","admin":true}',
    '{"user":"admin","iat":«big»}',
    '{"role":"admin","id":«int»}',
    '{"username":"«rnd»","isAdmin":1}',
  ],
});

const encoded = (text: string) => Buffer.from(text).toString("base64url");

/** A token without an algorithm; most have no signature either. */
export function unsignedToken(rng: Random): string {
  const signature = rng.chance(0.85) ? "" : RULES(rng, "rndmix");
  return `${encoded(RULES(rng, "head"))}.${encoded(RULES(rng, "claims"))}.${signature}`;
}
