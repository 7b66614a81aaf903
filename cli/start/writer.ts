import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Row } from "../../host/log/line-scorer.ts";
import { collectGarbage } from "../../host/memory.ts";
import { type IngestResult, ingest } from "../../store/ingest.ts";
import { CommandError, messageOf } from "../lib/errors.ts";
import { count, say } from "../lib/output.ts";
import type { TimeRange } from "../lib/time.ts";
import type { Tally } from "./tally.ts";

const BATCH_ROWS = 2000;
/** Two batches are in memory at once, each several times: as rows, as the query's parameters, and at the server. */
const BATCH_CHARACTERS = 2 * 1024 * 1024;
/** After so much, garbage is collected: V8 by itself lets rows, buffers and ended filters pile up to twice what is in use. */
const COLLECT_CHARACTERS = 8 * 1024 * 1024;
/** Waits before a batch is tried again; after the last the run ends. */
const RETRY_MS = [200, 500, 1_000, 2_000, 4_000, 8_000];

/** Classes of SQLSTATE that say something about the moment, not about the batch: it is given again as it is. */
const PASSING_CLASSES = new Set([
  "08", // connection
  "40", // serialization failure, deadlock
  "53", // disk full, too many connections, out of memory
  "55", // lock not available
  "57", // shutting down, starting up
  "58", // I/O of the server's
]);

/** Puts rows into the store in batches: one is stored while the next is scored. */
export class StoreWriter {
  readonly #pool: pg.Pool;
  readonly #tally: Tally;
  readonly #signal: AbortSignal;
  readonly #range: { from: number; to: number };
  #tag = "";
  #rows: Row[] = [];
  #characters = 0;
  #uncollected = 0;
  #running: Promise<void> = Promise.resolve();

  /** @param range lines outside of it are counted and left out */
  constructor(pool: pg.Pool, tally: Tally, signal: AbortSignal, { since, until }: TimeRange = {}) {
    this.#range = {
      from: since ? since.getTime() / 1000 : Number.NEGATIVE_INFINITY,
      to: until ? until.getTime() / 1000 : Number.POSITIVE_INFINITY,
    };
    this.#pool = pool;
    this.#tally = tally;
    this.#signal = signal;
  }

  /** @throws CommandError where a batch can't be stored */
  async add(tag: string, rows: readonly Row[]): Promise<void> {
    const { from, to } = this.#range;
    for (const row of rows) {
      const time = row.event?.ts ?? row.time;
      if (!(time >= from && time < to)) {
        this.#tally.outside++;
        continue;
      }
      const isFull = this.#rows.length >= BATCH_ROWS || this.#characters + row.data.length > BATCH_CHARACTERS;
      if (this.#rows.length > 0 && (isFull || tag !== this.#tag)) await this.#send();
      this.#tag = tag;
      this.#rows.push(row);
      this.#characters += row.data.length;
    }
  }

  /** Returns when all that was added is committed. */
  async flush(): Promise<void> {
    await this.#send();
    await this.#running;
  }

  async #send(): Promise<void> {
    await this.#running;
    const rows = this.#rows;
    const tag = this.#tag;
    this.#uncollected += this.#characters;
    this.#rows = [];
    this.#characters = 0;
    if (rows.length === 0) return;
    if (this.#uncollected > COLLECT_CHARACTERS) {
      collectGarbage();
      this.#uncollected = 0;
    }
    const running = this.#store(tag, rows);
    // Its failure is thrown at the next call, which awaits it; until then it is not unhandled.
    running.catch(() => {});
    this.#running = running;
  }

  async #store(tag: string, rows: readonly Row[]): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        this.#tally.add(rows, await this.#insert(tag, rows));
        return;
      } catch (error) {
        const wait = RETRY_MS[attempt];
        if (wait === undefined || !isPassing(error) || this.#signal.aborted)
          throw new CommandError(
            `${count(rows.length)} lines can't be stored: ${messageOf(error)}. See to the database and run the same command again: what is stored already stays, and is not stored twice`,
            { cause: error },
          );
        say(`the store did not answer (${messageOf(error)}); trying again`);
        await sleep(wait, undefined, { signal: this.#signal }).catch(() => {});
      }
    }
  }

  #insert(tag: string, rows: readonly Row[]): Promise<IngestResult> {
    return ingest(this.#pool, tag, rows);
  }
}

function isPassing(error: unknown): boolean {
  // What is not the server's own word is the connection's: refused, reset, ended.
  return !(error instanceof pg.DatabaseError) || PASSING_CLASSES.has((error.code ?? "").slice(0, 2));
}
