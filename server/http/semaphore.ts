import type { Socket } from "node:net";
import { HttpError } from "./error.ts";

/** How often a waiting request calls `onWait`. */
const CALL_EVERY_MS = 500;

/**
 * A counting semaphore with a bounded queue: at most `limit` requests at once, at most `maxWaiting` more in the queue, each
 * for `waitMs` at most. A waiting request holds its body; an admitted one some megabytes of heap besides.
 */
export class Semaphore {
  readonly #limit: number;
  readonly #maxWaiting: number;
  readonly #waitMs: number;
  readonly #onWait: () => void;
  #taken = 0;
  readonly #queue = new Set<() => void>();

  /** @param onWait called twice a second for each waiting request: to make stalled ones give way */
  constructor(limit: number, maxWaiting: number, waitMs: number, onWait: () => void = () => {}) {
    [this.#limit, this.#maxWaiting, this.#waitMs, this.#onWait] = [limit, maxWaiting, waitMs, onWait];
  }

  /**
   * @param client whose request leaves the queue once the connection is closed
   * @returns the release, to be called once
   * @throws HttpError 503 where the queue is full, or the wait was too long
   */
  async acquire(client: Socket): Promise<() => void> {
    if (this.#taken < this.#limit) this.#taken++;
    else await this.#wait(client);
    return () => {
      const [next] = this.#queue;
      if (next) next();
      else this.#taken--;
    };
  }

  /** Until a release hands over its place. */
  #wait(client: Socket): Promise<void> {
    if (this.#queue.size >= this.#maxWaiting || client.destroyed) throw tooMany();
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + this.#waitMs;
      const leaveQueue = () => {
        clearInterval(timer);
        client.off("close", giveUp);
        this.#queue.delete(enter);
      };
      const enter = () => {
        leaveQueue();
        resolve();
      };
      const giveUp = () => {
        leaveQueue();
        reject(tooMany());
      };
      const timer = setInterval(() => (Date.now() < deadline ? this.#onWait() : giveUp()), CALL_EVERY_MS);
      client.once("close", giveUp);
      this.#queue.add(enter);
    });
  }
}

function tooMany(): HttpError {
  return new HttpError(503, "too many requests are being worked on", "Send it again in a second.");
}
