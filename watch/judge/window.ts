/** What counts of several minutes say together, against a rule's thresholds. */
import type { Threshold } from "../../rules/lib/rule.ts";
import type { CountRow } from "../../store/incidents/counts.ts";
import { sizeOf, together } from "./sketch.ts";

/** Counts of one minute: of each source one. */
export interface Step {
  minute: number;
  first: number;
  last: number;
  rows: CountRow[];
}

export type Reached = Record<keyof Required<Threshold>, number>;

/** Rows by minute, in order. */
export function stepsOf(rows: readonly CountRow[]): Step[] {
  const steps = new Map<number, Step>();
  for (const row of rows) {
    const step = steps.get(row.minute);
    if (!step) steps.set(row.minute, { minute: row.minute, first: row.first, last: row.last, rows: [row] });
    else {
      step.rows.push(row);
      step.first = Math.min(step.first, row.first);
      step.last = Math.max(step.last, row.last);
    }
  }
  return [...steps.values()].sort((a, b) => a.minute - b.minute);
}

/** @param usual usual response time, microseconds; undefined where it is not known */
export function countsOf(steps: readonly Step[], usual?: number): Reached {
  const rows = steps.flatMap((step) => step.rows);
  const sum = (pick: (row: CountRow) => number) => rows.reduce((all, row) => all + pick(row), 0);
  const hashes = (pick: (row: CountRow) => number[] | null) =>
    sizeOf(rows.reduce<number[]>((all, row) => together(all, pick(row) ?? []), []));
  const events = sum((row) => row.events);
  const total = sum((row) => row.total);
  const timed = sum((row) => row.timed);
  return {
    events,
    sources: new Set(rows.flatMap(({ ip }) => (ip === null ? [] : [ip]))).size,
    targets: hashes((row) => row.targetHashes),
    users: hashes((row) => row.userHashes),
    sites: new Set(rows.flatMap(({ sites }) => sites ?? [])).size,
    bytes: sum((row) => row.bytes),
    succeeded: sum((row) => row.succeeded),
    grave: sum((row) => row.grave),
    share: total > 0 ? events / total : 0,
    slower: usual && timed > 0 ? sum((row) => row.durationUs) / timed / usual : 0,
  };
}

/** Whether all that the threshold names is reached. */
export function reaches(counts: Partial<Reached>, threshold: Threshold): boolean {
  return Object.entries(threshold).every(
    ([name, least]) => (counts[name as keyof Reached] ?? 0) >= (least as number),
  );
}
