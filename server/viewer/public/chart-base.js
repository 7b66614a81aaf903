/** What the ECharts options of all charts share: theme, axes, colours of series. */

import { colour, coloursByName, line, surface, text } from "./colours.js";
import { fieldOptions } from "./fields.js";
import { number } from "./format.js";
import { ticks } from "./ticks.js";
import { partsOf } from "./times.js";

/** Options of all charts. Legends are HTML, beside them (legend.js): these switch series off and on. */
export function base() {
  return {
    animation: false,
    aria: { enabled: true },
    legend: { show: false },
    textStyle: { color: text(), fontFamily: "inherit" },
    tooltip: {
      confine: true,
      backgroundColor: surface(),
      borderColor: line(),
      textStyle: { color: text() },
    },
    grid: { left: 8, right: 12, top: 24, bottom: 4, containLabel: true },
  };
}

export const axis = () => ({
  axisLine: { lineStyle: { color: line() } },
  axisLabel: { color: text(), hideOverlap: true },
  splitLine: { lineStyle: { color: line() } },
});

/** What the numbers of an axis are, at its end. */
export const axisName = (panel, align = "left") => ({
  name: panel.fieldConfig?.defaults?.custom?.axisLabel ?? "",
  nameTextStyle: { color: text(), align, fontSize: 11 },
  nameGap: 10,
});

/** The colour of each series: the panel's for its name, else its name's. */
export function coloursOf(panel, names) {
  const fixed = names.map((name) => fieldOptions(panel, name).color);
  const own = coloursByName(names.filter((_, i) => fixed[i]?.mode !== "fixed"));
  return (name) => {
    const asked = fixed[names.indexOf(name)];
    return asked?.mode === "fixed" ? { colour: colour(asked.fixedColor), isAgain: false } : own.get(name);
  };
}

/** A value axis from 0 whose ticks are round in the unit, and differ as they are written. */
export function valueAxis(panel, name, values) {
  const { unit } = fieldOptions(panel, name);
  const { max, interval, decimals } = ticks(values, unit);
  const formatter = (value) => number(value, unit, decimals);
  return {
    type: "value",
    min: 0,
    max,
    interval,
    ...axis(),
    ...axisName(panel),
    axisLabel: { ...axis().axisLabel, formatter },
  };
}

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A time on an axis from `from` to `to`, in the reader's zone, with as much of it as tells it from the others there. */
export function timeLabel(ms, from, to) {
  const { year, month, day, hour, minute, second } = partsOf(ms);
  const date = `${Number(day)} ${MONTHS[Number(month) - 1]}`;
  if (to - from > 300 * DAY_MS) return `${day === "01" ? date.slice(2) : date} ${year}`;
  if (`${hour}${minute}${second}` === "000000") return date;
  const clock = to - from < 10 * 60_000 ? `${hour}:${minute}:${second}` : `${hour}:${minute}`;
  return to - from > DAY_MS ? `${clock}\n${date}` : clock;
}

/** An axis of time whose labels differ. */
export function timeAxis(from, to) {
  return {
    type: "time",
    min: from,
    max: to,
    ...axis(),
    ...(to - from > 4 * DAY_MS ? { minInterval: DAY_MS } : {}),
    // Of two lines; without a height of their own they lie on each other.
    axisLabel: { ...axis().axisLabel, lineHeight: 14, formatter: (ms) => timeLabel(ms, from, to) },
    splitLine: { show: false },
  };
}

export const unitOf = (panel, name) => {
  const { unit, decimals } = fieldOptions(panel, name);
  return (value) => number(value, unit, decimals);
};
