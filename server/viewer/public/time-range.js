/** The control of the time range: presets, two free fields, a button that zooms out. */
import { element } from "./dom.js";
import { time } from "./format.js";
import { state } from "./state.js";

const RANGES = [
  ["now-15m", "Last 15 minutes"],
  ["now-1h", "Last hour"],
  ["now-6h", "Last 6 hours"],
  ["now-24h", "Last 24 hours"],
  ["now-2d", "Last 2 days"],
  ["now-7d", "Last 7 days"],
  ["now-30d", "Last 30 days"],
  ["now-90d", "Last 90 days"],
];

export function timeRange(apply) {
  const isPreset = state.to === "now" && RANGES.some(([from]) => from === state.from);
  const select = element(
    "select",
    { "aria-label": "Time range" },
    ...RANGES.map(([from, text]) =>
      element("option", { value: from, selected: isPreset && from === state.from }, text),
    ),
    element("option", { value: "custom", selected: !isPreset }, "From … to …"),
  );
  const from = element("input", {
    type: "text",
    size: "19",
    value: textOf(state.from),
    "aria-label": "From: now-24h or a time",
  });
  const to = element("input", {
    type: "text",
    size: "19",
    value: textOf(state.to),
    "aria-label": "To: now or a time",
  });
  const custom = element("span", { hidden: isPreset }, from, " to ", to, element("button", {}, "Apply"));
  select.addEventListener("change", () => {
    custom.hidden = select.value !== "custom";
    if (select.value === "custom") return from.focus();
    [state.from, state.to] = [select.value, "now"];
    [from.value, to.value] = [select.value, "now"];
    apply();
  });
  for (const [input, name] of [
    [from, "from"],
    [to, "to"],
  ])
    input.addEventListener("change", () => {
      state[name] = timeOf(input.value.trim());
    });
  const wider = element(
    "button",
    {
      type: "button",
      title: "Twice the time",
      onclick: () => {
        const { from: first, to: last } = state.shown ?? {};
        if (first === undefined) return;
        const half = (last - first) / 2;
        const end = Math.min(Math.round(last + half), Date.now());
        [state.from, state.to] = [String(end - 4 * half), String(end)];
        apply();
        [from.value, to.value] = [textOf(state.from), textOf(state.to)];
        [select.value, custom.hidden] = ["custom", false];
      },
    },
    "Zoom out",
  );
  return element("fieldset", {}, element("label", {}, "Time ", select), custom, wider);
}

/** A time of the address bar as text in the browser's time zone. */
function textOf(value) {
  return /^\d+$/.test(value) ? time(Number(value)) : value;
}

/** The text of a field as a time of the address bar. */
function timeOf(value) {
  if (/^(now|\d+$)/.test(value)) return value;
  const ms = Date.parse(value.replace(" ", "T"));
  return Number.isNaN(ms) ? value : String(ms);
}
