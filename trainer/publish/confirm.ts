/** Confirmation that a new model serves: events in Postgres carry its id. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ClientBase } from "pg";
import { type Arrivals, arrivals, currentMinute } from "../../store/arrivals.ts";
import type { Runner } from "./reload.ts";

export const CONFIRMATIONS = ["events", "reload", "none"] as const;
/**
 * Evidence that a new model serves. `events`: events in Postgres that carry its id. `reload`: the reloaded programs'
 * own word. `none`: nothing.
 */
export type Confirm = (typeof CONFIRMATIONS)[number];

const POLL_MS = 500;

export type Found =
  /** So many events carry the model's id, the first after so many seconds. */
  | { what: "events"; events: number; seconds: number }
  /** No line came that could have shown it. */
  | { what: "quiet" }
  /** Lines came, and none was scored by the model; or the filter drops lines. */
  | { what: "failed"; reason: string };

/** Watches what arrives in the store, from before a reload on. */
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

  /** @param id of the model */
  static async begin(client: ClientBase, id: string): Promise<Confirmation> {
    const since = await currentMinute(client);
    return new Confirmation(client, id, since, await arrivals(client, id, since));
  }

  /**
   * Waits for events of the model.
   *
   * Events of the old model prove nothing: lines that were scored before the reload may arrive late. No event of the new
   * model is a failure only where the shipper has read lines since the reload or, where it has no counters, where other
   * batches arrived.
   *
   * @param seconds how long to wait at most
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
