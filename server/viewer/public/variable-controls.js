/** The controls of a dashboard's variables, under the bar. */
import { element } from "./dom.js";
import { getJson, state } from "./state.js";

/** Fills the form; `changed` is called after each change. */
export async function drawControls(form, changed) {
  const apply = () => {
    state.save();
    changed();
  };
  const shown = state.dashboard.templating.list.filter(
    ({ type, hide }) => type !== "datasource" && hide !== 2,
  );
  form.replaceChildren(...(await Promise.all(shown.map((variable) => control(variable, apply)))));
  form.hidden = form.childElementCount === 0;
  form.onsubmit = (event) => {
    event.preventDefault();
    apply();
  };
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
    return undefined; // the server or its database is unavailable
  }
}

/** The first value of a list is the one that counts where none is chosen; of intervals that is `auto`. */
function single(variable, title, options, apply) {
  const values = [...(variable.type === "interval" ? ["auto"] : []), ...(options ?? [])];
  const chosen = state.values.get(variable.name)?.[0] ?? values[0];
  const select = element(
    "select",
    { title: variable.description },
    ...values.map((value) => element("option", { value, selected: value === chosen }, value)),
  );
  select.addEventListener("change", () => {
    if (select.value !== values[0]) state.values.set(variable.name, [select.value]);
    else state.values.delete(variable.name);
    apply();
  });
  return element("label", {}, `${title} `, select);
}

/** A list that opens, with a checkbox for each value; none checked means all. */
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
  // The list of values grows with the events.
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
