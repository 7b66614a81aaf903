/** The sessions of a window: of each class the sets that they pass through, and those of the held-out part. Bounded, whatever the logs hold. */
import type { Features } from "../../host/filter.ts";
import type { StoredEvent } from "../../store/window.ts";
import { SessionSet } from "../model/session-set.ts";

/** Sessions that are followed at once, as many as the filter does; the one that was idle longest is taken for ended. */
const MOST_OPEN = 4096;
/** Sessions of processes and sources that the filter would begin anew by then have ended as well. */
const IDLE_SECONDS = 86_400;
/** Classes, sets of each and sets of all that are kept: of more, the later ones are not. */
const MOST_CLASSES = 256;
const MOST_SETS = 4096;
export const MOST_SETS_OF_ALL = 65_536;
/** Sessions that are kept one by one: those of the held-out part, and those with an event that people corrected. */
const MOST_KEPT = 5000;
/** Sessions that had a line so shortly before the window's end may go on. */
const OPEN_SECONDS = 3600;

/** A set that sessions pass through. */
export interface SeenSet {
  /** Templates that make it. */
  steps: readonly number[];
  sessions: number;
  /** Sessions that ended with it. */
  ended: number;
  /** Days on which it was met, modulo 32, as bits. */
  days: number;
}

/** A session that is kept by itself. */
export interface SeenSession {
  /** Its steps, templates, and the numbers of the lines in which they came. */
  steps: readonly number[];
  lines: readonly number[];
  /** Number of its lines. */
  length: number;
  /** Whether it is known to have ended. */
  hasEnded: boolean;
  /** Ids of its events that people corrected, decimal. */
  corrected: readonly string[];
  day: number;
}

export interface SeenClass {
  class: number;
  /** A record that began one of its sessions, for people. */
  record: string;
  sessions: number;
  /** Steps of all of them. */
  steps: number;
  sets: ReadonlyMap<number, SeenSet>;
  heldOut: readonly SeenSession[];
  corrected: readonly SeenSession[];
}

interface Class extends SeenClass {
  sets: Map<number, SeenSet>;
  heldOut: SeenSession[];
  corrected: SeenSession[];
}

interface Open {
  of: Class;
  set: SessionSet;
  steps: number[];
  lines: number[];
  length: number;
  last: number;
  corrected: string[];
}

export class Sessions {
  readonly #heldOutFrom: number;
  readonly #classes = new Map<number, Class>();
  /** By key; the one with the newest line last. */
  readonly #open = new Map<number, Open>();
  /** Sets that may be kept besides. */
  #room = MOST_SETS_OF_ALL;
  #now = 0;

  /** @param heldOutFrom time of the first held-out event, seconds since the epoch */
  constructor(heldOutFrom: number) {
    this.#heldOutFrom = heldOutFrom;
  }

  /** Counts an event; in the order of time. */
  count(event: Pick<StoredEvent, "id" | "time" | "record">, features: Features, isCorrected: boolean): void {
    this.#now = event.time;
    if (!features.session) return;
    const { key, class: ofClass } = features.session;
    let open = this.#open.get(key);
    this.#open.delete(key);
    if (open && event.time - open.last > IDLE_SECONDS) {
      this.#close(open);
      open = undefined;
    }
    open ??= this.#begin(ofClass, event);
    if (!open) return;
    if (open.set.add(features.template)) {
      open.steps.push(features.template);
      open.lines.push(open.length);
    }
    open.length++;
    open.last = event.time;
    if (isCorrected) open.corrected.push(event.id);
    this.#open.set(key, open);
    if (this.#open.size <= MOST_OPEN) return;
    const [oldest] = this.#open as Iterable<[number, Open]>;
    if (!oldest) return;
    this.#open.delete(oldest[0]);
    this.#close(oldest[1]);
  }

  #begin(ofClass: number, { record }: Pick<StoredEvent, "record">): Open | undefined {
    let found = this.#classes.get(ofClass);
    if (!found) {
      if (this.#classes.size >= MOST_CLASSES) return undefined;
      found = { class: ofClass, record, sessions: 0, steps: 0, sets: new Map(), heldOut: [], corrected: [] };
      this.#classes.set(ofClass, found);
    }
    return { of: found, set: new SessionSet(), steps: [], lines: [], length: 0, last: 0, corrected: [] };
  }

  #close({ of, steps, lines, length, last, corrected }: Open): void {
    const hasEnded = this.#now - last > OPEN_SECONDS;
    const day = Math.floor(last / 86_400) & 31;
    const isHeldOut = last >= this.#heldOutFrom;
    if (isHeldOut || corrected.length > 0) {
      const list = isHeldOut ? of.heldOut : of.corrected;
      if (list.length < MOST_KEPT) list.push({ steps, lines, length, hasEnded, corrected, day });
      return;
    }
    of.sessions++;
    of.steps += steps.length;
    const before = of.sets.size;
    addSession(of.sets, { steps, hasEnded, day }, Math.min(MOST_SETS, before + this.#room));
    this.#room -= of.sets.size - before;
  }

  /** Gives the classes, and keeps none: later stages need the memory. */
  take(): SeenClass[] {
    for (const open of this.#open.values()) this.#close(open);
    this.#open.clear();
    const classes = [...this.#classes.values()];
    this.#classes.clear();
    return classes;
  }
}

/**
 * Counts the sets that a session passes through.
 *
 * @param most sets that are kept
 */
export function addSession(
  sets: Map<number, SeenSet>,
  { steps, hasEnded, day }: Pick<SeenSession, "steps" | "hasEnded" | "day">,
  most = MOST_SETS,
): void {
  const passed = new SessionSet();
  steps.forEach((step, i) => {
    passed.add(step);
    let seen = sets.get(passed.set);
    if (!seen) {
      if (sets.size >= most) return;
      seen = { steps: steps.slice(0, i + 1), sessions: 0, ended: 0, days: 0 };
      sets.set(passed.set, seen);
    }
    seen.sessions++;
    seen.days |= 1 << day;
    if (hasEnded && i === steps.length - 1) seen.ended++;
  });
}
