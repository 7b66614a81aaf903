/** Whether the new model is really at work: events in Postgres carry its id. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ClientBase } from "pg";
import { type Arrivals, arrivals, currentMinute } from "../../store/arrivals.ts";
import type { Runner } from "./reload.ts";

export const CONFIRMATIONS = ["events", "reload", "none"] as const;
/**
 * What has to be seen before a new model counts as in service. `events`: events in Postgres that carry its id. `reload`:
 * what those who load it say. `none`: nothing.
 */
export type Confirm = (typeof CONFIRMATIONS)[number];

const POLL_MS = 500;

export type Found =
  /** Events carry its id. */
  | { what: "events"; events: number; seconds: number }
  /** Nothing came that could have shown it. */
  | { what: "quiet" }
  /** Events came, and none of it. */
  | { what: "failed"; reason: string };

/** Watches the store from before a reload on. */
export class Confirmation {
  readonly #client: ClientBase;
  readonly #id: string;
  readonly #since: Date;
  readonly #before: Arrivals;

  private constructor(client: ClientBase, id: string, since: Date, before: Arrivals) {
    this.#client = client;
    this.#id = id;
    this.#since = since;
    this.#before = before;
  }

  static async begin(client: ClientBase, id: string): Promise<Confirmation> {
    const since = await currentMinute(client);
    return new Confirmation(client, id, since, await arrivals(client, id, since));
  }

  /**
   * Waits for events of the model.
   *
   * Events of the old model are no sign of anything: what the shipper had scored before may take its time. That none of
   * the new one came is a failure only if the shipper has read lines meanwhile or, where it does not say, if anything
   * else arrived.
   */
  async wait(runners: readonly Runner[], seconds: number): Promise<Found> {
    const began = Date.now();
    const deadline = began + seconds * 1000;
    for (;;) {
      const now = await arrivals(this.#client, this.#id, this.#since);
      const events = now.scored - this.#before.scored;
      if (events > 0) return { what: "events", events, seconds: (Date.now() - began) / 1000 };
      const activities = await Promise.all(runners.map((runner) => runner.activity()));
      const dropping = activities.findIndex((activity) => (activity?.dropped ?? 0) > 0);
      if (dropping >= 0)
        return {
          what: "failed",
          reason: `${runners[dropping]?.name} drops records in its filter since the reload`,
        };
      if (Date.now() >= deadline) {
        const isKnown = activities.length > 0 && activities.every((activity) => activity !== undefined);
        const isQuiet = isKnown
          ? activities.every((activity) => activity?.read === 0)
          : now.batches === this.#before.batches;
        if (isQuiet) return { what: "quiet" };
        return {
          what: "failed",
          reason: `within ${seconds} s events arrived and none carried the model ${this.#id}`,
        };
      }
      await sleep(POLL_MS);
    }
  }
}
