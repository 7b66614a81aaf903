/** Options of ECharts for each kind of panel that is a chart. */

import { fieldOptions } from "./fields.js";
import { colour, escapeHtml, isDark, number, paletteColour, time } from "./format.js";

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

function colourOf(panel, name, index) {
  const options = fieldOptions(panel, name);
  return options.color?.mode === "fixed" ? colour(options.color.fixedColor) : paletteColour(index);
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
  return {
    ...base(),
    legend: { ...legend(), formatter: shortened },
    tooltip: { ...base().tooltip, trigger: "axis", valueFormatter: format },
    toolbox: { show: false },
    brush: { xAxisIndex: 0, toolbox: [], brushStyle: { color: faint(), opacity: 0.5, borderWidth: 0 } },
    xAxis: { type: "time", min: from, max: to, ...axis(), splitLine: { show: false } },
    yAxis: { type: "value", min: 0, ...axis(), axisLabel: { ...axis().axisLabel, formatter: format } },
    series: shown.map(({ field, times }, index) => ({
      name: field.name,
      type: isBars ? "bar" : "line",
      stack,
      color: colourOf(panel, field.name, index),
      data: times.map((at, i) => [at, field.values[i]]),
      barMaxWidth: 24,
      connectNulls: custom.spanNulls === true,
      showSymbol: times.length < 3,
      lineStyle: { width: 1.5 },
      ...(isBars ? {} : { areaStyle: { opacity: stack ? 0.35 : 0.1 } }),
      ...(index === 0 && annotations.length > 0 ? { markLine: marks(annotations) } : {}),
    })),
  };
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
  return {
    ...base(),
    ...(values.length > 1 ? { legend: legend() } : { grid: { ...base().grid, bottom: 8 } }),
    tooltip: { ...base().tooltip, trigger: "axis", valueFormatter: format },
    xAxis: { type: "category", data: x.values.map(String), ...axis() },
    // Few beside many would not be seen on an even scale.
    yAxis: {
      type: values.length > 1 && !panel.fieldConfig?.defaults?.unit?.includes("percent") ? "log" : "value",
      ...axis(),
      axisLabel: { ...axis().axisLabel, formatter: format },
    },
    series: values.map((field, index) => ({
      name: field.name,
      type: "bar",
      color: colourOf(panel, field.name, index),
      data: field.values.map((value) => (value === 0 ? null : value)),
    })),
  };
}

export function pie(panel, { frames: [frame] }) {
  const [names, values] = frame.fields;
  const format = unitOf(panel, values.name);
  const total = values.values.reduce((sum, value) => sum + value, 0) || 1;
  return {
    ...base(),
    legend: {
      type: "scroll",
      orient: "vertical",
      right: 0,
      top: "middle",
      textStyle: { color: text() },
      formatter: (name) =>
        `${name}  ${number((values.values[names.values.indexOf(name)] ?? 0) / total, "percentunit")}`,
    },
    tooltip: { ...base().tooltip, valueFormatter: format },
    series: [
      {
        type: "pie",
        radius: ["45%", "75%"],
        center: ["38%", "50%"],
        label: { show: false },
        data: names.values.map((name, i) => ({
          name: String(name),
          value: values.values[i],
          itemStyle: { color: colourOf(panel, String(name), i) },
        })),
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
    visualMap: {
      show: false,
      min: 0,
      // Colours by the logarithm: most events are in few cells.
      max: Math.log(most + 1),
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
