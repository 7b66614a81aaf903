import type pg from "pg";
import { isAnswering } from "../../store/pool.ts";

const HEALTH_EVERY_MS = 1_000;

/** Looks once a second, however many ask: /healthz is open to everybody, and must cost nothing. */
export class Health {
  readonly #pool: pg.Pool;
  #isUp = false;
  #first: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    this.#first = this.#look();
  }

  async isUp(): Promise<boolean> {
    await this.#first;
    return this.#isUp;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#pool.end();
  }

  async #look(): Promise<void> {
    this.#isUp = await isAnswering(this.#pool);
    this.#first = undefined;
    if (this.#isClosed) return;
    this.#timer = globalThis.setTimeout(() => this.#look(), HEALTH_EVERY_MS).unref();
  }
}
