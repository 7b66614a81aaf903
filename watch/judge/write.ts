/** Writes what a pass has found: incidents, their sources, lines and history. */
import type { ClientBase } from "pg";
import { RULE_SEVERITIES, type Rule, type RuleSeverity } from "../../rules/lib/rule.ts";
import type { CountRow } from "../../store/incidents/counts.ts";
import {
  addHistory,
  addSamples,
  addSources,
  type Change,
  insertIncidents,
  sampleCounts,
  setTitles,
  updateIncidents,
  type WrittenIncident,
} from "../../store/incidents/write.ts";
import type { Spell } from "./spells.ts";
import { samplesOf, severityOf, sourcesOf, titleOf } from "./totals.ts";

export interface Found {
  rule: Rule;
  way: number;
  spell: Spell;
  /** Counts that are new to it. */
  rows: CountRow[];
  incident: WrittenIncident;
  /** Its severity so far; undefined of a new one. */
  before: RuleSeverity | undefined;
}

const MOST_SAMPLES = 3;

/** Gives each new incident its id. */
export async function write(
  client: ClientBase,
  found: readonly Found[],
  now: Date,
): Promise<{ opened: number; changed: number; closed: number }> {
  const fresh = found.filter(({ incident }) => incident.id === null);
  // Known ones first: one that is closed makes room for one of its key.
  await updateIncidents(
    client,
    found.filter(({ incident }) => incident.id !== null).map(({ incident }) => incident),
    now,
  );
  const ids = await insertIncidents(
    client,
    fresh.map(({ incident }) => incident),
    now,
  );
  for (const [n, { incident }] of fresh.entries()) incident.id = ids[n] ?? null;

  const sources = await addSources(
    client,
    found.map(({ incident, rows }) => ({ id: incident.id as string, sources: sourcesOf(rows) })),
  );
  const changes: Change[] = [];
  const titles = [];
  for (const { rule, way, spell, rows, incident, before } of found) {
    const id = incident.id as string;
    const { count, only } = sources.get(id) ?? { count: incident.source === null ? 0 : 1, only: undefined };
    const severity = severityOf(rule, way, incident, count, rows, before);
    const raised =
      before !== undefined && RULE_SEVERITIES.indexOf(severity) > RULE_SEVERITIES.indexOf(before);
    titles.push({
      id,
      severity,
      raised,
      sources: count,
      title: titleOf(rule, way, incident, count, only),
    });
    for (const what of [...spell.changes, ...(raised ? (["raised"] as const) : [])])
      changes.push({ incident: id, what, severity, note: "" });
  }
  await setTitles(client, titles);
  await addHistory(client, changes, now);
  await writeSamples(
    client,
    found,
    new Set(changes.filter(({ what }) => what === "raised").map((each) => each.incident)),
  );
  const count = (what: Change["what"]) => changes.filter((each) => each.what === what).length;
  return { opened: count("opened"), changed: found.length - count("opened"), closed: count("closed") };
}

/** Three lines of a new one; what made one graver takes the last one's place. */
async function writeSamples(
  client: ClientBase,
  found: readonly Found[],
  raised: ReadonlySet<string>,
): Promise<void> {
  const there = await sampleCounts(
    client,
    found.map(({ incident }) => incident.id as string),
  );
  await addSamples(
    client,
    found.flatMap(({ incident, rows }) => {
      const id = incident.id as string;
      const have = there.get(id) ?? 0;
      const samples = samplesOf(rows);
      if (have === MOST_SAMPLES && raised.has(id))
        return samples.slice(0, 1).map((each) => ({ ...each, incident: id, nth: MOST_SAMPLES }));
      return samples
        .slice(0, MOST_SAMPLES - have)
        .map((each, n) => ({ ...each, incident: id, nth: have + n + 1 }));
    }),
  );
}
