/** GET /incidents/mute: what a mute of the chosen incidents would have hidden, the button that sets it, and the mute of their events beside it. */
import { MUTE_FIELDS, type Muted } from "../../../host/mute.ts";
import { MAX_INCIDENT_NOTE_CHARACTERS } from "../../../store/incidents/actions.ts";
import type { Incident } from "../../../store/incidents/incident.ts";
import { type IncidentMutePreview, incidentMuteText } from "../../../store/incidents/mute-preview.ts";
import { MOST_MUTE_DAYS } from "../../../store/mutes/mutes.ts";
import { type MutePreview, mutePreviewText } from "../../../store/mutes/preview.ts";
import { mutedText } from "../../../store/mutes/what.ts";
import type { Page } from "../../frame/page.ts";
import { nameField, noteField } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { chosenFields } from "./chosen.ts";
import { count, INCIDENTS_HEAD, severityMark, stateText } from "./show.ts";

/** Short, since what is muted is forgotten; a longer one can be given. */
const DEFAULT_DAYS = 7;

export interface MuteShown {
  incidents: readonly Incident[];
  preview: IncidentMutePreview;
  /** The mute of their events, where there is one, and what it would have hidden. */
  ofEvents: { muted: Muted; preview: MutePreview | undefined } | undefined;
  key: string;
  /** The page that led here. */
  back: string;
}

export function mutePage({ incidents, preview, ofEvents, key, back }: MuteShown): Page {
  const body =
    incidents.length === 0
      ? html`<p>None is chosen, or there is none of these numbers any more.</p>`
      : html`${muteForm(incidents, preview, key, back)}${ofEvents ? eventsPart(ofEvents) : ""}`;
  return {
    title: "Mute incidents",
    here: "incidents",
    head: INCIDENTS_HEAD,
    body: html`<main id="main" class="content event incidents"><header class="heading"><a href="${back}">← Back</a><h1>Mute incidents</h1></header>${body}</main>`,
  };
}

function muteForm(
  incidents: readonly Incident[],
  preview: IncidentMutePreview,
  key: string,
  back: string,
): Html {
  return html`<ul>${incidents.map(
    (incident) =>
      html`<li>${severityMark(incident.severity)} <a href="/incidents/${incident.id}">${incident.title}</a> ${stateText(incident)}: all of <code>${incident.class}</code> with <code>${incident.key || "any key"}</code></li>`,
  )}</ul>
  <p>${incidentMuteText(preview)} Nobody is told of such until then, whether they end and come again or not, unless one
    gets worse: then it is open again. They are counted on and listed as muted; dashboards go on as they are, and a block list leaves their sources out.</p>
  <form method="post" action="/incidents/mute" class="feedback">
    <input type="hidden" name="key" value="${key}" />
    <input type="hidden" name="back" value="${back}" />
    ${chosenFields(incidents.map(({ id }) => id))}
    <label>For days <input name="days" type="number" min="1" max="${MOST_MUTE_DAYS}" value="${DEFAULT_DAYS}" required /></label>
    ${noteField(MAX_INCIDENT_NOTE_CHARACTERS)}
    ${nameField()}
    <div class="buttons"><button>Mute ${incidents.length === 1 ? "it" : `these ${count(incidents.length)}`}</button></div>
  </form>`;
}

function eventsPart({ muted, preview }: NonNullable<MuteShown["ofEvents"]>): Html {
  const named = [...MUTE_FIELDS, "label" as const].flatMap((name) =>
    muted[name] === null ? [] : [[name, muted[name] as string]],
  );
  return html`<h2>Or mute its events</h2>
  <p>Then ${mutedText(muted)} raise no alarm anywhere, and make no incident of any class.
    ${preview ? mutePreviewText(preview) : "What that would have hidden took too long to count."}</p>
  <p><a href="/mutes/new?${new URLSearchParams(named).toString()}">Look, and mute its events</a></p>`;
}
