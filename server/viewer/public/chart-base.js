/** What the ECharts options of all charts share: theme, axes, legend, colours of series. */

import { colour, coloursByName, isDark } from "./colours.js";
import { fieldOptions } from "./fields.js";
import { number } from "./format.js";
import { ticks } from "./ticks.js";

export const text = () => (isDark() ? "#c9d1d9" : "#333a45");
export const faint = () => (isDark() ? "#2e343d" : "#e3e6ea");
export const surface = () => (isDark() ? "#1b2027" : "#ffffff");

/** Options of all charts. */
export function base() {
  return {
    animation: false,
    aria: { enabled: true },
    textStyle: { color: text(), fontFamily: "inherit" },
    tooltip: {
      confine: true,
      backgroundColor: surface(),
      borderColor: faint(),
      textStyle: { color: text() },
    },
    grid: { left: 8, right: 12, top: 12, bottom: 36, containLabel: true },
  };
}

export const axis = () => ({
  axisLine: { lineStyle: { color: faint() } },
  axisLabel: { color: text(), hideOverlap: true },
  splitLine: { lineStyle: { color: faint() } },
});

export const legend = () => ({
  type: "scroll",
  bottom: 0,
  textStyle: { color: text() },
  pageTextStyle: { color: text() },
});

/** The colour of each series: the panel's for its name, else one computed from the name. */
export function coloursOf(panel, names) {
  const fixed = names.map((name) => fieldOptions(panel, name).color);
  const own = coloursByName(names.filter((_, i) => fixed[i]?.mode !== "fixed"));
  return (name) => {
    const asked = fixed[names.indexOf(name)];
    return asked?.mode === "fixed" ? colour(asked.fixedColor) : own.get(name);
  };
}

/** A value axis from 0 whose ticks are round in the unit, and differ as they are written. */
export function valueAxis(panel, name, values) {
  const { unit } = fieldOptions(panel, name);
  const { max, interval, decimals } = ticks(values, unit);
  const formatter = (value) => number(value, unit, decimals);
  return { type: "value", min: 0, max, interval, ...axis(), axisLabel: { ...axis().axisLabel, formatter } };
}

export const unitOf = (panel, name) => {
  const { unit, decimals } = fieldOptions(panel, name);
  return (value) => number(value, unit, decimals);
};
