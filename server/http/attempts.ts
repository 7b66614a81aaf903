/** A limit on guessing tokens and passwords. */
import { createHash } from "node:crypto";
import { networkOf } from "./network-of.ts";

const WINDOW_MS = 60_000;
/** Different wrong tokens: a shipper that repeats the same one learns nothing, and is only refused. */
const MAX_TOKENS = 10;
const MAX_ADDRESSES = 10_000;

interface Guesses {
  until: number;
  tokens: Set<string>;
}

/** Wrong tokens by network, or passwords by user, for a minute. (A rate limit on requests would also count those with the right one.) */
export class Attempts {
  readonly #byAddress = new Map<string, Guesses>();

  /** Seconds until a token from this address is looked at again; 0 where it is now. */
  waitSeconds(address: string): number {
    const key = networkOf(address);
    const guesses = this.#byAddress.get(key);
    if (!guesses) return 0;
    const left = guesses.until - Date.now();
    if (left <= 0) this.#byAddress.delete(key);
    return left > 0 && guesses.tokens.size >= MAX_TOKENS ? Math.ceil(left / 1_000) : 0;
  }

  /** The one that was counted was right. */
  right(address: string, token: string): void {
    this.#byAddress.get(networkOf(address))?.tokens.delete(digest(token));
  }

  /** Counts a wrong token. */
  wrong(address: string, token: string): void {
    const key = networkOf(address);
    let guesses = this.#byAddress.get(key);
    if (!guesses) {
      // The oldest address is forgotten, which bounds the memory whatever the number of addresses.
      const [oldest] = this.#byAddress.keys();
      if (this.#byAddress.size >= MAX_ADDRESSES && oldest !== undefined) this.#byAddress.delete(oldest);
      guesses = { until: Date.now() + WINDOW_MS, tokens: new Set() };
      this.#byAddress.set(key, guesses);
    }
    guesses.tokens.add(digest(token));
  }
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("base64").slice(0, 16);
}
