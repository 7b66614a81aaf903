import { isFull } from "../../store/embedded/reserve.ts";
import type { Database } from "../database/database.ts";
import type { Scorer } from "./scorer.ts";

/** Open to all clients, so it costs nothing however often it is asked. */
const FRESH_MS = 1_000;

export interface Check {
  ok: boolean;
  detail: string;
}

/** Whether records can be scored and stored. */
export class Readiness {
  readonly #database: Database;
  readonly #scorer: Scorer;
  readonly #folder: string | undefined;
  #local: Record<string, Check> = {};
  #freshUntil = 0;

  /** @param folder of Postgres' data, where they are on this machine */
  constructor(database: Database, scorer: Scorer, folder: string | undefined) {
    [this.#database, this.#scorer, this.#folder] = [database, scorer, folder];
  }

  async checks(): Promise<Record<string, Check>> {
    if (performance.now() >= this.#freshUntil) {
      this.#local = { filter: this.#filter(), ...(this.#folder ? { disk: disk(this.#folder) } : {}) };
      this.#freshUntil = performance.now() + FRESH_MS;
    }
    const isUp = await this.#database.isUp();
    const database = { ok: isUp, detail: `the database ${isUp ? "answers" : "does not answer"}` };
    return { database, ...this.#local };
  }

  /** Scores a line, as requests do. */
  #filter(): Check {
    try {
      return { ok: true, detail: `scores by ${this.#scorer.model()}` };
    } catch {
      return { ok: false, detail: "the filter scores nothing" };
    }
  }
}

function disk(folder: string): Check {
  try {
    return isFull(folder)
      ? { ok: false, detail: "the disk is full; `smartlog db retain` makes room" }
      : { ok: true, detail: "the disk has room" };
  } catch {
    return { ok: false, detail: "the disk can't be looked at" };
  }
}
