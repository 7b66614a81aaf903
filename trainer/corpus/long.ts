/**
 * Long ordinary queries of every make: lists with any separator, nested JSON, bracketed and dotted names, tokens, addresses
 * in addresses, much text. A stretch of them is what an attack is told from (filter/features/stretch.ts), and of so many
 * stretches the strangest counts.
 */
import {
  adjective,
  brand,
  capital,
  noun,
  slug,
  verb,
  worldScript,
  worldWord,
} from "../../simulate/lib/names.ts";
import type { Random } from "../../simulate/lib/random.ts";
import {
  base64,
  base64url,
  chars,
  hex,
  jwt,
  letters,
  magnitude,
  uuid,
  version,
} from "../../simulate/lib/tokens.ts";
import { type EncodeStyle, percentEncode } from "../../simulate/values/percent.ts";

type Make = (rng: Random) => string;

const SEPARATORS = [
  ",",
  ",",
  ",",
  "|",
  ".",
  "~",
  "_",
  ";",
  ":",
  "-",
  "!",
  "*",
  " ",
  "/",
  "x",
  "@",
  ", ",
  "; ",
  "$",
  "^",
  "=",
  "+",
  "&",
  ">",
  "\n",
];
const ENCODINGS: readonly (readonly [EncodeStyle, number])[] = [
  ["upper", 5],
  ["form", 3],
  ["full", 1],
  ["none", 3],
  ["mixed", 1],
  ["double", 0.5],
];
const CONSONANTS = "b c ch d f g gr h j k kl l m n p pr qu r s sh st t th tr v w x z".split(" ");
const VOWELS = "a e i o u ee oo ou ia y".split(" ");

/** A word that hardly any list has. */
const syllables: Make = (rng) => {
  let word = "";
  for (let i = rng.int(1, 4); i > 0; i--) word += rng.pick(CONSONANTS) + rng.pick(VOWELS);
  return word + (rng.chance(0.5) ? rng.pick(CONSONANTS) : "");
};
/** What programs call the parameters of lists, searches, forms and links, whatever they are about. */
const PARAMETERS =
  `filter filters sort sorting order orderby page pages per_page pagesize limit offset start end from to since until after
  before cursor query search term q s where having column columns col field fields select include exclude expand embed
  group groupby range min max gt gte lt lte eq ne in not and or like contains type kind status state category categories
  cat tag tags id ids uid uuid guid key keys name names label title value values val data params param options option opts
  config settings attributes attr attrs properties props prop meta item items index idx i n x y z lat lng lon bbox zoom
  width height size color lang language locale country region city currency price amount total count qty quantity date
  time timestamp ts tz day month year week user users userid username email mail phone first last address zip code token
  auth session sid hash sig signature nonce state redirect return returnurl next back url uri link href path file files
  folder dir image img src source target ref referrer callback action method mode view tab step format output version v
  draw length regex searchable orderable variables operation extensions body content text message comment description
  subject note form submit csrf checked selected enabled visible active default parent child children root node level
  depth layer layers style styles theme font template layout utm campaign medium gclid fbclid device platform client app
  product products sku variant brand vendor store shop cart checkout shipping billing payment coupon discount rating
  review reviews author book event events job jobs map report chart metric metrics panel series interval step bucket
  score weight rank priority due assignee project projects issue issues branch commit sha repo`.split(/\s+/);
const parameter: Make = (rng) => rng.pick(PARAMETERS);
const WORDS: readonly Make[] = [
  parameter,
  parameter,
  noun,
  noun,
  adjective,
  verb,
  brand,
  syllables,
  syllables,
  syllables,
];
const word: Make = (rng) => rng.pick(WORDS)(rng);
const camel: Make = (rng) => word(rng) + capital(word(rng)) + (rng.chance(0.3) ? capital(word(rng)) : "");
const times = (rng: Random, least: number, most: number, make: Make) =>
  Array.from({ length: magnitude(rng, least, most) }, () => make(rng));

const NUMBERS: readonly Make[] = [
  (rng) => String(rng.int(0, 9)),
  (rng) => String(rng.int(0, 999)),
  (rng) => String(rng.int(1000, 9_999_999)),
  (rng) => String(rng.int(1_000_000_000, 4_000_000_000)) + String(rng.int(0, 999)),
  (rng) => (rng.float() * 1000).toFixed(rng.int(1, 6)),
  (rng) => `-${rng.int(1, 99)}`,
  (rng) => `${rng.int(1, 99)}%`,
];
const number: Make = (rng) => rng.pick(NUMBERS)(rng);

/** A list of things of one make, or of lists. */
function list(rng: Random, item: Make, most: number): string {
  return times(rng, 1, most, item).join(rng.pick(SEPARATORS));
}

function json(rng: Random, depth: number): string {
  if (depth > 2 || rng.chance(0.2))
    return rng.pick<Make>([
      number,
      (of) => JSON.stringify(times(of, 1, 4, word).join(" ")),
      (of) => JSON.stringify(camel(of)),
      (of) => JSON.stringify(url(of)),
      () => '""',
      () => "null",
      (of) => String(of.chance(0.5)),
      () => "[]",
      () => "{}",
    ])(rng);
  const inside = (make: Make) => times(rng, 1, 6, make).join(rng.chance(0.2) ? ", " : ",");
  if (rng.chance(0.4)) return `[${inside((of) => json(of, depth + 1))}]`;
  return `{${inside((of) => `"${of.chance(0.5) ? word(of) : camel(of)}":${json(of, depth + 1)}`)}}`;
}

const url: Make = (rng) =>
  `${rng.pick(["https", "https", "http"])}://${rng.pick(["www.", "", "cdn.", "m."])}${word(rng)}.${rng.pick(["example", "com", "de", "org", "io", "co.uk"])}` +
  `${times(rng, 1, 4, (of) => `/${of.pick<Make>([word, slug, number, camel])(of)}`).join("")}` +
  (rng.chance(0.5)
    ? `?${times(rng, 1, 5, (of) => `${word(of)}=${of.pick<Make>([word, number, token])(of)}`).join("&")}`
    : "") +
  (rng.chance(0.1) ? `#${rng.pick(["", "/", "!/"])}${word(rng)}` : "");

const token: Make = (rng) =>
  rng.pick<Make>([
    (of) => base64url(of, of.int(10, 300)),
    (of) => base64(of, of.int(8, 200)),
    (of) => hex(of, of.pick([16, 32, 40, 64, 128])),
    uuid,
    jwt,
    (of) => chars(of, of.int(6, 60)),
    (of) => `${chars(of, of.int(4, 20))}.${chars(of, of.int(4, 40))}.${chars(of, of.int(2, 20))}`,
    (of) => `${letters(of, 2).toUpperCase()}-${of.int(1000, 99_999)}-${of.int(1, 99)}`,
  ])(rng);

const prose: Make = (rng) => {
  const script = rng.chance(0.3) ? worldScript(rng) : undefined;
  const one = (of: Random) => (script ? worldWord(of, script) : word(of));
  return times(rng, 1, rng.chance(0.2) ? 300 : 40, one)
    .map(
      (of) =>
        (rng.chance(0.06) ? `${capital(of)}` : of) +
        (rng.chance(0.05) ? rng.pick([",", ".", "!", "?", ":", " -", "'s", ";"]) : ""),
    )
    .join(" ");
};

const date: Make = (rng) => {
  const at = new Date(rng.int(1_300_000_000, 1_900_000_000) * 1000).toISOString();
  return rng.pick([
    at,
    at.slice(0, 10),
    at.slice(0, 19),
    at.replace("T", " ").slice(0, 19),
    at.replace("Z", "+02:00"),
  ]);
};

const VALUES: readonly Make[] = [
  number,
  (rng) => list(rng, number, 60),
  (rng) => list(rng, (of) => list(of, number, 4), 20),
  // Units of advertisements by number, and what a page tells a network of itself (Google Publisher Tag, Google Ads).
  (rng) => times(rng, 1, 16, (of) => times(of, 2, 8, (to) => `/${to.int(0, 30)}`).join("")).join(","),
  (rng) =>
    times(rng, 2, 8, (of) => `${word(of)}_${word(of)}=${of.chance(0.4) ? "" : of.pick(SHORT)(of)}`).join(";"),
  (rng) => `\${${times(rng, 1, 4, word).join("_").toUpperCase()}}`,
  (rng) => list(rng, word, 30),
  (rng) => list(rng, camel, 12),
  (rng) => list(rng, token, 6),
  (rng) => list(rng, date, 5),
  (rng) =>
    list(
      rng,
      (of) =>
        `${word(of)}${of.pick(["=", ":", "-", "~", ">"])}${of.pick<Make>([word, number, (to) => `(${word(to)})`, (to) => `"${word(to)}"`, () => "/"])(of)}`,
      12,
    ),
  prose,
  prose,
  token,
  token,
  url,
  url,
  (rng) => json(rng, 0),
  (rng) => json(rng, 1),
  camel,
  (rng) => `${camel(rng)}_${number(rng)}`,
  () => "",
  (rng) => letters(rng, rng.int(1, 3)),
  (rng) => letters(rng, 1),
  (rng) => chars(rng, rng.int(1, 5)),
  parameter,
  date,
  (rng) => `${word(rng)}${rng.chance(0.3) ? `.${word(rng)}` : ""}@${word(rng)}.example`,
  (rng) => `{${word(rng)}_${word(rng)}}`,
  (rng) => `${word(rng)} (${word(rng)}) & ${word(rng)}`,
  (rng) => `${capital(word(rng))}'s ${word(rng)} "${word(rng)}"`,
  (rng) => `<p>${word(rng)}</p>`,
  (rng) => "<br>".repeat(magnitude(rng, 1, 60)),
  (rng) =>
    times(
      rng,
      1,
      8,
      (of) =>
        `<${of.pick(["b", "i", "li", "td", "em", "h2"])}>${word(of)}</${of.pick(["b", "i", "li", "td", "em", "h2"])}>`,
    ).join(""),
  (rng) =>
    `${(rng.float() * 180 - 90).toFixed(rng.int(3, 7))},${(rng.float() * 360 - 180).toFixed(rng.int(3, 7))}`,
  (rng) => `#/${word(rng)}/${word(rng)}?${word(rng)}=${number(rng)}`,
  (rng) => `${rng.pick(["fit", "w", "rs"])}:${rng.int(10, 2000)}:${rng.int(10, 2000)}/${word(rng)}`,
  (rng) => `v=${version(rng)};${word(rng)}=${word(rng)}`,
  (rng) =>
    times(
      rng,
      1,
      6,
      (of) => `${word(of)}.${of.int(1, 9)}.${of.int(1, 9)}|utm${letters(of, 3)}=(${word(of)})`,
    ).join("|"),
];

const NAMES: readonly Make[] = [
  word,
  parameter,
  camel,
  (rng) => letters(rng, rng.int(1, 3)),
  (rng) => `${word(rng)}.${rng.int(0, 20)}`,
  (rng) => `${letters(rng, 2)}.${word(rng)}_${word(rng)}`,
  (rng) => `${word(rng)}_${word(rng)}`,
  (rng) => `${word(rng)}-${word(rng)}`,
  (rng) => `${word(rng)}.${word(rng)}`,
  (rng) => `${word(rng)}:${word(rng)}`,
  (rng) => `$${word(rng)}`,
  (rng) => `_${word(rng)}`,
];

/** Names with brackets, as forms and tables send them; all of one query are of one make. */
const BRACKETED: readonly ((rng: Random, name: string, i: number) => string)[] = [
  (rng, name) => `${name}[${word(rng)}]`,
  (_, name) => `${name}[]`,
  (_, name, i) => `${name}[${i}]`,
  (rng, name, i) => `${name}[${i}][${parameter(rng)}]`,
  (rng, name, i) => `${name}[${i}][${word(rng)}][${word(rng)}]`,
  (rng, name) => `${name}[${word(rng)}][]`,
  (rng, name, i) => `${name}[${word(rng)}][${i}]`,
  (rng, name, i) => `${name}.${i}.${word(rng)}`,
];

/** What forms and tables send of a column: a word, a number, a flag. */
const SHORT: readonly Make[] = [
  (rng) => letters(rng, 1),
  (rng) => letters(rng, rng.int(1, 3)),
  (rng) => String(rng.int(0, 9)),
  number,
  word,
  parameter,
  (rng) => rng.pick(["true", "false", "on", "off", "asc", "desc", "yes", "no", "all", "null", ""]),
];

/** Parameters in a row, as they stand in a query. */
export function longQuery(rng: Random): string {
  const encoding = rng.weighted(ENCODINGS);
  const bracketed = rng.chance(0.3) ? rng.pick(BRACKETED) : undefined;
  const base = (rng.chance(0.5) ? parameter : word)(rng);
  const value = rng.chance(0.3) ? rng.pick(VALUES) : undefined;
  const isShort = rng.chance(bracketed ? 0.6 : 0.15);
  const constant = rng.chance(0.2) ? rng.pick(SHORT)(rng) : undefined;
  // Quotes, blanks and what would end the value are encoded everywhere.
  const written = (text: string) =>
    percentEncode(text, encoding, rng).replace(/[&#?\s]/g, (one) => percentEncode(one, "upper"));
  return Array.from({ length: magnitude(rng, 1, 24) }, (_, i) => {
    const name = bracketed ? bracketed(rng, rng.chance(0.8) ? base : word(rng), i) : rng.pick(NAMES)(rng);
    const isBare = encoding === "none" || rng.chance(0.3);
    return `${isBare ? name.replace(/[&#?\s]/g, "") : written(name)}=${written(isShort ? (constant ?? rng.pick(SHORT)(rng)) : (value ?? rng.pick(VALUES))(rng))}`;
  }).join("&");
}

/** An ordinary target with a long query. */
export function longTarget(rng: Random): string {
  const path = times(rng, 1, 3, (of) => `/${of.pick<Make>([word, slug, camel])(of)}`).join("");
  return `${path}${rng.pick(["", "", ".php", ".aspx", "/", ".json", ".html"])}?${longQuery(rng)}`;
}
