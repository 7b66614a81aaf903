/** Grafana's field configuration: defaults, and overrides of columns by name. */
import { state } from "./state.js";

/** Options of a column; `custom` has the options of the panel's type. */
export function fieldOptions(panel, name) {
  const { defaults = {}, overrides = [] } = panel.fieldConfig ?? {};
  const options = { ...defaults, custom: { ...defaults.custom } };
  for (const { matcher, properties } of overrides) {
    if (matcher.id !== "byName" || matcher.options !== name) continue;
    for (const { id, value } of properties) {
      if (id.startsWith("custom.")) options.custom[id.slice("custom.".length)] = value;
      else options[id] = value;
    }
  }
  return options;
}

/** The links of a cell, with Grafana's placeholders filled in; `cellOf(name)` is another cell of its row. */
export function linksOf(options, value, cellOf) {
  return (options.links ?? []).map(({ title, url }) => ({
    title: fill(title, value, cellOf),
    url: linkUrl(url, value, cellOf),
  }));
}

export function linkUrl(url, value = "", cellOf = () => "") {
  const filled = fill(url, value, cellOf);
  return /^\/|^https?:\/\//.test(filled) ? filled : "#";
}

function fill(text, value, cellOf) {
  return (
    text
      .replaceAll(/\$\{__data\.fields\.(\w+)\.numeric\}/g, (_, name) => String(Number(cellOf(name))))
      .replaceAll(/\$\{__data\.fields\.(\w+)\}/g, (_, name) => encodeURIComponent(cellOf(name)))
      .replaceAll("${__value.text:percentencode}", encodeURIComponent(value))
      .replaceAll("${__value.text}", String(value))
      // Of a time, milliseconds since the epoch.
      .replaceAll("${__value.raw}", encodeURIComponent(value))
      .replaceAll("${__from}", String(state.shown?.from ?? state.from))
      .replaceAll(
        "${__url_time_range}",
        `from=${encodeURIComponent(state.from)}&to=${encodeURIComponent(state.to)}`,
      )
      .replaceAll("${__all_variables}", state.variableParameters().toString())
      // The variable is this server's address, which Grafana needs and the viewer doesn't.
      .replaceAll("${server}", "")
  );
}
