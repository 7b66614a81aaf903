/** How many events fit a query: over time by label, and by the values of fields. */
import type { Pool } from "pg";
import { readOnly } from "../read-only.ts";
import { COLUMNS } from "./columns.ts";
import { condition, Values } from "./compile.ts";
import { BUDGET_MS } from "./find.ts";
import type { Query } from "./grammar/ast.ts";
import { rolledUp } from "./rolled-up.ts";
import { instant, type Range, type Searched, type Slice, walk } from "./walk.ts";

export interface Histogram {
  /** Length of a bar, milliseconds. */
  step: number;
  /** Bars that have any event, the oldest first; `at` is a bar's beginning, a multiple of `step` since the epoch. */
  bars: { at: number; events: Record<string, number> }[];
  /** Events that were found, in what was searched. */
  total: number;
  searched: Searched;
}

export const FACETS = ["kind", "label", "severity", "host", "service", "ip", "status", "template"] as const;
export type Facet = (typeof FACETS)[number];

export interface FacetValues {
  /** The most frequent first. */
  values: { value: string; events: number }[];
  /** Events that have a value. */
  events: number;
  /** There were too many values to count each: those beyond the first ones are counted too low. */
  approximate: boolean;
}

export interface Facets {
  facets: Record<Facet, FacetValues>;
  searched: Searched;
}

export interface CountOptions {
  range: Range;
  budgetMs?: number;
}

export const MOST_BARS = 500;
/** Of a facet, by slice: what is rarer than this many others there is not counted. */
const MOST_VALUES = 2_000;
/** Lengths of bars that people read. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 3_600_000),
  ...[1, 2, 7, 14, 28, 84, 364].map((days) => days * 86_400_000),
];

/** The length of bars, so that a range has no more of them than that. */
export function stepOf({ from, to }: Range, bars: number): number {
  return STEPS_MS.find((step) => (to - from) / step <= bars) ?? Math.ceil((to - from) / bars);
}

/** Counts by label over time, from the newest on, as far as the budget goes. Errors as {@link readOnly}. */
export async function countOverTime(
  db: Pool,
  query: Query,
  { range, budgetMs = BUDGET_MS, bars: most = 60 }: CountOptions & { bars?: number },
): Promise<Histogram> {
  const step = stepOf(range, Math.max(1, Math.min(most, MOST_BARS)));
  const bars = new Map<number, Record<string, number>>();
  let total = 0;
  const add = (at: number, label: string, events: number) => {
    const bar = bars.get(at) ?? {};
    bars.set(at, bar);
    bar[label] = (bar[label] ?? 0) + events;
    total += events;
  };
  const count = async ({ from, to, timeoutMs }: Slice) => {
    const values = new Values();
    const { rows } = await readOnly(
      db,
      `select floor(extract(epoch from e.time) * 1000 / ${step}) * ${step}, e.label, count(*) from smartlog.events e
       where ${within({ from, to }, values)} and ${condition(query, values)} group by 1, 2`,
      values.all,
      timeoutMs,
    );
    for (const [at, label, events] of rows) add(Number(at), label as string, Number(events));
    return "go on" as const;
  };
  const { searched, edges } = await rolledUp(db, query, range, step, add);
  let left = budgetMs;
  for (const edge of edges) {
    const began = performance.now();
    const walked = await walk(db, { range: edge, budgetMs: Math.max(0, left) }, count);
    left -= performance.now() - began;
    if (!walked.complete) return result(walked.from);
  }
  return result(range.from);

  function result(from: number): Histogram {
    const sorted = [...bars].sort(([a], [b]) => a - b).map(([at, events]) => ({ at, events }));
    return { step, bars: sorted, total, searched: { from, to: searched.to, complete: from <= range.from } };
  }
}

/** The most frequent values of each facet, from the newest on, as far as the budget goes. Errors as {@link readOnly}. */
export async function countFacets(
  db: Pool,
  query: Query,
  { range, budgetMs = BUDGET_MS, top = 10 }: CountOptions & { top?: number },
): Promise<Facets> {
  const counts = new Map(FACETS.map((facet) => [facet, new Map<string, number>()]));
  const events = new Map<Facet, number>();
  const approximate = new Set<Facet>();
  const { enough: _, ...searched } = await walk(db, { range, budgetMs }, async (slice) => {
    for (const [facet, value, count, ofFacet, values] of await facetRows(db, query, slice)) {
      const name = facet as Facet;
      const counted = counts.get(name) as Map<string, number>;
      counted.set(value as string, (counted.get(value as string) ?? 0) + Number(count));
      if (ofFacet !== null) events.set(name, (events.get(name) ?? 0) + Number(ofFacet));
      if (Number(values) > MOST_VALUES) approximate.add(name);
    }
    return "go on";
  });
  const facets = Object.fromEntries(
    FACETS.map((facet) => {
      const values = [...(counts.get(facet) ?? [])]
        .map(([value, count]) => ({ value, events: count }))
        .sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1))
        .slice(0, top);
      return [facet, { values, events: events.get(facet) ?? 0, approximate: approximate.has(facet) }];
    }),
  ) as Record<Facet, FacetValues>;
  return { facets, searched };
}

/** Facet, value, its events, and once a facet all events that have one; how many values the facet has. */
async function facetRows(db: Pool, query: Query, slice: Slice): Promise<(string | null)[][]> {
  const values = new Values();
  const names = FACETS.map((facet) => `${facet === "ip" ? "host(e.ip)" : COLUMNS[facet]} as ${facet}`);
  const which = FACETS.map((facet) => `when grouping(${facet}) = 0 then '${facet}'`).join(" ");
  const value = FACETS.map((facet) => `when grouping(${facet}) = 0 then ${facet}::text`).join(" ");
  const { rows } = await readOnly(
    db,
    `select facet, value, events, case when place = 1 then sum end, values from (
       select *, row_number() over (partition by facet order by events desc, value) as place,
         sum(events) over (partition by facet), count(*) over (partition by facet) as values
       from (
         select case ${which} end as facet, case ${value} end as value, count(*) as events
         from (select ${names.join(", ")} from smartlog.events e
           where ${within(slice, values)} and ${condition(query, values)}) found
         group by grouping sets (${FACETS.map((facet) => `(${facet})`).join(", ")})
       ) counted where value is not null
     ) ranked where place <= ${MOST_VALUES}`,
    values.all,
    slice.timeoutMs,
  );
  return rows;
}

function within({ from, to }: Range, values: Values): string {
  return `e.time >= ${values.add(instant(from), "timestamptz")} and e.time < ${values.add(instant(to), "timestamptz")}`;
}
