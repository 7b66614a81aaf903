/** Finds incidents in counts. */
import type { ClientBase } from "pg";
import type { Rule, Way } from "../../rules/lib/rule.ts";
import { type CountRow, type Limits, usualTimes } from "../../store/incidents/counts.ts";
import { knownIncidents, openByClass } from "../../store/incidents/known.ts";
import { spellsOf } from "./spells.ts";
import { freshRows, withCounts } from "./totals.ts";
import { stepsOf } from "./window.ts";
import type { Found } from "./write.ts";

/** Of one class that are open at a time, those that are part of another left out. */
const MOST_OPEN = 200;

/** What a key has to have at least, whichever way finds it. */
export function limitsOf({ class: name, ways }: Rule): Limits {
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

/** Incidents of these counts that have got more, or are new; those beyond what may be open of a class are refused. */
export async function find(
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
        before: spell.known?.severity,
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
