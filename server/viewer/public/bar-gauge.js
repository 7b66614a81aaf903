/** A bar gauge panel: a ranking of names with a bar each. */

import { element } from "./dom.js";
import { fieldOptions } from "./fields.js";
import { number } from "./format.js";

export function drawBarGauge(body, panel, { frames: [frame] }) {
  const [names, values] = frame.fields;
  const most = Math.max(...values.values, 1e-9);
  const options = fieldOptions(panel, values.name);
  const rows = names.values.map((name, i) =>
    element(
      "li",
      {},
      element("span", { class: "name", title: name }, String(name)),
      element(
        "span",
        { class: "bar", "aria-hidden": "true" },
        element("span", { style: { width: `${(values.values[i] / most) * 100}%` } }),
      ),
      element("span", { class: "number" }, number(values.values[i], options.unit, options.decimals)),
    ),
  );
  body.replaceChildren(
    element("ol", { class: "ranking scroll", tabindex: "0", "aria-label": panel.title }, ...rows),
  );
}
