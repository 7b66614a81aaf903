/** ECharts options of a heatmap panel. */

import { axis, axisName, base, DAY_MS, timeLabel } from "./chart-base.js";
import { line, text, variable } from "./colours.js";
import { escapeHtml } from "./dom.js";
import { number, time } from "./format.js";
import { partsOf } from "./times.js";

const dayLabel = (date) =>
  date.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const isMidnight = (ms) => partsOf(ms).hour === "00";

export function heatmap(panel, { frames: [frame], from, to }) {
  const [at, ...rows] = frame.fields;
  const sorted = [...rows].sort((a, b) => Number(a.name) - Number(b.name));
  const known = sorted.flatMap(({ values }, y) =>
    values.map((value, x) => [x, y, value]).filter(([, , value]) => value !== null && value !== undefined),
  );
  // Days are those of the counts, which are UTC's.
  const isByDay = at.values.length < 2 || at.values[1] - at.values[0] >= DAY_MS;
  const label = (ms) => (isByDay ? dayLabel(new Date(ms)) : timeLabel(ms, from, to));
  const most = Math.max(1, ...known.map(([, , value]) => value));
  return {
    ...base(),
    tooltip: {
      ...base().tooltip,
      formatter: ({ value: [x, y, count] }) =>
        `${escapeHtml(isByDay ? label(at.values[x]) : time(at.values[x]))}<br>${escapeHtml(sorted[y].name)}: ${number(count, "short")}`,
    },
    xAxis: {
      type: "category",
      data: at.values.map(String),
      ...axis(),
      axisLabel: {
        ...axis().axisLabel,
        lineHeight: 14,
        formatter: (ms) => label(Number(ms)),
        ...(to - from > 4 * DAY_MS && !isByDay ? { interval: (_, ms) => isMidnight(Number(ms)) } : {}),
      },
    },
    yAxis: {
      type: "category",
      data: sorted.map(({ name }) => name),
      ...axis(),
      ...axisName({ fieldConfig: { defaults: { custom: panel.options?.yAxis ?? {} } } }),
    },
    grid: { ...base().grid, right: 64 },
    visualMap: {
      min: 0,
      // Colours by the square root, as Grafana's: most events are in few cells.
      max: Math.sqrt(most),
      text: [number(most, "short"), "0"],
      right: 4,
      top: "middle",
      itemWidth: 10,
      itemHeight: 80,
      textStyle: { color: text() },
      dimension: 3,
      inRange: { color: [variable("--heat-low", "#ffe9d1"), variable("--heat-high", "#a84300")] },
    },
    series: [
      {
        type: "heatmap",
        // Nothing in a step that was watched is a faint cell; of a step that wasn't there is none.
        data: known.map(([x, y, value]) =>
          value > 0
            ? [x, y, value, Math.sqrt(value)]
            : { value: [x, y, 0, 0], visualMap: false, itemStyle: { color: line(), opacity: 0.35 } },
        ),
      },
    ],
  };
}
