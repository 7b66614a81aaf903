/** What a query finds, counted: bars over time by verdict, and the most frequent values; fragments that the page loads. */
import { LABELS } from "../../../host/event.ts";
import type { Facet, Facets, Histogram } from "../../../store/search/counts.ts";
import { FACETS } from "../../../store/search/counts.ts";
import type { Range, Searched } from "../../../store/search/walk.ts";
import { withTerm } from "../../../store/search/with-term.ts";
import { when } from "../../frame/when.ts";
import { type Html, html } from "../html.ts";
import { type Asked, explorePath } from "./query.ts";

const SIZE = { width: 960, height: 72 };
const number = (value: number) => value.toLocaleString("en-US");

/** Each bar leads to its time. */
export function histogram(
  asked: Asked,
  { bars, step, total, searched }: Histogram,
  { from, to }: Range,
): Html {
  const first = Math.floor(from / step) * step;
  const slots = Math.max(1, Math.ceil((to - first) / step));
  const width = SIZE.width / slots;
  const most = Math.max(1, ...bars.map(({ events }) => sum(events)));
  const bar = ({ at, events }: Histogram["bars"][number]) => {
    const x = ((at - first) / step) * width;
    let y = SIZE.height;
    const pieces = LABELS.filter((label) => (events[label] ?? 0) > 0).map((label) => {
      const height = Math.max(1, ((events[label] ?? 0) / most) * SIZE.height);
      y -= height;
      return html`<rect class="${label}" x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${Math.max(1, width - 1).toFixed(2)}" height="${height.toFixed(2)}" />`;
    });
    const said = `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC: ${LABELS.filter(
      (label) => events[label],
    )
      .map((label) => `${number(events[label] ?? 0)} ${label}`)
      .join(", ")}`;
    return html`<a href="${explorePath({ ...asked, from: String(at), to: String(at + step), cursor: "" })}" aria-label="${said}"><title>${said}</title>${pieces}</a>`;
  };
  return html`<p class="total" role="status"><strong>${number(total)}</strong> ${total === 1 ? "line" : "lines"}${searchedText(searched)}${LABELS.map(
    (label) => {
      const events = bars.reduce((all, each) => all + (each.events[label] ?? 0), 0);
      return events === 0
        ? ""
        : html` <a class="label ${label}" href="${explorePath({ ...asked, q: withTerm(asked.q, "label", label), cursor: "" })}">${number(events)} ${label}</a>`;
    },
  )}</p>
  <svg class="bars" viewBox="0 0 ${SIZE.width} ${SIZE.height}" preserveAspectRatio="none" role="group" aria-label="Lines over time">${bars.map(bar)}</svg>`;
}

export function facetList(asked: Asked, { facets, searched }: Facets): Html {
  const part = (facet: Facet) => {
    const { values, events, approximate } = facets[facet];
    if (values.length === 0) return "";
    const most = values[0]?.events ?? 1;
    return html`<details class="facet" open><summary>${facet}</summary><ul>${values.map(
      ({ value, events: count }) => {
        const share = Math.max(2, Math.round((100 * count) / most));
        return html`<li><a class="value" href="${explorePath({ ...asked, q: withTerm(asked.q, facet, value), cursor: "" })}" title="${value}"><span class="share" style="width:${share}%"></span><bdi>${value}</bdi></a>
      <span class="number">${number(count)}</span>
      <a class="not" href="${explorePath({ ...asked, q: withTerm(asked.q, facet, value, "-"), cursor: "" })}" aria-label="without ${facet} ${value}" title="without">≠</a></li>`;
      },
    )}</ul>${approximate || sumOf(values) < events ? html`<p class="hint">${number(Math.max(0, events - sumOf(values)))} with other values${approximate ? ", about" : ""}</p>` : ""}</details>`;
  };
  return html`${searched.complete ? "" : html`<p class="hint">Of what was counted: since ${when(new Date(searched.from))}.</p>`}${FACETS.map(part)}`;
}

function searchedText({ complete, from }: Searched): Html {
  return complete ? html`.` : html`, counted back to ${when(new Date(from))}.`;
}

function sum(events: Record<string, number>): number {
  return Object.values(events).reduce((all, each) => all + each, 0);
}

function sumOf(values: readonly { events: number }[]): number {
  return values.reduce((all, { events }) => all + events, 0);
}
