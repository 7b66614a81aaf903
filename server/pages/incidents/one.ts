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
import type { Telling } from "../../../store/incidents/told.ts";
import type { Page } from "../../frame/page.ts";
import { when } from "../../frame/when.ts";
import { markedLine } from "../../rows/marked-line.ts";
import { nameField, noteField } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { chosenFields } from "./chosen.ts";
import { explorePath, factTable, sourceTable } from "./facts.ts";
import { ago, count, INCIDENTS_HEAD, lasted, mentionList, severityMark, stateText } from "./show.ts";
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
  tellings: readonly Telling[];
  minutes: readonly MinuteCount[];
  key: string;
  said: string;
}

/** An event so short ago that more will come. */
const GOES_ON_MS = 5 * 60_000;

export function onePage(shown: OneShown): Page {
  const { incident, rule, sources, samples, history, members, similar, tellings, minutes, key, said } = shown;
  const { id, title, severity, parent, first, last } = incident;
  return {
    title,
    here: "incidents",
    head: INCIDENTS_HEAD,
    body: html`<main id="main" class="content incidents incident"><header class="heading"><a href="/incidents">Incidents</a>
    <h1>${severityMark(severity)} <bdi>${title}</bdi></h1></header>
  ${said ? html`<p role="status" class="note">${said}</p>` : ""}
  <p><strong>${stateText(incident)}</strong>. First ${ago(first)}, last ${ago(last)}, for ${lasted(incident)}${incident.reopened > 0 ? html`, opened again ${count(incident.reopened)}×` : ""}.
    ${incident.owner ? html`For <bdi>${incident.owner}</bdi>.` : ""}
    ${parent === null ? "" : html`Part of <a href="/incidents/${parent}">incident ${parent}</a>: nobody is told of it alone.`}
    <a class="faint" href="/incidents/${id}" data-copy>#${id}</a></p>
  ${rule ? html`<p class="advice"><strong>What to do:</strong> ${rule.do}</p>` : ""}
  ${actions(incident, key)}
  ${timeLine(minutes)}
  ${samples.length === 0 ? "" : html`<h2>Lines</h2><ol class="lines">${samples.map(sampleItem)}</ol>${linesLink(incident)}`}
  <h2>What and who</h2>
  ${factTable(incident, rule?.title)}
  ${sources.length === 0 ? "" : sourceTable(sources, incident.sourceCount)}
  ${members.length === 0 ? "" : html`<h2>Its parts</h2>${mentionList(members)}`}
  ${similar.length === 0 ? "" : html`<h2>Others like it</h2>${mentionList(similar)}`}
  <h2>Who was told</h2>
  ${tellings.length === 0 ? html`<p class="faint">Nobody${severity === "low" ? ": what is low waits for the digest, where there is one" : " yet"}. Who is told of what: <code>watch.yaml</code>.</p>` : html`<ul class="history">${tellings.map(tellingItem)}</ul>`}
  <h2>What became of it</h2>
  <ol class="history">${history.map(entryItem)}</ol>
</main>`,
  };
}

function actions({ id, state, last, source }: Incident, key: string): Html {
  const button = (value: string, label: string, letter: string, isAsked = false) =>
    html`<button name="do" value="${value}" data-key="${letter}" data-key-text="${label.replace("…", "").toLowerCase()}" ${isAsked ? html`formnovalidate` : ""}>${label}</button> `;
  const goesOn = state !== "closed" && Date.now() - last.getTime() < GOES_ON_MS;
  return html`<form method="post" action="/incidents" class="act" aria-label="What is done about it">
    <input type="hidden" name="key" value="${key}" />
    <input type="hidden" name="back" value="/incidents/${id}" />
    ${chosenFields([id])}
    <div class="buttons">
      ${state === "open" ? button("acknowledge", "Acknowledge", "a") : ""}
      ${state === "muted" ? button("unmute", "Unmute", "m") : button("mute", "Mute…", "m", true)}
      ${state === "closed" ? "" : button("close", "Close", "c")}
      ${source === null ? "" : html`<a class="button" href="/sources/${source}#block" data-key="b" data-key-text="block list">Block list…</a>`}
    </div>
    <div class="said">${nameField()}
    ${noteField(MAX_INCIDENT_NOTE_CHARACTERS)}
    ${button("note", "Add the note", "n")}</div>
    ${goesOn ? html`<p>It goes on. Closed now, it stays so until it goes on for longer than its rule's pause; acknowledged, nobody is told again unless it gets worse.</p>` : ""}
  </form>`;
}

const KINDS = {
  told: "told",
  escalated: "told of it again, since nobody acknowledged it",
  digest: "in the digest",
} as const;

function tellingItem({ owner, kind, channel, state, madeAt, sentAt, attempts, error }: Telling): Html {
  const how =
    state === "sent"
      ? html`sent ${sentAt && when(sentAt)}`
      : state === "failed"
        ? html`given up after ${count(attempts)} tries`
        : html`not sent yet, ${attempts === 0 ? "waiting" : html`tried ${count(attempts)}×`}`;
  return html`<li>${when(madeAt)} <bdi>${channel}</bdi>${owner ? html` (<bdi>${owner}</bdi>)` : ""}: ${KINDS[kind]}; <strong class="${state === "failed" ? "wrong" : ""}">${how}</strong>${error ? html`: <bdi>${error}</bdi>` : ""}</li>`;
}

function sampleItem({ event, time, line, hit, why }: IncidentSample): Html {
  return html`<li><a href="/events/${event}?at=${time.getTime()}">${when(time)}</a> ${(why ?? []).map((reason) => html`<code>${reason}</code> `)}
    ${hit ? html`seen by <code>${hit}</code>` : ""}<pre class="line">${markedLine(line, hit)}</pre></li>`;
}

/** All of its events, where one field of theirs finds them. */
function linesLink(incident: Incident): Html {
  const { source, tpl, network } = incident;
  const by = source ?? network;
  if (by === null && tpl === null) return html``;
  return html`<p><a href="${explorePath(incident, by === null ? `template:${tpl}` : `ip:${by}`)}">All lines of this time in Explore</a></p>`;
}

function entryItem({ at, what, severity, who, note }: IncidentEntry): Html {
  return html`<li>${when(at)} <strong>${what}</strong>${what === "opened" || what === "raised" || what === "reopened" ? html` ${severityMark(severity)}` : ""}${who === null ? "" : html` by <bdi>${who}</bdi>`}${note ? html`: <bdi>${note}</bdi>` : ""}</li>`;
}
