/** A bar gauge panel: a ranking of names with a bar each; the last row may be all others together. */

import { colour } from "./colours.js";
import { element } from "./dom.js";
import { fieldOptions, linksOf } from "./fields.js";
import { number } from "./format.js";

/** As dashboards/lib/query.ts calls all that are not among the first. */
const REST = "the rest";

export function drawBarGauge(body, panel, { frames: [frame] }) {
  const [names, values] = frame.fields;
  // Beside all others together no name would have a bar to speak of.
  const most = Math.max(...values.values.filter((_, i) => names.values[i] !== REST), 1e-9);
  const options = fieldOptions(panel, values.name);
  const own = options.color?.mode === "fixed" ? colour(options.color.fixedColor) : "";
  const rows = names.values.map((name, i) => {
    const isRest = name === REST;
    const cellOf = (column) => frame.fields.find((field) => field.name === column)?.values[i] ?? "";
    const [link] = isRest ? [] : linksOf(options, values.values[i], cellOf, values.name);
    return element(
      "li",
      {},
      link
        ? element("a", { class: "name", href: link.url, title: name }, String(name))
        : element("span", { class: "name", title: name }, String(name)),
      element(
        "span",
        { class: "bar", "aria-hidden": "true" },
        element("span", {
          style: { width: `${isRest ? 0 : (values.values[i] / most) * 100}%`, background: own },
        }),
      ),
      element("span", { class: "number" }, number(values.values[i], options.unit, options.decimals)),
    );
  });
  body.replaceChildren(
    element("ol", { class: "ranking scroll", tabindex: "0", "aria-label": panel.title }, ...rows),
  );
}
