/** GET, POST /review: the events whose labels would change most, with their answers in one form; works without scripts. */
import type { FastifyInstance } from "fastify";
import { LABELS, type Label } from "../../host/event.ts";
import { isLabel, saveAnnotation } from "../../store/annotations.ts";
import { isEventId } from "../../store/events/find.ts";
import type { Neighbour } from "../../store/review/neighbours.ts";
import { alikeText, circumstances, effectText } from "../../store/review/words.ts";
import { QUESTIONS, type Question, questions } from "../../store/review.ts";
import type { Database } from "../database/database.ts";
import type { Page } from "../frame/page.ts";
import { nameField } from "./form-fields.ts";
import type { FormKeys } from "./form-keys.ts";
import { type Html, html } from "./html.ts";

const DAY_MS = 86_400_000;
/** Days that are looked back. */
const DAYS = 7;
/** The form's name, and the beginnings of its fields' names: label-<id>, at-<id>. */
const FORM = "review";
const LABEL = "label-";
const AT = "at-";

const HEAD = html`<link rel="stylesheet" href="/public/review.css" />`;

export function addReviewPage(app: FastifyInstance, database: Database, formKeys: FormKeys): void {
  app.get("/review", { config: { needs: "read" } }, async (request, reply) => {
    const { saved } = request.query as { saved?: string | string[] };
    const since = new Date(Date.now() - DAYS * DAY_MS);
    const asked = await database.forViewer(request.raw.socket, (pool) =>
      questions(pool, { since, limit: QUESTIONS }),
    );
    return reply.page(reviewPage(asked, formKeys.of(FORM), linksOf(saved)));
  });

  app.post("/review", { config: { needs: "review", audit: "review.answered" } }, async (request, reply) => {
    const form = (request.body ?? {}) as Record<string, string | undefined>;
    formKeys.check(FORM, form.key);
    const answers = answersOf(form);
    const saved = await database.forViewer(request.raw.socket, async (pool) => {
      const done: string[] = [];
      for (const { id, label, at } of answers) {
        try {
          await saveAnnotation(pool, id, { label, annotator: form.who ?? "" }, at);
          done.push(`${id}@${at}`);
        } catch (error) {
          // Retention may have dropped it since.
          if ((error as { code?: string }).code !== "NO_SUCH_EVENT") throw error;
        }
      }
      return done;
    });
    return reply.redirect(`/review?saved=${saved.join(",")}`, 303);
  });
}

interface Answer {
  id: string;
  label: Label;
  /** The event's time, milliseconds since the epoch. */
  at: number;
}

/** What was chosen in the form; questions without a label are left for later. */
function answersOf(form: Record<string, string | undefined>): Answer[] {
  return Object.entries(form).flatMap(([name, label = ""]) => {
    const id = name.startsWith(LABEL) ? name.slice(LABEL.length) : "";
    const at = Number(form[AT + id]);
    return isEventId(id) && isLabel(label) && Number.isSafeInteger(at) ? [{ id, label, at }] : [];
  });
}

/** Links to the events that were answered; undefined where none is named. */
function linksOf(saved: string | string[] | undefined): { id: string; at: string }[] | undefined {
  if (saved === undefined) return undefined;
  return [saved]
    .flat()
    .join()
    .split(",")
    .slice(0, QUESTIONS)
    .flatMap((text) => {
      const [, id, at] = /^([0-9a-f]{1,16})@(\d{1,15})$/.exec(text) ?? [];
      return id && at ? [{ id, at }] : [];
    });
}

function reviewPage(asked: readonly Question[], key: string, saved: ReturnType<typeof linksOf>): Page {
  const body = html`<main id="main" class="content event review"><header class="heading"><a href="/">← Dashboards</a><h1>Review</h1></header>
  ${saved ? savedNote(saved) : ""}
  ${asked.length > 0 ? form(asked, key) : html`<p>There is nothing to ask: no scored event of the last ${DAYS} days that nobody has answered for.</p>`}
</main>`;
  return { title: "Review", here: "review", head: HEAD, body };
}

function savedNote(saved: readonly { id: string; at: string }[]): Html {
  if (saved.length === 0)
    return html`<p role="status" class="note">Nothing was saved: no label was chosen.</p>`;
  return html`<p role="status" class="note">Saved. The next training learns from it: ${saved.map(
    ({ id, at }) => html`<a href="/events/${id}?at=${at}&amp;saved">${id}</a> `,
  )}</p>`;
}

function form(asked: readonly Question[], key: string): Html {
  return html`<p>The answers that would change most, of the last ${DAYS} days.</p>
  <form method="post" action="/review">
    <input type="hidden" name="key" value="${key}" />
    ${asked.map(part)}
    <div class="save">${nameField()}
      <button>Save the answers</button></div>
  </form>`;
}

function part(question: Question, i: number): Html {
  const { id, time, kind, line, label, score, why, cluster, changes } = question;
  return html`<section aria-labelledby="q${i}">
    <h2 id="q${i}">${i + 1}. ${kind} event of <a href="/events/${id}?at=${time.getTime()}">${clock(time)}</a></h2>
    <pre class="line">${line}</pre>
    <p>Called <strong class="label ${label}">${label}</strong>, score ${score.toFixed(2)}${why.length > 0 ? html`, because of ${why.map((reason) => html`<code>${reason}</code> `)}` : ""}</p>
    <p>${alikeText(cluster)}</p>
    <ul>${circumstances(cluster).map((text) => html`<li>${text}</li>`)}</ul>
    <fieldset><legend>What is it really?</legend>
      <input type="hidden" name="${AT}${id}" value="${time.getTime()}" />
      ${LABELS.map(
        (answer) => html`<label><input type="radio" name="${LABEL}${id}" value="${answer}" />
        <strong class="label ${answer}">${answer}</strong> ${effectText(cluster, changes[answer])}</label>`,
      )}
      <label><input type="radio" name="${LABEL}${id}" value="" checked /> not now</label>
    </fieldset>
    ${around(question)}
    ${question.others.length > 0 ? html`<h3>The same by other sources</h3>${list(question.others)}` : ""}
  </section>`;
}

function around({ id, time, label, line, before, after, fields }: Question): Html {
  if (before.length + after.length === 0) return html``;
  const self = { id, time, label, line, ip: fields.ip ?? null };
  return html`<h3>What ${fields.ip} did before and after</h3>${list([...before, self, ...after], id)}`;
}

/** @param self the event that is asked about */
function list(events: readonly Neighbour[], self = ""): Html {
  return html`<ol class="around">${events.map(
    ({ id, time, label, line }) =>
      html`<li${id === self ? html` aria-current="true"` : ""}><a href="/events/${id}?at=${time.getTime()}">${clock(time)}</a>
      <span class="label ${label}">${label}</span> <code>${line}</code></li>`,
  )}</ol>`;
}

function clock(time: Date): string {
  return time.toISOString().slice(0, 19).replace("T", " ");
}
