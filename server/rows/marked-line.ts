/** A line in HTML, with the part that tells of an attack. */
import { type Html, html } from "../../host/html.ts";

/** Of a line. */
const MAX_SHOWN_CHARACTERS = 1_000;
const BEFORE_HIT_CHARACTERS = 300;

/**
 * A line with what an attack is seen by marked, of a long one the part around it.
 *
 * @param hit `PART:TEXT` as events have it, the text decoded; unmarked where the line has it neither so nor percent-encoded
 */
export function markedLine(line: string, hit: string | null): Html {
  const [at, after] = hit === null ? [-1, -1] : placeOf(line, hit.slice(hit.indexOf(":") + 1));
  const from = line.length > MAX_SHOWN_CHARACTERS ? Math.max(0, at - BEFORE_HIT_CHARACTERS) : 0;
  const to = Math.min(line.length, from + MAX_SHOWN_CHARACTERS);
  const [start, end] = [from > 0 ? "…" : "", to < line.length ? "…" : ""];
  if (at < 0) return html`${start}${line.slice(from, to)}${end}`;
  return html`${start}${line.slice(from, at)}<mark>${line.slice(at, after)}</mark>${line.slice(after, to)}${end}`;
}

/**
 * A line with stretches marked, of a long one the part around the first.
 *
 * @param marks in order, none over another: UTF-16 units
 */
export function markedAt(line: string, marks: readonly (readonly [from: number, to: number])[]): Html {
  const first = marks[0]?.[0] ?? 0;
  const from = line.length > MAX_SHOWN_CHARACTERS ? Math.max(0, first - BEFORE_HIT_CHARACTERS) : 0;
  const to = Math.min(line.length, from + MAX_SHOWN_CHARACTERS);
  let at = from;
  const pieces = marks
    .filter(([begin, end]) => begin >= from && end <= to)
    .map(([begin, end]) => {
      const piece = html`${line.slice(at, begin)}<mark>${line.slice(begin, end)}</mark>`;
      at = end;
      return piece;
    });
  return html`${from > 0 ? "…" : ""}${pieces}${line.slice(at, to)}${to < line.length ? "…" : ""}`;
}

/** Where a line has a text, in any case, plain or percent-encoded: its first character and the one behind its last; -1 for nowhere. */
export function placeOf(line: string, text: string): [from: number, to: number] {
  if (text === "") return [-1, -1];
  let decoded = "";
  const places: number[] = [];
  for (let at = 0; at < line.length; at++) {
    places.push(at);
    const code = line[at] === "%" ? /^[0-7][0-9a-f]$/i.exec(line.slice(at + 1, at + 3))?.[0] : undefined;
    decoded += code === undefined ? line[at] : String.fromCharCode(Number.parseInt(code, 16));
    if (code !== undefined) at += 2;
  }
  places.push(line.length);
  // Of some letters the small one is longer: then places would be others.
  const lower = decoded.toLowerCase();
  const found = lower.length === decoded.length ? lower.indexOf(text.toLowerCase()) : decoded.indexOf(text);
  if (found < 0) return [-1, -1];
  return [places[found] as number, places[found + text.length] as number];
}
