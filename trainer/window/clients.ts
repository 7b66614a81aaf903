/** The clients of the window. Bounded, whatever the logs hold. */
import { fnv } from "../model/hash.ts";
import type { Act } from "./acts.ts";
import { Client, type Link, type Source } from "./client.ts";

/** Most clients that are counted at once. */
const MOST = 6000;
/** Bits of the filter that remembers hostile clients that were dropped. */
const REMEMBERED_BITS = 65_536;
/** Refusals of a source from which on a login that succeeds may be a guess, and accounts that are kept for it. */
const GUESSES = 8;
const MOST_TAKEN = 1000;

/** Clients of the window. Where the table is full, the half with the fewest events is dropped. */
export class Clients {
  #clients = new Map<string, Client>();
  #sources = new Map<string, Source>();
  /** Accounts that somebody got into who had guessed. */
  readonly #taken = new Set<string>();
  readonly #hostile = new Uint32Array(REMEMBERED_BITS / 32);

  /** The client of an event, known or new; undefined where the event names no source. */
  of({ kind, source, agent }: Pick<Act, "kind" | "source" | "agent">): Client | undefined {
    if (source === "") return undefined;
    const key = `${kind} ${source} ${agent}`;
    let client = this.#clients.get(key);
    if (client) return client;
    if (this.#clients.size >= MOST) this.#dropLighterHalf();
    client = new Client(source, this.#sourceOf(source));
    if (this.#isRemembered(key)) client.hostile = 1;
    this.#clients.set(key, client);
    return client;
  }

  /** Counts an event of a client. */
  count(client: Client, act: Act): Link {
    client.source.events++;
    if (act.isHostile) client.source.hostile++;
    if (act.isRefused) client.source.refused++;
    if (act.isGood && act.user && client.source.refused >= GUESSES && this.#taken.size < MOST_TAKEN)
      this.#taken.add(act.user);
    return client.add(act);
  }

  /** Whether somebody who had been refused again and again was let in as this user. */
  isTaken(user: string): boolean {
    return this.#taken.has(user);
  }

  #sourceOf(name: string): Source {
    let source = this.#sources.get(name);
    if (!source) {
      source = { events: 0, refused: 0, hostile: 0 };
      this.#sources.set(name, source);
    }
    return source;
  }

  #dropLighterHalf(): void {
    const byEvents = [...this.#clients].sort(([, a], [, b]) => b.events - a.events);
    for (const [key, client] of byEvents.slice(MOST / 2)) {
      if (client.hostile || client.probes > 1) this.#remember(key);
      client.drop();
    }
    const kept = byEvents.slice(0, MOST / 2);
    this.#clients = new Map(kept);
    const sources = new Set(kept.map(([, { source }]) => source));
    for (const [name, source] of this.#sources) if (!sources.has(source)) this.#sources.delete(name);
  }

  #remember(key: string): void {
    const bit = fnv(key) % REMEMBERED_BITS;
    this.#hostile[bit >> 5] = (this.#hostile[bit >> 5] as number) | (1 << (bit & 31));
  }

  #isRemembered(key: string): boolean {
    const bit = fnv(key) % REMEMBERED_BITS;
    return ((this.#hostile[bit >> 5] as number) & (1 << (bit & 31))) !== 0;
  }
}
