/** A stat panel: single numbers, with a sparkline where the panel asks for one. */

import { colour, thresholdColour, variable } from "./colours.js";
import { element } from "./dom.js";
import { fieldOptions, linksOf } from "./fields.js";
import { number } from "./format.js";

const REDUCERS = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  max: (values) => Math.max(...values),
  lastNotNull: (values) => values.at(-1),
};

export function drawStat(body, panel, { frames }) {
  const reduce = REDUCERS[panel.options?.reduceOptions?.calcs?.[0]] ?? REDUCERS.lastNotNull;
  const shown = frames.flatMap(({ refId, fields }) =>
    fields
      .filter((field) => field.type === "number" || field.type === "string")
      .map((field) => one(panel, field, reduce, refId)),
  );
  body.replaceChildren(element("div", { class: "numbers" }, ...shown.filter(Boolean)));
}

function one(panel, field, reduce, refId) {
  const values = field.values.filter((value) => value !== null);
  if (values.length === 0) return undefined;
  const options = fieldOptions(panel, field.name, { refId, type: field.type });
  const value = field.type === "number" ? reduce(values) : values.at(-1);
  const shade =
    options.color?.mode === "fixed"
      ? colour(options.color.fixedColor)
      : (typeof value === "number" && thresholdColour(options.thresholds, value)) || "inherit";
  const text = typeof value === "number" ? number(value, options.unit, options.decimals) : value;
  const [link] = linksOf(options, value, undefined, field.name);
  const graph =
    panel.options?.graphMode === "area" && values.length > 2 ? sparkline(field.values, shade) : "";
  return element(
    "div",
    { class: typeof value === "number" ? "stat" : "stat text" },
    link
      ? element("a", { class: "value", href: link.url, title: link.title, style: { color: shade } }, text)
      : element("span", { class: "value", style: { color: shade } }, text),
    element("span", { class: "name" }, options.displayName ?? field.name),
    graph,
  );
}

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 200;
const HEIGHT = 40;

/** The course of the values, an area for each run between gaps. */
function sparkline(values, shade) {
  const most = Math.max(...values.filter((value) => value !== null), 1e-9);
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    class: "spark",
    "aria-hidden": "true",
  }))
    svg.setAttribute(key, value);
  const x = (i) => ((i * WIDTH) / (values.length - 1)).toFixed(1);
  for (const [first, last] of runs(values)) {
    const points = values
      .slice(first, last + 1)
      .map((value, i) => `${x(first + i)},${(HEIGHT - (value / most) * (HEIGHT - 2)).toFixed(1)}`);
    const area = document.createElementNS(SVG, "polygon");
    area.setAttribute("points", `${x(first)},${HEIGHT} ${points.join(" ")} ${x(last)},${HEIGHT}`);
    area.style.fill = shade === "inherit" ? variable("--bar", "#3274d9") : shade;
    area.style.opacity = "0.25";
    svg.append(area);
  }
  return svg;
}

/** First and last index of each run of values that are known. */
function runs(values) {
  const found = [];
  for (const [i, value] of values.entries()) {
    if (value === null) continue;
    if (i > 0 && values[i - 1] !== null) found.at(-1)[1] = i;
    else found.push([i, i]);
  }
  return found;
}
