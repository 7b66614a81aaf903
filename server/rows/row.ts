/** An event as a row, the same on every page: the line first and wide, the verdict and why in words, opened in place. */

import type { Label } from "../../host/event.ts";
import { type Html, html } from "../../host/html.ts";
import { reasonText } from "../../host/reasons.ts";
import { entityPath } from "../frame/entity-path.ts";
import { markedAt, markedLine } from "./marked-line.ts";

/** What a row shows of an event. */
export interface RowEvent {
  /** 16 hex digits. */
  id: string;
  time: Date;
  label: Label;
  /** Probability of the label, 0..1. */
  score: number | null;
  kind: string;
  line: string;
  ip?: string | null;
  host?: string | null;
  service?: string | null;
  why?: readonly string[] | null;
  /** `PART:TEXT` as events have it. */
  hit?: string | null;
  muted?: boolean | null;
}

export interface RowOptions {
  /** Stretches of the line that are marked, in order: UTF-16 units; without, what an attack is seen by. */
  marks?: readonly (readonly [from: number, to: number])[];
  /** Fields that are shown beside the line, by their names in the event. */
  columns?: readonly string[];
}

/** `<li>`s for `<ol class="rows">`; `public/rows.js` opens them in place, without scripts the time leads to the event's page. */
export function eventRow(event: RowEvent, { marks = [], columns = [] }: RowOptions = {}): Html {
  const { id, time, label, score, line, ip, host, service, hit, why, muted } = event;
  const at = time.getTime();
  const path = `/events/${id}?at=${at}`;
  return html`<li data-row data-path="${path}" tabindex="-1" class="row">
<a class="row-time" href="${path}" data-key="o"><time datetime="${time.toISOString()}" data-seconds>${time.toISOString().slice(0, 19).replace("T", " ")}</time></a>
<span class="label ${label}">${label}${score === null ? "" : html` <span class="number">${score.toFixed(2)}</span>`}</span>${muted ? html` <span class="faint">muted</span>` : ""}
<span class="row-from">${host || service ? html`<a href="${entityPath({ kind: "service", name: host || service || "" })}"><bdi>${host || service}</bdi></a> ` : ""}${ip ? html`<a href="${entityPath({ kind: "source", name: ip })}"><bdi>${ip}</bdi></a>` : ""}</span>
<code class="row-line">${marks.length > 0 ? markedAt(line, marks) : markedLine(line, hit ?? null)}</code>${columns.length === 0 ? "" : html`<span class="row-columns">${columns.map((name) => column(name, (event as unknown as Record<string, unknown>)[name]))}</span>`}${why && why.length > 0 ? html`<span class="row-why">${why.map(reasonText).join("; ")}</span>` : ""}</li>`;
}

/** @param events as they are to be shown, newest first */
export function eventRows(events: readonly RowEvent[], label = "Events"): Html {
  return html`<ol class="rows" aria-label="${label}">${events.map((event) => eventRow(event))}</ol>`;
}

function column(name: string, value: unknown): Html {
  if (value === null || value === undefined) return html``;
  return html`<span><span class="faint">${name}</span> <bdi>${Array.isArray(value) ? value.join(", ") : value}</bdi></span> `;
}
