/** GET /rules/new: a rule by a form: this analysis, this threshold, every so many seconds, for me, by this channel. */
import type { Page } from "../../frame/page.ts";
import { type Html, html } from "../html.ts";
import { INCIDENTS_HEAD } from "../incidents/show.ts";
import { ANALYSES, COUNTED, GROUPED, NARROWED, SEVERITIES, UNITS } from "./fields.ts";

const NAME_FORM = "[a-z][a-z0-9\\-]{0,63}";

export function newPage(): Page {
  return {
    title: "A new rule",
    here: "rules",
    head: INCIDENTS_HEAD,
    body: html`<main id="main" class="content event incidents"><header class="heading"><a href="/rules">← Rules</a><h1>A new rule</h1></header>
  <p>What it makes is shown next, to be tried and changed before it acts. More can be said in YAML there.</p>
  <form method="get" action="/rules/edit" class="feedback">
    <label>Name <input name="name" pattern="${NAME_FORM}" maxlength="64" placeholder="small letters, digits, -" required /></label>
    <label>What it finds <input name="title" maxlength="120" placeholder="Too many failed logins on web1" required /></label>
    ${select(
      "Which events",
      "analysis",
      Object.entries(ANALYSES).map(([value, { label }]) => [value, label]),
    )}
    <fieldset><legend>Only those of (optional; * stands for any text)</legend>
      ${Object.entries(NARROWED).map(([name, hint]) => html`<label>${name} <input name="${name}" maxlength="255" placeholder="${hint}" /></label> `)}
    </fieldset>
    ${select("One incident for each", "per", [...GROUPED.map((name) => [name, name] as const), ["", "none: one for all"]])}
    <label>At least <input name="number" type="number" min="1" max="999999999" value="20" required /></label>
    ${select("of", "count", Object.entries(COUNTED))}
    <label>within <input name="within" type="number" min="1" max="86400" value="10" required /></label>
    ${select("unit", "unit", Object.entries(UNITS), "m")}
    ${select(
      "Severity",
      "severity",
      SEVERITIES.map((name) => [name, name] as const),
      "medium",
    )}
    <label>What to do about it <input name="do" maxlength="500" placeholder="optional" /></label>
    <label>Only for <input name="owner" maxlength="64" placeholder="optional: an owner in watch.yaml, as you" /></label>
    <label>Told by <input name="channels" maxlength="255" placeholder="optional: channels in watch.yaml, with commas" /></label>
    <div class="buttons"><button>Show the rule</button></div>
  </form>
</main>`,
  };
}

function select(
  label: string,
  name: string,
  options: readonly (readonly [string, string])[],
  chosen?: string,
): Html {
  return html`<label>${label} <select name="${name}">${options.map(
    ([value, text]) =>
      html`<option value="${value}" ${value === chosen ? html`selected` : ""}>${text}</option>`,
  )}</select></label>`;
}
