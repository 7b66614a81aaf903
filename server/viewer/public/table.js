/** Adds rows as a table, with colours, bars and links where the column's options ask for them. */

import { colour, thresholdColour, variable } from "./colours.js";
import { element } from "./dom.js";
import { fieldOptions, linksOf } from "./fields.js";
import { number, time } from "./format.js";

/** Each has a variable of its name. */
const VERDICTS = ["normal", "bot", "welcome", "anomaly", "attack"];

export function drawTable(body, panel, frame) {
  const columns = frame.fields.map((field) => ({
    field,
    options: fieldOptions(panel, field.name, { refId: frame.refId, type: field.type }),
  }));
  const rows = frame.fields[0]?.values.length ?? 0;
  const head = element(
    "tr",
    {},
    ...columns.map(({ field, options }) =>
      element(
        "th",
        { scope: "col", class: classOf(field, options), style: widths(options) },
        options.displayName ?? field.name,
      ),
    ),
  );
  const lines = Array.from({ length: rows }, (_, row) =>
    element("tr", {}, ...columns.map(({ field, options }) => cell(frame, row, field, options))),
  );
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...lines));
  body.append(
    element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": panel.title }, table),
  );
}

/** Texts of this length and more. */
const LONG = 24;

/** A column of long texts gives way where there is no room, so that those behind it are not cut off. */
function classOf({ type, values }, { custom }) {
  if (type === "number") return "number";
  if (type !== "string" || custom.width || custom.minWidth) return null;
  return values.some((value) => value !== null && value.length >= LONG) ? "long" : null;
}

function widths({ custom }) {
  return {
    ...(custom.width ? { width: `${custom.width}px` } : {}),
    ...(custom.minWidth ? { minWidth: `${custom.minWidth}px` } : {}),
  };
}

function cell(frame, row, field, options) {
  const value = field.values[row];
  const text = shown(field, options, value);
  const cellOf = (name) => frame.fields.find((each) => each.name === name)?.values[row];
  const links = value === null ? [] : linksOf(options, value, cellOf, field.name);
  const content = links[0] ? element("a", { href: links[0].url, title: links[0].title }, text) : text;
  const attributes = {
    class: classOf(field, options),
    title: text.length > 40 ? text : null,
  };
  const kind = options.custom.cellOptions?.type;
  if (kind === "color-background") {
    const mapped = options.mappings?.[0]?.options?.[value]?.color;
    return element("td", attributes, mapped ? badge(text, mapped) : content);
  }
  if (kind === "gauge" && typeof value === "number")
    return element("td", attributes, gauge(options, value, verdictColour(frame, row)), content);
  return element("td", attributes, content);
}

function badge(text, name) {
  return element("span", { class: "badge", style: { color: colour(name) } }, text);
}

/** Of a row with a verdict: how sure it is stands in the verdict's colour. */
function verdictColour(frame, row) {
  const verdict = frame.fields.find(({ name }) => name === "verdict")?.values[row];
  return verdict && VERDICTS.includes(verdict) ? variable(`--${verdict}`, "currentColor") : undefined;
}

function gauge(options, value, own) {
  const { min = 0, max = 1 } = options;
  const share = Math.min(Math.max((value - min) / (max - min), 0), 1);
  const fill = {
    width: `${share * 100}%`,
    background: own ?? thresholdColour(options.thresholds, value) ?? "",
  };
  return element("span", { class: "gauge", "aria-hidden": "true" }, element("span", { style: fill }));
}

function shown(field, options, value) {
  if (value === null) return "–";
  if (field.type === "time") return time(value);
  if (field.type === "number") return number(value, options.unit ?? "none", options.decimals);
  return String(value);
}
