/** GET /rules: what makes an incident, in words, with its thresholds; each can be switched off, changed, or removed. */
import { ruleWords } from "../../../rules/lib/words.ts";
import type { Page } from "../../frame/page.ts";
import { minute } from "../../frame/when.ts";
import { nameField } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { INCIDENTS_HEAD } from "../incidents/show.ts";
import type { Entry } from "../rule-book.ts";

export function rulesPage(entries: readonly Entry[], key: string, said: string): Page {
  const off = entries.filter(({ isOn }) => !isOn).length;
  const unusable = entries.filter((each) => each.unusable !== undefined);
  return {
    title: "Rules",
    here: "rules",
    head: INCIDENTS_HEAD,
    body: html`<main id="main" class="content event incidents"><header class="heading"><a href="/incidents">← Incidents</a><h1>Rules</h1></header>
  ${said ? html`<p role="status" class="note">${said}</p>` : ""}
  ${unusable.length === 0 ? "" : html`<p role="alert">Not usable, and left out: ${unusable.map(({ name }, i) => html`${i > 0 ? ", " : ""}<a href="#${name}">${name}</a>`)}.</p>`}
  <p>What makes one incident out of many events. ${entries.length - off} act${off > 0 ? `, ${off} are switched off` : ""}. <a href="/rules/new">Make a rule</a>, or change one:
    it acts from the next pass on, within half a minute.</p>
  <form method="post" action="/rules">
    <input type="hidden" name="key" value="${key}" />
    <p>${nameField()} for what is changed here.</p>
    ${entries.map(part)}
  </form>
</main>`,
  };
}

function part({ name, rule, isOn, own, isFile, unusable }: Entry): Html {
  const made = own?.text != null;
  return html`<section id="${name}" aria-labelledby="rule-${name}" class="rule${isOn ? "" : " off"}">
    <h2 id="rule-${name}">${rule?.title ?? name}</h2>
    <p><code>${name}</code> <span class="faint">${stateWords(isOn, made, isFile)}${own ? html` by <bdi>${own.who}</bdi>, ${minute(own.changedAt)}` : ""}</span>
      <a href="/incidents?${new URLSearchParams({ state: "all", class: name }).toString()}">its incidents</a></p>
    ${unusable === undefined ? "" : html`<p role="alert">It can't be used: ${unusable}${isFile ? ". SmartLog's own acts in its place" : ""}.</p>`}
    ${rule ? ruleWords(rule).map(({ counts, opens, raises }) => html`<p>${counts}<br />${opens}${raises ? html`<br />${raises}` : ""}</p>`) : ""}
    ${rule?.absorbs.length ? html`<p>Incidents of ${rule.absorbs.join(", ")} by the same sources become part of it.</p>` : ""}
    ${rule?.owner || rule?.channels ? html`<p>Tells <bdi>${rule.owner ?? "whoever watch.yaml says"}</bdi>${rule.channels ? html` by <bdi>${rule.channels.join(", ")}</bdi>` : ""}.</p>` : ""}
    ${rule ? html`<p class="advice"><strong>What to do:</strong> ${rule.do}</p>` : ""}
    <div class="buttons">
      ${isOn ? html`<button name="off" value="${name}" aria-label="Switch off ${name}">Switch off</button>` : own?.isOn === false ? html`<button name="on" value="${name}" aria-label="Switch on ${name}">Switch on</button>` : ""}
      ${made ? html`<button name="remove" value="${name}" aria-label="${isFile ? "Back to SmartLog's" : "Remove"} ${name}">${isFile ? "Back to SmartLog's" : "Remove"}</button>` : ""}
      <a href="/rules/edit?${new URLSearchParams({ name }).toString()}" aria-label="Change ${name}">Change</a>
    </div>
  </section>`;
}

function stateWords(isOn: boolean, made: boolean, isFile: boolean): string {
  const origin = made ? (isFile ? "changed" : "own") : "";
  return [origin, isOn ? "" : "switched off"].filter(Boolean).join(", ");
}
