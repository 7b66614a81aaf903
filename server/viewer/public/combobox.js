/** A field with a list of what may be put in: a combobox of WAI-ARIA 1.2, with a list that is asked for as one types. */
import { element } from "./dom.js";

const WAIT_MS = 150;
let made = 0;

/**
 * @param options `label` of the list; `options()` resolves to what is offered, each with its `content`; `choose(option)` is called
 *   with the one that is taken
 */
export function combobox(input, { label, options, choose }) {
  const name = `options-${++made}`;
  const list = element("ul", {
    id: name,
    class: "found",
    role: "listbox",
    "aria-label": label,
    hidden: true,
  });
  input.after(list);
  for (const [key, value] of Object.entries({
    role: "combobox",
    "aria-controls": name,
    "aria-expanded": "false",
    "aria-autocomplete": "list",
  }))
    input.setAttribute(key, value);
  let [timer, shown, chosen, asked] = [undefined, [], -1, 0];

  const show = (found) => {
    [shown, chosen] = [found, -1];
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...found.map(({ content }, i) =>
        element("li", { id: `${name}-${i}`, role: "option", "aria-selected": "false" }, ...content),
      ),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const mark = (index) => {
    chosen = shown.length === 0 ? -1 : (index + shown.length) % shown.length;
    for (const [i, option] of [...list.children].entries())
      option.setAttribute("aria-selected", String(i === chosen));
    if (chosen >= 0) input.setAttribute("aria-activedescendant", `${name}-${chosen}`);
  };
  const take = (index) => {
    const option = shown[index];
    show([]);
    choose(option);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked;
      const found = await options();
      if (mine === asked && document.activeElement === input) show(found);
    }, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(chosen + 1);
    else if (event.key === "ArrowUp") mark(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape" && shown.length > 0) show([]);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) take(chosen);
    else return;
    event.preventDefault();
  });
  // Before the field loses the focus and the list is gone.
  list.addEventListener("mousedown", (event) => {
    const index = [...list.children].indexOf(event.target.closest("li"));
    if (index < 0) return;
    event.preventDefault();
    take(index);
  });
  input.addEventListener("blur", () => show([]));
}
