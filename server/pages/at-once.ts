/** The part of an event's page by which its newest correction acts at once: what it would have changed, and its button. */
import type { Pool } from "pg";
import type { Scope } from "../../host/taught.ts";
import { isLabel } from "../../store/annotations.ts";
import type { Correction } from "../../store/events/event.ts";
import { type StoredTaught, taughtOfEvent } from "../../store/taught/entries.ts";
import { changesText, previewTaught, type TaughtPreview } from "../../store/taught/preview.ts";
import { description, subjectOf } from "../../store/taught/subject.ts";
import { changesNothing, onlyByTraining, scopesOf } from "../../store/taught/teach.ts";
import { type Html, html } from "./html.ts";
import type { KeyFilter } from "./key-filter.ts";

/** A scope, what it is about, and what it would have changed; the latter undefined where that took too long. */
interface Offered {
  scope: Scope;
  about: string;
  preview: TaughtPreview | undefined;
}

/** What can be taught of an event. */
export interface AtOnce {
  /** Entries of this event that act. */
  acting: StoredTaught[];
  /** The newest correction with a preview of each scope; undefined where nothing is to be asked. */
  offer?: { correction: Correction; scopes: Offered[] };
  /** Why nothing can be taught, for people. */
  reason?: string;
}

/**
 * Reads what the page offers. Previews take some tenths of a second.
 *
 * @param isAsked whether previews are wanted, as after a correction
 */
export async function atOnceOf(
  pool: Pool,
  keys: KeyFilter,
  { id, at, correction }: { id: string; at: number | undefined; correction: Correction | undefined },
  isAsked: boolean,
): Promise<AtOnce> {
  const acting = await taughtOfEvent(pool, id);
  if (!isAsked || !correction || !isLabel(correction.label)) return { acting };
  const { label } = correction;
  if (acting.some((entry) => entry.label === label)) return { acting };
  try {
    const filter = keys.get();
    const subject = await subjectOf(pool, filter, id, at);
    if (await changesNothing(pool, subject, label))
      return { acting, reason: `It is called ${label} already, so nothing changes at once.` };
    const scopes: Offered[] = [];
    for (const scope of scopesOf(filter, subject, label))
      scopes.push({
        scope,
        about: description(subject, scope),
        preview: await previewTaught(pool, filter, subject, { scope, label }),
      });
    if (scopes.length === 0) return { acting, reason: `Not at once: ${onlyByTraining(subject, label)}.` };
    return { acting, offer: { correction, scopes } };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code !== "NOT_TAUGHT") throw error;
    return { acting, reason: `Not at once: ${message}.` };
  }
}

/** @param when an entry acts from then on, for people */
export function atOncePart({ acting, offer, reason }: AtOnce, form: FormOf, when: string): Html {
  return html`${acting.map(
    ({ id, label, describes, who }) =>
      html`<p class="note">Acts ${when}: ${describes} is <strong class="label ${label}">${label}</strong>, says ${who}.
  <a href="/taught">Taught</a> has it as ${id}, and undoes it.</p>`,
  )}
  ${reason ? html`<p>${reason}</p>` : ""}
  ${offer ? offerForm(offer, form) : ""}`;
}

/** What a form of the page carries. */
export interface FormOf {
  id: string;
  at: number;
  key: string;
}

function offerForm({ correction, scopes }: NonNullable<AtOnce["offer"]>, { id, at, key }: FormOf): Html {
  const { label, who } = correction;
  return html`<h2>Shall it act at once?</h2>
  <form method="post" action="/events/${id}/teach" class="teach">
    <input type="hidden" name="key" value="${key}" />
    <input type="hidden" name="at" value="${at}" />
    <input type="hidden" name="label" value="${label}" />
    <input type="hidden" name="who" value="${who}" />
    ${scopes.map(
      (
        { scope, about, preview },
        i,
      ) => html`<p><label><input type="radio" name="scope" value="${scope}" ${i === 0 ? html`checked` : ""} />
      <strong>${scope}</strong>: ${about}</label><br />${preview ? previewPart(preview) : "What it would have changed took too long to count."}</p>`,
    )}
    <div class="buttons"><button class="label ${label}">From now on: ${label}</button></div>
  </form>
  <p>It makes ordinary no line that scores clearly higher than this one did. Without it the next training learns from the
    correction all the same.</p>`;
}

function previewPart(preview: TaughtPreview): Html {
  const { highest } = preview;
  return html`${changesText(preview)}
  ${highest ? html`<a href="/events/${highest.id}?at=${highest.time.getTime()}">One of them</a> scores highest: corrected instead, it would take the others along.` : ""}
  ${preview.samples.map((sample) => html`<br /><a href="/events/${sample.id}?at=${sample.time.getTime()}">${sample.label}</a> <code>${sample.line}</code>`)}`;
}
