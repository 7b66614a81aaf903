/** Events over time by verdict, each bar a link to its events: drawn here, without a script. */
import { LABELS } from "../../../host/event.ts";
import { when } from "../../frame/when.ts";
import { type Html, html } from "../html.ts";

export interface Course {
  /** `at` is a bar's beginning, milliseconds since the epoch; events by label, or `unusual`. */
  bars: readonly { at: number; events: Readonly<Record<string, number>> }[];
  /** Length of a bar, milliseconds. */
  step: number;
  /** Milliseconds since the epoch. */
  range: { from: number; to: number };
}

const SIZE = { width: 800, height: 96 };
const GAP = 1;
/** From the ground up. */
const STACK = [...LABELS.filter((label) => label !== "attack"), "unusual", "attack"] as const;
const WORDS: Readonly<Record<string, string>> = { unusual: "not ordinary" };

/** @param pathOf the events of a bar, between its beginning and its end; undefined where no link can hold them */
export function timeLine(
  { bars, step, range }: Course,
  pathOf: (from: number, to: number) => string | undefined,
): Html {
  if (bars.length === 0) return html``;
  const first = Math.floor(range.from / step) * step;
  const count = Math.max(1, Math.ceil((range.to - first) / step));
  const width = SIZE.width / count;
  const most = Math.max(...bars.map(({ events }) => total(events)), 1);
  const labels = STACK.filter((label) => bars.some(({ events }) => (events[label] ?? 0) > 0));
  return html`<a class="skip" href="#after-time-line">Past the time line</a>
<figure class="course"><svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" preserveAspectRatio="none" role="group" aria-label="Events over time">${bars.map(
    ({ at, events }) => {
      const x = ((at - first) / step) * width;
      const path = pathOf(at, at + step);
      const drawn = stacked(events, most).map(
        ({ label, y, height }) =>
          html`<rect class="${label}" x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${Math.max(1, width - GAP).toFixed(2)}" height="${height.toFixed(2)}" />`,
      );
      const said = barText(at, events);
      return path === undefined
        ? html`<g><title>${said}</title>${drawn}</g>`
        : html`<a href="${path}" aria-label="${said}"><title>${said}</title>${drawn}</a>`;
    },
  )}</svg>
<figcaption>${labels.map((label) => html`<span class="key ${label}">${WORDS[label] ?? label}</span> `)} at most ${most.toLocaleString("en-US")} in ${stepText(step)}, from ${when(new Date(first))} to ${when(new Date(range.to))}</figcaption></figure><span id="after-time-line"></span>`;
}

function total(events: Readonly<Record<string, number>>): number {
  return Object.values(events).reduce((sum, count) => sum + count, 0);
}

function stacked(events: Readonly<Record<string, number>>, most: number) {
  let y = SIZE.height;
  return STACK.flatMap((label) => {
    const share = (events[label] ?? 0) / most;
    if (share === 0) return [];
    const height = Math.max(1.5, share * SIZE.height);
    y = Math.max(0, y - height);
    return [{ label, y, height }];
  });
}

function barText(at: number, events: Readonly<Record<string, number>>): string {
  const counts = STACK.filter((label) => (events[label] ?? 0) > 0).map(
    (label) => `${(events[label] as number).toLocaleString("en-US")} ${WORDS[label] ?? label}`,
  );
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC: ${counts.join(", ")}`;
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** `an hour`, `15 minutes`. */
function stepText(step: number): string {
  const [name, ms] = UNITS.find((unit) => step >= unit[1]) ?? (UNITS.at(-1) as (typeof UNITS)[number]);
  const count = Math.round(step / ms);
  return count === 1 ? `${name === "hour" ? "an" : "a"} ${name}` : `${count} ${name}s`;
}
