/** Answers of a review as taught entries: what they say acts at once, for the same source on the same target. */
import type { Pool } from "pg";
import { activeTaught } from "../../store/taught/entries.ts";
import { subjectOf } from "../../store/taught/subject.ts";
import { changesNothing, onlyByTraining, scopesOf, teach } from "../../store/taught/teach.ts";
import { messageOf } from "../lib/errors.ts";
import { printable } from "../lib/output.ts";
import { keyFilter, type TeachOptions, takeEffect } from "../teach/module.ts";
import type { Answer } from "./session.ts";

/** What of an event may have changed since it was asked about: retention may have dropped it, the store may be full. */
const KNOWN_ERRORS = ["NO_SUCH_EVENT", "TAUGHT_FULL", "NOT_TAUGHT"];

/**
 * Teaches what contradicts the filter or an entry, by the narrowest scope that an event has, and puts it into the module.
 *
 * @returns what was done, or why not, a line each, for people; nothing where no answer contradicts
 * @throws CommandError where the module can't be loaded
 */
export async function teachAnswers(
  pool: Pool,
  answers: readonly Answer[],
  { who, ...options }: TeachOptions & { who: string },
): Promise<string[]> {
  // Who agrees with the filter may contradict an entry.
  const hasEntries = (await activeTaught(pool)).length > 0;
  const corrections = answers.flatMap(({ label, question }) =>
    label !== "skipped" && (hasEntries || label !== question.label) ? [{ label, question }] : [],
  );
  if (corrections.length === 0) return [];
  const filter = keyFilter(options);
  const said: string[] = [];
  let taught = 0;
  for (const { question, label } of corrections) {
    try {
      const subject = await subjectOf(pool, filter, question.id, question.time.getTime());
      if (await changesNothing(pool, subject, label)) continue;
      const [scope] = scopesOf(filter, subject, label);
      if (scope === undefined) {
        said.push(`Not at once, ${question.id}: ${onlyByTraining(subject, label)}`);
        continue;
      }
      const entry = await teach(pool, filter, subject, { scope, label, who });
      said.push(
        `At once: ${printable(entry.describes)} is ${label}. \`smartlog teach undo ${entry.id}\` ends it.`,
      );
      taught++;
    } catch (error) {
      if (!KNOWN_ERRORS.includes((error as { code?: string }).code ?? "")) throw error;
      said.push(`Not at once, ${question.id}: ${messageOf(error)}`);
    }
  }
  if (taught > 0) said.push(await takeEffect(pool, options));
  return said;
}
