/** ECharts options of a pie chart panel, drawn as a ring. */

import { base, coloursOf, unitOf } from "./chart-base.js";
import { fieldOptions, linksOf } from "./fields.js";
import { number } from "./format.js";

/** A part for each series, sized by the sum of its values, the largest first. */
export function pieChart(panel, { frames: [frame] }) {
  const parts = frame.fields
    .slice(1)
    .map(({ name, values }) => ({ name, value: values.reduce((sum, value) => sum + (value ?? 0), 0) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const colourOf = coloursOf(
    panel,
    parts.map(({ name }) => name),
  );
  const format = unitOf(panel, "");
  const total = parts.reduce((sum, { value }) => sum + value, 0) || 1;
  const urlOf = ({ name }) => linksOf(fieldOptions(panel, name), name, undefined, name)[0]?.url;
  return {
    ...base(),
    tooltip: { ...base().tooltip, valueFormatter: format },
    series: [
      {
        type: "pie",
        radius: ["52%", "88%"],
        label: { show: false },
        data: parts.map((part) => ({ ...part, itemStyle: { color: colourOf(part.name).colour } })),
      },
    ],
    key: parts.map(({ name, value }) => ({
      name,
      ...colourOf(name),
      said: `${number(value / total, "percentunit")} · ${format(value)}`,
      url: urlOf({ name }),
    })),
    urlOf,
  };
}
