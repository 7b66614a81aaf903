/** GET /mutes/new: what a mute is to name, then what it would have hidden last week, then the button that sets it. */
import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import { MUTABLE, MUTE_FIELDS, type Muted, type MuteField } from "../../host/mute.ts";
import { readEvent, type StoredEvent } from "../../store/events/event.ts";
import { type EventKey, findEvent } from "../../store/events/find.ts";
import { DEFAULT_MUTE_DAYS, MAX_MUTE_NOTE_CHARACTERS, MOST_MUTE_DAYS } from "../../store/mutes/mutes.ts";
import { type MutePreview, mutePreviewText, previewMute } from "../../store/mutes/preview.ts";
import {
  checkedMute,
  defaultNames,
  type Given,
  HIDES,
  type Named,
  namedBy,
  possibleOf,
} from "../../store/mutes/what.ts";
import type { Database } from "../database/database.ts";
import type { Page } from "../frame/page.ts";
import { HttpError } from "../http/error.ts";
import { nameField, noteField } from "./form-fields.ts";
import type { FormKeys } from "./form-keys.ts";
import { type Html, html } from "./html.ts";

/** Names the forms of all mutes. */
export const MUTES_FORM = "mutes";
/** Codes of what a person can mend. */
const REFUSED: Readonly<Record<string, number>> = { NOT_MUTED: 400, MUTES_FULL: 409, NO_SUCH_ENTRY: 404 };

const SHOWN: Readonly<Record<MuteField, { label: string; hint: string }>> = {
  template: { label: "Template", hint: "eight hex digits" },
  reason: { label: "Reason", hint: "the first of its reasons" },
  source: { label: "Source", hint: "an address or a network" },
  site: { label: "Site", hint: "host, else service" },
};

type Fields = Record<string, string | string[] | undefined>;

/** Where an event is: its id and its time, milliseconds since the epoch. */
interface EventAt {
  id: string;
  at: number | undefined;
}

/** What a form or a link names. */
export function givenOf(form: Fields): Given {
  const label = MUTABLE.find((each) => each === form.label);
  return {
    ...Object.fromEntries(MUTE_FIELDS.map((name) => [name, first(form[name]) ?? null])),
    ...(label === undefined ? {} : { label }),
  };
}

/** The event that a form or a link comes from. */
export function sourceOf({ event, at }: Fields): EventAt | undefined {
  const [id, time] = [first(event), first(at)];
  if (!id) return undefined;
  return { id, at: time && /^\d{1,15}$/.test(time) ? Number(time) : undefined };
}

export async function eventOf(
  pool: Pool,
  from: EventAt | undefined,
): Promise<{ key: EventKey; event: StoredEvent } | undefined> {
  if (!from) return undefined;
  const [key, event] = [await findEvent(pool, from.id, from.at), await readEvent(pool, from.id, from.at, 1)];
  return key && event ? { key, event } : undefined;
}

/** Turns what a person can mend into an answer that says so. */
export async function refusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code = "", message, nextStep } = error as { code?: string; message: string; nextStep?: string };
    const status = REFUSED[code];
    if (status === undefined) throw error;
    throw new HttpError(status, message, nextStep, error);
  }
}

export function addMuteForm(app: FastifyInstance, database: Database, formKeys: FormKeys): void {
  app.get("/mutes/new", { config: { needs: "read" } }, async (request, reply) => {
    const query = request.query as Fields;
    const shown = await database.forViewer(request.raw.socket, (pool) => shownOf(pool, query));
    return reply.page(formPage(shown, formKeys.of(MUTES_FORM)));
  });
}

/** What a person typed wrong is said beside the form. */
async function shownOf(pool: Pool, query: Fields): Promise<Shown> {
  const from = sourceOf(query);
  let given = givenOf(query);
  try {
    const found = await eventOf(pool, from);
    const by = [query.by ?? []].flat().flatMap((name) => MUTE_FIELDS.filter((each) => each === name));
    if (found && by.length > 0) given = namedBy(found.event, by);
    if (!MUTE_FIELDS.some((name) => given[name])) return { from, given };
    const muted = checkedMute(given);
    return { from, given: muted, muted, preview: await previewMute(pool, muted) };
  } catch (error) {
    const { code, message, nextStep } = error as { code?: string; message: string; nextStep?: string };
    if (code !== "NOT_MUTED") throw error;
    return { from, given, wrong: `${message}. ${nextStep ?? ""}` };
  }
}

interface Shown {
  from: EventAt | undefined;
  given: Given;
  /** Undefined where nothing is named yet. */
  muted?: Muted;
  preview?: MutePreview | undefined;
  wrong?: string;
}

function formPage({ from, given, muted, preview, wrong }: Shown, key: string): Page {
  const chosen = muted?.label ?? given.label;
  return {
    title: "Mute",
    here: "mutes",
    body: html`<main id="main" class="content event"><header class="heading"><a href="/mutes">← Mutes</a><h1>Mute</h1></header>
  ${wrong === undefined ? "" : html`<p role="alert">${wrong}</p>`}
  <form method="get" action="/mutes/new" class="feedback">
    ${fromFields(from)}
    ${MUTE_FIELDS.map(
      (name) =>
        html`<label>${SHOWN[name].label} <input name="${name}" value="${given[name] ?? ""}" placeholder="${SHOWN[name].hint}" maxlength="255" /></label> `,
    )}
    <label>Hides <select name="label">${MUTABLE.map(
      (label) =>
        html`<option value="${label}" ${label === chosen ? html`selected` : ""}>${HIDES[label]}</option>`,
    )}</select></label>
    <div class="buttons"><button>What would it hide?</button></div>
  </form>
  <p>All that is named has to fit. A login that succeeded after guessing is hidden by its own reason alone.</p>
  ${muted ? setForm(muted, preview, from, key) : ""}
</main>`,
  };
}

function setForm(
  muted: Muted,
  preview: MutePreview | undefined,
  from: EventAt | undefined,
  key: string,
): Html {
  return html`<h2>What it would have hidden</h2>
  <p>${preview ? mutePreviewText(preview) : "That took too long to count."}</p>
  ${preview && preview.samples.length > 0 ? html`<ul>${preview.samples.map(sample)}</ul>` : ""}
  <h2>Shall it be muted?</h2>
  <form method="post" action="/mutes" class="feedback">
    <input type="hidden" name="key" value="${key}" />
    ${fromFields(from)}
    ${[...MUTE_FIELDS, "label" as const].map((name) =>
      muted[name] === null ? "" : html`<input type="hidden" name="${name}" value="${muted[name]}" />`,
    )}
    <label>For days <input name="days" type="number" min="1" max="${MOST_MUTE_DAYS}" value="${DEFAULT_MUTE_DAYS}" required /></label>
    ${noteField(MAX_MUTE_NOTE_CHARACTERS)}
    ${nameField()}
    <div class="buttons"><button>Mute</button></div>
  </form>`;
}

function sample({ id, time, label, severity, line }: MutePreview["samples"][number]): Html {
  return html`<li><a href="/events/${id}?at=${time.getTime()}">${severity} ${label}</a> <code>${line}</code></li>`;
}

function fromFields(from: EventAt | undefined): Html {
  if (!from) return html``;
  return html`<input type="hidden" name="event" value="${from.id}" />${from.at === undefined ? "" : html`<input type="hidden" name="at" value="${from.at}" />`}`;
}

/** The part of an event's page that leads here; says so where it is muted already. */
export function mutePart(event: StoredEvent, id: string): Html {
  if (event.muted)
    return html`<p class="note">Muted${event.mute === null ? "" : html` by mute ${event.mute}`}: it raises no alarm. <a href="/mutes">Mutes</a> has it, and undoes it.</p>`;
  if (event.label === "normal") return html``;
  const defaults: readonly Named[] = defaultNames(event);
  return html`<h2>No more alarms of such events?</h2>
  <form method="get" action="/mutes/new" class="feedback">
    ${fromFields({ id, at: event.time.getTime() })}
    ${[...possibleOf(event), ...(event.host || event.service ? ["site" as const] : [])].map(
      (name) =>
        html`<label><input type="checkbox" name="by" value="${name}" ${defaults.includes(name as Named) ? html`checked` : ""} /> this ${name}</label> `,
    )}
    <div class="buttons"><button>Mute…</button></div>
  </form>`;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
