/** /rules/edit: one rule as YAML, in words, and what it would have found; then the button by which it acts. */
import type { Rule } from "../../../rules/lib/rule.ts";
import { ruleWords, triedWords } from "../../../rules/lib/words.ts";
import { MAX_RULE_CHARACTERS } from "../../../store/incidents/own-rules.ts";
import type { Tried } from "../../../watch/judge/try.ts";
import type { Page } from "../../frame/page.ts";
import { minute } from "../../frame/when.ts";
import { nameField } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { INCIDENTS_HEAD, severityMark } from "../incidents/show.ts";

/** A rule is tried on so much of what is stored. */
export const TRIED_SECONDS = 86_400;
const MOST_SHOWN = 20;

export interface EditShown {
  name: string;
  text: string;
  /** What the text says, or why it can't be used. */
  rule: Rule | undefined;
  wrong: string | undefined;
  /** What it would have found, where that was asked for. */
  tried: Tried | undefined;
  key: string;
}

export function editPage({ name, text, rule, wrong, tried, key }: EditShown): Page {
  return {
    title: `Rule ${name}`,
    here: "rules",
    head: INCIDENTS_HEAD,
    body: html`<main id="main" class="content event incidents"><header class="heading"><a href="/rules">← Rules</a><h1>Rule ${name}</h1></header>
  ${wrong === undefined ? "" : html`<p role="alert">${wrong}</p>`}
  ${rule ? html`<h2>In words</h2>${ruleWords(rule).map(({ counts, opens, raises }) => html`<p>${counts}<br />${opens}${raises ? html`<br />${raises}` : ""}</p>`)}` : ""}
  ${tried ? triedPart(tried) : ""}
  <form method="post" action="/rules/edit">
    <input type="hidden" name="key" value="${key}" />
    <label>Name <input name="name" value="${name}" maxlength="64" required /></label>
    <p><label for="text">The rule (YAML)</label></p>
    <textarea id="text" name="text" maxlength="${MAX_RULE_CHARACTERS}" spellcheck="false" required>
${text}</textarea>
    <p>${nameField()}</p>
    <div class="buttons"><button name="do" value="check" formnovalidate>Check</button>
    <button name="do" value="try" formnovalidate>What would it have found?</button>
    <button name="do" value="save">Save: it acts from now on</button></div>
  </form>
</main>`,
  };
}

function triedPart(tried: Tried): Html {
  return html`<h2>What it would have found</h2><p role="status">${triedWords(tried, TRIED_SECONDS)}</p>
  ${tried.incidents.length === 0 ? "" : html`<ul>${tried.incidents.slice(0, MOST_SHOWN).map(({ severity, title, first }) => html`<li>${severityMark(severity)} ${minute(first)} <bdi>${title}</bdi></li>`)}</ul>`}`;
}
