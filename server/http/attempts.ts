/** How often somebody may try a token. */
import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";

const WINDOW_MS = 60_000;
/** Wrong tokens, each another one: a shipper that sends the same one again and again learns nothing, and is only refused. */
const MOST_TRIES = 10;
const MOST_ADDRESSES = 10_000;

interface Tries {
  until: number;
  tokens: Set<string>;
}

/** Wrong tokens by address, for a minute. (A limiter of requests would count those that bring the right one.) */
export class Attempts {
  readonly #byAddress = new Map<string, Tries>();

  /** Seconds until this address may try again; 0 where it may now. */
  waitSeconds(address: string): number {
    const key = networkOf(address);
    const tries = this.#byAddress.get(key);
    if (!tries) return 0;
    const left = tries.until - Date.now();
    if (left <= 0) this.#byAddress.delete(key);
    return left > 0 && tries.tokens.size >= MOST_TRIES ? Math.ceil(left / 1_000) : 0;
  }

  wrong(address: string, token: string): void {
    const key = networkOf(address);
    let tries = this.#byAddress.get(key);
    if (!tries) {
      // The oldest make room, so that inventing addresses takes no memory.
      const [oldest] = this.#byAddress.keys();
      if (this.#byAddress.size >= MOST_ADDRESSES && oldest !== undefined) this.#byAddress.delete(oldest);
      tries = { until: Date.now() + WINDOW_MS, tokens: new Set() };
      this.#byAddress.set(key, tries);
    }
    tries.tokens.add(createHash("sha256").update(token).digest("base64").slice(0, 16));
  }
}

/** An IPv6 host has a /64 of its own to come from. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array(zeros).fill("0"), ...after].slice(0, 4).join(":");
}
