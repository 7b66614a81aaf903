/** ECharts options of a node graph panel. */

import { base, legend, text } from "./chart-base.js";
import { colour, paletteColour } from "./colours.js";
import { escapeHtml } from "./dom.js";
import { number } from "./format.js";

const NODE_KINDS = ["source", "user", "service", "host"];
const LABEL_PIXELS = 130;
const EDGE_PIXELS = 14;

/**
 * A bipartite layout: sources on the left, their targets on the right, neighbours close to each other. Unlike in a
 * force-directed layout no node covers another, and none lies outside.
 */
export function nodeGraph(_panel, { frames }, _annotations, { width, height }) {
  const column = (refId, name) =>
    frames.find((frame) => frame.refId === refId)?.fields.find((field) => field.name === name)?.values ?? [];
  const titles = column("nodes", "title");
  const kinds = column("nodes", "subTitle");
  const sizes = column("nodes", "mainStat");
  const bad = column("nodes", "arc__bad");
  const most = Math.max(1, ...sizes);
  const ids = column("nodes", "id");
  const targets = column("edges", "target");
  const edges = column("edges", "source").map((source, i) => ({ source, target: targets[i] }));
  const label = Math.min(LABEL_PIXELS, width * 0.3);
  const [left, right] = placed(ids, kinds, edges);
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
    legend: { ...legend(), data: NODE_KINDS.filter((kind) => kinds.includes(kind)) },
    tooltip: { ...base().tooltip, formatter: ({ data }) => escapeHtml(data.said ?? "") },
    series: [
      {
        type: "graph",
        layout: "none",
        // The rectangle of the nodes' positions: ECharts then scales nothing.
        left: label,
        top: bounds.top,
        width: width - 2 * label,
        height: bounds.bottom - bounds.top,
        categories: NODE_KINDS.map((name, index) => ({ name, itemStyle: { color: paletteColour(index) } })),
        emphasis: { focus: "adjacency" },
        data: ids.map((id, i) => {
          const { x, y, step } = places.get(id);
          return {
            id,
            x,
            y,
            name: titles[i],
            category: NODE_KINDS.indexOf(kinds[i]),
            symbolSize: Math.min(
              8 + (22 * Math.log(sizes[i] + 1)) / Math.log(most + 1),
              Math.max(6, step - 2),
            ),
            itemStyle: bad[i] >= 0.5 ? { borderColor: colour("semi-dark-red"), borderWidth: 2 } : {},
            label: {
              show: true,
              position: kinds[i] === "source" ? "left" : "right",
              color: text(),
              fontSize: step < 14 ? 10 : 11,
              width: label - 24,
              overflow: "truncate",
            },
            said: `${kinds[i]} ${titles[i]}: ${number(sizes[i], "short")} events, ${number(bad[i], "percentunit")} attacks and anomalies`,
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

/** Ids of sources, and of other nodes by kind, in an order with few crossing edges (barycentre heuristic). */
function placed(ids, kinds, edges) {
  const right = ids.filter((_, i) => kinds[i] !== "source");
  const rank = new Map(ids.map((id, i) => [id, NODE_KINDS.indexOf(kinds[i])]));
  right.sort((a, b) => rank.get(a) - rank.get(b));
  const left = ids.filter((_, i) => kinds[i] === "source");
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
