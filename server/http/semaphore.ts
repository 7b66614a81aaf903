import type { Socket } from "node:net";
import { HttpError } from "./error.ts";

/** How often one who waits asks again for way to be made. */
const LOOK_EVERY_MS = 500;

/**
 * Lanes that so many may be in at once; so many more wait, for so long. What waits holds a body; what is in a lane holds
 * some megabytes of the heap beside it.
 */
export class Lanes {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #waitMs: number;
  readonly #makeWay: () => void;
  #taken = 0;
  readonly #waiting = new Set<() => void>();

  /** @param makeWay is called while somebody waits */
  constructor(most: number, mostWaiting: number, waitMs: number, makeWay: () => void = () => {}) {
    [this.#most, this.#mostWaiting, this.#waitMs, this.#makeWay] = [most, mostWaiting, waitMs, makeWay];
  }

  /**
   * @param client who is not waited with any longer once his connection is closed
   * @returns what to call, once, on leaving
   * @throws HttpError 503 where too many wait, or none gets free in time
   */
  async enter(client: Socket): Promise<() => void> {
    if (this.#taken < this.#most) this.#taken++;
    else await this.#wait(client);
    return () => {
      const [next] = this.#waiting;
      if (next) next();
      else this.#taken--;
    };
  }

  /** Until somebody hands over his lane. */
  #wait(client: Socket): Promise<void> {
    if (this.#waiting.size >= this.#mostWaiting || client.destroyed) throw tooMany();
    return new Promise((resolve, reject) => {
      const until = Date.now() + this.#waitMs;
      const end = () => {
        clearInterval(timer);
        client.off("close", giveUp);
        this.#waiting.delete(enter);
      };
      const enter = () => {
        end();
        resolve();
      };
      const giveUp = () => {
        end();
        reject(tooMany());
      };
      const timer = setInterval(() => (Date.now() < until ? this.#makeWay() : giveUp()), LOOK_EVERY_MS);
      client.once("close", giveUp);
      this.#waiting.add(enter);
    });
  }
}

function tooMany(): HttpError {
  return new HttpError(503, "too many requests are being worked on", "Send it again in a second.");
}
