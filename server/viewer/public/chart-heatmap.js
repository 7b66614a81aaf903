/** ECharts options of a heatmap panel. */

import { axis, base, text } from "./chart-base.js";
import { isDark } from "./colours.js";
import { escapeHtml } from "./dom.js";
import { number, time } from "./format.js";

export function heatmap(_panel, { frames: [frame] }) {
  const [at, ...rows] = frame.fields;
  const sorted = [...rows].sort((a, b) => Number(a.name) - Number(b.name));
  const cells = sorted.flatMap(({ values }, y) =>
    values.map((value, x) => [x, y, value]).filter(([, , v]) => v > 0),
  );
  const most = Math.max(1, ...cells.map(([, , value]) => value));
  return {
    ...base(),
    tooltip: {
      ...base().tooltip,
      formatter: ({ value: [x, y, count] }) =>
        `${escapeHtml(time(at.values[x]))}<br>from ${escapeHtml(sorted[y].name)}: ${number(count, "short")}`,
    },
    xAxis: { type: "category", data: at.values.map((ms) => time(ms).slice(5, 16)), ...axis() },
    yAxis: { type: "category", data: sorted.map(({ name }) => name), ...axis() },
    grid: { ...base().grid, right: 64, bottom: 8 },
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
      inRange: { color: isDark() ? ["#33230f", "#ff9830"] : ["#ffe9d1", "#a84300"] },
    },
    series: [{ type: "heatmap", data: cells.map(([x, y, value]) => [x, y, value, Math.log(value + 1)]) }],
  };
}
