/** What the store holds, whoever brought it: `smartlog start`, a shipper's own output, or this server. */
import { setTimeout as sleep } from "node:timers/promises";
import { type StoreTotals, storeTotals } from "../../store/totals.ts";
import type { Database } from "../database/database.ts";

/** Asked for anew after this, or after a hundred times what asking took: a percent of one connection at most. */
const FRESH_MS = 5_000;
const REST = 100;
/** A scrape doesn't wait for a slow store longer than this; it gets what was known before. */
const WAIT_MS = 2_000;

export class StoreMetrics {
  readonly #database: Database;
  #held: StoreTotals | undefined;
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
      this.#held = await storeTotals(this.#database.view);
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

function held({ events, lastStored, bytes }: StoreTotals): string[] {
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
  if (lastStored === null) return lines;
  return [
    ...lines,
    "# HELP smartlog_store_last_stored_timestamp_seconds The newest minute in which something was stored.",
    "# TYPE smartlog_store_last_stored_timestamp_seconds gauge",
    `smartlog_store_last_stored_timestamp_seconds ${lastStored}`,
  ];
}
