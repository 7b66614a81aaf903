/** Corrections as people give them. */
import type { Pool } from "pg";
import type { Label } from "../../host/event.ts";
import { Random } from "../../simulate/lib/random.ts";
import { storedId } from "../../store/events/find.ts";
import { questions } from "../../store/review.ts";
import type { Truth } from "./fill.ts";

/**
 * How the events are chosen that people correct: at random among false alarms on people, at random among all that is
 * called, or by the questions of `smartlog review`, five at a time, each answered before the next are asked.
 */
export const CHOICES = ["false-alarms", "called", "questions"] as const;
export type Choice = (typeof CHOICES)[number];

const QUESTIONS_AT_ONCE = 5;

export const isPerson = ({ bot, threat }: Pick<Truth, "bot" | "threat">) => bot === 0 && threat === 0;
const isCalled = ({ given }: Truth) => given !== "normal";

/** Saves what somebody says of events. */
export async function say(
  pool: Pool,
  who: string,
  label: (truth: Truth) => Label,
  truths: readonly Truth[],
): Promise<void> {
  await pool.query(
    `insert into smartlog.feedback (event_time, event_id, label, who, kind, was, score, tpl, model, tag, record)
     select e.time, e.id, said.label, $3, e.kind, e.label, e.score, e.tpl, e.model, e.tag, e.record
     from unnest($1::bigint[], $2::text[]) as said (id, label)
     join smartlog.events e on e.id = said.id`,
    [truths.map(({ id }) => id), truths.map(label), who],
  );
}

/** Gives corrections that are true; returns how many. */
export async function correct(
  pool: Pool,
  truths: readonly Truth[],
  count: number,
  choice: Choice,
  seed = 1,
): Promise<number> {
  const who = "ann";
  const truly = ({ label }: Truth) => label;
  if (choice !== "questions") {
    const among = truths.filter((truth) => isCalled(truth) && (choice === "called" || isPerson(truth)));
    const chosen = new Random(seed).shuffle(among).slice(0, count);
    await say(pool, who, truly, chosen);
    return chosen.length;
  }
  const byId = new Map(truths.map((truth) => [truth.id, truth]));
  const since = new Date((truths[0]?.time ?? 0) * 1000);
  let given = 0;
  while (given < count) {
    const asked = await questions(pool, { since, limit: Math.min(QUESTIONS_AT_ONCE, count - given) });
    const answered = asked.flatMap(({ id }) => byId.get(storedId(id)) ?? []);
    if (answered.length === 0) break;
    await say(pool, who, truly, answered);
    given += answered.length;
  }
  return given;
}
