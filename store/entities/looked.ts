/** What an entity's events say, looked through from the newest on until the time is over: each with counts. */
import type { Pool } from "pg";
import { readOnly } from "../read-only.ts";
import { condition, Values } from "../search/compile.ts";
import { stepOf } from "../search/counts.ts";
import type { Query } from "../search/grammar/ast.ts";
import { instant, type Range, type Searched, type Slice, walk } from "../search/walk.ts";

/** What events are counted by, each as SQL over an event `e`. */
const BY = {
  label: "e.label",
  severity: "e.severity",
  kind: "e.kind",
  status: "(e.status / 100)::text || 'xx'",
  path: "case when e.kind in ('web', 'app') then left(split_part(e.path, '?', 1), 300) end",
  user: "e.username",
  site: "coalesce(e.host, e.service, e.tag)",
  service: "e.service",
  port: "e.dport::text",
  qname: "e.qname",
  source: "host(e.ip)",
  agent: "left(e.ua, 300)",
  template: "e.tpl",
  method: "e.method",
} as const;
export type CountedBy = keyof typeof BY | "reason";

export interface Counted {
  name: string;
  events: number;
  /** Of these, those that aren't normal. */
  unusual: number;
}

export interface Looked {
  /** Events that were looked at, and where the first and the last lie, milliseconds since the epoch. */
  events: number;
  unusual: number;
  muted: number;
  bytes: number;
  first: number | null;
  last: number | null;
  /** The most frequent names, the most frequent first. */
  by: Record<CountedBy, Counted[]>;
  /** How many different names there are, at least. */
  names: Record<CountedBy, number>;
  /** Events by label over time; `at` is a bar's beginning. */
  bars: { at: number; events: Record<string, number> }[];
  step: number;
  /** Answers with a time, and how long half, 95 and 99 of 100 of them took at most, milliseconds, to a tenth. */
  timed: { events: number; p50: number; p95: number; p99: number } | null;
  searched: Searched;
}

export interface LookOptions {
  range: Range;
  budgetMs?: number;
  bars?: number;
  /** Names of each. */
  top?: number;
}

export const LOOK_BUDGET_MS = 600;
/** Names of each that a slice brings. */
const MOST_NAMES = 200;
/** Steps of a tenth: what a duration is rounded to. */
const DURATION_BASE = 1.1;

/** Errors as {@link readOnly}. */
export async function lookAt(db: Pool, query: Query, options: LookOptions): Promise<Looked> {
  const { range, budgetMs = LOOK_BUDGET_MS, bars: most = 80, top = 10 } = options;
  const step = stepOf(range, most);
  const sum = new Sum();
  const { enough: _, ...searched } = await walk(db, { range, budgetMs }, async (slice) => {
    sum.add(await sliceOf(db, query, slice, step));
    return "go on";
  });
  return { ...sum.result(top), step, searched };
}

type Row = (string | null)[];

/** Rows of name of a count, name, events, unusual ones, and four numbers more. */
async function sliceOf(db: Pool, query: Query, slice: Slice, step: number): Promise<Row[]> {
  const values = new Values();
  const within = `e.time >= ${values.add(instant(slice.from), "timestamptz")} and e.time < ${values.add(instant(slice.to), "timestamptz")}`;
  const columns = Object.entries(BY).map(([name, sql]) => `${sql} as "${name}"`);
  const pairs = Object.keys(BY).map((name) => `('${name}', "${name}")`);
  const { rows } = await readOnly(
    db,
    `with found as materialized (
       select e.time, e.muted, e.bytes, e.ms, e.why, e.label <> 'normal' as is_unusual, ${columns.join(", ")}
       from smartlog.events e where ${within} and ${condition(query, values)}
     ), named as (
       select what, name, count(*) as events, count(*) filter (where is_unusual) as unusual
       from found cross join lateral (values ${pairs.join(", ")}) v (what, name) where name is not null group by 1, 2
       union all
       select 'reason', name, count(*), count(*) filter (where is_unusual)
       from found cross join unnest(why) name group by 2
     ), ranked as (
       select *, row_number() over (partition by what order by events desc, name) as place, count(*) over (partition by what) as names
       from named
     )
     select '' as what, '' as name, count(*) as events, count(*) filter (where is_unusual) as unusual,
       extract(epoch from min(time)) * 1000, extract(epoch from max(time)) * 1000, sum(greatest(bytes, 0)), count(*) filter (where muted) from found
     union all select what, name, events, unusual, names, null, null, null from ranked where place <= ${MOST_NAMES}
     union all select '#bar', label, count(*), 0, floor(extract(epoch from time) * 1000 / ${step}) * ${step}, null, null, null from found group by 2, 5
     union all select '#ms', null, count(*), 0, floor(ln(greatest(ms, 0.1)) / ln(${DURATION_BASE})), null, null, null from found
       where ms is not null and ms >= 0 group by 5`,
    values.all,
    slice.timeoutMs,
  );
  return rows;
}

/** Slices put together. */
class Sum {
  #events = 0;
  #unusual = 0;
  #muted = 0;
  #bytes = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  readonly #by = new Map<string, Map<string, Counted>>();
  readonly #names = new Map<string, number>();
  readonly #bars = new Map<number, Record<string, number>>();
  readonly #durations = new Map<number, number>();

  add(rows: readonly Row[]): void {
    for (const [what, name, events, unusual, fifth, last, bytes, muted] of rows) {
      const count = Number(events);
      if (what === "#bar") {
        const bar = this.#bars.get(Number(fifth)) ?? {};
        bar[name as string] = (bar[name as string] ?? 0) + count;
        this.#bars.set(Number(fifth), bar);
      } else if (what === "#ms") {
        this.#durations.set(Number(fifth), (this.#durations.get(Number(fifth)) ?? 0) + count);
      } else if (what === "") {
        this.#events += count;
        this.#unusual += Number(unusual);
        this.#bytes += Number(bytes ?? 0);
        this.#muted += Number(muted);
        if (count > 0) {
          this.#first = Math.min(this.#first, Number(fifth));
          this.#last = Math.max(this.#last, Number(last));
        }
      } else this.#addNamed(what as string, name as string, count, Number(unusual), Number(fifth));
    }
  }

  #addNamed(what: string, name: string, events: number, unusual: number, names: number): void {
    const counts = this.#by.get(what) ?? new Map<string, Counted>();
    this.#by.set(what, counts);
    const known = counts.get(name) ?? { name, events: 0, unusual: 0 };
    counts.set(name, { name, events: known.events + events, unusual: known.unusual + unusual });
    this.#names.set(what, Math.max(this.#names.get(what) ?? 0, names, counts.size));
  }

  result(top: number): Omit<Looked, "step" | "searched"> {
    const names = [...Object.keys(BY), "reason"] as CountedBy[];
    const isAny = this.#events > 0;
    return {
      events: this.#events,
      unusual: this.#unusual,
      muted: this.#muted,
      bytes: this.#bytes,
      first: isAny ? this.#first : null,
      last: isAny ? this.#last : null,
      by: Object.fromEntries(names.map((name) => [name, this.#top(name, top)])) as Looked["by"],
      names: Object.fromEntries(names.map((name) => [name, this.#names.get(name) ?? 0])) as Looked["names"],
      bars: [...this.#bars].sort(([a], [b]) => a - b).map(([at, events]) => ({ at, events })),
      timed: this.#timed(),
    };
  }

  #top(what: string, top: number): Counted[] {
    return [...(this.#by.get(what)?.values() ?? [])]
      .sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1))
      .slice(0, top);
  }

  #timed(): Looked["timed"] {
    const sorted = [...this.#durations].sort(([a], [b]) => a - b);
    const events = sorted.reduce((total, [, count]) => total + count, 0);
    if (events === 0) return null;
    const at = (share: number) => {
      let left = share * events;
      for (const [bucket, count] of sorted) {
        left -= count;
        if (left <= 0) return DURATION_BASE ** (bucket + 1);
      }
      return 0;
    };
    return { events, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}
