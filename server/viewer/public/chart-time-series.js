/** ECharts options of a time series panel: lines, areas or stacked bars over time. */

import { base, coloursOf, timeAxis, unitOf, valueAxis } from "./chart-base.js";
import { colour, line, text } from "./colours.js";
import { escapeHtml } from "./dom.js";
import { fieldOptions, linksOf } from "./fields.js";
import { time } from "./format.js";

export function timeSeries(panel, { frames, from, to }, annotations) {
  const custom = panel.fieldConfig?.defaults?.custom ?? {};
  const isBars = custom.drawStyle === "bars";
  const stack = custom.stacking?.mode === "normal" ? "all" : undefined;
  const shown = frames.flatMap(({ fields }) => {
    const times = fields[0]?.values ?? [];
    return fields.slice(1).map((field) => ({ field, times }));
  });
  // In the dashboard's order, so that ordinary events are at the foot of a stack.
  const named = (panel.fieldConfig?.overrides ?? [])
    .filter(({ matcher }) => matcher.id === "byName")
    .map(({ matcher }) => matcher.options);
  const rank = ({ field }) => (named.includes(field.name) ? named.indexOf(field.name) : named.length);
  shown.sort((a, b) => rank(a) - rank(b));
  const format = unitOf(panel, "");
  const colourOf = coloursOf(
    panel,
    shown.map(({ field }) => field.name),
  );
  return {
    ...base(),
    tooltip: { ...base().tooltip, trigger: "axis", formatter: tooltip(format, Boolean(stack)) },
    toolbox: { show: false },
    brush: { xAxisIndex: 0, toolbox: [], brushStyle: { color: line(), opacity: 0.5, borderWidth: 0 } },
    xAxis: timeAxis(from, to),
    yAxis: valueAxis(panel, "", stack ? sums(shown) : shown.flatMap(({ field }) => field.values)),
    series: shown.map(({ field, times }, index) => ({
      name: field.name,
      type: isBars ? "bar" : "line",
      stack,
      color: colourOf(field.name).colour,
      data: points(times, field.values),
      barMaxWidth: 24,
      showSymbol: true,
      symbol: "none",
      triggerLineEvent: true,
      // Of a stack the areas only: the line of a series that is 0 would lie on the one below.
      lineStyle: { width: stack ? 0 : 1.5, type: colourOf(field.name).isAgain ? "dashed" : "solid" },
      ...(isBars ? {} : { areaStyle: { opacity: opacity(stack, colourOf(field.name).isAgain) } }),
      ...(index === 0 && annotations.length > 0 ? { markLine: marks(annotations) } : {}),
    })),
    key: shown.map(({ field }) => ({ name: field.name, ...colourOf(field.name) })),
    urlOf: ({ seriesName, value }) => stepUrl(panel, seriesName, value?.[0], shown),
  };
}

const opacity = (stack, isAgain) => (stack ? (isAgain ? 0.4 : 0.75) : 0.1);

/** Where a click on a series leads: the panel's link for its name, with the step that was clicked on as the range. */
function stepUrl(panel, name, at, shown) {
  const [link] = linksOf(fieldOptions(panel, name), name, undefined, name);
  const times = shown.find(({ field }) => field.name === name)?.times ?? [];
  if (!link || at === undefined || times.length < 2) return link?.url;
  const url = new URL(link.url, location.href);
  url.searchParams.set("from", String(at));
  url.searchParams.set("to", String(at + times[1] - times[0]));
  return url.pathname + url.search;
}

/** Time, values of the series that have one, the largest first, and their sum where they add up. */
const tooltip = (format, isStacked) => (items) => {
  const present = items.filter(({ value }) => value[1] !== null && value[1] !== undefined);
  const rows = [...present]
    .sort((a, b) => b.value[1] - a.value[1])
    .map(
      ({ marker, seriesName, value }) =>
        `${marker}${escapeHtml(shortened(seriesName))}: <strong>${format(value[1])}</strong>`,
    );
  const sum = present.reduce((all, { value }) => all + value[1], 0);
  return [
    escapeHtml(time(items[0]?.value[0])),
    ...(rows.length === 0 ? ["nothing was shipped"] : rows),
    ...(isStacked && rows.length > 1 ? [`in all: <strong>${format(sum)}</strong>`] : []),
  ].join("<br>");
};

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

const LONGEST_NAME = 60;
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
