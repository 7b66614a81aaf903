/** Grafana's intervals: `30s`, `5m`, `1h`, `1d`, and the step that fits a range on so many points. */

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_629_800_000,
  y: 31_557_600_000,
};

/** Milliseconds of `5m` and the like. @throws Error where it is none */
export function intervalMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|[smhdwMy])$/.exec(text.trim().replace(/^'|'$/g, ""));
  const unit = UNIT_MS[match?.[2] ?? ""];
  if (!match || unit === undefined) throw new Error(`not an interval: ${text}`);
  return Number(match[1]) * unit;
}

/** Steps that read well, by the length up to which each is taken (as Grafana's roundInterval has them). */
const ROUNDED: readonly [upTo: number, step: number][] = [
  [10, 1],
  [15, 10],
  [35, 20],
  [75, 50],
  [150, 100],
  [350, 200],
  [750, 500],
  [1_500, 1_000],
  [3_500, 2_000],
  [7_500, 5_000],
  [12_500, 10_000],
  [17_500, 15_000],
  [25_000, 20_000],
  [45_000, 30_000],
  [90_000, 60_000],
  [210_000, 120_000],
  [450_000, 300_000],
  [750_000, 600_000],
  [1_050_000, 900_000],
  [1_500_000, 1_200_000],
  [2_700_000, 1_800_000],
  [5_400_000, 3_600_000],
  [9_000_000, 7_200_000],
  [16_200_000, 10_800_000],
  [32_400_000, 21_600_000],
  [86_400_000, 43_200_000],
  [604_800_000, 86_400_000],
  [1_814_400_000, 604_800_000],
  [3_628_800_000, 2_592_000_000],
];
const YEAR_MS = 31_536_000_000;

/** The step of a range on about so many points, not below `leastMs`. */
export function stepMs(rangeMs: number, points: number, leastMs: number): number {
  const wanted = Math.max(rangeMs / Math.max(points, 1), leastMs);
  return Math.max(ROUNDED.find(([upTo]) => wanted < upTo)?.[1] ?? YEAR_MS, leastMs);
}

/** As Grafana writes it: in the largest unit that it is a whole number of. */
export function intervalText(ms: number): string {
  for (const unit of ["y", "w", "d", "h", "m", "s"]) {
    const length = unit === "y" ? YEAR_MS : (UNIT_MS[unit] as number);
    if (ms >= length && ms % length === 0) return `${ms / length}${unit}`;
  }
  return `${ms}ms`;
}
