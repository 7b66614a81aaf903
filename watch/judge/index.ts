/** Judges events by the rules: opens, raises, closes and reopens incidents. */
import type { ClientBase, Pool } from "pg";
import type { Rule } from "../../rules/lib/rule.ts";
import { absorb, closeQuiet } from "../../store/incidents/close.ts";
import {
  countEvents,
  doneMinutes,
  noteAdded,
  pendingMinutes,
  readCounts,
} from "../../store/incidents/counts.ts";
import { lockPass, notePass } from "../../store/incidents/state.ts";
import { find, limitsOf } from "./find.ts";
import { write } from "./write.ts";

export interface Judged {
  opened: number;
  /** Raised, reopened, continued, or became part of another. */
  changed: number;
  closed: number;
  /** More is to be judged already: run the next pass at once. */
  behind: boolean;
}

const ATTEMPTS = 3;
const DEADLOCK = "40P01";
const NOTHING: Judged = { opened: 0, changed: 0, closed: 0, behind: false };

/**
 * One pass: what has come since the last one, the oldest first, as much as is counted at once; in one transaction, so that
 * a kill leaves nothing half. Where another pass runs, nothing.
 *
 * @param pool of smartlog_serve, or an administrator
 * @param now the clock: what was quiet until then is closed
 */
export async function judgeIncidents(
  pool: Pool,
  rules: readonly Rule[],
  { now = new Date() }: { now?: Date } = {},
): Promise<Judged> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    try {
      await client.query("begin");
      const judged = (await lockPass(client)) ? await pass(client, rules, now) : NOTHING;
      await client.query("commit");
      client.release();
      return judged;
    } catch (error) {
      await client.query("rollback").catch(() => {});
      client.release(true);
      // What is absorbed or closed is known late: a person's action on several incidents may have locked these the other way round.
      if (attempt === ATTEMPTS || (error as { code?: string }).code !== DEADLOCK) throw error;
    }
  }
}

async function pass(client: ClientBase, rules: readonly Rule[], now: Date): Promise<Judged> {
  const pending = await pendingMinutes(client);
  let written = { opened: 0, changed: 0, closed: 0, refused: 0 };
  let cut = false;
  const ofRates = rules
    .filter(({ ways }) => ways.some(({ per }) => per.includes("subject")))
    .map((rule) => rule.class);
  if (pending && rules.length > 0) {
    ({ cut } = await countEvents(client, rules, pending, now));
    const rows = await readCounts(client, pending, rules.map(limitsOf));
    const { found, refused } = await find(client, rules, rows, pending, now);
    written = { ...(await write(client, found, now)), refused };
    await noteAdded(
      client,
      found.flatMap((each) => each.rows),
    );
    const changed = found.flatMap(({ incident }) => incident.id ?? []);
    written.changed += await absorb(client, changed, rules, ofRates, now);
  }
  if (pending) await doneMinutes(client, pending.minutes);
  const judgedTo = pending?.more ? pending.high : now;
  const closed = await closeQuiet(client, now, judgedTo, ofRates);
  await notePass(client, now, { cut, refused: written.refused });
  return {
    opened: written.opened,
    changed: written.changed,
    closed: written.closed + closed,
    behind: pending?.more ?? false,
  };
}
