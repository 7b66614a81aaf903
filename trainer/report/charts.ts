/** Charts as SVG, written by hand: a library for charts takes 60 MB, a fifth of what a training run may have. */
import type { ReliabilityBin } from "../evaluate/metrics.ts";

const WIDTH = 560;
const HEIGHT = 300;
const PLOT = { left: 56, right: 20, top: 56, bottom: 44 };
const BEFORE = "#5470c6";
const AFTER = "#ee6666";
const GREY = "#888";

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function text(x: number, y: number, content: string, anchor = "middle"): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

export function bar(
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
  opacity = 1,
): string {
  return `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${Math.max(0, height).toFixed(1)}" fill="${colour}" opacity="${opacity}"/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, style = `stroke="${GREY}"`): string {
  return `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" ${style}/>`;
}

export function picture(title: string, height: number, parts: readonly string[]): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" ` +
    `font-family="sans-serif" font-size="11" fill="#333" role="img"><title>${escaped(title)}</title>` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    `<text x="12" y="20" font-size="14" font-weight="bold">${escaped(title)}</text>${parts.join("")}</svg>`
  );
}

function legend(entries: readonly (readonly [name: string, colour: string])[]): string[] {
  return entries.flatMap(([name, colour], i) => [
    bar(PLOT.left + i * 130, 32, 12, 10, colour),
    text(PLOT.left + i * 130 + 18, 41, name, "start"),
  ]);
}

const inner = { width: WIDTH - PLOT.left - PLOT.right, height: HEIGHT - PLOT.top - PLOT.bottom };
const bottom = HEIGHT - PLOT.bottom;

/** An x axis from 0 to 1, with its title. */
function unitAxis(name: string): string[] {
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((value) => {
    const x = PLOT.left + value * inner.width;
    return [line(x, bottom, x, bottom + 4), text(x, bottom + 17, value.toFixed(1))];
  });
  return [
    line(PLOT.left, bottom, WIDTH - PLOT.right, bottom),
    ...ticks,
    text(PLOT.left + inner.width / 2, bottom + 34, name),
  ];
}

/**
 * Distributions of a head's scores under both models, on a logarithmic axis, since most events score low.
 *
 * @param incumbent,candidate events in bins of equal width over 0..1
 */
export function distributionChart(
  title: string,
  incumbent: ArrayLike<number>,
  candidate: ArrayLike<number>,
): string {
  const most = Math.max(10, ...Array.from(incumbent), ...Array.from(candidate));
  const decades = Math.ceil(Math.log10(most));
  // The axis begins at half an event, so that a single one shows.
  const height = (n: number) =>
    n > 0 ? ((Math.log10(n) - Math.log10(0.5)) / (decades - Math.log10(0.5))) * inner.height : 0;
  const step = inner.width / incumbent.length;
  const bars = (counts: ArrayLike<number>, shift: number, colour: string) =>
    Array.from(counts, (n, i) =>
      bar(PLOT.left + i * step + step * shift, bottom - height(n), step * 0.38, height(n), colour),
    );
  const ticks = Array.from({ length: decades + 1 }, (_, decade) => {
    const y = bottom - height(10 ** decade);
    return (
      line(PLOT.left, y, WIDTH - PLOT.right, y, `stroke="#ddd"`) +
      text(PLOT.left - 6, y + 4, `${10 ** decade}`, "end")
    );
  });
  return picture(title, HEIGHT, [
    ...legend([
      ["in service", BEFORE],
      ["candidate", AFTER],
    ]),
    ...ticks,
    ...bars(incumbent, 0.08, BEFORE),
    ...bars(candidate, 0.52, AFTER),
    ...unitAxis("score (events, logarithmic)"),
  ]);
}

/**
 * Reliability diagram (DeGroot and Fienberg 1983): share of positives by score. On the diagonal scores are probabilities;
 * a larger dot stands for more events.
 */
export function calibrationChart(title: string, bins: readonly ReliabilityBin[]): string {
  const filled = bins.filter(({ count }) => count > 0);
  const most = Math.max(...filled.map(({ count }) => count));
  const x = (score: number) => PLOT.left + score * inner.width;
  const y = (share: number) => bottom - share * inner.height;
  const ticks = [0, 0.5, 1].map(
    (share) =>
      line(PLOT.left, y(share), WIDTH - PLOT.right, y(share), `stroke="#ddd"`) +
      text(PLOT.left - 6, y(share) + 4, share.toFixed(1), "end"),
  );
  const points = filled.map(({ score, share }) => `${x(score).toFixed(1)},${y(share).toFixed(1)}`).join(" ");
  const dots = filled.map(
    ({ score, share, count }) =>
      `<circle cx="${x(score).toFixed(1)}" cy="${y(share).toFixed(1)}" r="${(3 + (5 * Math.log1p(count)) / Math.log1p(most)).toFixed(1)}" fill="${AFTER}"><title>${count} events</title></circle>`,
  );
  return picture(title, HEIGHT, [
    ...ticks,
    line(x(0), y(0), x(1), y(1), `stroke="${GREY}" stroke-dasharray="4 4"`),
    `<polyline points="${points}" fill="none" stroke="${AFTER}"/>`,
    ...dots,
    ...unitAxis("score (share that is)"),
  ]);
}

/**
 * Bars of the stability index by feature, with lines at a moderate and at a large drift.
 *
 * @param drift the largest first
 */
export function driftChart(
  title: string,
  drift: readonly (readonly [feature: string, index: number])[],
): string {
  const left = 180;
  const row = 18;
  const top = 40;
  const foot = top + drift.length * row;
  const most = Math.max(0.3, ...drift.map(([, index]) => index));
  const x = (index: number) => left + (index / most) * (WIDTH - left - 60);
  const rows = drift.flatMap(([feature, index], i) => [
    text(left - 8, top + i * row + 13, feature, "end"),
    bar(left, top + i * row + 3, x(index) - left, row - 6, BEFORE),
    text(x(index) + 6, top + i * row + 13, index.toFixed(2), "start"),
  ]);
  const marks = [0.1, 0.25].flatMap((mark) => [
    line(x(mark), top, x(mark), foot, `stroke="${AFTER}" stroke-dasharray="3 3"`),
    text(x(mark), foot + 14, `${mark}`),
  ]);
  return picture(title, foot + 30, [...rows, ...marks]);
}
