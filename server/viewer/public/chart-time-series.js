/** ECharts options of a time series panel: lines, areas or stacked bars over time. */

import { axis, base, coloursOf, faint, legend, text, unitOf, valueAxis } from "./chart-base.js";
import { colour } from "./colours.js";

export function timeSeries(panel, { frames, from, to }, annotations) {
  const custom = panel.fieldConfig?.defaults?.custom ?? {};
  const isBars = custom.drawStyle === "bars";
  const stack = custom.stacking?.mode === "normal" ? "all" : undefined;
  const shown = frames.flatMap(({ fields }) => {
    const times = fields[0]?.values ?? [];
    return fields.slice(1).map((field) => ({ field, times }));
  });
  // In the dashboard's order, so that ordinary events are at the foot of a stack.
  const named = (panel.fieldConfig?.overrides ?? []).map(({ matcher }) => matcher.options);
  const rank = ({ field }) => (named.includes(field.name) ? named.indexOf(field.name) : named.length);
  shown.sort((a, b) => rank(a) - rank(b));
  const format = unitOf(panel, "");
  const colourOf = coloursOf(
    panel,
    shown.map(({ field }) => field.name),
  );
  return {
    ...base(),
    legend: { ...legend(), formatter: shortened },
    tooltip: { ...base().tooltip, trigger: "axis", valueFormatter: format },
    toolbox: { show: false },
    brush: { xAxisIndex: 0, toolbox: [], brushStyle: { color: faint(), opacity: 0.5, borderWidth: 0 } },
    xAxis: { type: "time", min: from, max: to, ...axis(), splitLine: { show: false } },
    yAxis: valueAxis(panel, "", stack ? sums(shown) : shown.flatMap(({ field }) => field.values)),
    series: shown.map(({ field, times }, index) => ({
      name: field.name,
      type: isBars ? "bar" : "line",
      stack,
      color: colourOf(field.name),
      data: points(times, field.values),
      barMaxWidth: 24,
      showSymbol: true,
      symbol: "none",
      lineStyle: { width: 1.5 },
      ...(isBars ? {} : { areaStyle: { opacity: stack ? 0.35 : 0.1 } }),
      ...(index === 0 && annotations.length > 0 ? { markLine: marks(annotations) } : {}),
    })),
  };
}

/** The sum of all series at each time: the height of a stack. */
function sums(shown) {
  const at = new Map();
  for (const { field, times } of shown)
    for (const [i, time] of times.entries()) at.set(time, (at.get(time) ?? 0) + (field.values[i] ?? 0));
  return [...at.values()];
}

/** Points of a line with gaps; a single value between two gaps, which has no line, gets a dot. */
function points(times, values) {
  const isGap = (i) => values[i] === null || values[i] === undefined;
  return times.map((at, i) =>
    !isGap(i) && isGap(i - 1) && isGap(i + 1)
      ? { value: [at, values[i]], symbol: "circle", symbolSize: 5 }
      : [at, values[i]],
  );
}

const LONGEST_NAME = 36;
const ENDING = 9;
/** Beginning and end of a long name: templates begin alike, and differ at the end. */
const shortened = (name) =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - ENDING - 1)}…${name.slice(-ENDING)}` : name;

function marks(annotations) {
  return {
    symbol: "none",
    label: { formatter: ({ name }) => name, color: text(), fontSize: 10 },
    lineStyle: { type: "dashed", color: colour("semi-dark-purple") },
    data: annotations.map(({ at, title }) => ({ xAxis: at, name: title })),
  };
}
