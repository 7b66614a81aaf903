/** GET /incidents: what needs somebody, in a sentence; then the list, with what can be done about several at once. */
import type { IncidentCount, IncidentPage } from "../../../store/incidents/find.ts";
import type { Incident } from "../../../store/incidents/incident.ts";
import type { Page } from "../../frame/page.ts";
import { nameField } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { chooseBox } from "./chosen.ts";
import { chips, filterForm, type ListQuery, listPath } from "./filter.ts";
import { ago, count, INCIDENTS_HEAD, lasted, severityMark, some, stateText } from "./show.ts";
import { spark } from "./spark.ts";

export interface ListShown {
  page: IncidentPage;
  counts: readonly IncidentCount[];
  /** ISO 3166-1 codes by address. */
  countries: ReadonlyMap<string, string | null>;
  /** Events by slot of an incident's time, by its id. */
  sparks: ReadonlyMap<string, readonly number[]>;
  query: ListQuery;
  /** Names of rules, to choose from. */
  classes: readonly string[];
  /** Of the page's forms. */
  key: string;
  /** What has just been done. */
  said: string;
  /** Why incidents may be out of date, for people; empty where they aren't. */
  late: string;
}

export function listPage({
  page,
  counts,
  countries,
  sparks,
  query,
  classes,
  key,
  said,
  late,
}: ListShown): Page {
  return {
    title: "Incidents",
    here: "incidents",
    head: INCIDENTS_HEAD,
    body: html`<main id="main" class="content event incidents"><header class="heading"><h1>Incidents</h1></header>
  ${said ? html`<p role="status" class="note">${said}</p>` : ""}
  ${late ? html`<p role="alert">${late}</p>` : ""}
  ${headline(counts)}
  ${chips(query)}
  <details class="choose"><summary>Filter</summary>${filterForm(query, classes)}</details>
  ${page.incidents.length === 0 ? empty(query) : listForm(page.incidents, { countries, sparks }, query, key)}
  ${page.next === null ? "" : html`<p><a href="${listPath({ ...query, cursor: page.next })}" rel="next">Next ${page.incidents.length}</a></p>`}
</main>`,
  };
}

/** What is low needs nobody. */
function headline(counts: readonly IncidentCount[]): Html {
  const open = counts.filter(({ state }) => state === "open");
  const grave = open.filter(({ severity }) => severity !== "low");
  const sum = (some: readonly IncidentCount[]) => some.reduce((total, { incidents }) => total + incidents, 0);
  const needing = sum(grave);
  const others = [
    { text: "open that nobody has to look at", state: "open", incidents: sum(open) - needing },
    ...(["acknowledged", "muted"] as const).map((state) => ({
      text: state,
      state,
      incidents: sum(counts.filter((each) => each.state === state)),
    })),
  ].filter(({ incidents }) => incidents > 0);
  return html`<p class="headline">${
    needing === 0
      ? "Nothing needs anybody now."
      : html`<strong>${count(needing)} ${needing === 1 ? "incident needs" : "incidents need"} somebody:</strong>
      ${grave.map(({ severity, incidents }, i) => html`${i > 0 ? ", " : ""}<a href="${listPath({ state: "open", least: severity })}">${count(incidents)} ${severity}</a>`)}.`
  }
  ${others.length === 0 ? "" : html`Besides ${others.map(({ text, state, incidents }, i) => html`${i > 0 ? ", " : ""}<a href="${listPath({ state })}">${count(incidents)} ${text}</a>`)}.`}</p>`;
}

function empty(query: ListQuery): Html {
  const isFiltered = listPath(query) !== "/incidents";
  return isFiltered
    ? html`<p>No incident fits. <a href="/incidents">Show all that aren't closed</a>, or <a href="/incidents?state=all">all</a>.</p>`
    : html`<p>There is none that isn't closed. <a href="/incidents?state=all">Show all</a>. Which there can be: <a href="/rules">rules</a>.</p>`;
}

/** What the list shows of incidents that is not theirs. */
type Beside = Pick<ListShown, "countries" | "sparks">;

function listForm(incidents: readonly Incident[], beside: Beside, query: ListQuery, key: string): Html {
  return html`<form method="post" action="/incidents">
    <input type="hidden" name="key" value="${key}" />
    <input type="hidden" name="back" value="${listPath(query)}" />
    <div class="scroll" role="region" aria-label="Incidents" tabindex="0"><table>
    <thead><tr><th scope="col" id="choose">choose</th><th scope="col">severity</th><th scope="col">what</th><th scope="col">where</th><th scope="col">since</th><th scope="col">last</th><th scope="col" class="number">events</th><th scope="col">state</th></tr></thead>
    <tbody>${incidents.map((incident) => row(incident, beside))}</tbody></table></div>
    <fieldset class="chosen"><legend>The chosen ones</legend>
      ${nameField()}
      <div class="buttons"><button name="do" value="acknowledge" data-key="a" data-key-text="acknowledge the chosen ones">Acknowledge</button>
      <button name="do" value="mute" formnovalidate data-key="m" data-key-text="mute the chosen ones">Mute…</button>
      <button name="do" value="close" data-key="c" data-key-text="close the chosen ones">Close</button></div>
    </fieldset>
  </form>`;
}

function row(incident: Incident, { countries, sparks }: Beside): Html {
  const { id, title, severity, source, sites, site, siteCount, first, last, events, reopened } = incident;
  const country = source === null ? null : countries.get(source);
  return html`<tr data-row tabindex="-1"><td>${chooseBox(id, title)}</td><td>${severityMark(severity)}</td>
    <td class="what"><a href="/incidents/${id}" data-key="o" data-key-text="open">${title}</a>${country && country !== "unknown" ? html` <span class="faint">${country}</span>` : ""}
    <span class="faint">${incident.class}</span></td>
    <td>${some(sites.length > 0 ? sites : site ? [site] : [], siteCount)}</td>
    <td>${ago(first)}<br /><span class="faint">${lasted({ first, last })}${reopened > 0 ? html`, again ${reopened}×` : ""}</span></td>
    <td>${ago(last)}</td><td class="number">${count(events)}${sparks.has(id) ? html` ${spark(sparks.get(id) ?? [])}` : ""}</td><td>${stateText(incident)}</td></tr>`;
}
