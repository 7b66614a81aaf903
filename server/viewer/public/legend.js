/** The legend of a chart, below it: what each colour is; a click switches the series off and on. */
import { element } from "./dom.js";

/**
 * @param key names with their colour; `said` beside the name; with `url`, the name is a link
 * @param toggle called with the name that was clicked on
 */
export function legend(key, toggle) {
  return element(
    "ul",
    { class: "legend", tabindex: "0", "aria-label": "Legend" },
    ...key.map((each) => item(each, toggle)),
  );
}

function item({ name, colour, isAgain, said, url }, toggle) {
  const swatch = element("span", {
    class: isAgain ? "swatch again" : "swatch",
    style: { color: colour },
    "aria-hidden": "true",
  });
  const value = said ? element("span", { class: "said" }, said) : null;
  if (url || !toggle) return element("li", {}, swatch, url ? element("a", { href: url }, name) : name, value);
  const button = element("button", { type: "button", "aria-pressed": "true", title: name }, swatch, name);
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    toggle(name);
  });
  return element("li", {}, button, value);
}
