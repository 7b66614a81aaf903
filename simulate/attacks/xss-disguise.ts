/** Disguises of markup and script: case, entities, escapes, stray bytes. */
import type { Random } from "../lib/random.ts";

const randomCase = (rng: Random, text: string) =>
  text.replace(/[a-z]/gi, (c) => (rng.chance(0.5) ? c.toUpperCase() : c.toLowerCase()));

/** Some of the letters after the first "=" as character references, as attribute values allow. */
function entities(rng: Random, text: string): string {
  const at = text.indexOf("=");
  const style = rng.int(0, 3);
  const share = rng.pick([0.2, 0.5, 1]);
  return (
    text.slice(0, at + 1) +
    text.slice(at + 1).replace(/[a-z():]/gi, (c) => {
      if (!rng.chance(share)) return c;
      const code = c.charCodeAt(0);
      if (style === 0) return `&#${code};`;
      if (style === 1) return `&#x${code.toString(16)};`;
      if (style === 2) return `&#${String(code).padStart(7, "0")}`;
      return `&#x${code.toString(16).toUpperCase()}`;
    })
  );
}

function escapes(rng: Random, text: string): string {
  const style = rng.int(0, 2);
  return text.replace(/alert|prompt|confirm|eval|document|cookie|script/gi, (name) =>
    [...name]
      .map((c) => {
        if (!rng.chance(0.6)) return c;
        const hex = c.charCodeAt(0).toString(16);
        return style === 0 ? `\\u00${hex}` : style === 1 ? `\\x${hex}` : `\\u{${hex}}`;
      })
      .join(""),
  );
}

type Disguise = readonly [change: (rng: Random, text: string) => string, weight: number];

const DISGUISES: readonly Disguise[] = [
  [randomCase, 6],
  [(rng, text) => text.replace(/<\/?[a-z]+/gi, (tag) => randomCase(rng, tag)), 4],
  [(_, text) => text.toUpperCase(), 3],
  [entities, 5],
  [escapes, 4],
  [(_, text) => text.replaceAll("<", "&lt;").replaceAll(">", "&gt;"), 2],
  [(_, text) => text.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e"), 1],
  [(_, text) => text.replaceAll("<", "\\x3c").replaceAll(">", "\\x3e"), 1],
  [(_, text) => text.replaceAll("<", "%3C").replaceAll(">", "%3E"), 2],
  [(_, text) => text.replaceAll("<", "%253c").replaceAll(">", "%253e"), 1],
  [(_, text) => text.replaceAll("<", "%u003c").replaceAll(">", "%u003e"), 1],
  [(_, text) => text.replaceAll("<", "\uff1c").replaceAll(">", "\uff1e"), 0.5],
  [
    (rng, text) =>
      text.replace(
        /script|onerror|onload|alert/gi,
        (w) => w.slice(0, 3) + rng.pick(["%00", "\u0000", "\t", "\n", "/**/", w]) + w.slice(3),
      ),
    2,
  ],
  [
    (rng, text) => text.replaceAll(" ", rng.pick(["/", "%0a", "\t", "%09", "\n", "%0d", "%0c", "/**/", "+"])),
    3,
  ],
  [(_, text) => text.replaceAll("'", "\\'").replaceAll('"', '\\"'), 1.5],
  [(_, text) => text.replaceAll('"', "&quot;").replaceAll("'", "&#39;"), 1],
  [(_, text) => text.replaceAll("(", "&lpar;").replaceAll(")", "&rpar;"), 1],
  [(_, text) => text.replace(/>$/, ""), 2],
  [(rng, text) => `${"A".repeat(rng.int(10, 300))}${text}`, 0.5],
  [(_, text) => Buffer.from(text).toString("base64"), 0.3],
];

const PLAIN_SHARE = 0.72;

/** The payload, most often as it is, else in one disguise. */
export function disguiseXss(rng: Random, payload: string): string {
  return rng.chance(PLAIN_SHARE) ? payload : rng.weighted(DISGUISES)(rng, payload);
}
