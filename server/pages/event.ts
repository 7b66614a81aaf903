/** GET, POST /events/<id>: an event's page, with a button for each label; works without scripts. */
import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import { LABELS, type Label } from "../../host/event.ts";
import { reasonText } from "../../host/reasons.ts";
import { SCOPES, type Scope } from "../../host/taught.ts";
import { isLabel, MAX_NOTE_CHARACTERS, saveAnnotation } from "../../store/annotations.ts";
import type { EntityKind } from "../../store/entities/entity.ts";
import { type Correction, correctionsOf, readEvent, type StoredEvent } from "../../store/events/event.ts";
import { isEventId } from "../../store/events/find.ts";
import { isOwn } from "../../store/own-events.ts";
import { literal } from "../../store/search/grammar/print.ts";
import { subjectOf } from "../../store/taught/subject.ts";
import { teach } from "../../store/taught/teach.ts";
import type { Database } from "../database/database.ts";
import { entityPath } from "../frame/entity-path.ts";
import type { Page } from "../frame/page.ts";
import { HttpError } from "../http/error.ts";
import { eventPart } from "../rows/part.ts";
import { type AtOnce, atOnceOf, atOncePart } from "./at-once.ts";
import { nameField, noteField } from "./form-fields.ts";
import type { FormKeys } from "./form-keys.ts";
import { type Html, html } from "./html.ts";
import type { KeyFilter } from "./key-filter.ts";
import { mutePart } from "./mute-form.ts";
import { NOBODY, type TaughtSync } from "./taught.ts";

/** Columns that the page shows apart, or not at all. */
const SHOWN_APART = new Set([
  "id",
  "record",
  "why",
  "line",
  "v",
  "error",
  "country",
  "crawler",
  "hit",
  "template",
  "muted",
  "mute",
]);

/** What is known of a client that calls itself a crawler. */
const CRAWLER: Readonly<Record<NonNullable<StoredEvent["crawler"]>, Html>> = {
  verified: html`<strong>Verified</strong>: the address is the crawler's that it claims to be.`,
  claimed: html`<strong>Claimed</strong>: whether the address is the crawler's that it claims to be can't be told.`,
  impostor: html`<strong>Impostor</strong>: the address is not the crawler's that it claims to be.`,
};

/** Of a record. Most have some hundred, the largest some million. */
const MAX_SHOWN_CHARACTERS = 65_536;
/** Of what Explore shows. */
const MAX_SEARCH_CHARACTERS = 4_096;

export interface EventPageParts {
  keys: KeyFilter;
  formKeys: FormKeys;
  taught: TaughtSync | undefined;
}

export function addEventPage(
  app: FastifyInstance,
  database: Database,
  { keys, formKeys, taught }: EventPageParts,
): void {
  app.get("/events/:id", { config: { needs: "read" } }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const { saved, at } = request.query as { saved?: string; at?: string };
    const page = await database.forViewer(request.raw.socket, async (pool) => {
      const event = await find(pool, id, timeOf(at));
      const corrections = await correctionsOf(pool, event.id);
      const subject = { id, at: event.time.getTime(), correction: corrections[0] };
      const atOnce = await atOnceOf(pool, keys, subject, saved !== undefined);
      return { event, corrections, atOnce };
    });
    const shown = {
      ...page,
      id,
      key: formKeys.of(id),
      saved: saved !== undefined,
      when: taught?.when() ?? NOBODY,
    };
    return reply.page(eventPage(shown));
  });

  /** What a row shows when it is opened in place. */
  app.get("/events/:id/part", { config: { needs: "read" } }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const { at, explore } = request.query as { at?: string; explore?: unknown };
    const event = await database.forViewer(request.raw.socket, (pool) => find(pool, id, timeOf(at)));
    const shown = new URLSearchParams(
      typeof explore === "string" ? explore.slice(0, MAX_SEARCH_CHARACTERS) : "",
    );
    const part = eventPart({ event, id, key: formKeys.of(id), explore: shown });
    return reply.type("text/html; charset=utf-8").send(part.text);
  });

  app.post(
    "/events/:id/feedback",
    { config: { needs: "review", audit: "event.labelled" } },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const form = (request.body ?? {}) as Record<string, string | undefined>;
      formKeys.check(id, form.key);
      const label = labelOf(form.label);
      const at = timeOf(form.at);
      await database.forViewer(request.raw.socket, async (pool) => {
        await find(pool, id, at);
        await saveAnnotation(pool, id, { label, annotator: form.who ?? "", note: form.note ?? "" }, at);
      });
      return reply.redirect(pageOf(id, at), 303);
    },
  );

  app.post(
    "/events/:id/teach",
    { config: { needs: "review", audit: "event.taught" } },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const form = (request.body ?? {}) as Record<string, string | undefined>;
      formKeys.check(id, form.key);
      const label = labelOf(form.label);
      const scope = scopeOf(form.scope);
      const at = timeOf(form.at);
      await database.forViewer(request.raw.socket, async (pool) => {
        await find(pool, id, at);
        try {
          const filter = keys.get();
          await teach(pool, filter, await subjectOf(pool, filter, id, at), {
            scope,
            label,
            who: form.who ?? "",
          });
        } catch (error) {
          const { code, message, nextStep } = error as { code?: string; message: string; nextStep?: string };
          if (code === "TAUGHT_FULL" || code === "NOT_TAUGHT")
            throw new HttpError(409, message, nextStep, error);
          throw error;
        }
      });
      taught?.changed();
      return reply.redirect(pageOf(id, at), 303);
    },
  );
}

/** An event's page after something was saved. */
function pageOf(id: string, at: number | undefined): string {
  return `/events/${id}?${at === undefined ? "" : `at=${at}&`}saved`;
}

/** @throws HttpError 400 */
function labelOf(label = ""): Label {
  if (isLabel(label)) return label;
  throw new HttpError(400, `no such label: ${label.slice(0, 20)}`, `One of: ${LABELS.join(", ")}.`);
}

/** @throws HttpError 400 */
function scopeOf(scope = ""): Scope {
  const found = SCOPES.find((each) => each === scope);
  if (found) return found;
  throw new HttpError(400, `no such scope: ${scope.slice(0, 20)}`, `One of: ${SCOPES.join(", ")}.`);
}

/** A link's time, milliseconds since the epoch; undefined where it has none, or an unusable one. */
function timeOf(text: unknown): number | undefined {
  return typeof text === "string" && /^\d{1,15}(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : undefined;
}

async function find(pool: Pool, id: string, at: number | undefined): Promise<StoredEvent> {
  if (!isEventId(id)) throw new HttpError(404, "an event's id is 16 hex digits");
  const found = await readEvent(pool, id, at, MAX_SHOWN_CHARACTERS + 1);
  if (!found) throw new HttpError(404, "there is no event of this id", "It may be older than what is kept.");
  return found;
}

interface Shown {
  id: string;
  event: StoredEvent;
  corrections: Correction[];
  atOnce: AtOnce;
  /** Of the page's forms. */
  key: string;
  saved: boolean;
  /** When taught entries act, for people. */
  when: string;
}

function eventPage({ id, event, corrections, atOnce, key, saved, when }: Shown): Page {
  const fields = Object.entries(event).filter(([name, value]) => value !== null && !SHOWN_APART.has(name));
  const why = event.why ?? [];
  const body = html`<main id="main" class="content event"><header class="heading"><a href="/explore">Explore</a><h1>Event ${id}</h1></header>
  ${saved ? html`<p role="status" class="note">Saved. The next training learns from it.</p>` : ""}
  <pre class="line">${event.line}</pre>
  <p><strong class="label ${event.label}">${event.label}</strong> severity ${event.severity}, score ${number(event.score)}
    ${why.length > 0 ? html`because: ${why.map((reason, i) => html`${i > 0 ? "; " : ""}${reasonText(reason)} <code class="faint">${reason}</code>`)}` : ""}</p>
  ${event.crawler === null ? "" : html`<p>${CRAWLER[event.crawler]}</p>`}
  ${event.hit ? html`<p>Seen by <code>${event.hit}</code></p>` : ""}
  ${event.error ? html`<p role="alert">${event.error}</p>` : ""}
  ${
    isOwn(String(event.kind))
      ? ownNote(event)
      : html`${atOncePart(atOnce, { id, at: event.time.getTime(), key }, when)}
  <h2>What is it really?</h2>
  <form method="post" action="/events/${id}/feedback" class="feedback">
    <input type="hidden" name="key" value="${key}" />
    <input type="hidden" name="at" value="${event.time.getTime()}" />
    ${nameField()}
    ${noteField(MAX_NOTE_CHARACTERS)}
    <div class="buttons">${LABELS.map((label) => html`<button name="label" value="${label}" class="label ${label}">${label}</button> `)}</div>
  </form>`
  }
  ${corrections.length > 0 ? correctionList(corrections) : ""}
  ${mutePart(event, id)}
  <h2>What was extracted</h2>
  <table><tbody>${fields.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${shown(name, value, event)}</td></tr>`)}</tbody></table>
  <h2>The record</h2>
  <pre>${shortened(event.record)}</pre>
</main>`;
  return { title: `Event ${id}`, here: "explore", body };
}

/** Of what was made of no line there is no label to correct. */
function ownNote({ session }: StoredEvent): Html {
  const lines = html`<a href="/explore?q=${encodeURIComponent(`session:${literal(String(session))}`)}">its lines</a>`;
  return html`<p class="note">SmartLog wrote this event itself: ${session ? html`it judges a session; see ${lines}` : "it judges how many lines came"}.
    No line came with it, so no label can be corrected here.</p>`;
}

function shortened(record: string): Html {
  if (record.length <= MAX_SHOWN_CHARACTERS) return html`${record}`;
  return html`${record.slice(0, MAX_SHOWN_CHARACTERS)}… (cut here; all of it is in the column record of smartlog.events)`;
}

function correctionList(corrections: Correction[]): Html {
  return html`<h2>What people said</h2><ul>${corrections.map(
    ({ who, label, note, at }) =>
      html`<li><strong class="label ${label}">${label}</strong> says ${who}, ${at.toISOString()} ${note}</li>`,
  )}</ul>`;
}

/** Fields whose values have a page of their own. */
const ENTITIES: Readonly<Record<string, EntityKind>> = {
  ip: "source",
  peer: "source",
  dst: "source",
  username: "user",
  host: "service",
  service: "service",
  tpl: "template",
  ua: "agent",
};

function shown(name: string, value: unknown, event: StoredEvent): unknown {
  if (value instanceof Date) return value.toISOString();
  if (name === "pattern") return link("template", String(event.template ?? event.tpl), value);
  if (name === "path") return link("path", String(value).split("?")[0] as string, value);
  const kind = ENTITIES[name];
  if (kind) return html`${link(kind, String(value), value)}${name === "ip" ? html` (${event.country})` : ""}`;
  return typeof value === "number" ? number(value) : value;
}

function link(kind: EntityKind, name: string, text: unknown): Html {
  return html`<a href="${entityPath({ kind, name })}">${text}</a>`;
}

function number(value: unknown): string {
  return value === null ? "-" : String(Number(Number(value).toFixed(4)));
}
