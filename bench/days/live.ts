/** Days through the real parts by a clock of their own: filter, store, rates, incidents, messages. */
import type { Pool } from "pg";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import type { Rule } from "../../rules/lib/rule.ts";
import { SHOP_HOST } from "../../simulate/days/shop.ts";
import type { DayLine } from "../../simulate/days/types.ts";
import { type IngestRow, ingest } from "../../store/ingest.ts";
import { judgeIncidents } from "../../watch/judge/index.ts";

export interface Live {
  /** Stores as a shipper does. */
  shipper: Pool;
  /** Judges and plans, as smartlog_serve does. */
  watch: Pool;
  module: Uint8Array | WebAssembly.Module;
  rules: readonly Rule[];
  /** Puts messages into the outbox. */
  plan: (now: Date) => Promise<unknown>;
}

export interface Clock {
  /** Seconds since the epoch: the first pass is a step later. */
  from: number;
  to: number;
  /** Seconds from the pass at this time to the next. */
  every(now: number): number;
}

/** What it took, in wall-clock time. */
export interface Cost {
  lines: number;
  passes: number;
  /** Milliseconds in all. */
  scoring: number;
  storing: number;
  rates: number;
  judging: number;
  planning: number;
  /** The longest of the passes over incidents, milliseconds. */
  longestPass: number;
}

const RATES_EVERY_SECONDS = 60;
/** Passes in a row, where more is to be judged at once. */
const MOST_PASSES = 50;

/** Lives through the days: what was written since the last pass is stored, then judged, then told. */
export async function live(
  { shipper, watch, module, rules, plan }: Live,
  lines: Iterable<DayLine>,
  { from, to, every }: Clock,
  onPass: (now: number) => void = () => {},
): Promise<Cost> {
  const cost: Cost = {
    lines: 0,
    passes: 0,
    scoring: 0,
    storing: 0,
    rates: 0,
    judging: 0,
    planning: 0,
    longestPass: 0,
  };
  const timed = async <T>(
    what: "storing" | "rates" | "judging" | "planning",
    work: () => Promise<T>,
  ): Promise<T> => {
    const began = performance.now();
    const result = await work();
    cost[what] += performance.now() - began;
    return result;
  };
  const scorer = new Scorer(module, cost);
  const coming = lines[Symbol.iterator]();
  let next = coming.next();
  let before = from;
  for (let now = from + every(from); now <= to; before = now, now += every(now)) {
    for (; !next.done && next.value.time < now; next = coming.next()) scorer.add(next.value);
    await timed("storing", () => scorer.store(shipper));
    if (Math.floor(now / RATES_EVERY_SECONDS) !== Math.floor(before / RATES_EVERY_SECONDS))
      await timed("rates", () =>
        shipper.query("select smartlog.judge_rates($1, 'UTC')", [new Date(now * 1000)]),
      );
    const began = performance.now();
    const at = { now: new Date(now * 1000) };
    await timed("judging", async () => {
      for (let nth = 0; nth < MOST_PASSES; nth++) if (!(await judgeIncidents(watch, rules, at)).behind) break;
    });
    cost.longestPass = Math.max(cost.longestPass, performance.now() - began);
    await timed("planning", () => plan(at.now));
    cost.passes++;
    onPass(now);
  }
  return cost;
}

/** Scores lines as one shipper would, and stores them by the tags that it would give them. */
class Scorer {
  readonly #filter: Filter;
  readonly #cost: Cost;
  readonly #offsets = new Map<string, number>();
  readonly #waiting = new Map<string, IngestRow[]>();

  constructor(module: Uint8Array | WebAssembly.Module, cost: Cost) {
    this.#filter = Filter.load(module);
    this.#cost = cost;
  }

  add({ log, line, time, kind }: DayLine): void {
    const began = performance.now();
    const bytes = Buffer.from(line);
    const offset = this.#offsets.get(log) ?? 0;
    this.#offsets.set(log, offset + bytes.length + 1);
    const record = recordOfLine(bytes, { file: `/var/log/${log}`, offset });
    const data = this.#filter.score(record, { seconds: Math.floor(time), nanoseconds: 0 });
    // A line of the combined format does not say whose site it is: its tag does.
    const tag = kind === "web" ? SHOP_HOST : "shop";
    const rows = this.#waiting.get(tag) ?? [];
    rows.push({ time, data });
    this.#waiting.set(tag, rows);
    this.#cost.lines++;
    this.#cost.scoring += performance.now() - began;
  }

  async store(pool: Pool): Promise<void> {
    for (const [tag, rows] of this.#waiting) await ingest(pool, tag, rows);
    this.#waiting.clear();
    // By Postgres' clock all of it is late, and what is late is not silent.
    await pool.query("truncate smartlog.intake");
  }
}
