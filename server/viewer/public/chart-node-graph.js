/** ECharts options of a node graph panel. */

import { base, legend, text } from "./chart-base.js";
import { colour, paletteColour } from "./colours.js";
import { escapeHtml } from "./dom.js";
import { number } from "./format.js";

const SORTS = ["source", "user", "service", "host"];
const LABEL_PIXELS = 130;
const EDGE_PIXELS = 14;

/**
 * Sources on the left, what they go to on the right, each beside what it has most to do with: nothing covers anything
 * and nothing lies outside, which a layout by forces doesn't promise.
 */
export function nodeGraph(_panel, { frames }, _annotations, { width, height }) {
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
