import { privateV4, publicV4 } from "./address.ts";
import { day, hour } from "./clock.ts";
import {
  account,
  adjective,
  brand,
  capital,
  city,
  domain,
  email,
  hostName,
  login,
  noun,
  searchPhrase,
  sentence,
  slug,
  verb,
  worldWord,
} from "./names.ts";
import type { Random } from "./random.ts";
import { base64, base64url, digits, hex, jwt, letters, magnitude, uuid, version } from "./tokens.ts";
import { COUNTRIES, LANGUAGES } from "./words/places.ts";

/**
 * Templates with gaps: tables of them are how the simulators know what lines and paths look like.
 *
 *   {noun}        a gap by name (GAPS below)          {3..50}       a whole number between, both included
 *   {a|b {n}|c}   one of the templates                {hex:12}      twelve of that alphabet (also HEX, digits, az, b64, b64pct, b64u)
 *   {name}        what the caller's own gaps say, before the common ones
 */
export type Gaps = Readonly<Record<string, string | ((rng: Random) => string)>>;

const extensions = [
  "txt",
  "log",
  "json",
  "xml",
  "yml",
  "conf",
  "csv",
  "tmp",
  "dat",
  "db",
  "sock",
  "pid",
  "gz",
  "jpg",
  "pdf",
];
const directories = [
  "/var/log",
  "/var/lib",
  "/tmp",
  "/opt",
  "/srv",
  "/home",
  "/etc",
  "/usr/lib",
  "/data",
  "/mnt/backup",
  "/var/cache",
  "/run",
];

/** Gaps known everywhere. */
const GAPS: Record<string, (rng: Random) => string> = {
  noun,
  adj: adjective,
  verb,
  city,
  brand,
  domain,
  email,
  login,
  user: account,
  host: (rng) => hostName(rng),
  Noun: (rng) => capital(noun(rng)),
  Adj: (rng) => capital(adjective(rng)),
  Verb: (rng) => capital(verb(rng)),
  NOUN: (rng) => noun(rng).toUpperCase(),
  Class: (rng) => capital(adjective(rng)) + capital(noun(rng)),
  camel: (rng) => verb(rng) + capital(noun(rng)),
  snake: (rng) => `${noun(rng)}_${noun(rng)}`,
  slug: (rng) => slug(rng),
  longslug: (rng) => slug(rng, 4, 10),
  sentence: (rng) => sentence(rng),
  phrase: (rng) => searchPhrase(rng),
  q: (rng) => formEncode(searchPhrase(rng), rng.chance(0.5)),
  world: (rng) => worldWord(rng),
  worldpct: (rng) => encodeURIComponent(worldWord(rng)),
  id: (rng) => `${magnitude(rng, 1, 3_000_000)}`,
  n: (rng) => `${rng.int(1, 20)}`,
  big: (rng) => `${magnitude(rng, 1000, 5_000_000_000)}`,
  count: (rng) => `${magnitude(rng, 1, 20000)}`,
  pid: (rng) => `${magnitude(rng, 200, 4_000_000)}`,
  port: (rng) => `${rng.int(1024, 65535)}`,
  pct: (rng) => `${rng.int(0, 100)}`,
  ms: (rng) => `${magnitude(rng, 1, 4000)}`,
  slowms: (rng) => `${magnitude(rng, 5000, 90000)}`,
  sec: (rng) => (rng.float() ** 4 * 60).toFixed(rng.int(1, 3)),
  float: (rng) => (rng.float() * 100).toFixed(rng.int(1, 4)),
  ip: publicV4,
  priv: (rng) => privateV4(rng),
  uuid,
  jwt,
  version,
  year: (rng) => `${rng.int(2005, 2026)}`,
  month: (rng) => `${rng.int(1, 12)}`.padStart(2, "0"),
  dd: (rng) => `${rng.int(1, 28)}`.padStart(2, "0"),
  date: (rng) => day(rng.int(1_200_000_000, 1_790_000_000)),
  cdate: (rng) => day(rng.int(1_200_000_000, 1_790_000_000), "compact"),
  clock: (rng) => hour(rng.int(0, 86399)),
  epoch: (rng) => `${rng.int(1_500_000_000, 1_790_000_000)}`,
  epochms: (rng) => `${rng.int(1_500_000_000_000, 1_790_000_000_000)}`,
  country: (rng) => rng.pick(COUNTRIES),
  lang: (rng) => rng.pick(LANGUAGES),
  file: (rng) => `${slug(rng, 1, 3)}.${rng.pick(extensions)}`,
  path: (rng) => `${rng.pick(directories)}/${noun(rng)}/${slug(rng, 1, 2)}.${rng.pick(extensions)}`,
  url: (rng) => `https://${domain(rng)}/${slug(rng, 1, 4)}`,
  kib: (rng) => `${magnitude(rng, 4, 900_000)}`,
};

/** Alphabets for `{name:length}`. */
const SIZED: Record<string, (rng: Random, length: number) => string> = {
  hex,
  HEX: (rng, length) => hex(rng, length).toUpperCase(),
  digits,
  az: letters,
  b64: base64,
  b64pct: (rng, length) => encodeURIComponent(base64(rng, length)),
  b64u: base64url,
};

type Part = string | ((rng: Random, own: Gaps | undefined) => string);
const compiled = new Map<string, readonly Part[]>();

/** Fills a template's gaps. Throws on an unknown gap, which is a mistake in a table. */
export function fill(rng: Random, template: string, own?: Gaps): string {
  let parts = compiled.get(template);
  if (!parts) {
    parts = compile(template);
    compiled.set(template, parts);
  }
  return join(rng, parts, own);
}

function compile(template: string): readonly Part[] {
  const parts: Part[] = [];
  let literal = "";
  for (let at = 0; at < template.length; at++) {
    const close = template[at] === "{" ? closing(template, at) : -1;
    if (close < 0) {
      literal += template[at];
      continue;
    }
    const part = braced(template.slice(at + 1, close), template);
    if (part === undefined) {
      literal += "{";
      continue;
    }
    parts.push(literal, part);
    literal = "";
    at = close;
  }
  parts.push(literal);
  return parts.filter((part) => part !== "");
}

/** Where the brace that opens at `open` is closed, -1 if nowhere. */
function closing(template: string, open: number): number {
  let depth = 0;
  for (let at = open; at < template.length; at++) {
    if (template[at] === "{") depth++;
    else if (template[at] === "}" && --depth === 0) return at;
  }
  return -1;
}

/** A gap, a choice between templates, or undefined where the braces are the line's own (JSON, prose). */
function braced(content: string, template: string): Part | undefined {
  const choices = content.startsWith(`"`) ? [content] : alternatives(content);
  if (choices.length > 1) {
    const compiledChoices = choices.map(compile);
    return (rng, own) => join(rng, rng.pick(compiledChoices), own);
  }
  if (/["=]|^\s|\s$/.test(content)) return undefined;
  if (!/^[\w.:-]+$/.test(content)) {
    const group = compile(content);
    return (rng, own) => join(rng, group, own);
  }
  // A choice of one number is that number.
  if (/^\d+$/.test(content)) return () => content;
  return gap(content, template);
}

/** Splits at the bars that are in no inner braces. */
function alternatives(content: string): string[] {
  const found = [""];
  let depth = 0;
  for (const c of content) {
    if (c === "{") depth++;
    if (c === "}") depth--;
    if (c === "|" && depth === 0) found.push("");
    else found[found.length - 1] += c;
  }
  return found;
}

function join(rng: Random, parts: readonly Part[], own: Gaps | undefined): string {
  let text = "";
  for (const part of parts) text += typeof part === "string" ? part : part(rng, own);
  return text;
}

function gap(name: string, template: string): Part {
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(name);
  if (range) return (rng) => `${rng.int(Number(range[1]), Number(range[2]))}`;
  const [alphabet = "", length] = name.split(":");
  const sized = length === undefined ? undefined : SIZED[alphabet];
  if (sized) return (rng) => sized(rng, Number(length));
  return (rng, own) => {
    const mine = own?.[name];
    if (mine !== undefined) return typeof mine === "string" ? mine : mine(rng);
    const common = GAPS[name];
    if (!common) throw new Error(`no gap {${name}} for the template: ${template}`);
    return common(rng);
  };
}

/** As a browser's form (`+` for a space) or its address bar (`%20`) encodes a value. */
export function formEncode(text: string, plus: boolean): string {
  const encoded = encodeURIComponent(text).replace(/[!'()~]/g, (c) =>
    plus ? `%${c.charCodeAt(0).toString(16).toUpperCase()}` : c,
  );
  return plus ? encoded.replaceAll("%20", "+") : encoded;
}
