/** GET /incidents/<id>: one incident, from what it is to what became of it, and what can be done about it. */
import type { Rule } from "../../../rules/lib/rule.ts";
import { MAX_INCIDENT_NOTE_CHARACTERS } from "../../../store/incidents/actions.ts";
import type { Incident } from "../../../store/incidents/incident.ts";
import type {
  IncidentEntry,
  IncidentMention,
  IncidentSample,
  IncidentSource,
  MinuteCount,
} from "../../../store/incidents/parts.ts";
import type { Page } from "../../frame/page.ts";
import { minute } from "../../frame/when.ts";
import { markedLine } from "../../rows/marked-line.ts";
import { nameField } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { chosenFields } from "./chosen.ts";
import { ago, count, INCIDENTS_HEAD, lasted, mentionList, severityMark, some, stateText } from "./show.ts";
import { timeLine } from "./time-line.ts";

export interface OneShown {
  incident: Incident;
  /** What its rule says: what it finds, and what to do about it. */
  rule: Rule | undefined;
  sources: readonly IncidentSource[];
  samples: readonly IncidentSample[];
  history: readonly IncidentEntry[];
  members: readonly IncidentMention[];
  similar: readonly IncidentMention[];
  minutes: readonly MinuteCount[];
  key: string;
  said: string;
}

/** An event so short ago that more will come. */
const GOES_ON_MS = 5 * 60_000;

export function onePage(shown: OneShown): Page {
  const { incident, rule, sources, samples, history, members, similar, minutes, key, said } = shown;
  const { id, title, severity, parent, first, last } = incident;
  return {
    title: title,
    here: "incidents",
    head: INCIDENTS_HEAD,
    body: html`<main id="main" class="content event incidents"><header class="heading"><a href="/incidents">← Incidents</a><h1>Incident ${id}</h1><a href="/rules">Rules</a></header>
  ${said ? html`<p role="status" class="note">${said}</p>` : ""}
  <h2 class="title">${severityMark(severity)} <bdi>${title}</bdi></h2>
  <p><strong>${stateText(incident)}</strong>. First ${ago(first)}, last ${ago(last)}, for ${lasted(incident)}${incident.reopened > 0 ? html`, opened again ${count(incident.reopened)}×` : ""}.
    ${incident.owner ? html`For <bdi>${incident.owner}</bdi>.` : ""}
    ${parent === null ? "" : html`Part of <a href="/incidents/${parent}">incident ${parent}</a>: nobody is told of it alone.`}</p>
  ${rule ? html`<p class="advice"><strong>What to do:</strong> ${rule.do}</p>` : ""}
  ${timeLine(minutes)}
  ${actions(incident, key)}
  ${samples.length === 0 ? "" : html`<h2>Lines</h2><ol class="lines">${samples.map(sampleItem)}</ol>${linesLink(incident)}`}
  <h2>What and who</h2>
  ${facts(incident, rule?.title)}
  ${sources.length === 0 ? "" : sourceTable(sources, incident.sourceCount, incident)}
  ${members.length === 0 ? "" : html`<h2>Its parts</h2>${mentionList(members)}`}
  ${similar.length === 0 ? "" : html`<h2>Others like it</h2>${mentionList(similar)}`}
  <h2>What became of it</h2>
  <ol class="history">${history.map(entryItem)}</ol>
</main>`,
  };
}

function actions({ id, state, last }: Incident, key: string): Html {
  const button = (value: string, label: string, isAsked = false) =>
    html`<button name="do" value="${value}" ${isAsked ? html`formnovalidate` : ""}>${label}</button> `;
  const goesOn = state !== "closed" && Date.now() - last.getTime() < GOES_ON_MS;
  return html`<form method="post" action="/incidents" class="feedback" aria-label="What is done about it">
    <input type="hidden" name="key" value="${key}" />
    <input type="hidden" name="back" value="/incidents/${id}" />
    ${chosenFields([id])}
    ${nameField()}
    <label>Note <input name="note" maxlength="${MAX_INCIDENT_NOTE_CHARACTERS}" placeholder="optional" /></label>
    <div class="buttons">
      ${state === "open" ? button("acknowledge", "Acknowledge") : ""}
      ${state === "muted" ? button("unmute", "Unmute") : button("mute", "Mute…", true)}
      ${state === "closed" ? "" : button("close", "Close")}
      ${button("note", "Add the note")}
    </div>
    ${goesOn ? html`<p>It goes on. Closed now, it stays so until it goes on for longer than its rule's pause; acknowledged, nobody is told again unless it gets worse.</p>` : ""}
  </form>`;
}

function sampleItem({ event, time, line, hit, why }: IncidentSample): Html {
  return html`<li><a href="/events/${event}?at=${time.getTime()}">${minute(time)}</a> ${(why ?? []).map((reason) => html`<code>${reason}</code> `)}
    ${hit ? html`seen by <code>${hit}</code>` : ""}<pre class="line">${markedLine(line, hit)}</pre></li>`;
}

function facts(incident: Incident, title: string | undefined): Html {
  const {
    source,
    network,
    agent,
    username,
    users,
    userCount,
    sites,
    siteCount,
    site,
    service,
    targets,
    targetCount,
  } = incident;
  const rows: [name: string, value: unknown][] = [
    ["class", html`<a href="/rules#${incident.class}">${incident.class}</a>${title ? html`: ${title}` : ""}`],
    ["events", count(incident.events)],
    ["got what they wanted", incident.succeeded > 0 ? count(incident.succeeded) : "none"],
    ["of these graver", incident.grave > 0 ? count(incident.grave) : null],
    ["of all requests", incident.share === null ? null : `${Math.round(100 * incident.share)} % at worst`],
    ["answers slower", incident.slower === null ? null : `${incident.slower.toFixed(1)} times at worst`],
    ["bytes", incident.bytes > 0 ? count(incident.bytes) : null],
    [
      "source",
      source &&
        html`<a href="/d/smartlog-explore?${explore(incident, { "var-source": source })}">${source}</a>`,
    ],
    ["network", network],
    ["agent", agent && html`<code>${agent}</code>`],
    ["site", sites.length > 0 ? some(sites, siteCount, 20) : site && html`<code>${site}</code>`],
    ["service", service && html`<code>${service}</code>`],
    ["user", users.length > 0 ? some(users, userCount, 20) : username && html`<code>${username}</code>`],
    ["aimed at", targets.length > 0 ? some(targets, targetCount, 20) : null],
    [
      "template",
      incident.tpl &&
        html`<a href="/d/smartlog-explore?${explore(incident, { "var-template": incident.tpl })}">${incident.tpl}</a>`,
    ],
    ["reason", incident.reason && html`<code>${incident.reason}</code>`],
    ["found", minute(incident.foundAt)],
  ];
  return html`<table><tbody>${rows
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`;
}

function sourceTable(sources: readonly IncidentSource[], total: number, incident: Incident): Html {
  return html`<h2>Sources</h2>
  ${total > sources.length ? html`<p>${count(sources.length)} of ${count(total)}, those with most events.</p>` : ""}
  <div class="scroll" role="region" aria-label="Sources" tabindex="0"><table>
  <thead><tr><th scope="col">address</th><th scope="col">country</th><th scope="col">crawler</th><th scope="col" class="number">events</th><th scope="col" class="number">got what they wanted</th><th scope="col">first</th><th scope="col">last</th></tr></thead>
  <tbody>${sources.map(
    ({ ip, country, crawler, status, events, succeeded, first, last }) =>
      html`<tr><td><a href="/d/smartlog-explore?${explore(incident, { "var-source": ip })}">${ip}</a></td><td>${country}</td>
      <td>${crawler === null ? "" : `${crawler}: ${status}`}</td><td class="number">${count(events)}</td><td class="number">${count(succeeded)}</td>
      <td>${minute(first)}</td><td>${minute(last)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** All of its events, where one field of theirs finds them. */
function linesLink(incident: Incident): Html {
  const { source, tpl, network } = incident;
  const by = source ?? network;
  if (by === null && tpl === null) return html``;
  const found: Record<string, string> =
    by === null ? { "var-template": tpl as string } : { "var-source": by };
  return html`<p><a href="/d/smartlog-explore?${explore(incident, found)}">All lines of this time in Explore</a></p>`;
}

/** A minute before and after: the range's ends are cut. */
function explore({ first, last }: Incident, by: Record<string, string>): string {
  return new URLSearchParams({
    from: String(first.getTime() - 60_000),
    to: String(last.getTime() + 60_000),
    ...by,
  }).toString();
}

function entryItem({ at, what, severity, who, note }: IncidentEntry): Html {
  return html`<li><time datetime="${at.toISOString()}">${minute(at)}</time> <strong>${what}</strong>${what === "opened" || what === "raised" || what === "reopened" ? html` ${severityMark(severity)}` : ""}${who === null ? "" : html` by <bdi>${who}</bdi>`}${note ? html`: <bdi>${note}</bdi>` : ""}</li>`;
}
