/** An incident's numbers, with what new counts add to them; its severity and its title. */
import { RULE_SEVERITIES, type Rule, type RuleSeverity, type Way } from "../../rules/lib/rule.ts";
import { type Facts, type Per, tell } from "../../rules/lib/told.ts";
import type { CountRow } from "../../store/incidents/counts.ts";
import type { IncidentState } from "../../store/incidents/incident.ts";
import { partsOf } from "../../store/incidents/keys.ts";
import type { NewSample, NewSource, WrittenIncident } from "../../store/incidents/write.ts";
import { sizeOf, together } from "./sketch.ts";
import type { Spell } from "./spells.ts";
import { reaches } from "./window.ts";

const MOST_NAMES = 20;
const MOST_SAMPLES = 3;

/** What has come since it was last judged: counts that no incident has yet, or not all of. */
export function freshRows(spell: Spell): CountRow[] {
  return spell.steps.flatMap(({ rows }) => rows).filter((row) => deltaOf(row).some((each) => each !== 0));
}

/** How much of events, bytes, succeeded and grave is new. */
export function deltaOf({
  events,
  bytes,
  succeeded,
  grave,
  added,
}: CountRow): [number, number, number, number] {
  const [e, b, s, g] = added ?? [0, 0, 0, 0];
  return [events - e, bytes - b, succeeded - s, grave - g];
}

/** The incident without what takes its sources' number: severity and title. */
export function withCounts(
  rule: Rule,
  key: string,
  spell: Spell,
  rows: readonly CountRow[],
): WrittenIncident {
  const { known } = spell;
  const parts = partsOf(rule, spell.way, key);
  const way = rule.ways[spell.way] as Way;
  const sum = (place: 0 | 1 | 2 | 3) => rows.reduce((all, row) => all + deltaOf(row)[place], 0);
  const names = (before: readonly string[] | undefined, pick: (row: CountRow) => string[] | null) =>
    [...new Set([...(before ?? []), ...rows.flatMap((row) => pick(row) ?? [])])].slice(0, MOST_NAMES);
  const hashes = (before: readonly number[] | undefined, pick: (row: CountRow) => number[] | null) =>
    rows.reduce<number[]>((all, row) => together(all, pick(row) ?? []), [...(before ?? [])]);
  const targetHashes = hashes(known?.targetHashes, (row) => row.targetHashes);
  const userHashes = hashes(known?.userHashes, (row) => row.userHashes);
  const sites = names(known?.sites, (row) => row.sites);
  return {
    id: known?.id ?? null,
    class: rule.class,
    key,
    state: stateOf(spell),
    closedBy: spell.isClosed ? (spell.closedBy ?? "quiet") : null,
    first: spell.first,
    last: spell.last,
    overAt: spell.last + way.quiet * 1000,
    reopened: (known?.reopened ?? 0) + spell.changes.filter((each) => each === "reopened").length,
    owner: rule.owner ?? null,
    source: parts.source ?? null,
    network: parts.network ?? null,
    agent: parts.agent ?? parts.robot ?? null,
    username: parts.user ?? null,
    site: parts.site ?? (sites.length === 1 ? (sites[0] as string) : null),
    service: parts.service ?? null,
    tpl: parts.template ?? null,
    reason: parts.reason ?? null,
    events: (known?.events ?? 0) + sum(0),
    bytes: (known?.bytes ?? 0) + sum(1),
    succeeded: (known?.succeeded ?? 0) + sum(2),
    grave: (known?.grave ?? 0) + sum(3),
    message: rows.findLast(({ message }) => message !== null)?.message ?? known?.message ?? null,
    share: worst(known?.share, spell.share),
    slower: worst(known?.slower, spell.slower),
    targets: names(known?.targets, (row) => row.targets),
    targetHashes,
    targetCount: sizeOf(targetHashes),
    users: names(known?.users, (row) => row.users),
    userHashes,
    userCount: sizeOf(userHashes),
    sites,
    siteCount: sites.length,
  };
}

function worst(before: number | null | undefined, now: number): number | null {
  const value = Math.max(before ?? 0, now);
  return value > 0 ? value : null;
}

function stateOf({ known, isClosed, changes }: Spell): IncidentState {
  if (isClosed) return "closed";
  if (!known || changes.includes("reopened") || known.state === "closed") return "open";
  return known.state;
}

/** Never less grave than before. */
export function severityOf(
  rule: Rule,
  wayNumber: number,
  incident: WrittenIncident,
  sources: number,
  rows: readonly CountRow[],
  before: RuleSeverity | undefined,
): RuleSeverity {
  const way = rule.ways[wayNumber] as Way;
  const counts = {
    ...incident,
    sources,
    targets: incident.targetCount,
    users: incident.userCount,
    sites: incident.siteCount,
    share: incident.share ?? 0,
    slower: incident.slower ?? 0,
  };
  const own =
    way.severity === "event"
      ? Math.max(0, ...rows.map(({ severity }) => severity - 1))
      : RULE_SEVERITIES.indexOf(way.severity);
  const raised = way.raise
    .filter(({ at }) => reaches(counts, at))
    .map(({ to }) => RULE_SEVERITIES.indexOf(to));
  const rank = Math.max(own, before ? RULE_SEVERITIES.indexOf(before) : 0, ...raised);
  return RULE_SEVERITIES[rank] as RuleSeverity;
}

export function titleOf(
  rule: Rule,
  wayNumber: number,
  incident: WrittenIncident,
  sources: number,
  only: string | undefined,
): string {
  const parts = partsOf(rule, wayNumber, incident.key);
  const several = (names: readonly string[], count: number) =>
    count > 1 && names[0] ? `${names[0]} and ${count - 1} more` : names[0];
  const values: Partial<Record<Per | "message", string | undefined>> = {
    ...Object.fromEntries(Object.entries(parts).map(([per, value]) => [per, rule.words[value] ?? value])),
    source: parts.source ?? (sources > 1 ? `${sources} addresses` : only),
    site: parts.site ?? several(incident.sites, incident.siteCount),
    user: parts.user ?? several(incident.users, incident.userCount),
    message: incident.message ?? undefined,
  };
  const facts: Facts = {
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
    span: (incident.last - incident.first) / 1000,
    events: incident.events,
    sources,
    targets: incident.targetCount,
    users: incident.userCount,
    sites: incident.siteCount,
    bytes: incident.bytes,
    succeeded: incident.succeeded,
    grave: incident.grave,
    share: incident.share ?? 0,
    slower: incident.slower ?? 0,
  };
  return tell((rule.ways[wayNumber] as Way).told, facts);
}

/** What each source adds. */
export function sourcesOf(rows: readonly CountRow[]): NewSource[] {
  const byAddress = new Map<string, NewSource>();
  for (const row of rows) {
    if (row.ip === null) continue;
    const [events, , succeeded] = deltaOf(row);
    const source = byAddress.get(row.ip);
    if (!source) byAddress.set(row.ip, { ip: row.ip, events, succeeded, first: row.first, last: row.last });
    else {
      source.events += events;
      source.succeeded += succeeded;
      source.first = Math.min(source.first, row.first);
      source.last = Math.max(source.last, row.last);
    }
  }
  return [...byAddress.values()];
}

/** Events to show, the worst first, of several minutes and sources where there are. */
export function samplesOf(rows: readonly CountRow[]): NewSample[] {
  const ranked = [...rows].sort(
    (a, b) =>
      Number(b.grave > 0) - Number(a.grave > 0) ||
      Number(b.succeeded > 0) - Number(a.succeeded > 0) ||
      b.severity - a.severity ||
      a.first - b.first,
  );
  const samples: NewSample[] = [];
  for (let nth = 0; nth < MOST_SAMPLES; nth++)
    for (const { sampleTimes, sampleIds } of ranked) {
      const [time, id] = [sampleTimes?.[nth], sampleIds?.[nth]];
      if (time !== undefined && id !== undefined && samples.length < MOST_SAMPLES) samples.push({ time, id });
    }
  return samples;
}
