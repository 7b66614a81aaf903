/** Figures of the store for Prometheus, whatever filled it: `smartlog start`, a shipper's own output, or this server. */
import { setTimeout as sleep } from "node:timers/promises";
import { Counter, Gauge, Registry } from "prom-client";
import { type StoreTotals, storeTotals } from "../../store/events/totals.ts";
import { incidentTotals } from "../../store/incidents/totals.ts";
import type { Database } from "../database/database.ts";
import { IncidentMetrics } from "./incident-metrics.ts";

/** Least time between two queries of the totals. */
const FRESH_MS = 5_000;
/** The next query waits for so many times the last one's duration: one percent of one connection at most. */
const REST_FACTOR = 100;
/** How long a scrape waits for a slow store before it gets the totals known before. */
const SCRAPE_WAIT_MS = 2_000;

export class StoreMetrics {
  readonly #database: Database;
  readonly #state = new Registry();
  readonly #up = new Gauge({
    name: "smartlog_store_up",
    help: "Whether the store answered when it was last asked.",
    registers: [this.#state],
  });
  /** Left out while the store doesn't answer. */
  readonly #totals = new Registry();
  readonly #events = new Counter({
    name: "smartlog_events_total",
    help: "Events that were ever stored, however they came.",
    labelNames: ["kind", "label"],
    registers: [this.#totals],
  });
  readonly #bytes = new Gauge({
    name: "smartlog_store_bytes",
    help: "Size of the database.",
    registers: [this.#totals],
  });
  readonly #lastStored = new Gauge({
    name: "smartlog_store_last_stored_timestamp_seconds",
    help: "The newest minute in which something was stored.",
    registers: [this.#totals],
  });
  readonly #incidents = new IncidentMetrics();
  #isUp = false;
  #queryAgainAt = 0;
  #query: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** In Prometheus' text format; of a store that doesn't answer only that it doesn't. */
  async text(): Promise<string> {
    if (!this.#query && performance.now() >= this.#queryAgainAt) this.#query = this.#update();
    if (this.#query) await Promise.race([this.#query, sleep(SCRAPE_WAIT_MS, undefined, { ref: false })]);
    const state = await this.#state.metrics();
    return this.#isUp ? state + (await this.#totals.metrics()) + (await this.#incidents.text()) : state;
  }

  async #update(): Promise<void> {
    const began = performance.now();
    try {
      this.#set(await storeTotals(this.#database.view));
      this.#incidents.set(await incidentTotals(this.#database.view));
      this.#isUp = true;
    } catch {
      // An absent database is reported by /readyz.
      this.#isUp = false;
    } finally {
      this.#up.set(Number(this.#isUp));
      const took = performance.now() - began;
      this.#queryAgainAt = performance.now() + Math.max(FRESH_MS, this.#isUp ? REST_FACTOR * took : 0);
      this.#query = undefined;
    }
  }

  #set({ events, lastStored, bytes }: StoreTotals): void {
    this.#events.reset();
    for (const { kind, label, events: count } of events) this.#events.inc({ kind, label }, count);
    this.#bytes.set(bytes);
    if (lastStored === null) this.#lastStored.remove();
    else this.#lastStored.set(lastStored);
  }
}
