/** Incidents in HTML: severity, state, times, and the part of a line that tells of an attack. */
import { inWords } from "../../../rules/lib/units.ts";
import type { Incident, IncidentSeverity } from "../../../store/incidents/incident.ts";
import type { IncidentMention } from "../../../store/incidents/parts.ts";
import { minute } from "../../frame/when.ts";
import { type Html, html } from "../html.ts";

/** Loaded by the pages of incidents and rules. */
export const INCIDENTS_HEAD = html`<link rel="stylesheet" href="/public/incidents.css" /><script type="module" src="/public/incidents.js"></script>`;

/** Of a line. */
const MAX_SHOWN_CHARACTERS = 1_000;
const BEFORE_HIT_CHARACTERS = 300;
const SECOND_MS = 1_000;

/** A dot whose size grows, and the word. */
export function severityMark(severity: IncidentSeverity): Html {
  return html`<span class="severity ${severity}">${severity}</span>`;
}

export function stateText(incident: Incident): Html {
  const { state, acknowledgedBy, acknowledgedAt, mutedUntil, mutedBy, closedAt, closedBy } = incident;
  if (state === "acknowledged") return html`acknowledged by ${acknowledgedBy}, ${ago(acknowledgedAt)}`;
  if (state === "muted")
    return html`muted until ${mutedUntil && minute(mutedUntil)}${mutedBy ? html` by ${mutedBy}` : ""}`;
  if (state === "closed") return html`closed, ${closedByText(closedBy)}, ${ago(closedAt)}`;
  return html`open`;
}

function closedByText(closedBy: string | null): string {
  if (closedBy === "quiet") return "nothing more came";
  return closedBy === "ended" ? "it is over" : `by ${closedBy}`;
}

/** `4 minutes ago`, with the time for whoever wants it. */
export function ago(time: Date | null, now = Date.now()): Html {
  if (time === null) return html``;
  const seconds = (now - time.getTime()) / SECOND_MS;
  const words = seconds < 0 ? minute(time) : seconds < 10 ? "now" : `${inWords(seconds)} ago`;
  return html`<time datetime="${time.toISOString()}" title="${minute(time)}">${words}</time>`;
}

/** `for 4 minutes`, between the first event and the last. */
export function lasted({ first, last }: Pick<Incident, "first" | "last">): string {
  return inWords((last.getTime() - first.getTime()) / SECOND_MS);
}

export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** A few of many, and how many more. */
export function some(values: readonly string[], total: number, most = 3): Html {
  const shown = values.slice(0, most);
  const more = Math.max(total, values.length) - shown.length;
  return html`${shown.map((value, i) => html`${i > 0 ? ", " : ""}<code>${value}</code>`)}${more > 0 ? html` and ${count(more)} more` : ""}`;
}

export function mentionList(incidents: readonly IncidentMention[]): Html {
  return html`<ul>${incidents.map(
    ({ id, title, severity, state, last, events }) =>
      html`<li>${severityMark(severity)} <a href="/incidents/${id}">${title}</a> ${state}, ${ago(last)}, ${count(events)} events</li>`,
  )}</ul>`;
}

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
