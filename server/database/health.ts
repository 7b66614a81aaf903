import type pg from "pg";
import { isAnswering } from "../../store/pool.ts";

const CHECK_EVERY_MS = 1_000;

/** One check a second, however many requests ask: /readyz is open to all clients, and must cost nothing. */
export class Health {
  readonly #pool: pg.Pool;
  #isUp = false;
  #first: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    this.#first = this.#check();
  }

  /** Result of the last check; waits for the first one. */
  async isUp(): Promise<boolean> {
    await this.#first;
    return this.#isUp;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#pool.end();
  }

  async #check(): Promise<void> {
    this.#isUp = await isAnswering(this.#pool);
    this.#first = undefined;
    if (this.#isClosed) return;
    this.#timer = globalThis.setTimeout(() => this.#check(), CHECK_EVERY_MS).unref();
  }
}
