/** Ticks of an axis from 0. */

/** About so many steps. */
const STEPS = 4;

/** Seconds of what a duration is written in, the largest that fits. */
const DURATIONS = [86_400, 3_600, 60, 1, 0.001];

/** What the steps of an axis are round in. */
function baseOf(unit, most) {
  if (unit === "bytes") return 1024 ** Math.floor(Math.log(Math.max(most, 1)) / Math.log(1024));
  if (unit !== "s" && unit !== "ms") return 1;
  const inSeconds = unit === "ms" ? 1000 : 1;
  return (DURATIONS.find((length) => most / inSeconds >= length) ?? 0.001) * inSeconds;
}

/**
 * Where an axis ends, how far its ticks lie apart, and how many decimals tell one from the next. Bytes are stepped in
 * powers of 1,024, durations in the unit that they are written in, everything else in powers of ten; what is counted in whole numbers has no tick between them.
 */
export function ticks(values, unit) {
  const present = values.filter((value) => value !== null && value !== undefined);
  const most = present.reduce((max, value) => Math.max(max, value), 0) || 1;
  const whole = unit === "bytes" || (unit !== "percentunit" && present.every(Number.isInteger));
  const base = baseOf(unit, most);
  const rough = most / base / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999);
  if (whole && base === 1) step = Math.max(step, 1);
  const interval = step * base;
  // As written: a share in percent.
  const written = unit === "percentunit" ? step * 100 : step;
  const decimals = Math.max(0, -Math.floor(Math.log10(written) + 1e-9));
  return { max: interval * Math.ceil(most / interval - 1e-9), interval, decimals };
}
