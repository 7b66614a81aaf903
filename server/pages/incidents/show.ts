/** Incidents in HTML: severity, state, times. */
import { inWords } from "../../../rules/lib/units.ts";
import type { Incident, IncidentSeverity } from "../../../store/incidents/incident.ts";
import type { IncidentMention } from "../../../store/incidents/parts.ts";
import { minute } from "../../frame/when.ts";
import { type Html, html } from "../html.ts";

/** Loaded by the pages of incidents and rules. */
export const INCIDENTS_HEAD = html`<link rel="stylesheet" href="/public/incidents.css" /><script type="module" src="/public/incidents.js"></script>`;

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
