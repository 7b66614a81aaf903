/** ECharts options of a node graph panel. */

import { base } from "./chart-base.js";
import { colour, PALETTE, surface, text } from "./colours.js";
import { escapeHtml } from "./dom.js";
import { fieldOptions, linksOf } from "./fields.js";
import { number } from "./format.js";

const NODE_KINDS = ["source", "user", "service", "host"];
const SYMBOLS = { source: "circle", user: "triangle", service: "diamond", host: "rect" };
const VERDICTS = { attack: "semi-dark-red", anomaly: "#c2780c", bot: "semi-dark-blue" };
/** Of a node with its label, which is 11 high: below that, labels overlap. The panel scrolls where there are more. */
const ROW_PIXELS = 18;
const MOST_LABEL_PIXELS = 180;
const MARGIN_PIXELS = 12;

/** How high the graph has to be for each label to be read. */
export function nodeGraphHeight({ frames }, height) {
  const { ids, kinds } = nodesOf(frames);
  const left = ids.filter((_, i) => kinds[i] === "source").length;
  return Math.max(height, Math.max(left, ids.length - left) * ROW_PIXELS + 2 * MARGIN_PIXELS);
}

function nodesOf(frames) {
  const frame = frames.find(({ refId }) => refId === "nodes");
  const column = (name) => frame?.fields.find((field) => field.name === name)?.values ?? [];
  return {
    column,
    ids: column("id"),
    kinds: column("subTitle"),
    titles: column("title"),
    sizes: column("mainStat"),
  };
}

/**
 * A bipartite layout: sources on the left, their targets on the right, neighbours close to each other. Unlike in a
 * force-directed layout no node covers another, and none lies outside.
 */
export function nodeGraph(panel, { frames }, _annotations, { width, height }) {
  const { column: ofNode, ids, kinds, titles, sizes } = nodesOf(frames);
  const ofEdge = (name) =>
    frames.find(({ refId }) => refId === "edges")?.fields.find((field) => field.name === name)?.values ?? [];
  const targets = ofEdge("target");
  const edges = ofEdge("source").map((source, i) => ({ source, target: targets[i] }));
  const most = Math.max(1, ...sizes);
  const label = Math.min(MOST_LABEL_PIXELS, width * 0.36);
  const [left, right] = placed(ids, kinds, edges);
  const places = new Map();
  const inner = height - 2 * MARGIN_PIXELS;
  for (const [side, x] of [
    [left, label],
    [right, width - label],
  ])
    for (const [i, id] of side.entries())
      places.set(id, { x, y: MARGIN_PIXELS + (inner * (i + 0.5)) / side.length, step: inner / side.length });
  const ys = [...places.values()].map(({ y }) => y);
  const bounds = { top: Math.min(...ys), bottom: Math.max(...ys) };
  const present = NODE_KINDS.filter((kind) => kinds.includes(kind));
  const colourOfKind = (kind) => PALETTE[NODE_KINDS.indexOf(kind) + 2];
  const share = (name, i) => number(ofNode(name)[i] ?? 0, "percentunit");
  return {
    ...base(),
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
        emphasis: { focus: "adjacency" },
        data: ids.map((id, i) => {
          const { x, y, step } = places.get(id);
          return {
            id,
            x,
            y,
            name: id,
            symbol: SYMBOLS[kinds[i]],
            symbolSize: Math.min(
              8 + (18 * Math.log(sizes[i] + 1)) / Math.log(most + 1),
              Math.max(8, step - 4),
            ),
            itemStyle: { color: colourOfKind(kinds[i]), borderColor: surface(), borderWidth: 1 },
            label: {
              show: true,
              formatter: titles[i],
              position: kinds[i] === "source" ? "left" : "right",
              color: text(),
              fontSize: 11,
              width: label - 20,
              overflow: "truncate",
            },
            url: linkOfNode(panel, frames, i),
            said: `${kinds[i]} ${titles[i]}: ${number(sizes[i], "short")} events; attacks ${share("arc__attacks", i)}, anomalies ${share("arc__anomalies", i)}, robots ${share("arc__robots", i)}`,
          };
        }),
        links: edges.map(({ source, target }, i) => ({
          source,
          target,
          lineStyle: {
            width: ofEdge("thickness")[i],
            color: colour(ofEdge("color")[i]),
            opacity: 0.55,
            curveness: 0,
          },
          said: `${source} → ${target}: ${number(ofEdge("mainStat")[i], "short")} events`,
        })),
      },
    ],
    key: [
      ...present.map((kind) => ({ name: kind, colour: colourOfKind(kind) })),
      ...Object.entries(VERDICTS).map(([name, fixed]) => ({
        name: `mostly ${name}`,
        colour: colour(fixed),
        said: "line",
      })),
    ],
    urlOf: ({ dataType, data }) => (dataType === "node" ? data.url : undefined),
  };
}

function linkOfNode(panel, frames, row) {
  const frame = frames.find(({ refId }) => refId === "nodes");
  const cellOf = (name) => frame.fields.find((field) => field.name === name)?.values[row] ?? "";
  return linksOf(fieldOptions(panel, "title"), cellOf("title"), cellOf, "title", cellOf("subTitle"))[0]?.url;
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
