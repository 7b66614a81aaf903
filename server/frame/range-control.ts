/** Time in the bar: which is shown, others to choose, the zone; links and forms that need no script. */
import { type Html, html } from "../../host/html.ts";
import type { Extent } from "../../store/events/extent.ts";
import { icon } from "./icon.ts";
import type { ShownRange } from "./range.ts";
import { when } from "./when.ts";

export const PRESETS: readonly (readonly [from: string, text: string])[] = [
  ["now-15m", "Last 15 minutes"],
  ["now-1h", "Last hour"],
  ["now-6h", "Last 6 hours"],
  ["now-24h", "Last 24 hours"],
  ["now-2d", "Last 2 days"],
  ["now-7d", "Last 7 days"],
  ["now-30d", "Last 30 days"],
  ["now-90d", "Last 90 days"],
];

const REFRESH: readonly (readonly [value: string, text: string])[] = [
  ["", "Off"],
  ["5s", "5 s"],
  ["30s", "30 s"],
  ["1m", "1 min"],
  ["5m", "5 min"],
];

/** @param others parameters of the address that a range keeps */
export function rangeControl(
  { texts, from, to, extent }: ShownRange,
  others: URLSearchParams,
  zone: string,
): Html {
  const preset = texts.to === "now" ? PRESETS.find(([each]) => each === texts.from) : undefined;
  const link = (first: string, last: string) => {
    const parameters = new URLSearchParams(others);
    parameters.set("from", first);
    parameters.set("to", last);
    return `?${parameters}`;
  };
  const middle = (from.getTime() + to.getTime()) / 2;
  const span = to.getTime() - from.getTime();
  const all =
    extent?.from && extent.to
      ? html`<li><a data-range href="${link(String(extent.from), extent.to > Date.now() - 3_600_000 ? "now" : String(extent.to))}">All ${extent.events.toLocaleString("en-US")} events</a></li>`
      : "";
  return html`<details class="range">
<summary><span class="hidden">Time range: </span>${icon("clock")}<span id="range-text">${preset ? preset[1] : html`${when(from)} – ${when(to)}`}</span><span id="zone-text" class="zone">${zone || "UTC"}</span></summary>
<div class="pop">
<ul>${all}${PRESETS.map(([first, text]) => html`<li><a data-range href="${link(first, "now")}"${preset?.[0] === first ? html` aria-current="true"` : ""}>${text}</a></li>`)}
<li><a data-range="wider" href="${link(String(Math.round(middle - span)), String(Math.min(Math.round(middle + span), Math.max(Date.now(), to.getTime()))))}">Zoom out</a></li></ul>
<form method="get" data-range-form>${[...others].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
<label>From <input name="from" value="${texts.from}" size="22" spellcheck="false" autocomplete="off" /></label>
<label>To <input name="to" value="${texts.to}" size="22" spellcheck="false" autocomplete="off" /></label>
<p class="hint">now-36h, 2025-05-19 10:00, or milliseconds</p>
<button>Show</button></form>
<form method="post" action="/settings/look"><label>Time zone <input name="zone" value="${zone}" list="zones" placeholder="the browser's" size="22" /></label>
<datalist id="zones"></datalist><button>Set</button></form>
</div></details>
<span class="refresh" id="refresh" hidden><button type="button" aria-label="Refresh" title="Refresh">${icon("refresh-cw")}</button><select aria-label="Refresh every">${REFRESH.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></span>`;
}

/** What a reader has to know of a range: that it is the data's own, or that there is nothing in it and where there is. */
export function rangeNote({ extent, isChosen, texts }: ShownRange, others: URLSearchParams): Html {
  if (extent === undefined || extent.inRange) {
    if (!isChosen || texts.to === "now" || !extent?.from || !extent.to) return html``;
    const isAll = texts.from === String(extent.from);
    const events = `${extent.events.toLocaleString("en-US")} events from`;
    const ends = html`${when(new Date(extent.from))} to ${when(new Date(extent.to))}`;
    return html`<p id="elsewhere" class="elsewhere" role="status">${events} ${ends}: ${isAll ? "shown" : html`their last week is shown. <a href="?${allOf(extent, others)}">Show all</a>`}.</p>`;
  }
  if (extent.from === null || extent.to === null)
    return html`<p id="elsewhere" class="elsewhere" role="status">No events yet. <a href="/#begin">How to send some</a>.</p>`;
  return html`<p id="elsewhere" class="elsewhere" role="status">No events in this time. <a href="?${allOf(extent, others)}">Show the ${extent.events.toLocaleString("en-US")} events</a> from ${when(new Date(extent.from))} to ${when(new Date(extent.to))}.</p>`;
}

function allOf({ from, to }: Extent, others: URLSearchParams): URLSearchParams {
  const parameters = new URLSearchParams(others);
  parameters.set("from", String(from));
  parameters.set("to", String(to));
  return parameters;
}
