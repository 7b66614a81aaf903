/** The variables of a dashboard, under the bar. */

import { state } from "./state.js";
import { variableControls } from "./variable-controls.js";

/** Fills the form; `changed` is called after each change. */
export async function drawControls(form, changed) {
  const apply = () => {
    state.save();
    changed();
  };
  form.replaceChildren(...(await variableControls(apply)));
  form.hidden = form.childElementCount === 0;
  form.onsubmit = (event) => {
    event.preventDefault();
    apply();
  };
}
