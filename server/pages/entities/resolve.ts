/** An address' name by DNS, asked for by a person: whoever keeps the name learns that somebody looks. */
import { promises as dns } from "node:dns";
import { setTimeout } from "node:timers/promises";
import { type Names, namesOf, type Resolver } from "../../../crawlers/reverse.ts";

const ANSWER_MS = 1_500;
const ALL_MS = 4_000;
/** Look-ups at once; more are told to try again. */
const MOST_AT_ONCE = 4;
/** A page that is shown anew by itself asks nobody again. */
const KEPT_MS = 10 * 60_000;
const MOST_KEPT = 256;

export interface LookupOptions {
  /** Instead of the system's. */
  resolver?: Resolver | undefined;
  /** Until an answer is given up. */
  allMs?: number;
}

export class NameLookup {
  readonly #resolver: Resolver | undefined;
  readonly #allMs: number;
  readonly #kept = new Map<string, { text: string; until: number }>();
  #running = 0;

  constructor({ resolver, allMs = ALL_MS }: LookupOptions = {}) {
    this.#resolver = resolver;
    this.#allMs = allMs;
  }

  /** What is found, for people. */
  async textOf(address: string): Promise<string> {
    const kept = this.#kept.get(address);
    if (kept && kept.until > Date.now()) return kept.text;
    if (this.#running >= MOST_AT_ONCE) return "Too many names are being looked up: try again in a moment.";
    this.#running++;
    try {
      const names = await this.#lookUp(address);
      const text = textOf(names);
      if (names.is !== "away") this.#keep(address, text);
      return text;
    } finally {
      this.#running--;
    }
  }

  async #lookUp(address: string): Promise<Names> {
    const own = this.#resolver ? undefined : new dns.Resolver({ timeout: ANSWER_MS, tries: 1 });
    const end = new AbortController();
    try {
      return await Promise.race([
        namesOf(address, undefined, this.#resolver ?? (own as dns.Resolver)),
        setTimeout(this.#allMs, { is: "away" } as const, { signal: end.signal }),
      ]);
    } finally {
      end.abort();
      own?.cancel();
    }
  }

  #keep(address: string, text: string): void {
    this.#kept.delete(address);
    this.#kept.set(address, { text, until: Date.now() + KEPT_MS });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

function textOf(names: Names): string {
  switch (names.is) {
    case "confirmed":
      return `Its name is ${names.host}, and that name leads back to it.`;
    case "unconfirmed":
      return `Its owner calls it ${names.host}, but that name does not lead back to it: anybody can say so.`;
    case "foreign":
      return "It has no name.";
    case "away":
      return "No answer came: the resolver of this machine can't be reached, or took too long.";
  }
}
