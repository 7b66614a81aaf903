/** Completion of a query while it is typed: fields, then the values that the store has. */
import { combobox } from "./combobox.js";
import { element } from "./dom.js";

export function complete(input) {
  if (!input || input.getAttribute("role") === "combobox") return;
  let place;
  combobox(input, {
    label: "What may stand here",
    async options() {
      const parameters = new URLSearchParams({
        q: input.value,
        at: String(input.selectionStart ?? input.value.length),
      });
      const response = await fetch(`/v1/events/complete?${parameters}`).catch(() => undefined);
      if (!response?.ok) return [];
      const { from, to, options } = await response.json();
      place = { from, to };
      return options.map(({ text, about, events }) => ({
        text,
        content: [
          element("code", {}, text),
          element("span", { class: "kind" }, events === null ? about : `${events}×`),
        ],
      }));
    },
    choose({ text }) {
      input.setRangeText(text, place.from, place.to, "end");
    },
  });
}
