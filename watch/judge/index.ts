/** Judges events by the rules: opens, raises, closes and reopens incidents. */
import type { ClientBase, Pool } from "pg";
import type { Rule, RuleSeverity, Way } from "../../rules/lib/rule.ts";
import { absorb, closeQuiet } from "../../store/incidents/close.ts";
import {
  type CountRow,
  countEvents,
  doneMinutes,
  type Limits,
  noteAdded,
  pendingMinutes,
  readCounts,
  usualTimes,
} from "../../store/incidents/counts.ts";
import { knownIncidents, openByClass } from "../../store/incidents/known.ts";
import { lockPass, notePass } from "../../store/incidents/state.ts";
import { spellsOf } from "./spells.ts";
import { freshRows, withCounts } from "./totals.ts";
import { stepsOf } from "./window.ts";
import { type Found, write } from "./write.ts";

export interface Judged {
  opened: number;
  /** Raised, reopened, continued, or became part of another. */
  changed: number;
  closed: number;
  /** More is to be judged already: run the next pass at once. */
  behind: boolean;
}

const NOTHING_WRITTEN = { opened: 0, changed: 0, closed: 0, refused: 0, cut: false };
const NOTHING: Judged = { opened: 0, changed: 0, closed: 0, behind: false };
/** Of one class that are open at a time, those that are part of another left out. */
const MOST_OPEN = 200;

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
    throw error;
  }
}

async function pass(client: ClientBase, rules: readonly Rule[], now: Date): Promise<Judged> {
  const pending = await pendingMinutes(client);
  const { cut, ...written } =
    pending && rules.length > 0 ? await judgeRange(client, rules, pending, now) : NOTHING_WRITTEN;
  if (pending) await doneMinutes(client, pending.minutes);
  const judgedTo = pending?.more ? pending.high : now;
  const closed = await closeQuiet(client, now, judgedTo);
  await notePass(client, now, { cut, refused: written.refused });
  return {
    opened: written.opened,
    changed: written.changed,
    closed: written.closed + closed,
    behind: pending?.more ?? false,
  };
}

/** Counts the events of [low, high) and writes what the rules make of them, in the transaction of the session. */
export async function judgeRange(
  client: ClientBase,
  rules: readonly Rule[],
  range: { low: Date; high: Date },
  now: Date,
): Promise<typeof NOTHING_WRITTEN> {
  const { cut } = await countEvents(client, rules, range, now);
  const rows = await readCounts(client, range, rules.map(limitsOf));
  const { found, refused } = await find(client, rules, rows, range, now);
  const written = await write(client, found, now);
  await noteAdded(
    client,
    found.flatMap((each) => each.rows),
  );
  const changed = found.flatMap(({ incident }) => incident.id ?? []);
  written.changed += await absorb(client, changed, rules, now);
  return { ...written, refused, cut };
}

/** What a key has to have at least, whichever way finds it. */
function limitsOf({ class: name, ways }: Rule): Limits {
  const least = ways.flatMap((way) => way.least);
  const events = (threshold: Way["least"][number]) => {
    const { bytes: _, share: __, slower: ___, ...counts } = threshold;
    return Math.max(1, ...Object.values(counts));
  };
  return {
    class: name,
    events: Math.min(...least.map(events)),
    bytes: Math.min(...least.map(({ bytes }) => bytes ?? 0)),
    within: Math.max(...ways.map(({ within }) => within)),
  };
}

async function find(
  client: ClientBase,
  rules: readonly Rule[],
  rows: readonly CountRow[],
  range: { low: Date; high: Date },
  now: Date,
): Promise<{ found: Found[]; refused: number }> {
  const byKey = byKeyOf(rows);
  const keys = [...byKey.values()].map(([row]) => row as CountRow);
  const known = byKeyOf(await knownIncidents(client, keys, range));
  const open = await openByClass(client);
  const usual = await usualOf(client, rules, rows, range.low);
  const found: Found[] = [];
  let refused = 0;
  for (const [name, ofKey] of byKey) {
    const [{ class: ruleClass, key, way: n }] = ofKey as [CountRow];
    const rule = rules.find((each) => each.class === ruleClass);
    const way = rule?.ways[n];
    if (!rule || !way) continue;
    const site = ofKey[0]?.sites?.[0] ?? "";
    for (const spell of spellsOf(
      way,
      n,
      stepsOf(ofKey),
      known.get(name) ?? [],
      now.getTime(),
      usual.get(site),
    )) {
      const fresh = freshRows(spell);
      if (fresh.length === 0 && spell.changes.length === 0) continue;
      const isOpened = spell.changes.includes("opened") && !spell.isClosed;
      if (isOpened && (open.get(ruleClass) ?? 0) >= MOST_OPEN) {
        refused++;
        continue;
      }
      if (isOpened) open.set(ruleClass, (open.get(ruleClass) ?? 0) + 1);
      const incident = withCounts(rule, key, spell, fresh);
      found.push({
        rule,
        way: n,
        spell,
        rows: fresh,
        incident,
        before: spell.known?.severity as RuleSeverity,
      });
    }
  }
  return { found, refused };
}

function byKeyOf<T extends { class: string; key: string }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const name = JSON.stringify([each.class, each.key]);
    const group = groups.get(name);
    if (group) group.push(each);
    else groups.set(name, [each]);
  }
  return groups;
}

async function usualOf(
  client: ClientBase,
  rules: readonly Rule[],
  rows: readonly CountRow[],
  before: Date,
): Promise<Map<string, number>> {
  const slow = new Set(
    rules
      .filter(({ ways }) => ways.some(({ least }) => least.some(({ slower }) => slower !== undefined)))
      .map((rule) => rule.class),
  );
  const sites = rows.filter((row) => slow.has(row.class)).flatMap((row) => row.sites ?? []);
  return sites.length === 0 ? new Map() : usualTimes(client, [...new Set(sites)], before);
}
