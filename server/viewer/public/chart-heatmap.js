/** ECharts options of a heatmap panel. */

import { axis, axisName, base, timeLabel } from "./chart-base.js";
import { line, text, variable } from "./colours.js";
import { escapeHtml } from "./dom.js";
import { number, time } from "./format.js";

export function heatmap(panel, { frames: [frame], from, to }) {
  const [at, ...rows] = frame.fields;
  const sorted = [...rows].sort((a, b) => Number(a.name) - Number(b.name));
  const known = sorted.flatMap(({ values }, y) =>
    values.map((value, x) => [x, y, value]).filter(([, , value]) => value !== null && value !== undefined),
  );
  const most = Math.max(1, ...known.map(([, , value]) => value));
  return {
    ...base(),
    tooltip: {
      ...base().tooltip,
      formatter: ({ value: [x, y, count] }) =>
        `${escapeHtml(time(at.values[x]))}<br>${escapeHtml(sorted[y].name)}: ${number(count, "short")}`,
    },
    xAxis: {
      type: "category",
      data: at.values.map((ms) => timeLabel(ms, from, Math.max(to, from + 86_400_001))),
      ...axis(),
    },
    yAxis: {
      type: "category",
      data: sorted.map(({ name }) => name),
      ...axis(),
      ...axisName({ fieldConfig: { defaults: { custom: panel.options?.yAxis ?? {} } } }),
    },
    grid: { ...base().grid, right: 64 },
    visualMap: {
      min: Math.log(2),
      // Colours by the logarithm: most events are in few cells.
      max: Math.log(most + 1),
      text: [number(most, "short"), "1"],
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
            ? [x, y, value, Math.log(value + 1)]
            : { value: [x, y, 0, 0], visualMap: false, itemStyle: { color: line(), opacity: 0.35 } },
        ),
      },
    ],
  };
}
