/** ECharts options of a bar chart or histogram panel. */

import { axis, axisName, base, coloursOf, unitOf, valueAxis } from "./chart-base.js";

export function barChart(panel, { frames: [frame] }) {
  const x = frame.fields.find(({ name }) => name === panel.options?.xField) ?? frame.fields[0];
  const values = frame.fields.filter((field) => field !== x && field.type === "number");
  const format = unitOf(panel, values[0]?.name);
  const isLog = values.length > 1 && !panel.fieldConfig?.defaults?.unit?.includes("percent");
  const colourOf = coloursOf(
    panel,
    values.map(({ name }) => name),
  );
  return {
    ...base(),
    grid: { ...base().grid, right: 40 },
    tooltip: { ...base().tooltip, trigger: "axis", valueFormatter: format },
    xAxis: {
      type: "category",
      data: x.values.map(String),
      ...axis(),
      name: x.name,
      nameTextStyle: axisName(panel).nameTextStyle,
      nameGap: 4,
    },
    // Small counts beside large ones are invisible on a linear scale.
    yAxis: isLog
      ? { type: "log", ...axis(), ...axisName(panel), axisLabel: { ...axis().axisLabel, formatter: format } }
      : valueAxis(
          panel,
          values[0]?.name ?? "",
          values.flatMap((field) => field.values),
        ),
    series: values.map((field) => ({
      name: field.name,
      type: "bar",
      color: colourOf(field.name).colour,
      data: field.values.map((value) => (value === 0 ? null : value)),
    })),
    key: values.map(({ name }) => ({ name, ...colourOf(name) })),
  };
}
