/** Counts that the rollups have already: of queries that name only what these tell apart. */
import type { Pool } from "pg";
import { partitionBounds } from "../partitions/partitions.ts";
import { readOnly } from "../read-only.ts";
import { condition, Values } from "./compile.ts";
import type { Query } from "./grammar/ast.ts";
import { instant, type Range } from "./walk.ts";

const COUNTED = new Set(["kind", "label", "severity"]);
/** Steps that rollups have (`smartlog.rollup`), from the longest on. */
const GRAINS_MS = [86_400_000, 3_600_000, 60_000];
/** Minutes and hours are kept for so long; a margin is left, because another clock decides. */
const KEPT_MS = { 60000: 34 * 86_400_000, 3600000: 398 * 86_400_000 } as Record<number, number>;

/**
 * Adds what rollups know of a range.
 *
 * @param step of the bars, milliseconds: a bar has whole steps of the rollup
 * @returns the parts of the range that have to be counted event by event, the newest first
 */
export async function rolledUp(
  db: Pool,
  query: Query,
  range: Range,
  step: number,
  add: (at: number, label: string, events: number) => void,
): Promise<{ searched: Range; edges: Range[] }> {
  const grain = isCounted(query)
    ? GRAINS_MS.find((each) => step % each === 0 && isKept(each, range))
    : undefined;
  if (grain === undefined) return { searched: range, edges: [range] };
  // Rollups outlive their events: what is gone can't be shown either.
  const oldest = Math.min(...(await partitionBounds(db)).map(({ from }) => from).filter(Number.isFinite));
  const from = Math.ceil(Math.max(range.from, oldest) / grain) * grain;
  const to = Math.floor(range.to / grain) * grain;
  if (!(from < to)) return { searched: range, edges: [range] };
  const values = new Values();
  const bounds = `e.at >= ${values.add(instant(from), "timestamptz")} and e.at < ${values.add(instant(to), "timestamptz")}`;
  const { rows } = await readOnly(
    db,
    `select floor(extract(epoch from e.at) * 1000 / ${step}) * ${step}, e.label, sum(e.events)
     from smartlog.rollup(${values.add(`${grain / 1000} s`, "interval")}) e
     where ${bounds} and ${condition(query, values)} group by 1, 2`,
    values.all,
  );
  for (const [at, label, events] of rows) add(Number(at), label as string, Number(events));
  const edges = [
    { from: to, to: range.to },
    { from: range.from, to: from },
  ];
  return { searched: range, edges: edges.filter((edge) => edge.from < edge.to) };
}

function isKept(grain: number, { from }: Range): boolean {
  const kept = KEPT_MS[grain];
  return kept === undefined || from > Date.now() - kept;
}

function isCounted(query: Query): boolean {
  switch (query.type) {
    case "all":
      return true;
    case "and":
    case "or":
      return query.members.every(isCounted);
    case "not":
      return isCounted(query.member);
    case "field":
      return COUNTED.has(query.field);
    default:
      return false;
  }
}
