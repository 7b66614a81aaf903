/** Disguises: white space, case, comments, operators, encodings inside the payload. */
import type { Random } from "../lib/random.ts";

const SPACES: readonly string[] = [
  "/**/",
  "/**/",
  "/**/",
  "/**/",
  "+",
  "%20",
  "%09",
  "%0a",
  "%0b",
  "%0c",
  "%0d",
  "%0d%0a",
  "%a0",
  "\t",
  "\n",
  "\r\n",
  "  ",
  "   ",
  "/*!*/",
  "/*_*/",
  "/**_**/",
  "/*!50000*/",
  "()",
  "--%0a",
  "%23%0a",
  "%00",
  "/*\n*/",
  "\u00a0",
  "/*//*/",
];
const KEYWORD =
  /\b(select|union|all|from|where|and|or|insert|into|update|delete|drop|table|order|group|by|having|limit|case|when|then|else|end|null|sleep|benchmark|waitfor|delay|exec|declare|concat|information_schema|substring|substr|ascii|count|char|chr|like|between|not|if|version|database|user)\b/gi;

/** Case of every letter drawn by lot. */
function randomCase(rng: Random, text: string): string {
  let out = "";
  for (const letter of text) out += rng.chance(0.5) ? letter.toUpperCase() : letter.toLowerCase();
  return out;
}

function onKeywords(rng: Random, text: string, share: number, change: (keyword: string) => string): string {
  return text.replace(KEYWORD, (keyword) => (rng.chance(share) ? change(keyword) : keyword));
}

function splitKeyword(rng: Random, keyword: string, by: string): string {
  const at = rng.int(1, Math.max(1, keyword.length - 1));
  return keyword.slice(0, at) + by + keyword.slice(at);
}

const unicodePercent = (text: string) =>
  text.replace(/[\s\S]/g, (c) => `%u00${c.charCodeAt(0).toString(16).padStart(2, "0").slice(-2)}`);

type Tamper = readonly [change: (rng: Random, text: string) => string, weight: number];

const TAMPERS: readonly Tamper[] = [
  [(rng, text) => text.replaceAll(" ", rng.pick(SPACES)), 10],
  [(rng, text) => text.replace(/ /g, () => rng.pick(SPACES)), 3],
  [
    (rng, text) =>
      text.replace(/ /g, () => `/*${randomCase(rng, rng.pick(["", "a", "foo", "xyz", "qwe"]))}*/`),
    3,
  ],
  [
    (rng, text) =>
      text.replace(
        / /g,
        () => `${rng.pick(["--", "#"])}${randomCase(rng, "abcxyz").slice(0, rng.int(1, 6))}\n`,
      ),
    2,
  ],
  [(rng, text) => onKeywords(rng, text, 1, (k) => randomCase(rng, k)), 8],
  [(rng, text) => randomCase(rng, text), 3],
  [(_, text) => text.toLowerCase(), 14],
  [(_, text) => text.toUpperCase(), 5],
  [
    (rng, text) =>
      onKeywords(rng, text, 0.8, (k) => `/*!${rng.pick(["", "", "50000", "12345", "00000", "40000"])}${k}*/`),
    5,
  ],
  [
    (rng, text) =>
      onKeywords(rng, text, 0.7, (k) =>
        splitKeyword(rng, k, rng.pick(["/**/", "/**/", "%00", "%0b", "<>", "%"])),
      ),
    3,
  ],
  [(rng, text) => onKeywords(rng, text, 0.8, (k) => splitKeyword(rng, k, k)), 2],
  [(_, text) => text.replace(/ and /gi, " && ").replace(/ or /gi, " || "), 3],
  [
    (rng, text) => text.replaceAll("=", rng.pick([" LIKE ", " RLIKE ", " REGEXP ", " IN ", "<=>", " like "])),
    3,
  ],
  [(_, text) => text.replace(/>/g, " NOT BETWEEN 0 AND "), 2],
  [
    (rng, text) =>
      text.replaceAll(
        "'",
        rng.pick([
          "%bf%27",
          "\\'",
          "''",
          "%ef%bc%87",
          "%u0027",
          "%2527",
          "%00%27",
          "\u02b9",
          "\u2019",
          "&#39;",
          "&apos;",
          "%c0%a7",
        ]),
      ),
    4,
  ],
  [(_, text) => text.replaceAll(" ", ""), 1],
  [
    (rng, text) =>
      text.replace(/([a-z_])\(/gi, (_, end) => `${end}${rng.pick([" ", "  ", "/**/", "%0a", "\n", "%20"])}(`),
    2,
  ],
  [(rng, text) => text.replace(/\b[a-z_]+(?=\()/gi, (name) => randomCase(rng, name)), 2],
  [(rng, text) => onKeywords(rng, text, 1, unicodePercent), 1],
  [(_, text) => unicodePercent(text), 1],
  [(rng, text) => onKeywords(rng, text, 1, (k) => k.replace(/./g, (c) => `%${c}`)), 1],
  [(_, text) => text.replace(/\(/g, " ( ").replace(/\)/g, " ) "), 1],
  [(_, text) => text.replace(/union (all )?select/i, "union/**_**/(select").concat(")"), 1],
  [(rng, text) => `${"A".repeat(rng.int(20, 400))}${text}`, 0.5],
  [(_, text) => Buffer.from(text).toString("base64"), 0.4],
];
const WEIGHTED = TAMPERS.map(([change, weight]) => [change, weight] as const);

const PLAIN_SHARE = 0.68;

/** The payload, most often as it is, else in one disguise, seldom in two. */
export function tamperSql(rng: Random, payload: string): string {
  if (rng.chance(PLAIN_SHARE)) return payload;
  const once = rng.weighted(WEIGHTED)(rng, payload);
  return rng.chance(0.15) ? rng.weighted(WEIGHTED)(rng, once) : once;
}
