/** GET, POST /events/<id>: an event's page, with a button for each label; works without scripts. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import { LABELS } from "../../host/event.ts";
import { isLabel, saveAnnotation } from "../../store/annotations.ts";
import { type Correction, correctionsOf, readEvent, type StoredEvent } from "../../store/events/event.ts";
import { isEventId } from "../../store/events/find.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import { type Html, html, htmlPage } from "./html.ts";

/** Columns that the page shows apart, or not at all. */
const SHOWN_APART = new Set(["id", "record", "why", "line", "v", "error", "country", "crawler", "hit"]);

/** What is known of a client that calls itself a crawler. */
const CRAWLER: Readonly<Record<NonNullable<StoredEvent["crawler"]>, Html>> = {
  verified: html`<strong>Verified</strong>: the address is the crawler's that it claims to be.`,
  claimed: html`<strong>Claimed</strong>: whether the address is the crawler's that it claims to be can't be told.`,
  impostor: html`<strong>Impostor</strong>: the address is not the crawler's that it claims to be.`,
};

/** Of a record. Most have some hundred, the largest some million. */
const MAX_SHOWN_CHARACTERS = 65_536;

export function addEventPage(app: FastifyInstance, database: Database): void {
  // Against forgery (CSRF): only a page of this server knows its form's key.
  const secret = randomBytes(32);
  const formKey = (id: string) => createHmac("sha256", secret).update(id).digest("hex");

  app.get("/events/:id", async (request, reply) => {
    const { id } = request.params as { id: string };
    const { saved, at } = request.query as { saved?: string; at?: string };
    const [event, corrections] = await database.forViewer(request.raw.socket, async (pool) => {
      const found = await find(pool, id, timeOf(at));
      return [found, await correctionsOf(pool, found.id)] as const;
    });
    return reply.type("text/html").send(eventPage(id, event, corrections, formKey(id), saved !== undefined));
  });

  app.post("/events/:id/feedback", async (request, reply) => {
    const { id } = request.params as { id: string };
    const form = (request.body ?? {}) as Record<string, string | undefined>;
    if (!isSame(form.key ?? "", formKey(id)))
      throw new HttpError(
        403,
        "the form is not of this server's making, or older than its last start",
        "Load the event's page again.",
      );
    const label = form.label ?? "";
    if (!isLabel(label))
      throw new HttpError(400, `no such label: ${label.slice(0, 20)}`, `One of: ${LABELS.join(", ")}.`);
    const at = timeOf(form.at);
    await database.forViewer(request.raw.socket, async (pool) => {
      await find(pool, id, at);
      await saveAnnotation(pool, id, { label, annotator: form.who ?? "", note: form.note ?? "" }, at);
    });
    return reply.redirect(`/events/${id}?${at === undefined ? "" : `at=${at}&`}saved`, 303);
  });
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

function isSame(a: string, b: string): boolean {
  // Bytes, since timingSafeEqual needs equal lengths.
  const [given, expected] = [Buffer.from(a), Buffer.from(b)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function eventPage(
  id: string,
  event: StoredEvent,
  corrections: Correction[],
  key: string,
  saved: boolean,
): string {
  const fields = Object.entries(event).filter(([name, value]) => value !== null && !SHOWN_APART.has(name));
  const why = event.why ?? [];
  const body = html`<header class="top"><a href="/d/smartlog-explore">← Explore</a><h1>Event ${id}</h1></header>
<main class="event">
  ${saved ? html`<p role="status" class="note">Saved. The next training learns from it.</p>` : ""}
  <pre class="line">${event.line}</pre>
  <p><strong class="label ${event.label}">${event.label}</strong> severity ${event.severity}, score ${number(event.score)}
    ${why.length > 0 ? html`because of ${why.map((reason) => html`<code>${reason}</code> `)}` : ""}</p>
  ${event.crawler === null ? "" : html`<p>${CRAWLER[event.crawler]}</p>`}
  ${event.hit ? html`<p>Seen by <code>${event.hit}</code></p>` : ""}
  ${event.error ? html`<p role="alert">${event.error}</p>` : ""}
  <h2>What is it really?</h2>
  <form method="post" action="/events/${id}/feedback" class="feedback">
    <input type="hidden" name="key" value="${key}" />
    <input type="hidden" name="at" value="${event.time.getTime()}" />
    <label>Your name <input name="who" maxlength="100" autocomplete="username" required /></label>
    <label>Note <input name="note" maxlength="1000" placeholder="optional" /></label>
    <div class="buttons">${LABELS.map((label) => html`<button name="label" value="${label}" class="label ${label}">${label}</button> `)}</div>
  </form>
  ${corrections.length > 0 ? correctionList(corrections) : ""}
  <h2>What was extracted</h2>
  <table><tbody>${fields.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${shown(name, value, event)}</td></tr>`)}</tbody></table>
  <h2>The record</h2>
  <pre>${shortened(event.record)}</pre>
</main>`;
  return htmlPage(`Event ${id}`, body);
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

function shown(name: string, value: unknown, event: StoredEvent): unknown {
  if (value instanceof Date) return value.toISOString();
  if (name === "ip")
    return html`<a href="/d/smartlog-explore?var-source=${encodeURIComponent(String(value))}">${value}</a> (${event.country})`;
  if (name === "tpl") return html`<a href="/d/smartlog-explore?var-template=${value}">${value}</a>`;
  return typeof value === "number" ? number(value) : value;
}

function number(value: unknown): string {
  return value === null ? "-" : String(Number(Number(value).toFixed(4)));
}
