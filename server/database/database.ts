/**
 * The server's connections to Postgres. Pools apart, so that slow panels hold up neither ingest nor the check of health;
 * with time-outs, so that a server that no longer answers (stopped, unplugged) fails requests instead of keeping them.
 */

import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { makePool } from "../../store/pool.ts";
import { Lanes } from "../http/semaphore.ts";
import { Health } from "./health.ts";
import { orUnavailable } from "./or-unavailable.ts";

/** One for each question, and one for the events as they come. */
const VIEW_CONNECTIONS = 5;
/** As many requests as are stored at once. */
export const INGEST_CONNECTIONS = 2;
/** Visitors' questions that are answered at once; so many more wait, and what is above that is to come again. */
const QUESTIONS = 4;
const MOST_WAITING = 256;
const WAIT_MS = 15_000;
/** For a new connection, or for one of the pool to become free. */
const CONNECT_MS = 10_000;
const VIEW_MS = 15_000;
const INGEST_MS = 30_000;
/** Past the server's own time-out the client waits no longer: by then the server doesn't answer. */
const GRACE_MS = 5_000;
const CLOSE_MS = 2_000;
const HEALTH_MS = 2_000;

export class Database {
  #view: pg.Pool;
  #ingest: pg.Pool;
  #health: Health;
  readonly #lanes = new Lanes(QUESTIONS, MOST_WAITING, WAIT_MS);

  constructor(url: string) {
    [this.#view, this.#ingest, this.#health] = open(url);
  }

  /** Goes on with another server, or with the same at another address. */
  async use(url: string): Promise<void> {
    const before = this.close();
    [this.#view, this.#ingest, this.#health] = open(url);
    await before;
  }

  /**
   * Asks something for a visitor, when it is his turn.
   *
   * @param client his connection
   * @throws HttpError 503 where too many wait, or the database is away; what else the question throws
   */
  async ask<T>(client: Socket, question: (pool: pg.Pool) => Promise<T>): Promise<T> {
    const leave = await this.#lanes.enter(client);
    try {
      return await orUnavailable(question(this.#view));
    } finally {
      leave();
    }
  }

  /** For what asks once in a while, whoever waits. */
  get view(): pg.Pool {
    return this.#view;
  }

  get ingest(): pg.Pool {
    return this.#ingest;
  }

  /** Whether it answered when it was last looked at, a second ago at most. */
  isUp(): Promise<boolean> {
    return this.#health.isUp();
  }

  async close(): Promise<void> {
    const ended = Promise.all([this.#view.end(), this.#ingest.end(), this.#health.close()]);
    // A server that is stopped doesn't even take leave.
    await Promise.race([ended, setTimeout(CLOSE_MS, undefined, { ref: false })]);
  }
}

function open(url: string): [view: pg.Pool, ingest: pg.Pool, health: Health] {
  return [
    poolOf(url, VIEW_CONNECTIONS, CONNECT_MS, VIEW_MS),
    poolOf(url, INGEST_CONNECTIONS, CONNECT_MS, INGEST_MS),
    new Health(poolOf(url, 1, HEALTH_MS, HEALTH_MS, 0)),
  ];
}

function poolOf(
  connectionString: string,
  max: number,
  connectMs: number,
  queryMs: number,
  graceMs = GRACE_MS,
): pg.Pool {
  return makePool({
    connectionString,
    max,
    application_name: "smartlog server",
    keepAlive: true,
    connectionTimeoutMillis: connectMs,
    statement_timeout: queryMs,
    query_timeout: queryMs + graceMs,
    idle_in_transaction_session_timeout: queryMs + graceMs,
  });
}
