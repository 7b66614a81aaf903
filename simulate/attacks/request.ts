/**
 * Requests around a value. Hostile and ordinary values get the same surroundings (places, parameter names, paths,
 * encodings), so that only the value tells them apart.
 */
import type { Random } from "../lib/random.ts";
import { hardNegativeValue, type OrdinaryValue, ordinaryValue } from "../values/index.ts";
import { type EncodeStyle, percentEncode } from "../values/percent.ts";
import { scanner } from "./abuse.ts";
import { attackPayload } from "./index.ts";
import { pagePath } from "./pages.ts";
import { parameterOf } from "./parameters.ts";
import { spelledText } from "./spellings.ts";

export interface AttackRequest {
  method: string;
  /** Path and query, encoded: nothing in it that a log line can't hold. */
  target: string;
  /** Set when the payload sits in the user agent: the header as sent, so that a log format has to escape it. */
  userAgent?: string;
  /** Set when the payload sits in the referer, as `userAgent`. */
  referer?: string;
  family: string;
}

const STYLES: readonly (readonly [EncodeStyle, number])[] = [
  ["upper", 34],
  ["form", 28],
  ["full", 14],
  ["minimal", 14],
  ["mixed", 2],
  ["double", 2],
  ["latin1", 3],
  ["none", 3],
];

/** A value that brings escapes along was meant to go out as it is, most of the time. */
const ESCAPED_STYLES: readonly (readonly [EncodeStyle, number])[] = [
  ["minimal", 55],
  ["none", 15],
  ["upper", 20],
  ["form", 10],
];
const HAS_ESCAPE = /%(?:%?[0-9a-f]{2}|u[0-9a-f]{4})/i;

const HARD_SHARE = 0.2;

/** What mostly stands beside a value: the long texts of a form are rarely all there. */
const SHORT_SORTS = [
  "number",
  "number",
  "number2",
  "token",
  "keyword",
  "word",
  "sort",
  "version",
  "date",
  "analytics",
  "misc",
];

/** Share of payloads in a header, by family; the rest are in the target. */
const HEADER_SHARE: Readonly<Record<string, number>> = {
  log4shell: 0.45,
  cmdi: 0.1,
  overflow: 0.02,
  upload: 0.01,
  redirect: 0.02,
  command: 0.7,
  brief: 0.08,
};
/** Requests whose only mark is the name that an attack tool gives itself. */
const SCANNER_SHARE = 0.012;

const HEADER_SHARE_OTHER = 0.1;

const METHODS = [
  ["GET", 86],
  ["POST", 10],
  ["HEAD", 1.5],
  ["PUT", 1],
  ["OPTIONS", 0.7],
  ["DELETE", 0.5],
  ["PATCH", 0.3],
] as const;

function ordinary(rng: Random): OrdinaryValue {
  return rng.chance(HARD_SHARE) ? hardNegativeValue(rng) : ordinaryValue(rng);
}

/** Encodings that an application undoes before the value does harm, or that escape a harmless one. */
const WRAPPINGS = {
  base64: (text: string) => Buffer.from(text).toString("base64"),
  entities: (text: string) =>
    text.replace(/[<>&'"]/g, (c) => (c === "<" ? "&lt;" : c === ">" ? "&gt;" : `&#${c.charCodeAt(0)};`)),
  unicode: (text: string) =>
    text.replace(/[\s\S]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`),
  json: (text: string) => JSON.stringify(text).slice(1, -1),
  // As JavaScript's escape() writes it (ECMA-262, annex B.2.1.1): old pages send every text so.
  escape: (text: string) =>
    text.replace(/[^\w@*+./-]/g, (c) => {
      const code = c.charCodeAt(0).toString(16).toUpperCase();
      return c.charCodeAt(0) < 256 ? `%${code.padStart(2, "0")}` : `%u${code.padStart(4, "0")}`;
    }),
  spelled: (text: string, rng: Random) => spelledText(rng, text),
} as const;

type Wrapping = keyof typeof WRAPPINGS | "plain";
const ATTACK_WRAPPING: readonly (readonly [Wrapping, number])[] = [
  ["plain", 88],
  ["spelled", 4],
  ["escape", 1],
  ["base64", 2.5],
  ["entities", 2.5],
  ["unicode", 1.5],
  ["json", 1.5],
];
const ORDINARY_WRAPPING: readonly (readonly [Wrapping, number])[] = [
  ["plain", 92],
  ["escape", 2],
  ["base64", 2],
  ["entities", 2.5],
  ["json", 1.5],
];

function wrap(rng: Random, text: string, wrappings: typeof ATTACK_WRAPPING): string {
  const kind = rng.weighted(wrappings);
  return kind === "plain" ? text : WRAPPINGS[kind](text, rng);
}

function encodeValue(rng: Random, text: string): string {
  return percentEncode(text, rng.weighted(HAS_ESCAPE.test(text) ? ESCAPED_STYLES : STYLES), rng);
}

/** A path segment: "/" and the other characters that a path may hold often stay as they are. */
function encodeSegment(rng: Random, text: string): string {
  const encoded = HAS_ESCAPE.test(text)
    ? percentEncode(text, "minimal")
    : percentEncode(text, rng.pick(["upper", "upper", "full", "minimal"]));
  const opened = rng.chance(0.7)
    ? encoded.replace(/%(2f|3a|40|21|24|27|28|29|2a|2b|2c|3b|3d)/gi, (hex) => decodeURIComponent(hex))
    : encoded;
  // These end the path; a client that left them raw would not have sent them in it.
  return opened.replaceAll("#", "%23").replaceAll("?", "%3F");
}

function parameterName(rng: Random, name: string): string {
  return percentEncode(name, "upper")
    .replaceAll("%5B", rng.chance(0.7) ? "[" : "%5B")
    .replaceAll("%5D", "]");
}

function neighbours(rng: Random): string[] {
  const count = rng.weighted([
    [0, 55],
    [1, 24],
    [2, 16],
    [3, 10],
    [4, 6],
    [5, 2],
    [6, 2],
  ]);
  return Array.from({ length: count }, () => {
    const { name, value } = rng.chance(0.03)
      ? hardNegativeValue(rng)
      : ordinaryValue(rng, rng.chance(0.6) ? rng.pick(SHORT_SORTS) : undefined);
    return `${parameterName(rng, name)}=${percentEncode(value, rng.pick(["form", "upper", "full", "form"]))}`;
  });
}

function withQuery(rng: Random, parts: string[]): string {
  return `${pagePath(rng)}?${rng.shuffle(parts).join("&")}`;
}

/** A value in one of the places where values stand. `name` is the parameter that it comes under. */
function place(rng: Random, name: string, value: string): string {
  const kind = rng.weighted([
    ["value", 70],
    ["segment", 14],
    ["query", 5],
    ["name", 4.5],
    ["json", 2.5],
    ["array", 2.5],
    ["last", 3],
    ["matrix", 1],
    ["infix", 4],
  ] as const);
  const others = neighbours(rng);
  switch (kind) {
    case "segment": {
      const path = pagePath(rng).replace(/\/?$/, "/") + encodeSegment(rng, value).replace(/^\/(?=\/)/, "");
      return others.length > 1 ? `${path}?${others.slice(1).join("&")}` : path;
    }
    case "query":
      return `${pagePath(rng)}?${encodeValue(rng, value)}`;
    case "name":
      return withQuery(rng, [
        // Half of the time the text is all there is, as a flag stands between parameters.
        `${encodeValue(rng, value)}${rng.pick(["", "", "=", "=1", `=${parameterName(rng, name)}`])}`,
        ...others,
      ]);
    case "json":
      return withQuery(rng, [
        `${rng.pick(["data", "filter", "q", "json", "params"])}=${percentEncode(JSON.stringify({ [name]: value }), rng.pick(["upper", "full", "form"]))}`,
        ...others,
      ]);
    case "array":
      return withQuery(rng, [
        `${parameterName(rng, name)}${rng.pick(["[]", "[0]", "%5B%5D", `[${rng.int(0, 9)}]`, "[value]"])}=${encodeValue(rng, value)}`,
        ...others,
      ]);
    case "last":
      return `${pagePath(rng)}?${[...others, `${parameterName(rng, name)}=${encodeValue(rng, value)}`].join("&")}`;
    case "matrix":
      return `${pagePath(rng)};${parameterName(rng, name)}=${encodeSegment(rng, value)}`;
    case "infix":
      // Before or after what the application put into the same parameter.
      return withQuery(rng, [
        `${parameterName(rng, name)}=${rng.chance(0.5) ? `${percentEncode(ordinaryValue(rng, rng.pick(["number", "word", "keyword", "name", "city"])).value, "form")}${encodeValue(rng, value)}` : `${encodeValue(rng, value)}${percentEncode(ordinaryValue(rng, "word").value, "form")}`}`,
        ...others,
      ]);
    default:
      return withQuery(rng, [`${parameterName(rng, name)}=${encodeValue(rng, value)}`, ...others]);
  }
}

/** A header can't hold line breaks, and log formats differ in how they write other controls. */
function headerText(payload: string): string {
  return payload.replace(/[\r\n]+/g, " ").replace(/[^\x20-\x7e\u00a0-\uffff]/g, "");
}

function browser(rng: Random): string {
  return `Mozilla/5.0 (${rng.pick(["Windows NT 10.0; Win64; x64", "X11; Linux x86_64", "Macintosh; Intel Mac OS X 10_15_7"])}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${rng.int(80, 140)}.0.0.0 Safari/537.36`;
}

/** A request with one payload in it. */
export function attackRequest(rng: Random): AttackRequest {
  if (rng.chance(SCANNER_SHARE)) {
    return { method: "GET", target: ordinaryRequestTarget(rng), userAgent: scanner(rng), family: "scanner" };
  }
  const { family, payload } = attackPayload(rng);
  const method = rng.weighted(METHODS);
  if (!rng.chance(HEADER_SHARE[family] ?? HEADER_SHARE_OTHER)) {
    return {
      method,
      target: place(rng, parameterOf(rng, family), wrap(rng, payload, ATTACK_WRAPPING)),
      family,
    };
  }
  const text = headerText(payload);
  const target = rng.chance(0.5) ? pagePath(rng) : ordinaryRequestTarget(rng);
  if (rng.chance(0.55)) {
    return {
      method,
      target,
      family,
      userAgent: rng.weighted([
        [text, 6],
        [`${browser(rng)} ${text}`, 2],
        [`${browser(rng)}${text}`, 1],
        [`Mozilla/5.0 ${text}`, 1],
        [`Mozilla/5.0 (${text}; ${rng.pick(["rv:109.0) Gecko/20100101 Firefox/115.0", "x64)", "U)"])}`, 0.7],
      ]),
    };
  }
  const site = `https://${rng.pick(["www.google.com", "www.example.com", "example.org", "localhost", "shop.example.net"])}`;
  return {
    method,
    target,
    family,
    referer: rng.weighted([
      [text, 4],
      [`${site}${place(rng, parameterOf(rng, family), payload)}`, 3],
      [`${site}/${text}`, 2],
      // In front of the address, and in the place of its scheme or host.
      [`${text}${rng.pick(["://", " ", "", "/"])}${site.slice("https://".length)}/`, 2],
      [`${text}${rng.pick(["", " ", ";"])}${site}/`, 1],
      [`https://${text}/`, 0.7],
    ]),
  };
}

/** A request target with ordinary values in the same places, names and encodings. */
export function ordinaryRequestTarget(rng: Random): string {
  const { name, value } = ordinary(rng);
  return place(rng, name, wrap(rng, value, ORDINARY_WRAPPING));
}
