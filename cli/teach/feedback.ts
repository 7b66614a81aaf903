/** A correction by `smartlog feedback`: shown what it would change, saved, and taught at once. */
import type { Pool } from "pg";
import type { Label } from "../../host/event.ts";
import type { Filter } from "../../host/filter.ts";
import type { Scope } from "../../host/taught.ts";
import { saveAnnotation } from "../../store/annotations.ts";
import { previewTaught } from "../../store/taught/preview.ts";
import { type Subject, subjectOf } from "../../store/taught/subject.ts";
import { changesNothing, onlyByTraining, scopesOf, teach } from "../../store/taught/teach.ts";
import { asCalled } from "../lib/called.ts";
import { isConfirmed } from "../lib/confirm.ts";
import { describeError } from "../lib/errors.ts";
import { printable, say } from "../lib/output.ts";
import { keyFilter, type TeachOptions, takeEffect } from "./module.ts";
import { previewText } from "./show.ts";

export interface Feedback extends TeachOptions {
  id: string;
  label: Label;
  who: string;
  note?: string;
  /** Undefined: the narrowest scope that the event has a key of. */
  atOnce?: Scope | "no";
  yes?: boolean;
}

const QUESTION = "Shall it act at once? [Y/n] (n: only the next training learns from it) ";

const write = (text: string) => void process.stdout.write(`${asCalled(text)}\n`);

/**
 * @throws StoreError NO_SUCH_EVENT; TAUGHT_FULL, or NOT_TAUGHT where a scope was named: the correction is saved all the same;
 *   CommandError where the module can't be loaded
 */
export async function giveFeedback(pool: Pool, feedback: Feedback): Promise<void> {
  const { id, label, who, note = "", atOnce } = feedback;
  const planned = atOnce === "no" ? undefined : await plan(pool, feedback);
  const isWanted = planned !== undefined && (await isConfirmed(QUESTION, feedback.yes));
  await saveAnnotation(pool, id, { label, annotator: who, note });
  write(`Saved: ${id} is ${label}, says ${printable(who)}.`);
  if (!planned || !isWanted) return;
  const entry = await teach(pool, planned.filter, planned.subject, { scope: planned.scope, label, who });
  write(`At once: ${printable(entry.describes)} is ${label}. \`smartlog teach undo ${entry.id}\` ends it.`);
  say(await takeEffect(pool, feedback));
}

/** What can act at once, with what it would have changed; undefined, and said, where nothing can. */
async function plan(
  pool: Pool,
  { id, label, atOnce, ...options }: Feedback,
): Promise<{ filter: Filter; subject: Subject; scope: Scope } | undefined> {
  let filter: Filter;
  let subject: Subject;
  try {
    filter = keyFilter(options);
    subject = await subjectOf(pool, filter, id);
  } catch (error) {
    if (atOnce !== undefined || (error as { code?: string }).code === "NO_SUCH_EVENT") throw error;
    say(`not at once: ${describeError(error)}`);
    return undefined;
  }
  if (await changesNothing(pool, subject, label)) {
    say(`it is called ${label} already, so nothing changes at once`);
    return undefined;
  }
  const scope = (atOnce as Scope | undefined) ?? scopesOf(filter, subject, label)[0];
  if (scope === undefined) {
    say(`not at once: ${onlyByTraining(subject, label)}`);
    return undefined;
  }
  const preview = await previewTaught(pool, filter, subject, { scope, label });
  if (preview) write(previewText(preview));
  return { filter, subject, scope };
}
