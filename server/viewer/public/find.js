/** The search of the bar: a combobox (WAI-ARIA 1.2) of pages, sites, sources and incidents; Enter alone searches the lines. */
import { element } from "./dom.js";

const WAIT_MS = 150;

export function startSearch(input) {
  if (!input) return;
  const list = element("ul", {
    id: "found",
    class: "found",
    role: "listbox",
    "aria-label": "Places",
    hidden: true,
  });
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-controls": "found",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
  }))
    input.setAttribute(name, value);
  let timer;
  let chosen = -1;
  let asked = 0;

  const show = (found) => {
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...found.map(({ text, path, kind }, i) =>
        element(
          "li",
          { id: `found-${i}`, role: "option", "aria-selected": "false", "data-path": path },
          element("span", {}, text),
          element("span", { class: "kind" }, kind),
        ),
      ),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const choose = (index) => {
    const options = [...list.children];
    chosen = options.length === 0 ? -1 : (index + options.length) % options.length;
    for (const [i, option] of options.entries()) option.setAttribute("aria-selected", String(i === chosen));
    if (chosen >= 0) input.setAttribute("aria-activedescendant", `found-${chosen}`);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const text = input.value.trim();
    if (text === "") return show([]);
    timer = setTimeout(async () => {
      const mine = ++asked;
      const response = await fetch(`/api/places?q=${encodeURIComponent(text)}`).catch(() => undefined);
      const found = response?.ok ? await response.json() : [];
      if (mine === asked && document.activeElement === input) show(found);
    }, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.path);
    else return;
    event.preventDefault();
  });
  // Before the field loses the focus and the list is gone.
  list.addEventListener("mousedown", ({ target }) => {
    const path = target.closest("li")?.dataset.path;
    if (path) location.assign(path);
  });
  input.addEventListener("blur", () => show([]));
}
