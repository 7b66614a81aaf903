/** Lines over time, stacked by verdict: a picture without a script, and the same as a table. */
import type { Label } from "../../../host/event.ts";
import { count, share } from "../../../report/document/value.ts";
import type { Incident } from "../../../store/incidents/incident.ts";
import { when } from "../../frame/when.ts";
import { type Html, html } from "../html.ts";
import type { HomeFacts } from "./gather.ts";
import { linesPath } from "./lines-path.ts";

/** From the axis up. */
const LABELS = ["normal", "bot", "anomaly", "attack"] as const satisfies readonly Label[];
const WORDS = { normal: "normal", bot: "robots", anomaly: "anomalies", attack: "attacks" } as const;
const BAR = { width: 10, gap: 2, height: 120 };
/** Below the axis: where incidents began. */
const MARK = { gap: 2, height: 8 };
const MINUTE_MS = 60_000;

interface Bar {
  from: Date;
  to: Date;
  events: Record<Label, number>;
  incidents: Incident[];
}

export function trafficPart(facts: HomeFacts): Html {
  const { traffic, byLabel } = facts;
  const all = Object.values(byLabel).reduce((sum, each) => sum + each, 0);
  if (all === 0) return html``;
  const bars = barsOf(facts);
  return html`<section aria-labelledby="traffic-title"><h2 id="traffic-title">Traffic</h2>
<ul class="legend">${LABELS.map((label) => html`<li><span class="swatch ${label}"></span><a href="${linesPath(`label:${label}`, traffic)}">${count(byLabel[label])} ${WORDS[label]}</a> <span class="faint">${share(byLabel[label] / all)}</span></li>`)}</ul>
${picture(bars)}
<p class="ends faint"><span>${when(traffic.from)}</span><span>each bar ${stepText(traffic.stepMs)}</span><span>${when(traffic.to)}</span></p>
${table(bars)}</section>`;
}

function barsOf({ traffic, marked }: HomeFacts): Bar[] {
  const { from, to, stepMs, steps } = traffic;
  const bars: Bar[] = [];
  for (let at = from.getTime(); at < to.getTime(); at += stepMs)
    bars.push({
      from: new Date(at),
      to: new Date(at + stepMs),
      events: { normal: 0, bot: 0, anomaly: 0, attack: 0 },
      incidents: [],
    });
  const barOf = (time: Date) => bars[Math.floor((time.getTime() - from.getTime()) / stepMs)];
  for (const { at, label, events } of steps) {
    const bar = barOf(at);
    if (bar) bar.events[label] += events;
  }
  for (const incident of marked) barOf(incident.first)?.incidents.push(incident);
  return bars;
}

const sumOf = ({ events }: Bar) => LABELS.reduce((sum, label) => sum + events[label], 0);

/** For eyes and pointers; keys and readers have the table, or would step through sixty bars. */
function picture(bars: readonly Bar[]): Html {
  const most = Math.max(...bars.map(sumOf), 1);
  const step = BAR.width + BAR.gap;
  const height = BAR.height + MARK.gap + MARK.height;
  return html`<div class="picture"><span class="most faint" aria-hidden="true">${count(most)}</span><svg viewBox="0 0 ${bars.length * step} ${height}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${bars.map(
    (bar, i) => column(bar, i * step, most),
  )}<line x1="0" x2="${bars.length * step}" y1="${BAR.height}" y2="${BAR.height}" class="axis" vector-effect="non-scaling-stroke" /></svg></div>`;
}

function column(bar: Bar, x: number, most: number): Html {
  const { from, to, events, incidents } = bar;
  let y = BAR.height;
  const parts = LABELS.filter((label) => events[label] > 0).map((label) => {
    const height = Math.max(1, (events[label] / most) * BAR.height);
    y -= height;
    return html`<rect class="${label}" x="${x}" y="${Math.max(0, y).toFixed(2)}" width="${BAR.width}" height="${height.toFixed(2)}" />`;
  });
  const said = LABELS.filter((label) => events[label] > 0)
    .map((label) => `${count(events[label])} ${WORDS[label]}`)
    .join(", ");
  const [first] = incidents;
  return html`${parts.length === 0 ? "" : html`<a href="${linesPath("", bar)}" tabindex="-1"><title>${timeText(from)} to ${timeText(to)}: ${said}</title><rect class="whole" x="${x}" y="0" width="${BAR.width}" height="${BAR.height}" />${parts}</a>`}${
    first === undefined
      ? ""
      : html`<a href="/incidents${incidents.length === 1 ? `/${first.id}` : "?state=all"}" tabindex="-1"><title>${incidents.map(({ severity, title }) => `${severity}: ${title}`).join("\n")}</title><rect class="mark" x="${x}" y="${BAR.height + MARK.gap}" width="${BAR.width}" height="${MARK.height}" /></a>`
  }`;
}

function table(bars: readonly Bar[]): Html {
  return html`<details class="as-table"><summary>As a table</summary><div class="scroll" role="region" aria-label="Lines over time" tabindex="0"><table>
<thead><tr><th scope="col">from</th>${LABELS.map((label) => html`<th scope="col" class="number">${WORDS[label]}</th>`)}<th scope="col">incidents that began</th></tr></thead>
<tbody>${bars
    .filter((bar) => sumOf(bar) > 0 || bar.incidents.length > 0)
    .map(
      (bar) =>
        html`<tr><th scope="row"><a href="${linesPath("", bar)}">${when(bar.from)}</a></th>${LABELS.map((label) => html`<td class="number">${bar.events[label] === 0 ? "0" : html`<a href="${linesPath(`label:${label}`, bar)}">${count(bar.events[label])}</a>`}</td>`)}<td>${bar.incidents.map(({ id, title }, i) => html`${i > 0 ? "; " : ""}<a href="/incidents/${id}"><bdi>${title}</bdi></a>`)}</td></tr>`,
    )}</tbody></table></div></details>`;
}

function stepText(ms: number): string {
  const minutes = ms / MINUTE_MS;
  const [amount, unit] =
    minutes < 60 ? [minutes, "minute"] : minutes < 1440 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return amount === 1 ? `one ${unit}` : `${amount} ${unit}s`;
}

const timeText = (time: Date) => time.toISOString().slice(0, 16).replace("T", " ");
