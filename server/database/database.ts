/**
 * The server's connections to Postgres. Separate pools, so that slow panels delay neither ingest nor the health check;
 * time-outs, so that a Postgres that no longer answers (stopped, unplugged) fails requests instead of keeping them.
 */
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { makePool } from "../../store/pool.ts";
import { Semaphore } from "../http/semaphore.ts";
import { Health } from "./health.ts";
import { orUnavailable } from "./or-unavailable.ts";

/** One for each query at once, and one for the live events and the metrics. */
const VIEW_CONNECTIONS = 5;
/** Who a request comes from is looked up by connections of its own: slow panels don't keep shippers waiting. */
const ACCESS_CONNECTIONS = 2;
/** Requests that are stored at once. */
export const INGEST_CONNECTIONS = 2;
/** Viewers' requests that query at once; MAX_WAITING more wait, the rest is answered 503. */
const MAX_QUERIES = 4;
const MAX_WAITING = 256;
const WAIT_MS = 15_000;
/** Until a new connection is made, or one of the pool is free. */
const CONNECT_MS = 10_000;
const VIEW_MS = 15_000;
const INGEST_MS = 30_000;
/** Of this process beyond Postgres' own time-out, by which a Postgres that works would have answered. */
const GRACE_MS = 5_000;
const CLOSE_MS = 2_000;
const HEALTH_MS = 2_000;

export class Database {
  #view: pg.Pool;
  #ingest: pg.Pool;
  #access: pg.Pool;
  #health: Health;
  readonly #semaphore = new Semaphore(MAX_QUERIES, MAX_WAITING, WAIT_MS);

  constructor(url: string) {
    [this.#view, this.#ingest, this.#access, this.#health] = open(url);
  }

  /** Connects to another Postgres, or to the same at another address. */
  async use(url: string): Promise<void> {
    const before = this.close();
    [this.#view, this.#ingest, this.#access, this.#health] = open(url);
    await before;
  }

  /**
   * Queries on behalf of a viewer's request, at most four of them at once.
   *
   * @param client the request's connection
   * @throws HttpError 503 where too many wait, or the database is unavailable; what else the work throws
   */
  async forViewer<T>(client: Socket, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
    const release = await this.#semaphore.acquire(client);
    try {
      return await orUnavailable(work(this.#view));
    } finally {
      release();
    }
  }

  /** For periodic queries of the server's own, which don't queue behind viewers. */
  get view(): pg.Pool {
    return this.#view;
  }

  get ingest(): pg.Pool {
    return this.#ingest;
  }

  /** For users, tokens, sessions, and the audit log. */
  get access(): pg.Pool {
    return this.#access;
  }

  /** Whether Postgres answered the last health check, a second ago at most. */
  isUp(): Promise<boolean> {
    return this.#health.isUp();
  }

  async close(): Promise<void> {
    const ended = Promise.all([
      this.#view.end(),
      this.#ingest.end(),
      this.#access.end(),
      this.#health.close(),
    ]);
    // A stopped Postgres never closes its side.
    await Promise.race([ended, setTimeout(CLOSE_MS, undefined, { ref: false })]);
  }
}

function open(url: string): [view: pg.Pool, ingest: pg.Pool, access: pg.Pool, health: Health] {
  return [
    poolOf(url, VIEW_CONNECTIONS, CONNECT_MS, VIEW_MS),
    poolOf(url, INGEST_CONNECTIONS, CONNECT_MS, INGEST_MS),
    poolOf(url, ACCESS_CONNECTIONS, CONNECT_MS, VIEW_MS),
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
