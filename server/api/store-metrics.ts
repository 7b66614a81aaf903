/** What the store holds, whoever brought it: `smartlog start`, a shipper's own output, or this server. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../database/database.ts";
import { readOnly } from "../viewer/query/run.ts";

/** Asked for anew after this, or after a hundred times what asking took: a percent of one connection at most. */
const FRESH_MS = 5_000;
const REST = 100;
/** A scrape doesn't wait for a slow store longer than this; it gets what was known before. */
const WAIT_MS = 2_000;

/** Of the roll-ups, which count for ever; the newest minute in which something came; the size on disk. */
const ASKED = `
  select json_build_object(
    'events', (select coalesce(json_agg(each), '[]') from (
      select kind, label, sum(events) as events from rollup_day group by kind, label order by events desc, kind, label limit 100) each),
    'last', (select extract(epoch from at) from intake where stored > 0 order by at desc limit 1),
    'bytes', pg_database_size(current_database()))`;

interface Held {
  events: { kind: string; label: string; events: number }[];
  last: number | null;
  bytes: number;
}

export class StoreMetrics {
  readonly #database: Database;
  #held: Held | undefined;
  #isUp = false;
  #askAgainAt = 0;
  #asking: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** In Prometheus' text format; of a store that doesn't answer only that it doesn't. */
  async text(): Promise<string> {
    if (!this.#asking && performance.now() >= this.#askAgainAt) this.#asking = this.#ask();
    if (this.#asking) await Promise.race([this.#asking, sleep(WAIT_MS, undefined, { ref: false })]);
    const lines = [
      "# HELP smartlog_store_up Whether the store answered when it was last asked.",
      "# TYPE smartlog_store_up gauge",
      `smartlog_store_up ${Number(this.#isUp)}`,
    ];
    if (this.#isUp && this.#held) lines.push(...held(this.#held));
    return `${lines.join("\n")}\n`;
  }

  async #ask(): Promise<void> {
    const began = performance.now();
    try {
      const { rows } = await readOnly(this.#database.view, ASKED);
      this.#held = JSON.parse(rows[0]?.[0] as string) as Held;
      this.#isUp = true;
    } catch {
      // The database's own absence is /healthz' to say.
      this.#isUp = false;
    } finally {
      const took = performance.now() - began;
      this.#askAgainAt = performance.now() + Math.max(FRESH_MS, this.#isUp ? REST * took : 0);
      this.#asking = undefined;
    }
  }
}

function held({ events, last, bytes }: Held): string[] {
  const lines = [
    "# HELP smartlog_events_total Events that were ever stored, however they came.",
    "# TYPE smartlog_events_total counter",
    ...events.map(
      (each) =>
        `smartlog_events_total{kind=${JSON.stringify(each.kind)},label=${JSON.stringify(each.label)}} ${each.events}`,
    ),
    "# HELP smartlog_store_bytes Size of the database.",
    "# TYPE smartlog_store_bytes gauge",
    `smartlog_store_bytes ${bytes}`,
  ];
  if (last === null) return lines;
  return [
    ...lines,
    "# HELP smartlog_store_last_stored_timestamp_seconds The newest minute in which something was stored.",
    "# TYPE smartlog_store_last_stored_timestamp_seconds gauge",
    `smartlog_store_last_stored_timestamp_seconds ${last}`,
  ];
}
