/** ECharts options of a pie chart panel, drawn as a ring. */

import { base, coloursOf, text, unitOf } from "./chart-base.js";
import { number } from "./format.js";

/** Narrower than this, a legend beside the ring would lie on it. */
const LEGEND_BESIDE_PIXELS = 380;

/** A part for each series, sized by the sum of its values, the largest first. */
export function pieChart(panel, { frames: [frame] }, _annotations, { width }) {
  const parts = frame.fields
    .slice(1)
    .map(({ name, values }) => ({ name, value: values.reduce((sum, value) => sum + (value ?? 0), 0) }))
    .sort((a, b) => b.value - a.value);
  const isBeside = width >= LEGEND_BESIDE_PIXELS;
  const colourOf = coloursOf(
    panel,
    parts.map(({ name }) => name),
  );
  const format = unitOf(panel, "");
  const total = parts.reduce((sum, { value }) => sum + value, 0) || 1;
  const share = new Map(parts.map(({ name, value }) => [name, value / total]));
  return {
    ...base(),
    legend: {
      type: "scroll",
      ...(isBeside
        ? { orient: "vertical", right: 0, top: "middle" }
        : { orient: "horizontal", bottom: 0, left: "center" }),
      pageTextStyle: { color: text() },
      textStyle: { color: text() },
      formatter: (name) => `${name}  ${number(share.get(name) ?? 0, "percentunit")}`,
    },
    tooltip: { ...base().tooltip, valueFormatter: format },
    series: [
      {
        type: "pie",
        radius: isBeside ? ["45%", "75%"] : ["38%", "64%"],
        center: isBeside ? ["38%", "50%"] : ["50%", "42%"],
        label: { show: false },
        data: parts.map((part) => ({ ...part, itemStyle: { color: colourOf(part.name) } })),
      },
    ],
  };
}
