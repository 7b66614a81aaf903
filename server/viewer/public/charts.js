/** Options of ECharts for each kind of panel that is a chart. */

import { fieldOptions } from "./fields.js";
import { colour, coloursByName, escapeHtml, isDark, number, paletteColour, time } from "./format.js";
import { ticks } from "./ticks.js";

const text = () => (isDark() ? "#c9d1d9" : "#333a45");
const faint = () => (isDark() ? "#2e343d" : "#e3e6ea");
const surface = () => (isDark() ? "#1b2027" : "#ffffff");

/** What all charts have. */
function base() {
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

const axis = () => ({
  axisLine: { lineStyle: { color: faint() } },
  axisLabel: { color: text(), hideOverlap: true },
  splitLine: { lineStyle: { color: faint() } },
});

const legend = () => ({
  type: "scroll",
  bottom: 0,
  textStyle: { color: text() },
  pageTextStyle: { color: text() },
});

/** The colour of each series: what the panel gives its name, else one that belongs to the name. */
function coloursOf(panel, names) {
  const fixed = names.map((name) => fieldOptions(panel, name).color);
  const own = coloursByName(names.filter((_, i) => fixed[i]?.mode !== "fixed"));
  return (name) => {
    const asked = fixed[names.indexOf(name)];
    return asked?.mode === "fixed" ? colour(asked.fixedColor) : own.get(name);
  };
}

/** A value axis from 0 whose ticks are round in the unit, and differ as they are written. */
function valueAxis(panel, name, values) {
  const { unit } = fieldOptions(panel, name);
  const { max, interval, decimals } = ticks(values, unit);
  const formatter = (value) => number(value, unit, decimals);
  return { type: "value", min: 0, max, interval, ...axis(), axisLabel: { ...axis().axisLabel, formatter } };
}

const unitOf = (panel, name) => {
  const { unit, decimals } = fieldOptions(panel, name);
  return (value) => number(value, unit, decimals);
};

export function timeSeries(panel, { frames, from, to }, annotations) {
  const custom = panel.fieldConfig?.defaults?.custom ?? {};
  const isBars = custom.drawStyle === "bars";
  const stack = custom.stacking?.mode === "normal" ? "all" : undefined;
  const shown = frames.flatMap(({ fields }) => {
    const times = fields[0]?.values ?? [];
    return fields.slice(1).map((field) => ({ field, times }));
  });
  // As the dashboard names them, so that a stack has the ordinary at its foot whatever came first.
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

/** Of each time, all series together: what a stack reaches. */
function sums(shown) {
  const at = new Map();
  for (const { field, times } of shown)
    for (const [i, time] of times.entries()) at.set(time, (at.get(time) ?? 0) + (field.values[i] ?? 0));
  return [...at.values()];
}

/** A line ends where values are missing; one between two gaps has no line, and would not be seen without its dot. */
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
/** Beginning and end: patterns begin alike, and end in what tells them apart. */
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

export function bars(panel, { frames: [frame] }) {
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
    ...(values.length > 1 ? { legend: legend() } : { grid: { ...base().grid, bottom: 8 } }),
    tooltip: { ...base().tooltip, trigger: "axis", valueFormatter: format },
    xAxis: { type: "category", data: x.values.map(String), ...axis() },
    // Few beside many would not be seen on an even scale.
    yAxis: isLog
      ? { type: "log", ...axis(), axisLabel: { ...axis().axisLabel, formatter: format } }
      : valueAxis(
          panel,
          values[0]?.name ?? "",
          values.flatMap((field) => field.values),
        ),
    series: values.map((field) => ({
      name: field.name,
      type: "bar",
      color: colourOf(field.name),
      data: field.values.map((value) => (value === 0 ? null : value)),
    })),
  };
}

/** Narrower than this, a legend beside the ring would lie on it. */
const LEGEND_BESIDE_PIXELS = 380;

/** A part for each series, the largest first: the sum of its values. */
export function pie(panel, { frames: [frame] }, _annotations, { width }) {
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

export function heat(_panel, { frames: [frame] }) {
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

export function map(_panel, { frames: [frame] }) {
  const countries = frame.fields.find(({ name }) => name === "country").values;
  const events = frame.fields.find(({ name }) => name === "events").values;
  const elsewhere = countries.map((name, i) => [name, events[i]]).filter(([name]) => name.length !== 2);
  const data = countries
    .map((name, i) => ({ name, value: events[i] }))
    .filter(({ name }) => name.length === 2);
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
  const titled = (code) => (/^[A-Z]{2}$/.test(code) ? names.of(code) : code);
  return {
    ...base(),
    title: {
      text: elsewhere.map(([name, count]) => `${name}: ${number(count, "short")}`).join(" · "),
      textStyle: { fontSize: 12, fontWeight: "normal", color: text() },
      left: 4,
      bottom: 0,
    },
    tooltip: {
      ...base().tooltip,
      formatter: ({ name, value }) => `${escapeHtml(titled(name))}: ${number(value || 0, "short")}`,
    },
    visualMap: {
      min: 0,
      max: Math.max(1, ...data.map(({ value }) => value)),
      text: [number(Math.max(1, ...data.map(({ value }) => value)), "short"), "0"],
      right: 4,
      bottom: 0,
      itemHeight: 60,
      textStyle: { color: text() },
      inRange: { color: isDark() ? ["#5c2b2b", "#ff5b5b"] : ["#fbd3cf", "#b3001b"] },
    },
    series: [
      {
        type: "map",
        map: "world",
        roam: false,
        top: 4,
        bottom: 16,
        data,
        itemStyle: { areaColor: faint(), borderColor: surface() },
        emphasis: { label: { show: false } },
        select: { disabled: true },
      },
    ],
  };
}

const SORTS = ["source", "user", "service", "host"];
const LABEL_PIXELS = 130;
const EDGE_PIXELS = 14;

/**
 * Sources on the left, what they go to on the right, each beside what it has most to do with: nothing covers anything
 * and nothing lies outside, which a layout by forces doesn't promise.
 */
export function graph(_panel, { frames }, _annotations, { width, height }) {
  const column = (refId, name) =>
    frames.find((frame) => frame.refId === refId)?.fields.find((field) => field.name === name)?.values ?? [];
  const titles = column("nodes", "title");
  const sorts = column("nodes", "subTitle");
  const sizes = column("nodes", "mainStat");
  const bad = column("nodes", "arc__bad");
  const most = Math.max(1, ...sizes);
  const ids = column("nodes", "id");
  const targets = column("edges", "target");
  const edges = column("edges", "source").map((source, i) => ({ source, target: targets[i] }));
  const label = Math.min(LABEL_PIXELS, width * 0.3);
  const [left, right] = placed(ids, sorts, edges);
  const places = new Map();
  const top = EDGE_PIXELS;
  const inner = height - 36 - 2 * EDGE_PIXELS;
  for (const [side, x] of [
    [left, label],
    [right, width - label],
  ])
    for (const [i, id] of side.entries())
      places.set(id, { x, y: top + (inner * (i + 0.5)) / side.length, step: inner / side.length });
  const ys = [...places.values()].map(({ y }) => y);
  const bounds = { top: Math.min(...ys), bottom: Math.max(...ys) };
  return {
    ...base(),
    legend: { ...legend(), data: SORTS.filter((sort) => sorts.includes(sort)) },
    tooltip: { ...base().tooltip, formatter: ({ data }) => escapeHtml(data.said ?? "") },
    series: [
      {
        type: "graph",
        layout: "none",
        // The chart fits what is given into this rectangle: as it is.
        left: label,
        top: bounds.top,
        width: width - 2 * label,
        height: bounds.bottom - bounds.top,
        categories: SORTS.map((name, index) => ({ name, itemStyle: { color: paletteColour(index) } })),
        emphasis: { focus: "adjacency" },
        data: ids.map((id, i) => {
          const { x, y, step } = places.get(id);
          return {
            id,
            x,
            y,
            name: titles[i],
            category: SORTS.indexOf(sorts[i]),
            symbolSize: Math.min(
              8 + (22 * Math.log(sizes[i] + 1)) / Math.log(most + 1),
              Math.max(6, step - 2),
            ),
            itemStyle: bad[i] >= 0.5 ? { borderColor: colour("semi-dark-red"), borderWidth: 2 } : {},
            label: {
              show: true,
              position: sorts[i] === "source" ? "left" : "right",
              color: text(),
              fontSize: step < 14 ? 10 : 11,
              width: label - 24,
              overflow: "truncate",
            },
            said: `${sorts[i]} ${titles[i]}: ${number(sizes[i], "short")} events, ${number(bad[i], "percentunit")} attacks and anomalies`,
          };
        }),
        links: edges.map(({ source, target }, i) => ({
          source,
          target,
          lineStyle: {
            width: column("edges", "thickness")[i],
            color: column("edges", "color")[i],
            opacity: 0.6,
            curveness: 0,
          },
          said: `${source} → ${target}: ${number(column("edges", "mainStat")[i], "short")}`,
        })),
      },
    ],
  };
}

/** Ids of sources, and of all others by kind, in an order in which few edges cross. */
function placed(ids, sorts, edges) {
  const right = ids.filter((_, i) => sorts[i] !== "source");
  const rank = new Map(ids.map((id, i) => [id, SORTS.indexOf(sorts[i])]));
  right.sort((a, b) => rank.get(a) - rank.get(b));
  const left = ids.filter((_, i) => sorts[i] === "source");
  const middle = (id, others, end) => {
    const at = edges
      .filter((edge) => edge.source === id || edge.target === id)
      .map((edge) => others.indexOf(edge[end]));
    return at.reduce((sum, place) => sum + place, 0) / Math.max(1, at.length);
  };
  left.sort((a, b) => middle(a, right, "target") - middle(b, right, "target"));
  const places = new Map(right.map((id) => [id, middle(id, left, "source")]));
  right.sort((a, b) => rank.get(a) - rank.get(b) || places.get(a) - places.get(b));
  return [left, right];
}
