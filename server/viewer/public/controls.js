/** The bar under the title: time range, variables, refresh. */
import { element } from "./dom.js";
import { state } from "./state.js";
import { timeRange } from "./time-range.js";
import { variableControls } from "./variable-controls.js";

const REFRESH = [
  ["", "No refresh"],
  ["5s", "5 s"],
  ["30s", "30 s"],
  ["1m", "1 min"],
  ["5m", "5 min"],
];

/** Fills the bar; `changed` is called after each change. */
export async function drawControls(form, changed) {
  const apply = () => {
    state.save();
    changed();
  };
  form.replaceChildren(timeRange(apply), ...(await variableControls(apply)), refresh(apply));
  form.onsubmit = (event) => {
    event.preventDefault();
    apply();
  };
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
