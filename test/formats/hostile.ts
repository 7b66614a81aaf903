/** Values that clients send to make a line read as another: for names, paths, agents, referers. */
import type { Example, Format } from "../../formats/lib/format.ts";

/** An address that no example has. */
export const FORGED = "6.6.6.6";

const CLAIMS = [
  FORGED,
  `x from ${FORGED}`,
  `x from ${FORGED} port 22 ssh2`,
  `x for root from ${FORGED} port 22`,
  `x, client: ${FORGED}, server: x`,
  `x] [client ${FORGED}:80] y`,
  `x (${FORGED})`,
  `x [${FORGED}]`,
  `x rip=${FORGED}, lip=192.0.2.1`,
  `x ip=${FORGED} src=${FORGED} user=root outcome=success action=allow status=200`,
  `x@${FORGED}:22`,
  `x: accepted password for root from ${FORGED}`,
  `{"ip":"${FORGED}","remote_addr":"${FORGED}","user":"root"}`,
];

const inBackslashes = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');

/** A client's text as a program writes it that escapes quotes: with backslashes, or as Apache and nginx do, in hex. */
const ESCAPES: ((text: string) => string)[] = [inBackslashes, (text) => text.replaceAll('"', "\\x22")];

/** How a program writes a client's text in its pairs: CEF escapes what ends a value, LEEF has no such byte in a value. */
const PAIRS = {
  logfmt: (text: string) => text,
  cef: (text: string) => text.replace(/[\\=]/g, "\\$&"),
  leef: (text: string) => text.replace(/[\t^]/g, " "),
};

/** The way of the format's pairs, if it has any. */
function pairsOf({ patterns }: Format): (text: string) => string {
  const pairs = patterns.flatMap(({ items }) => items).find((item) => item.is === "pairs");
  return PAIRS[pairs?.is === "pairs" ? pairs.style : "logfmt"];
}

/** The example's line with another address for its own. */
function forgedLine({ line = "", event }: Example): string {
  return typeof event.ip === "string" ? line.replaceAll(event.ip, FORGED) : line;
}

/**
 * How a program writes a client's text: as it is but for quotes, in quotes that it escapes in a way or the other (in
 * logfmt with backslashes), or as a member of JSON.
 */
export type Writing = "plain" | "quoted" | "logfmt" | "json";

/** Hostile values for a field of the format's examples. */
export function hostileValues(format: Format, writing: Writing): string[] {
  const texts = [...CLAIMS, ...format.examples.map(forgedLine).filter((line) => line !== "")].map(
    pairsOf(format),
  );
  if (writing === "plain") return texts.map((text) => text.replaceAll('"', ""));
  if (writing === "json") return texts;
  return (writing === "logfmt" ? [inBackslashes] : ESCAPES).flatMap((written) => texts.map(written));
}
