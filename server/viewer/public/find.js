/** The search of the masthead: pages, sites, sources and incidents; Enter alone searches the lines. */
import { combobox } from "./combobox.js";
import { element } from "./dom.js";

export function startSearch(input) {
  if (!input) return;
  combobox(input, {
    label: "Places",
    async options() {
      const text = input.value.trim();
      if (text === "") return [];
      const response = await fetch(`/api/places?q=${encodeURIComponent(text)}`).catch(() => undefined);
      const found = response?.ok ? await response.json() : [];
      return found.map(({ text, path, kind }) => ({
        path,
        content: [element("span", {}, text), element("span", { class: "kind" }, kind)],
      }));
    },
    choose: ({ path }) => location.assign(path),
  });
}
