/** Grafana's field configuration: defaults, and overrides of columns by name, type or query. */
import { entityLink } from "./links.js";
import { state } from "./state.js";

/** Options of a column; `custom` has the options of the panel's type. */
export function fieldOptions(panel, name, { refId, type = "number" } = {}) {
  const { defaults = {}, overrides = [] } = panel.fieldConfig ?? {};
  const options = { ...defaults, custom: { ...defaults.custom } };
  const fits = { byName: name, byType: type, byFrameRefID: refId };
  for (const { matcher, properties } of overrides) {
    if (matcher.options === undefined || matcher.options !== fits[matcher.id]) continue;
    for (const { id, value } of properties) {
      if (id.startsWith("custom.")) options.custom[id.slice("custom.".length)] = value;
      else options[id] = value;
    }
  }
  return options;
}

/**
 * The links of a cell, with Grafana's placeholders filled in.
 *
 * @param cellOf what another cell of its row has, by the column's name
 * @param series the name of the column or series
 * @param kind what stands in the cell (links.js)
 */
export function linksOf(options, value, cellOf, series, kind = series) {
  return (options.links ?? []).map(({ title, url }) => ({
    title: fill(title, value, cellOf, series),
    url: entityLink(linkUrl(url, value, cellOf, series), value, kind),
  }));
}

export function linkUrl(url, value = "", cellOf = () => "", series = "") {
  const filled = fill(url, value, cellOf, series);
  return /^\/|^https?:\/\//.test(filled) ? filled : "#";
}

function fill(template, value, cellOf = () => "", series = "") {
  return (
    template
      .replaceAll(/\$\{__data\.fields\.(\w+)\.numeric\}/g, (_, name) => String(Number(cellOf(name))))
      .replaceAll(/\$\{__data\.fields\.(\w+)(:percentencode)?\}/g, (_, name) =>
        encodeURIComponent(cellOf(name)),
      )
      .replaceAll("${__field.name:percentencode}", encodeURIComponent(series))
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
      .replaceAll(/&\$\{(\w+):queryparam\}/g, (_, name) => {
        const chosen = state.variableParameters(name).toString();
        return chosen && `&${chosen}`;
      })
      // The variable is this server's address, which Grafana needs and the viewer doesn't.
      .replaceAll("${server}", "")
  );
}
