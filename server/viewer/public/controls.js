/** The bar under the title: time range, variables, refresh. */
import { element } from "./dom.js";
import { time } from "./format.js";
import { getJson, state } from "./state.js";

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
const REFRESH = [
  ["", "No refresh"],
  ["5s", "5 s"],
  ["30s", "30 s"],
  ["1m", "1 min"],
  ["5m", "5 min"],
];

/** Fills the bar; `changed` is called once something else is to be shown. */
export async function drawControls(form, changed) {
  const apply = () => {
    state.save();
    changed();
  };
  form.replaceChildren(timeRange(apply), ...(await variables(apply)), refresh(apply));
  form.onsubmit = (event) => {
    event.preventDefault();
    apply();
  };
}

function timeRange(apply) {
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
    value: written(state.from),
    "aria-label": "From: now-24h or a time",
  });
  const to = element("input", {
    type: "text",
    size: "19",
    value: written(state.to),
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
      state[name] = read(input.value.trim());
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
        [from.value, to.value] = [written(state.from), written(state.to)];
        [select.value, custom.hidden] = ["custom", false];
      },
    },
    "Zoom out",
  );
  return element("fieldset", {}, element("label", {}, "Time ", select), custom, wider);
}

/** A time of the address bar as people write it, in their own time zone. */
function written(value) {
  return /^\d+$/.test(value) ? time(Number(value)) : value;
}

/** And back. */
function read(value) {
  if (/^(now|\d+$)/.test(value)) return value;
  const ms = Date.parse(value.replace(" ", "T"));
  return Number.isNaN(ms) ? value : String(ms);
}

async function variables(apply) {
  const shown = state.dashboard.templating.list.filter(
    ({ type, hide }) => type !== "datasource" && hide !== 2,
  );
  return Promise.all(shown.map((variable) => control(variable, apply)));
}

async function control(variable, apply) {
  const title = variable.label ?? variable.name;
  if (variable.type === "textbox") {
    const input = element("input", {
      type: "search",
      value: state.values.get(variable.name)?.[0] ?? "",
      title: variable.description,
    });
    input.addEventListener("change", () => {
      if (input.value) state.values.set(variable.name, [input.value]);
      else state.values.delete(variable.name);
      apply();
    });
    return element("label", {}, `${title} `, input);
  }
  const options = await optionsOf(variable);
  return variable.multi ? several(variable, title, options, apply) : single(variable, title, options, apply);
}

async function optionsOf(variable) {
  if (variable.type !== "query") return (variable.query ?? "").split(",");
  try {
    return await getJson(
      `/api/dashboards/${encodeURIComponent(state.uid)}/variables/${encodeURIComponent(variable.name)}`,
    );
  } catch {
    return undefined; // not now
  }
}

function single(variable, title, options, apply) {
  const chosen = state.values.get(variable.name)?.[0] ?? "";
  const select = element(
    "select",
    {},
    element("option", { value: "" }, "auto"),
    ...(options ?? []).map((value) => element("option", { value, selected: value === chosen }, value)),
  );
  select.addEventListener("change", () => {
    if (select.value) state.values.set(variable.name, [select.value]);
    else state.values.delete(variable.name);
    apply();
  });
  return element("label", {}, `${title} `, select);
}

/** A list that opens, with a box to tick for each value; none ticked is all. */
function several(variable, title, options, apply) {
  const chosen = new Set(state.values.get(variable.name) ?? []);
  const summary = element("summary", {}, "");
  const name = () => {
    const text = chosen.size === 0 ? "All" : [...chosen].join(", ");
    summary.textContent = `${title}: ${text.length > 30 ? `${chosen.size} chosen` : text}`;
  };
  const boxOf = (value) => {
    const box = element("input", { type: "checkbox", checked: chosen.has(value) });
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(value);
      else chosen.delete(value);
      if (chosen.size > 0) state.values.set(variable.name, [...chosen]);
      else state.values.delete(variable.name);
      name();
      apply();
    });
    return element("label", {}, box, ` ${value}`);
  };
  const menu = element("div", { class: "menu" });
  const fill = (values) => {
    if (values === undefined) return menu.replaceChildren("the database does not answer");
    menu.replaceChildren(...(values.length > 0 ? values.map(boxOf) : ["none yet"]));
  };
  name();
  fill(options);
  const details = element("details", { class: "choice" }, summary, menu);
  // What there is to choose grows with the events.
  details.addEventListener("toggle", async () => {
    if (details.open) fill(await optionsOf(variable));
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    summary.focus();
  });
  addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  return details;
}

function refresh(apply) {
  const select = element(
    "select",
    { "aria-label": "Refresh" },
    ...REFRESH.map(([value, text]) => element("option", { value, selected: value === state.refresh }, text)),
  );
  select.addEventListener("change", () => {
    state.refresh = select.value;
    apply();
  });
  return element("span", {}, select, " ", element("button", {}, "Refresh"));
}
