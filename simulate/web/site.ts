import { fill, formEncode, type Gaps } from "../lib/fill.ts";
import { brand, domain, noun, worldScript, worldWord } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { chars, hex, magnitude } from "../lib/tokens.ts";
import { LANGUAGES } from "../lib/words/places.ts";
import { hardNegativeValue, ordinaryValue } from "../values/index.ts";
import { drawFormat, type Format, type ServerFacts } from "./format.ts";
import { MORE_SITE_KINDS } from "./more-site-kinds.ts";
import { SITE_KINDS, type SiteKind } from "./site-kinds.ts";
import { gapsAt } from "./software/gaps.ts";
import { drawMount, drawSoftware } from "./software/request.ts";
import { allSoftware } from "./software/software.ts";
import { siteKindOf } from "./software-kind.ts";

/** What an answer to a target looks like, the same each time it is asked for. */
interface Answer {
  bytes: number;
  ms: number;
}

/** One web site on one server, with its pages, its style and its log format. */
export interface Site {
  kind: SiteKind;
  facts: ServerFacts;
  origin: string;
  format: Format;
  /** The most visited first. */
  pages: readonly string[];
  assets: readonly string[];
  media: readonly string[];
  /** The site's own gaps for `fill`. */
  gaps: Gaps;
  /** Everything but files goes through one script: unknown paths answer 200. */
  catchAll: boolean;
  /** Where unauthenticated requests are sent, for sites behind a login. */
  loginPath: string | undefined;
  /** Status for what isn't there. */
  missing: number;
  /** Whether the proxy in front writes the whole address into the request line, as to another proxy. */
  isAbsolute: boolean;
  page(rng: Random): string;
  answer(target: string): Answer;
}

/** Bytes of the page that a site shows for whatever it does not know, where it answers 200 to all. */
export const pageForAll = (site: Site): number => site.answer("/index.html").bytes;

/** Whether that page is the only one there is, and a script draws the others in it. */
export const drawsPages = (site: Site): boolean => site.catchAll && site.kind.calls !== undefined;

const ALL_KINDS: readonly SiteKind[] = [...SITE_KINDS, ...MORE_SITE_KINDS];
const SITE_WEIGHTS = ALL_KINDS.map((kind) => [kind, kind.weight] as const);

/** Share of sites whose requests name the site's own host in the request line. */
const ABSOLUTE_SHARE = 0.025;
/** Share of sites that are an application, whose requests are known one by one. */
const SOFTWARE_SHARE = 0.3;

function drawKind(rng: Random, name?: string): SiteKind {
  const known = ALL_KINDS.find((kind) => kind.name === name);
  if (known) return known;
  const named = allSoftware().find((software) => software.name === name);
  if (!named && !rng.chance(SOFTWARE_SHARE)) return rng.weighted(SITE_WEIGHTS);
  const software = named ?? drawSoftware(rng);
  return siteKindOf({ software, mount: drawMount(rng, software) });
}

/** Draws a site; of a given kind, or with a given application, when one is named. */
export function drawSite(rng: Random, name?: string): Site {
  const kind = drawKind(rng, name);
  const facts: ServerFacts = {
    host: hostOf(rng, kind),
    offset: rng.chance(0.6)
      ? 0
      : rng.pick([-480, -420, -300, -240, -180, 60, 60, 120, 120, 180, 210, 330, 480, 540, 600]),
    tls: rng.chance(0.7),
  };
  const script = worldScript(rng);
  const constants: Record<string, string> = {
    v: rng.chance(0.5) ? hex(rng, 8) : `${rng.int(1, 9)}.${rng.int(0, 20)}`,
    ext: rng.pick(kind.extensions ?? [""]),
    lang2: rng.pick(LANGUAGES),
    site: brand(rng).replace(/\W/g, ""),
    tenant: brand(rng),
    proj: noun(rng).slice(0, 4).toUpperCase(),
  };
  const gaps: Gaps = {
    ...constants,
    word: (r) => wireWord(r, script),
    query: (r) => ordinaryQuery(r),
    ...(kind.installed ? gapsAt(rng, facts.host) : {}),
  };
  const pages = expandAll(rng, some(rng, kind.pages, 0.6), gaps, rng.int(20, 160));
  const assets = [...new Set(some(rng, kind.assets, 0.75).map((template) => fill(rng, template, gaps)))];
  const media = expandAll(rng, some(rng, kind.media, 0.7), gaps, rng.int(10, 120));
  const salt = rng.uint32();
  const slowness = 2 ** rng.normal(0, 1.5);
  return {
    kind,
    facts,
    origin: `${facts.tls ? "https" : "http"}://${facts.host}`,
    format: drawFormat(rng, facts),
    pages,
    assets,
    media,
    gaps,
    catchAll: rng.chance(kind.calls ? 0.35 : 0.06),
    loginPath: rng.chance(0.3) ? pages.find((page) => /login|signin/.test(page)) : undefined,
    missing: rng.weighted([
      [404, 20],
      [403, 2],
      [301, 1],
      [302, 2],
      [410, 0.3],
    ]),
    isAbsolute: rng.chance(ABSOLUTE_SHARE),
    page: (r) => pages[r.zipf(pages.length, 0.9)] as string,
    answer: (target) => {
      const hash = hashText(target, salt);
      const part = (hash % 1000) / 1000;
      const size = /\.(js|css|png|jpe?g|webp|mp4|woff2?|zip|gz|iso|pdf|exe)\b/.test(target) ? 30000 : 5000;
      return { bytes: Math.floor(size * 20 ** (part * 2 - 1)) + (hash % 97), ms: slowness * (2 + part * 60) };
    },
  };
}

/** Each template once, then more of them until there are `count`. */
function expandAll(rng: Random, templates: readonly string[], gaps: Gaps, count: number): string[] {
  const made = new Set(templates.map((template) => fill(rng, template, gaps)));
  for (let i = 0; templates.length > 0 && i < count * 2 && made.size < count; i++)
    made.add(fill(rng, rng.pick(templates), gaps));
  // The front page stays the most visited; the others take any place.
  const rest = rng.shuffle([...made].filter((target) => target !== "/"));
  return made.has("/") || rng.chance(0.9) ? ["/", ...rest] : rest;
}

/** A share of the templates, at least one, in their order. */
function some(rng: Random, templates: readonly string[], share: number): readonly string[] {
  if (templates.length === 0) return templates;
  const kept = templates.filter(() => rng.chance(share));
  return kept.length > 0 ? kept : [rng.pick(templates)];
}

function hostOf(rng: Random, kind: SiteKind): string {
  if (rng.chance(0.08)) return `${rng.int(1, 223)}.${rng.int(0, 255)}.${rng.int(0, 255)}.${rng.int(1, 254)}`;
  const sub = rng.weighted([
    ["", 4],
    ["www.", 6],
    [`${kind.name.replace(/\W.*$/, "")}.`, 2],
    [`${noun(rng)}.`, 2],
  ]);
  return sub + domain(rng);
}

/** A word of the site's script as it is on the wire: percent-encoded, sometimes in lower case, rarely raw. */
function wireWord(rng: Random, script: string): string {
  const word = worldWord(rng, script);
  const style = rng.int(0, 19);
  if (style === 0) return word;
  const encoded = encodeURIComponent(word);
  return style <= 3 ? encoded.replace(/%[0-9A-F]{2}/g, (c) => c.toLowerCase()) : encoded;
}

/** People search for "select a table" and write "<3" now and then. */
const HARD_SHARE = 0.06;

/** One to six ordinary parameters. */
export function ordinaryQuery(rng: Random, most = 6): string {
  const count = Math.min(most, 1 + Math.floor(rng.exponential(1.2)));
  const plus = rng.chance(0.6);
  const parameters: string[] = [];
  for (let i = 0; i < count; i++) {
    const { name, value } = rng.chance(HARD_SHARE) ? hardNegativeValue(rng) : ordinaryValue(rng);
    parameters.push(
      `${formEncode(name, plus).replaceAll("%5B", "[").replaceAll("%5D", "]")}=${formEncode(value, plus)}`,
    );
  }
  return parameters.join("&");
}

const TRACKERS: readonly ((rng: Random) => string)[] = [
  (r) =>
    fill(
      r,
      "utm_source={google|facebook|newsletter|twitter|linkedin|bing|instagram|chatgpt.com}&utm_medium={cpc|email|social|organic|referral|banner}&utm_campaign={slug}",
    ),
  (r) =>
    fill(
      r,
      "utm_source={brand}&utm_medium=email&utm_campaign={adj}_{noun}_{year}&utm_content={noun}&utm_term={q}",
    ),
  (r) =>
    fill(
      r,
      "utm_source=feedburner&utm_medium={feed|email|twitter}&utm_campaign=Feed{%3A|:}{+|%20}{{noun}|{Noun}{Noun}|{brand}}{|%2F{noun}|/{noun}}{+|%20}{%28|(}{{Noun}|{domain}{+-+|%20-%20}{Noun}{+|%20}{Noun}|{Noun}{+|%20}{Noun}}{%29|)}{|&utm_content={Google{+|%20}Reader|FeedBurner|Netvibes|Yahoo%21+Mail|{noun}}}",
    ),
  (r) => `fbclid=${r.pick(["IwAR", "IwY2xjaw", "IwZXh0bg"])}${chars(r, r.int(50, 120))}`,
  (r) => `gclid=${r.pick(["Cj0KCQ", "EAIaIQobChMI", "CjwKCA"])}${chars(r, r.int(30, 90))}_BwE`,
  (r) => `msclkid=${hex(r, 32)}`,
  (r) => fill(r, "_ga=2.{digits:9}.{digits:9}.{epoch}-{digits:9}.{epoch}"),
  (r) => fill(r, "mc_cid={hex:10}&mc_eid={hex:10}"),
  (r) => fill(r, "ref={noun}"),
  (r) => fill(r, "srsltid=AfmBOo{b64u:50}"),
  (r) => fill(r, "ttclid=E.C.P.{b64u:80}"),
  (r) => fill(r, "gad_source=1&gbraid=0AAAAA{b64u:20}&gclid={b64u:60}"),
  (r) => fill(r, "yclid={digits:19}"),
  (r) => fill(r, "igshid={b64u:16}"),
  (r) => fill(r, "_hsenc=p2ANqtz-{b64u:60}&_hsmi={digits:9}"),
  (r) => fill(r, "wbraid={b64u:40}"),
  (r) => fill(r, "from={noun}&isappinstalled=0"),
  (r) => fill(r, "spm=a2{az:3}.{digits:8}.0.0.{hex:8}{b64u:6}"),
];

/** A page address with what advertising and mail campaigns append. */
export function tracked(rng: Random, target: string): string {
  return `${target}${target.includes("?") ? "&" : "?"}${rng.pick(TRACKERS)(rng)}`;
}

/** Small answers of an API or an error page. */
export const smallBody = (rng: Random) => magnitude(rng, 2, 1500);

/** FNV-1a of a text, salted, its bits mixed; 32 bits. */
export function hashText(text: string, salt: number): number {
  let hash = salt;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
