/** Events by minute as bars, without a script: what an incident looked like over its time. */
import type { MinuteCount } from "../../../store/incidents/parts.ts";
import { minute } from "../../frame/when.ts";
import { type Html, html } from "../html.ts";

const MINUTE_MS = 60_000;
const MOST_BARS = 120;
const BAR = { width: 6, gap: 1, height: 48 };

/** Several minutes share a bar where there are more than 120. Empty where nothing is counted. */
export function timeLine(minutes: readonly MinuteCount[]): Html {
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (!first || !last) return html``;
  const span = last.at.getTime() - first.at.getTime() + MINUTE_MS;
  const step = Math.max(1, Math.ceil(span / MINUTE_MS / MOST_BARS)) * MINUTE_MS;
  const bars = new Array<number>(Math.ceil(span / step)).fill(0);
  for (const { at, events } of minutes) {
    const bar = Math.floor((at.getTime() - first.at.getTime()) / step);
    bars[bar] = (bars[bar] ?? 0) + events;
  }
  const most = Math.max(...bars, 1);
  const width = bars.length * (BAR.width + BAR.gap);
  const per = step === MINUTE_MS ? "a minute" : `in ${step / MINUTE_MS} minutes`;
  const said = `${minute(first.at)} to ${minute(last.at)}, at most ${most.toLocaleString("en-US")} events ${per}`;
  return html`<figure class="time-line"><svg viewBox="0 0 ${width} ${BAR.height}" width="${width}" height="${BAR.height}" role="img" aria-label="Events over time: ${said}">${bars.map(
    (events, i) => {
      const height = events === 0 ? 0 : Math.max(1, Math.round((events / most) * BAR.height));
      return html`<rect x="${i * (BAR.width + BAR.gap)}" y="${BAR.height - height}" width="${BAR.width}" height="${height}" />`;
    },
  )}</svg><figcaption>${said}</figcaption></figure>`;
}
